// How the engines stand, word by word every few seconds: nothing is replaced, so focus stays.
import { AskingAgain } from "./asking-again.js";

class EnginesController extends AskingAgain {
  static targets = ["summary", "engine", "mine", "nothing", "template"];

  show({ summary, engines, mine }) {
    if (this.hasSummaryTarget) write(this.summaryTarget, summary);
    const known = new Map(engines.map((engine) => [engine.name, engine]));
    for (const element of this.engineTargets) {
      const engine = known.get(element.dataset.name);
      if (engine) showEngine(element, engine);
    }
    if (this.hasMineTarget) this.showMine(mine);
  }

  showMine(mine) {
    const there = new Map([...this.mineTarget.children].map((row) => [row.dataset.id, row]));
    for (const generation of mine) {
      const row = there.get(generation.id) || this.newRow(generation);
      there.delete(generation.id);
      write(row.querySelector("span"), generation.words);
    }
    for (const row of there.values()) row.remove();
    this.nothingTarget.hidden = mine.length > 0;
  }

  newRow({ id, url, title }) {
    const row = this.templateTarget.content.firstElementChild.cloneNode(true);
    row.dataset.id = id;
    row.querySelector("a").href = url;
    row.querySelector("a").textContent = title;
    this.mineTarget.append(row);
    return row;
  }
}

function showEngine(element, { state, parts }) {
  element.dataset.state = state;
  for (const [name, words] of Object.entries(parts)) {
    const part = element.querySelector(`[data-part="${name}"]`);
    if (part) write(part, words);
    const whole = element.querySelector(`[data-of="${name}"]`);
    if (whole) whole.hidden = !words;
  }
}

function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

window.wagtail.app.register("engines", EnginesController);
