// One result large: arrows walk through the tray, X selects, Escape closes, the focus returns.
import { keyName } from "./key-name.js";

class TrayZoomController extends window.StimulusModule.Controller {
  static targets = ["dialog", "image", "words", "original", "check"];

  static outlets = ["generate-tray"];

  get tray() {
    return this.generateTrayOutlet;
  }

  // With a modifier the link opens the file in a tab of its own, as any link does.
  open(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.show(this.tray.tileOf(event));
  }

  show(tile) {
    if (!tile) return;
    this.key = tile.dataset.key;
    this.draw();
    if (!this.dialogTarget.open) this.dialogTarget.showModal();
  }

  get place() {
    return this.tray.tiles.findIndex((tile) => tile.dataset.key === this.key);
  }

  draw() {
    const { tiles } = this.tray;
    const tile = tiles[this.place];
    const item = this.tray.itemOf(tile);
    this.imageTarget.src = item.url;
    this.imageTarget.alt = item.alt;
    this.imageTarget.width = item.width;
    this.imageTarget.height = item.height;
    this.originalTarget.href = item.url;
    const size = `${item.width} × ${item.height}`;
    const words = [`${this.place + 1} / ${tiles.length}`, item.seed, size, item.note];
    this.wordsTarget.textContent = words.filter((word) => word !== null && word !== "").join(" · ");
    this.checkTarget.setAttribute("aria-pressed", tile.matches(".generate__tile--chosen"));
  }

  walk(step) {
    const { tiles } = this.tray;
    if (this.place < 0) this.close();
    else this.key = tiles[(this.place + step + tiles.length) % tiles.length].dataset.key;
    if (this.dialogTarget.open) this.draw();
  }

  next() {
    this.walk(1);
  }

  previous() {
    this.walk(-1);
  }

  choose() {
    this.tray.toggle(this.tray.tiles[this.place]);
    this.draw();
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target.closest("button, a");
    const deed = {
      ArrowRight: () => this.next(), ArrowDown: () => this.next(), KeyJ: () => this.next(),
      ArrowLeft: () => this.previous(), ArrowUp: () => this.previous(), KeyK: () => this.previous(),
      KeyX: () => this.choose(), Space: onControl ? null : () => this.close(),
    }[keyName(event)];
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  close() {
    this.dialogTarget.close();
  }

  // A click beside picture and buttons closes, as people expect of a large picture.
  closeBeside(event) {
    if (!event.target.closest("img, button, a")) this.close();
  }

  // Where the last one shown stands, one can go on.
  closed() {
    this.tray.tiles[this.place]?.querySelector("a").focus();
  }
}

window.wagtail.app.register("tray-zoom", TrayZoomController);
