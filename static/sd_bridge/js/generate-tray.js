// The pictures of the generation in view: waiting slots, then results to choose from.
const CHOSEN = "generate-chosen"; // of this tab: a reload keeps what was selected
const boxOf = (tile) => tile.querySelector("[type=checkbox]");

class GenerateTrayController extends window.StimulusModule.Controller {
  static targets = [
    "tray", "empty", "selection", "chosen", "keep", "compare", "problem",
    "slotTemplate", "resultTemplate",
  ];

  static outlets = ["generate"];

  remembered = new Set(JSON.parse(sessionStorage.getItem(CHOSEN) || "[]"));

  render({ detail: { current } }) {
    this.current = current;
    this.emptyTarget.hidden = Boolean(current);
    const wanted = current ? [...current.results, ...current.slots] : [];
    const old = new Map([...this.trayTarget.children].map((tile) => [tile.dataset.key, tile]));
    const tiles = wanted.map((item) => old.get(item.key) || this.make(item));
    old.forEach((tile) => tiles.includes(tile) || tile.remove());
    tiles.forEach((tile, index) => this.place(tile, wanted[index], index));
    this.choose();
  }

  make(item) {
    const isResult = item.kind === "result";
    const template = isResult ? this.resultTemplateTarget : this.slotTemplateTarget;
    const tile = template.content.firstElementChild.cloneNode(true);
    tile.dataset.key = item.key;
    if (isResult) boxOf(tile).checked = this.remembered.has(item.key);
    return tile;
  }

  // A tile in its place is not moved: its check mark and the focus must survive each poll.
  place(tile, item, index) {
    tile.setAttribute("data-generate-tile-item-value", JSON.stringify(item));
    const there = this.trayTarget.children[index];
    if (there !== tile) this.trayTarget.insertBefore(tile, there || null);
  }

  itemOf(tile) {
    return JSON.parse(tile.dataset.generateTileItemValue);
  }

  tileOf(event) {
    return event.target.closest("[data-key]");
  }

  // Results only, without those that are about to be discarded.
  get tiles() {
    return [...this.trayTarget.querySelectorAll("[data-key]:not([hidden]):has([type=checkbox])")];
  }

  get chosen() {
    return this.tiles.filter((tile) => boxOf(tile).checked);
  }

  get keepable() {
    return this.chosen.filter((tile) => this.itemOf(tile).can_keep);
  }

  toggle(tile) {
    if (tile) boxOf(tile).click();
  }

  chooseAll(wanted = this.chosen.length < this.tiles.length) {
    for (const tile of this.tiles) boxOf(tile).checked = wanted;
    this.choose();
  }

  choose() {
    const { chosen } = this;
    this.tiles.forEach((tile) => tile.classList.toggle("generate__tile--chosen", boxOf(tile).checked));
    if (this.current) this.remember(chosen.map((tile) => tile.dataset.key));
    this.selectionTarget.hidden = !chosen.length;
    this.chosenTarget.textContent = this.chosenTarget.dataset.text.replace("#", chosen.length);
    if (this.hasKeepTarget) this.keepTarget.disabled = !this.keepable.length;
    this.compareTarget.disabled = chosen.length !== 2;
  }

  remember(keys) {
    this.remembered = new Set(keys);
    sessionStorage.setItem(CHOSEN, JSON.stringify(keys));
  }

  complain(sentence) {
    Object.assign(this.problemTarget, { textContent: sentence, hidden: !sentence });
  }

  async act(url, tiles, keepalive = false) {
    const data = { results: tiles.map((tile) => this.itemOf(tile).id) };
    const answer = await this.generateOutlet.send(url, data, keepalive);
    this.complain(answer.problem);
    await this.generateOutlet.poll();
    return answer;
  }
}

window.wagtail.app.register("generate-tray", GenerateTrayController);
