// The tiles: which one is marked, which are selected, which pictures are uncovered.
class ModerationTilesController extends window.StimulusModule.Controller {
  static targets = ["list", "tile", "all", "chosen"];

  at = -1;

  get selected() {
    return this.open.filter((tile) => boxOf(tile).checked);
  }

  /** Not decided yet. */
  get open() {
    return this.tileTargets.filter((tile) => !tile.hasAttribute("data-decided"));
  }

  get current() {
    return this.tileTargets[this.at];
  }

  /** What a key acts on: what is selected, else the marked tile. */
  get meant() {
    const { selected, current } = this;
    if (selected.length) return selected;
    return current && !current.hasAttribute("data-decided") ? [current] : [];
  }

  move(step) {
    let next = this.at + step;
    while (this.tileTargets[next]?.hasAttribute("data-decided")) next += step;
    if (this.tileTargets[next]) this.mark(next);
  }

  mark(index) {
    this.current?.classList.remove("moderation__tile--current");
    this.at = index;
    this.current.classList.add("moderation__tile--current");
    this.current.focus({ preventScroll: true });
    this.current.scrollIntoView({ block: "nearest" });
  }

  toggle() {
    if (!this.current) return;
    const box = boxOf(this.current);
    box.checked = !box.checked;
    this.describe();
  }

  chooseAll() {
    for (const tile of this.open) boxOf(tile).checked = this.allTarget.checked;
    this.describe();
  }

  describe() {
    const { selected, open, chosenTarget: words } = this;
    for (const tile of this.tileTargets) {
      tile.classList.toggle("moderation__tile--selected", boxOf(tile).checked);
    }
    this.allTarget.checked = open.length > 0 && selected.length === open.length;
    words.textContent = selected.length
      ? words.dataset.text.replace("#", selected.length)
      : words.dataset.none;
  }

  // A covered picture, by its button or by the key.
  show(event) {
    const tile = event?.target.closest("li") ?? this.current;
    tile?.querySelector("[data-veiled]")?.removeAttribute("data-veiled");
  }

  /** Say what became of a tile; it stays where it is, so that it can come back. */
  settle(id, words) {
    const tile = this.find(id);
    if (!tile) return;
    boxOf(tile).checked = false;
    tile.dataset.decided = words;
    this.say(tile, words);
  }

  reopen(id) {
    const tile = this.find(id);
    if (!tile) return;
    delete tile.dataset.decided;
    this.say(tile, "");
  }

  say(tile, words) {
    const verdict = tile.querySelector("[data-verdict]");
    verdict.textContent = words;
    verdict.hidden = !words;
  }

  find(id) {
    return this.tileTargets.find((tile) => tile.dataset.id === String(id));
  }
}

const boxOf = (tile) => tile.querySelector("input[type=checkbox]");

window.wagtail.app.register("moderation-tiles", ModerationTilesController);
