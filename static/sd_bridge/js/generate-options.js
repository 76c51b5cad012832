// Models, samplers and schedulers: the engine's own lists; free text while it does not answer.
const RETRY_PAUSE = 20000;

class GenerateOptionsController extends window.StimulusModule.Controller {
  static targets = ["status", "text"];

  static outlets = ["generate"];

  static values = { url: String, current: String, automatic: String };

  generateOutletConnected(panel) {
    if (panel.pageValue) this.load();
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  async load() {
    clearTimeout(this.timer);
    if (this.isLoaded || !this.hasGenerateOutlet) return;
    const answer = await this.generateOutlet.send(this.urlValue);
    this.tell(answer);
    if (answer.ok && answer.body.is_ready) this.fill(answer.body);
    else this.timer = setTimeout(() => this.load(), RETRY_PAUSE);
  }

  tell({ ok, body, problem }) {
    this.statusTarget.classList.toggle("generate__engine--ready", ok && body.is_ready);
    this.statusTarget.textContent = ok ? body.sentence : problem;
    this.dispatch("told", { detail: { isDemo: Boolean(body.is_demo) } });
  }

  fill(lists) {
    this.isLoaded = true;
    for (const text of this.textTargets) {
      const options = lists[text.dataset.list];
      if (options.length) text.replaceWith(this.select(text, options, lists.current_model));
    }
  }

  // A value the engine does not know stays selectable: the server says what is wrong with it.
  select(text, options, currentModel) {
    const select = document.createElement("select");
    const choices = [...this.leftToEngine(text, currentModel), ...options];
    if (!choices.some(({ value }) => value === text.value)) {
      choices.push({ value: text.value, label: text.value });
    }
    for (const { value, label } of choices) select.add(new Option(label, value));
    Object.assign(select, { id: text.id, name: text.name, value: text.value });
    select.setAttribute("form", text.getAttribute("form"));
    return select;
  }

  leftToEngine(text, currentModel) {
    const current = this.currentValue.replace("#", currentModel);
    if (text.name === "model") return [{ value: "", label: current }];
    if (text.name === "scheduler") return [{ value: "", label: this.automaticValue }];
    return [];
  }
}

window.wagtail.app.register("generate-options", GenerateOptionsController);
