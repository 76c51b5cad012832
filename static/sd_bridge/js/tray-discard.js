// Discarding: never a kept one, and for some seconds it can be undone.
const PAUSE = 8000;

class TrayDiscardController extends window.StimulusModule.Controller {
  static targets = ["toast", "said", "dialog", "question"];

  static outlets = ["generate-tray"];

  waiting = [];

  get tray() {
    return this.generateTrayOutlet;
  }

  connect() {
    this.leave = () => this.commit(true);
    window.addEventListener("pagehide", this.leave);
  }

  disconnect() {
    window.removeEventListener("pagehide", this.leave);
    clearTimeout(this.timer);
  }

  one(event) {
    this.put([this.tray.tileOf(event)]);
  }

  // Kept ones among the selected stay; the editor is asked whether the others are to go.
  chosen() {
    const all = this.tray.chosen;
    const tiles = this.discardable(all);
    if (tiles.length === all.length) this.put(tiles);
    else this.confirm(tiles, all.length - tiles.length);
  }

  discardable(tiles) {
    return tiles.filter((tile) => this.tray.itemOf(tile).can_discard);
  }

  confirm(tiles, kept) {
    const words = tiles.length ? this.questionTarget.dataset.text : this.questionTarget.dataset.none;
    this.questionTarget.textContent = words.replace("#k", kept).replace("#", tiles.length);
    this.dialogTarget.querySelector("[data-yes]").hidden = !tiles.length;
    this.dialogTarget.showModal();
  }

  dismissed() {
    this.dialogTarget.close();
  }

  confirmed() {
    this.dismissed();
    this.put(this.discardable(this.tray.chosen));
  }

  async put(tiles) {
    await this.commit();
    if (!tiles.length) return;
    this.waiting = tiles;
    this.url = this.tray.current.discard_url;
    const next = tiles.at(-1).nextElementSibling || tiles[0].previousElementSibling;
    this.hide(true);
    next?.querySelector("a")?.focus();
    this.saidTarget.textContent = this.saidTarget.dataset.text.replace("#", tiles.length);
    this.toastTarget.hidden = false;
    this.timer = setTimeout(() => this.commit(), PAUSE);
  }

  hide(isHidden) {
    for (const tile of this.waiting) tile.hidden = isHidden;
    this.tray.choose();
  }

  undo() {
    clearTimeout(this.timer);
    this.hide(false);
    this.toastTarget.hidden = true;
    this.waiting[0]?.querySelector("a").focus();
    this.waiting = [];
  }

  // Another generation comes into view, its tiles replace these: nothing is left to undo.
  know({ detail: { current } }) {
    if (this.waiting.length && current?.discard_url !== this.url) this.commit();
  }

  async commit(isLeaving = false) {
    clearTimeout(this.timer);
    const tiles = this.waiting;
    this.waiting = [];
    this.toastTarget.hidden = true;
    if (!tiles.length) return;
    const answer = await this.tray.act(this.url, tiles, isLeaving);
    if (!answer.ok) for (const tile of tiles) tile.hidden = false;
  }
}

window.wagtail.app.register("tray-discard", TrayDiscardController);
