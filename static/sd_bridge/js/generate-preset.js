// A preset fills the form; its slots become fields, and their words its prompt's.
class GeneratePresetController extends window.StimulusModule.Controller {
  static targets = ["choice", "slots", "slot", "slotTemplate", "hint", "problem"];

  static outlets = ["generate"];

  static values = { url: String, empty: String };

  async choose() {
    const { value } = this.choiceTarget;
    this.problemTarget.hidden = true;
    if (!value) return this.take({ slots: [], allowed_models: [] });
    const answer = await this.generateOutlet.send(this.urlValue.replace("/0/", `/${value}/`));
    if (value !== this.choiceTarget.value) return undefined;
    if (answer.ok) return this.take(answer.body);
    this.problemTarget.textContent = answer.problem;
    this.problemTarget.hidden = false;
    return undefined;
  }

  take(preset) {
    const { id, name, label, slots, allowed_models: allowed, ...fields } = preset;
    const { hires_upscaler: hires } = fields;
    this.isTemplate = Boolean(id);
    this.ask(slots);
    for (const hint of this.hintTargets) hint.hidden = !preset.negative_prompt;
    this.dispatch("chosen", { detail: hires === undefined ? fields : { ...fields, hires: true } });
    this.dispatch("allowed", { detail: { allowed_models: allowed } });
  }

  ask(names) {
    this.slotsTarget.replaceChildren(...names.map((name) => this.slot(name)));
    this.slotsTarget.hidden = !names.length;
  }

  slot(name) {
    const slot = this.slotTemplateTarget.content.firstElementChild.cloneNode(true);
    const input = slot.querySelector("input");
    const error = slot.querySelector("[data-error-for]");
    input.name = `slot_${name}`;
    input.dataset.slot = name;
    input.setAttribute("aria-label", name);
    slot.querySelector("[data-part=name]").textContent = name;
    Object.assign(error, { id: `generate-slot-${name}-error` }).dataset.errorFor = input.name;
    return slot;
  }

  // A slot without words would be sent as its own name.
  check(event) {
    if (!this.isTemplate) return;
    const empty = this.slotTargets.filter((slot) => !slot.value.trim() && this.isUsed(slot.dataset.slot));
    if (!empty.length) return;
    event.preventDefault();
    const fields = Object.fromEntries(empty.map(({ name }) => [name, this.emptyValue]));
    this.dispatch("complain", { detail: { fields, problem: "" } });
  }

  isUsed(name) {
    const prompt = this.element.querySelector("[name=prompt]").value.replaceAll("{{", "");
    return [...prompt.matchAll(/\{([^{}]*)\}/g)].some(([, slot]) => slot.trim() === name);
  }

  get words() {
    const filled = this.slotTargets.filter(({ value }) => value.trim());
    return Object.fromEntries(filled.map((slot) => [slot.dataset.slot, slot.value.trim()]));
  }

  // Braces mean something only while the prompt is a preset's.
  fillIn(prompt) {
    const { words } = this;
    return prompt.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (found, name) => {
      if (name === undefined) return found[0];
      return words[name.trim()] ?? found;
    });
  }

  collect({ detail }) {
    if (!detail.preset || !this.isTemplate) return;
    detail.slots = this.words;
    detail.prompt = this.fillIn(detail.prompt);
  }

  remember({ detail }) {
    const names = this.slotTargets.map(({ dataset }) => dataset.slot);
    detail.remembered = { names, words: this.words, isTemplate: this.isTemplate };
  }

  // What was asked with a preset has its words in the prompt already.
  filled({ detail }) {
    if (!("preset" in detail)) return;
    const { names = [], words = {}, isTemplate = false } = detail.remembered || {};
    this.isTemplate = isTemplate;
    this.ask(names);
    for (const slot of this.slotsTarget.querySelectorAll("input")) slot.value = words[slot.dataset.slot] || "";
  }
}

window.wagtail.app.register("generate-preset", GeneratePresetController);
