// The tray by keyboard; off while typing or composing, with modifiers, and where it is switched off.
import { keyName } from "./key-name.js";

const TYPING =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
const CONTROLS = "button, summary, [role=button], input, a:not(.generate__picture)";
const OF_CONTROLS = ["Space", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

class TrayKeysController extends window.StimulusModule.Controller {
  static outlets = [
    "generate", "generate-tray", "tray-actions", "tray-discard", "tray-zoom", "tray-compare",
    "tray-keep",
  ];

  generateOutletConnected(panel) {
    this.ground = panel.isWorkspace ? document : panel.element;
    this.listen = (event) => this.press(event);
    this.ground.addEventListener("keydown", this.listen);
  }

  generateOutletDisconnected() {
    this.ground.removeEventListener("keydown", this.listen);
  }

  isOff(event) {
    if (window.wagtailConfig.KEYBOARD_SHORTCUTS_ENABLED === false) return true;
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return true;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return true;
    if (event.target.closest?.(TYPING)) return true;
    return Boolean(document.querySelector("dialog[open], .w-dialog[aria-hidden=false]"));
  }

  press(event) {
    if (this.isOff(event)) return;
    const deed = this.deedOf(event);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  deedOf(event) {
    const { tiles, chosen } = this.generateTrayOutlet;
    const name = keyName(event);
    const number = /^(?:Digit|Numpad)([1-9])$/.exec(name)?.[1];
    const onControl = Boolean(event.target.closest?.(CONTROLS));
    if (number) return () => this.generateTrayOutlet.toggle(this.numbered(Number(number)));
    if (name === "Enter") return this.onEnter(chosen, onControl);
    if (!tiles.length || (onControl && OF_CONTROLS.includes(name))) return null;
    return {
      KeyX: () => this.generateTrayOutlet.toggle(this.tile),
      KeyA: () => this.generateTrayOutlet.chooseAll(),
      KeyD: chosen.length && (() => this.trayDiscardOutlet.chosen()),
      KeyC: chosen.length === 2 && (() => this.trayCompareOutlet.open()),
      KeyV: () => this.trayActionsOutlet.vary(this.tile),
      KeyU: () => this.trayActionsOutlet.goOn(this.tile, "upscale"),
      Space: () => this.trayZoomOutlet.show(this.tile),
      KeyJ: () => this.move(1), ArrowRight: () => this.move(1),
      KeyK: () => this.move(-1), ArrowLeft: () => this.move(-1),
      ArrowDown: () => this.move(this.columns), ArrowUp: () => this.move(-this.columns),
    }[name];
  }

  onEnter(chosen, onControl) {
    if (!chosen.length || onControl || !this.hasTrayKeepOutlet) return null;
    return () => this.trayKeepOutlet.open();
  }

  numbered(number) {
    const tray = this.generateTrayOutlet;
    return tray.tiles.find((tile) => tray.itemOf(tile).number === number);
  }

  // The tile that has the focus, else the first of the selected, else the first.
  get tile() {
    const { tiles, chosen } = this.generateTrayOutlet;
    const focused = document.activeElement?.closest("[data-key]");
    return tiles.find((tile) => tile === focused) || chosen[0] || tiles[0];
  }

  get columns() {
    const { tiles } = this.generateTrayOutlet;
    return tiles.filter((tile) => tile.offsetTop === tiles[0].offsetTop).length;
  }

  move(step) {
    const { tiles } = this.generateTrayOutlet;
    const here = tiles.indexOf(document.activeElement?.closest("[data-key]"));
    const place = here < 0 ? 0 : Math.min(Math.max(here + step, 0), tiles.length - 1);
    tiles[place].querySelector("a").focus();
  }
}

window.wagtail.app.register("tray-keys", TrayKeysController);
