// Keys of the moderation area: J and K move, X selects, V uncovers, U undoes, the rest decides.
// Off while somebody types, with modifiers, in a dialog, and where Wagtail's shortcuts are off.
// Keys pressed faster than the server answers wait their turn, so that each meets its own tile.
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

function isOff(event) {
  if (window.wagtailConfig.KEYBOARD_SHORTCUTS_ENABLED === false) return true;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return true;
  return event.isComposing || event.repeat || Boolean(event.target.closest(TYPING));
}

/** Also where the keyboard writes Hangul: then the place of the key tells. */
function letterOf({ key, code }) {
  return (/^[a-z]$/i.test(key) ? key : code.replace("Key", "")).toLowerCase();
}

class ModerationKeysController extends window.StimulusModule.Controller {
  static outlets = ["moderation", "moderation-tiles"];

  waiting = [];

  press(event) {
    if (isOff(event) || !this.hasModerationOutlet) return;
    const key = letterOf(event);
    const does = this.moves[key] ?? this.decides(key);
    if (!does) return;
    event.preventDefault();
    this.waiting.push(does);
    this.work();
  }

  async work() {
    if (this.working) return;
    this.working = true;
    while (this.waiting.length) {
      // A decision that failed left its tile marked, and the keys after it were meant for others.
      if ((await this.waiting.shift()()) === false) this.waiting = [];
    }
    this.working = false;
  }

  get moves() {
    const tiles = this.moderationTilesOutlet;
    return {
      j: () => tiles.move(1),
      k: () => tiles.move(-1),
      x: () => tiles.toggle(),
      v: () => tiles.show(),
      u: () => this.moderationOutlet.undo(),
    };
  }

  decides(key) {
    const button = this.moderationOutlet.buttonTargets.find(
      (each) => each.dataset.key.toLowerCase() === key,
    );
    return button && (() => this.moderationOutlet.decide(button.dataset.moderationActionParam));
  }
}

window.wagtail.app.register("moderation-keys", ModerationKeysController);
