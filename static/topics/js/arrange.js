// The order of a topic: dragged, or moved by keys. Each move is saved, and taken back if that fails.
import { go, isOff, mark, send } from "./tile-keys.js";

class ArrangeController extends window.StimulusModule.Controller {
  static targets = ["list", "tile", "status", "forget"];

  static values = { failed: String, free: String };

  lifted = null;

  mark({ currentTarget }) {
    mark(this.tileTargets, currentTarget);
  }

  press(event) {
    if (event.target !== event.currentTarget || isOff(event)) return;
    const tile = event.currentTarget;
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step && event.shiftKey) this.shift(tile, step);
    else if (step) go(this.tileTargets, tile, step);
    else if (event.key === "Home" && event.shiftKey) this.put(tile, this.tileTargets[0]);
    else if (event.key === "Delete" || event.key === "Backspace") this.release(tile);
    else return;
    event.preventDefault();
  }

  shift(tile, step) {
    const beside = step < 0 ? tile.previousElementSibling : tile.nextElementSibling;
    if (beside) this.put(tile, step < 0 ? beside : beside.nextElementSibling);
  }

  front(event) {
    event.preventDefault();
    this.put(event.target.closest("li"), this.tileTargets[0]);
  }

  letGo(event) {
    event.preventDefault();
    this.release(event.target.closest("li"));
  }

  lift(event) {
    this.lifted = event.currentTarget;
    event.dataTransfer.effectAllowed = "move";
    this.lifted.classList.add("curate__tile--lifted");
  }

  over(event) {
    if (this.lifted) event.preventDefault();
  }

  drop(event) {
    event.preventDefault();
    const target = event.currentTarget;
    if (!this.lifted || target === this.lifted) return;
    const box = target.getBoundingClientRect();
    const behind = event.clientX > box.left + box.width / 2;
    this.put(this.lifted, behind ? target.nextElementSibling : target);
  }

  dropped() {
    this.lifted?.classList.remove("curate__tile--lifted");
    this.lifted = null;
  }

  // One after the other, so that each move finds the list as the one before left it.
  put(tile, before) {
    this.waiting = (this.waiting ?? Promise.resolve()).then(() => this.move(tile, before));
    return this.waiting;
  }

  async move(tile, before) {
    if (before === tile) return;
    const old = tile.nextElementSibling;
    this.listTarget.insertBefore(tile, before);
    tile.focus();
    const place = before
      ? { before: before.dataset.picture }
      : { after: tile.previousElementSibling.dataset.picture };
    const answer = await send({ act: "put", picture: tile.dataset.picture, ...place });
    if (!answer?.words) {
      this.listTarget.insertBefore(tile, old);
      tile.focus();
    } else {
      this.number(answer.ordered);
    }
    this.say(answer);
  }

  async release(tile) {
    const answer = await send({ act: "let_go", picture: tile.dataset.picture });
    if (answer?.words) window.location.reload();
    else this.say(answer);
  }

  number(ordered) {
    this.tileTargets.forEach((tile, index) => {
      const isOrdered = index < ordered;
      tile.toggleAttribute("data-ordered", isOrdered);
      tile.querySelector("[data-place]").textContent = isOrdered ? index + 1 : this.freeValue;
      tile.querySelector("[data-let-go]").hidden = !isOrdered;
    });
    this.forgetTarget.hidden = ordered === 0;
  }

  say(answer) {
    this.statusTarget.textContent = answer?.words ?? answer?.problem ?? this.failedValue;
  }
}

window.wagtail.app.register("arrange", ArrangeController);
