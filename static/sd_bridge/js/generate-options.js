// Models, samplers and the rest: the engine's own lists; free text while it does not answer.
const RETRY_PAUSE = 20000;

class GenerateOptionsController extends window.StimulusModule.Controller {
  static targets = ["status", "choice", "feature", "reason"];

  static outlets = ["generate"];

  static values = { url: String, current: String, automatic: String, allowed: Array };

  generateOutletConnected(panel) {
    if (panel.isAwake) this.load();
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  get engine() {
    return this.element.querySelector("[name=engine]")?.value || "";
  }

  async load() {
    clearTimeout(this.timer);
    const { engine } = this;
    if (this.known === engine || !this.hasGenerateOutlet) return;
    const query = engine ? `?engine=${encodeURIComponent(engine)}` : "";
    const answer = await this.generateOutlet.send(`${this.urlValue}${query}`);
    if (engine !== this.engine) return; // another one has been chosen meanwhile
    this.tell(answer);
    if (answer.ok && answer.body.is_ready) this.offer(answer.body, engine);
    else this.timer = setTimeout(() => this.load(), RETRY_PAUSE);
  }

  tell({ ok, body, problem }) {
    for (const status of this.statusTargets) {
      status.classList.toggle("generate__engine--ready", ok && body.is_ready);
      status.textContent = ok ? body.sentence : problem;
    }
    this.dispatch("told", { detail: { isDemo: Boolean(body.is_demo), lists: body } });
  }

  offer(lists, engine) {
    this.known = engine;
    this.lists = lists;
    for (const choice of this.choiceTargets) this.list(choice);
    for (const feature of this.featureTargets) {
      feature.disabled = Boolean(lists.absent[feature.dataset.feature]);
    }
    for (const reason of this.reasonTargets) {
      reason.textContent = lists.absent[reason.dataset.feature] || "";
      reason.hidden = !reason.textContent;
    }
    this.dispatch("offered", { detail: lists });
  }

  // A preset may allow some models only.
  allow({ detail: { allowed_models: allowed } }) {
    this.allowedValue = allowed || [];
    for (const choice of this.choiceTargets) {
      if (this.lists && choice.dataset.list === "models") this.list(choice);
    }
  }

  list(control) {
    const options = this.lists[control.dataset.list] || [];
    if (!options.length && control.options === undefined) return;
    const select = document.createElement("select");
    for (const { name, value } of control.attributes) {
      if (!["type", "value", "maxlength"].includes(name)) select.setAttribute(name, value);
    }
    for (const { value, label } of this.choices(control, options)) select.add(new Option(label, value));
    const { value } = control;
    // A value the engine does not know stays selectable: the server says what is wrong with it.
    const isOffered = [...select.options].some((option) => option.value === value);
    if (!isOffered && value) select.add(new Option(value));
    if (isOffered || value) select.value = value;
    control.replaceWith(select);
  }

  choices(control, options) {
    const { empty } = control.dataset;
    const allowed = control.name === "model" ? this.allowedValue : [];
    const offered = options.filter(({ value }) => !allowed.length || allowed.includes(value));
    if (empty === undefined || (allowed.length && control.name === "model")) return offered;
    const current = control.name === "model" && this.lists.current_model;
    const label = current ? this.currentValue.replace("#", current) : empty || this.automaticValue;
    return [{ value: "", label }, ...offered];
  }
}

window.wagtail.app.register("generate-options", GenerateOptionsController);
