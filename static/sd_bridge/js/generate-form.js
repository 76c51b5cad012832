// What to generate: collects the fields, fills them in, shows what is wrong with them.
class GenerateFormController extends window.StimulusModule.Controller {
  static targets = ["submit", "label", "size", "problem"];

  static outlets = ["generate"];

  connect() {
    this.defaults = this.plain;
    this.element.addEventListener("input", () => this.describe());
    this.describe();
  }

  controls(name) {
    return [...this.element.querySelectorAll(`[name="${name}"]`)];
  }

  field(name) {
    const found = this.controls(name);
    return found.find((control) => control.checked) || found[0];
  }

  get plain() {
    const usable = [...this.element.querySelectorAll("[name]:not(:disabled)")];
    return Object.fromEntries(usable.map(({ name }) => [name, this.read(this.field(name))]));
  }

  // The other parts add what they know, each to its own names.
  get values() {
    const values = this.plain;
    this.dispatch("collect", { detail: values });
    return values;
  }

  read(control) {
    if (control.type === "checkbox") return control.checked;
    if (control.multiple) return [...control.selectedOptions].map(({ value }) => value);
    return control.value;
  }

  write(name, value) {
    const [control] = this.controls(name);
    if (control?.type === "radio") {
      for (const choice of this.controls(name)) choice.checked = choice.value === String(value);
    } else if (control?.type === "checkbox") control.checked = Boolean(value);
    else if (control?.multiple) this.select(control, value || []);
    else if (control) this.put(control, String(value ?? ""));
  }

  select(control, names) {
    for (const name of names) this.offer(control, name);
    for (const option of control.options) option.selected = names.includes(option.value);
  }

  put(control, value) {
    if (control.options) this.offer(control, value);
    control.value = value;
  }

  // A value the engine does not know stays selectable: the server says what is wrong with it.
  offer(control, value) {
    if (![...control.options].some((option) => option.value === value)) control.add(new Option(value));
  }

  describe() {
    this.labelTarget.textContent = this.labelTarget.dataset.text.replace("#", this.values.count || 1);
    this.sizeTarget.textContent = this.field("format").dataset.size;
  }

  fill({ detail }) {
    for (const [name, value] of Object.entries(detail)) this.write(name, value);
    this.dispatch("filled", { detail });
    this.describe();
  }

  // Another part asks to fill in what was asked before; with a prompt that is everything, and
  // what it does not name is as it was at the beginning.
  reuse({ detail }) {
    if (!("prompt" in detail)) return this.fill({ detail });
    const { engine, topic, ...defaults } = this.defaults;
    return this.fill({ detail: { ...defaults, source: null, ...detail } });
  }

  async submit(event) {
    event?.preventDefault();
    if (this.submitTarget.disabled || this.dispatch("check").defaultPrevented) return;
    this.submitTarget.disabled = true;
    this.complain();
    const { generateOutlet: panel } = this;
    const answer = await panel.begin(panel.url, this.values);
    this.submitTarget.disabled = false;
    if (answer.ok) this.dispatch("asked", { detail: answer.body });
    else this.complain(answer.body.fields, answer.problem);
  }

  complain(fields = {}, problem = "") {
    this.dispatch("complain", { detail: { fields, problem } });
  }
}

window.wagtail.app.register("generate-form", GenerateFormController);
