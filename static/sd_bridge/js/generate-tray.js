// The pictures of the generation in view: waiting slots, then results to keep or discard.
class GenerateTrayController extends window.StimulusModule.Controller {
  static targets = [
    "tray", "empty", "selection", "chosen", "expiry", "problem", "slotTemplate", "resultTemplate",
  ];

  static outlets = ["generate"];

  render({ detail: { current } }) {
    this.current = current;
    this.emptyTarget.hidden = Boolean(current);
    const wanted = current ? [...current.results, ...current.slots] : [];
    const old = new Map([...this.trayTarget.children].map((tile) => [tile.dataset.key, tile]));
    const tiles = wanted.map((item) => old.get(item.key) || this.make(item));
    old.forEach((tile) => tiles.includes(tile) || tile.remove());
    tiles.forEach((tile, index) => this.place(tile, wanted[index], index));
    this.expiryTarget.textContent = current?.expiry || "";
    this.expiryTarget.hidden = !current?.expiry;
    this.choose();
  }

  make(item) {
    const template = item.kind === "result" ? this.resultTemplateTarget : this.slotTemplateTarget;
    const tile = template.content.firstElementChild.cloneNode(true);
    tile.dataset.key = item.key;
    return tile;
  }

  // A tile in its place is not moved: its check mark and the focus must survive each poll.
  place(tile, item, index) {
    tile.setAttribute("data-generate-tile-item-value", JSON.stringify(item));
    const there = this.trayTarget.children[index];
    if (there !== tile) this.trayTarget.insertBefore(tile, there || null);
  }

  itemOf(tile) {
    return JSON.parse(tile.getAttribute("data-generate-tile-item-value"));
  }

  tileOf(event) {
    return event.target.closest("[data-key]");
  }

  get chosen() {
    return [...this.trayTarget.querySelectorAll("input:checked")].map((box) => box.closest("[data-key]"));
  }

  choose() {
    for (const tile of this.trayTarget.children) {
      tile.classList.toggle("generate__tile--chosen", Boolean(tile.querySelector("input:checked")));
    }
    if (!this.hasSelectionTarget) return;
    const count = this.chosen.length;
    this.selectionTarget.hidden = !count;
    this.chosenTarget.textContent = this.chosenTarget.dataset.text.replace("#", count);
  }

  // The number on a tile selects it, as drawn in its corner.
  press(event) {
    const box = this.trayTarget.children[Number(event.key) - 1]?.querySelector("input:not(:disabled)");
    if (box && !event.ctrlKey && !event.metaKey && !event.altKey) box.click();
  }

  keep(event) {
    return this.act(this.current.keep_url, [this.tileOf(event)]);
  }

  discard(event) {
    return this.act(this.current.discard_url, [this.tileOf(event)]);
  }

  keepChosen() {
    return this.act(this.current.keep_url, this.chosen);
  }

  discardChosen() {
    return this.act(this.current.discard_url, this.chosen);
  }

  async act(url, tiles) {
    const panel = this.generateOutlet;
    const answer = await panel.send(url, { results: tiles.map((tile) => this.itemOf(tile).id) });
    this.problemTarget.textContent = answer.problem;
    this.problemTarget.hidden = !answer.problem;
    if (answer.body.picture) this.dispatch("kept", { detail: answer.body.picture });
    await panel.poll();
  }

  useSeed(event) {
    this.generateOutlet.dispatch("reuse", { detail: { seed: this.itemOf(this.tileOf(event)).seed } });
  }
}

window.wagtail.app.register("generate-tray", GenerateTrayController);
