// What to generate: collects the fields, shows what is wrong with them, remembers seeds.
class GenerateFormController extends window.StimulusModule.Controller {
  static targets = ["submit", "label", "size", "problem", "lastSeed"];

  static outlets = ["generate"];

  connect() {
    this.element.addEventListener("input", () => this.describe());
    this.describe();
  }

  field(name) {
    const found = [...this.element.querySelectorAll(`[name="${name}"]`)];
    return found.find((control) => control.checked) || found[0];
  }

  get values() {
    const names = [...this.element.querySelectorAll("[name]")].map((control) => control.name);
    return Object.fromEntries(names.map((name) => [name, this.field(name).value]));
  }

  describe() {
    const count = Number(this.field("count").value) || 1;
    this.labelTarget.textContent = this.labelTarget.dataset.text.replace("#", count);
    this.sizeTarget.textContent = this.field("format").dataset.size;
  }

  async submit(event) {
    event.preventDefault();
    if (this.submitTarget.disabled) return;
    this.submitTarget.disabled = true;
    this.complain({}, "");
    const { generateOutlet: panel } = this;
    const answer = await panel.begin(panel.url, this.values);
    this.submitTarget.disabled = false;
    if (!answer.ok) this.complain(answer.body.fields || {}, answer.problem);
  }

  complain(fields, problem) {
    this.problemTarget.textContent = problem;
    this.problemTarget.hidden = !problem;
    let first = null;
    for (const slot of this.element.querySelectorAll("[data-error-for]")) {
      const sentence = fields[slot.dataset.errorFor] || "";
      const control = this.field(slot.dataset.errorFor);
      const message = slot.querySelector(".error-message");
      // Both: Wagtail counts every message that is not itself hidden as an error of the page.
      slot.hidden = !sentence;
      message.hidden = !sentence;
      message.textContent = sentence;
      slot.parentElement.classList.toggle("w-field--error", Boolean(sentence));
      control.toggleAttribute("aria-invalid", Boolean(sentence));
      control.setAttribute("aria-describedby", sentence ? slot.id : "");
      if (sentence && !first) first = control;
    }
    first?.closest("details")?.setAttribute("open", "");
    first?.focus();
  }

  know({ detail: { generations } }) {
    const seeds = generations.flatMap((generation) => generation.results.map(({ seed }) => seed));
    this.seed = seeds.find((seed) => seed !== null);
    this.lastSeedTarget.disabled = this.seed === undefined;
  }

  randomSeed() {
    this.field("seed").value = "";
  }

  lastSeed() {
    this.field("seed").value = this.seed;
  }

  // Another part asks to fill in what an earlier generation was asked for.
  reuse({ detail }) {
    for (const [name, value] of Object.entries(detail)) {
      const control = this.element.querySelector(`[name="${name}"][value="${CSS.escape(value)}"][type="radio"]`);
      if (control) control.checked = true;
      else if (this.field(name)) this.field(name).value = value;
    }
    this.describe();
  }
}

window.wagtail.app.register("generate-form", GenerateFormController);
