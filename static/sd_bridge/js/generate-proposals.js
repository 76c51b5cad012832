// Asks an engine what is to be seen, and proposes alternative text and tags from its words.
const PAUSE = 1500;
const STATES = ["failed", "cancelled"];

class GenerateProposalsController extends window.StimulusModule.Controller {
  static targets = ["ask", "state", "proposals", "altText", "tags", "reason"];

  static outlets = ["generate", "workspace-source"];

  static values = { url: String, stateUrl: String, starts: Boolean, waiting: String, nothing: String };

  disconnect() {
    clearTimeout(this.timer);
  }

  get isWorkspace() {
    return this.hasWorkspaceSourceOutlet;
  }

  get source() {
    if (this.isWorkspace) return this.workspaceSourceOutlet.named;
    const chosen = document.getElementById("id_image")?.value;
    return chosen ? { image: Number(chosen) } : null;
  }

  // An engine that cannot describe pictures says why.
  offered({ detail: { absent } }) {
    this.reasonTarget.textContent = absent.interrogate || "";
    this.reasonTarget.hidden = !absent.interrogate;
    this.askTarget.disabled = Boolean(absent.interrogate);
  }

  // The address may say that this is what the picture was brought here for.
  filled({ detail }) {
    if (!this.startsValue || !detail.source) return;
    this.startsValue = false;
    setTimeout(() => this.ask());
  }

  say(sentence) {
    this.stateTarget.textContent = sentence;
    this.stateTarget.hidden = !sentence;
  }

  async ask() {
    clearTimeout(this.timer);
    this.proposalsTarget.hidden = true;
    const { source } = this;
    if (!source) return this.say(this.nothingValue);
    this.askTarget.disabled = true;
    this.say(this.waitingValue);
    const answer = await this.generateOutlet.send(this.urlValue, { source });
    if (answer.ok) return this.watch(answer.body.id);
    return this.end([answer.problem, ...Object.values(answer.body.fields || {})].join(" "));
  }

  async watch(id) {
    const answer = await this.generateOutlet.send(this.stateUrlValue.replace("00000000-0000-0000-0000-000000000000", id));
    const { body } = answer;
    if (answer.ok && STATES.includes(body.state)) return this.end(body.problem || body.headline);
    if (answer.ok && body.proposals) return this.propose(body.proposals);
    this.say(answer.ok ? body.headline : answer.problem);
    this.timer = setTimeout(() => this.watch(id), PAUSE);
    return undefined;
  }

  end(sentence) {
    this.askTarget.disabled = false;
    this.say(sentence);
  }

  propose({ alt_text: altText, tags }) {
    this.end("");
    this.altTextTarget.textContent = altText;
    this.tagsTarget.textContent = tags.join(", ");
    this.proposals = { altText, tags };
    this.proposalsTarget.hidden = false;
  }

  useAltText() {
    const field = document.querySelector(this.isWorkspace ? ".generate [name=prompt]" : "#id_alt_text");
    field.value = this.proposals.altText;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    this.dispatch("filled");
  }

  // Wagtail's field of tags is jQuery's tag-it.
  useTags() {
    if (this.isWorkspace) return navigator.clipboard.writeText(this.proposals.tags.join(", "));
    for (const tag of this.proposals.tags) window.jQuery("#id_tags").tagit("createTag", tag);
    return this.dispatch("filled");
  }
}

window.wagtail.app.register("generate-proposals", GenerateProposalsController);
