// How the engines stand, word by word every few seconds: nothing is replaced, so focus stays.
const PAUSE = 4000; // ms
const LATER = 15000; // after an answer that did not come

class EnginesController extends window.StimulusModule.Controller {
  static targets = ["summary", "engine", "mine", "nothing", "template"];

  static values = { url: String };

  connect() {
    this.again(PAUSE);
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  again(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), pause);
  }

  async look() {
    clearTimeout(this.timer);
    if (document.hidden) return; // looks again as soon as the page is seen
    try {
      const answer = await fetch(this.urlValue, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(10000),
      });
      if (answer.redirected || answer.status === 403) return; // logged out: nothing more to know
      if (!answer.ok) throw new Error(answer.statusText);
      this.show(await answer.json());
      this.again(PAUSE);
    } catch {
      this.again(LATER);
    }
  }

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
