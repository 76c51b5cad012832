// What a topic's rules propose: J and K choose, A accepts, R rejects, U takes the last one back.
import { go, isOff, letterOf, mark, send } from "./tile-keys.js";

class ProposalsController extends window.StimulusModule.Controller {
  static targets = ["tile", "status"];

  static values = { failed: String };

  history = [];

  waiting = Promise.resolve();

  get current() {
    return this.tileTargets.find((tile) => tile.tabIndex === 0);
  }

  mark({ currentTarget }) {
    mark(this.tileTargets, currentTarget);
  }

  press(event) {
    if (isOff(event) || event.shiftKey) return;
    const steps = { j: 1, k: -1 };
    const letter = letterOf(event);
    if (steps[letter]) go(this.tileTargets, this.current, steps[letter]);
    else if (letter === "a" || letter === "r") this.choose(letter === "a" ? "accept" : "reject");
    else if (letter === "u") this.undo();
    else return;
    event.preventDefault();
  }

  choose(decision) {
    const button = this.current?.querySelector(`[value=${decision}]`);
    if (button && !this.current.hasAttribute("data-decided")) this.decide(this.current, button);
  }

  act(event) {
    event.preventDefault();
    this.decide(event.target.closest("li"), event.target.closest("button"));
  }

  decide(tile, button) {
    const next = this.tileTargets.slice(this.tileTargets.indexOf(tile) + 1);
    tile.dataset.decided = "";
    (next.find((each) => !each.hasAttribute("data-decided")) ?? tile).focus();
    this.waiting = this.waiting.then(async () => {
      const answer = await this.ask(tile, button.value);
      if (answer) this.history.push(tile);
      this.settle(tile, answer ? button.textContent.trim() : "");
    });
  }

  undo() {
    this.waiting = this.waiting.then(async () => {
      const tile = this.history.pop();
      if (!tile) return;
      if (await this.ask(tile, "undo")) this.settle(tile, "");
      tile.focus();
    });
  }

  settle(tile, words) {
    const verdict = tile.querySelector("[data-verdict]");
    tile.toggleAttribute("data-decided", Boolean(words));
    tile.querySelector("form").hidden = Boolean(words);
    verdict.textContent = words;
    verdict.hidden = !words;
  }

  async ask(tile, decision) {
    const answer = await send({ picture: tile.dataset.picture, decision });
    this.statusTarget.textContent = answer?.words ?? answer?.problem ?? this.failedValue;
    return answer?.words;
  }
}

window.wagtail.app.register("proposals", ProposalsController);
