// The picture to start from: a result, a published picture or an image of the library.
class WorkspaceSourceController extends window.StimulusModule.Controller {
  static targets = ["tile", "image", "label", "size", "empty", "problem", "words"];

  static outlets = ["generate"];

  static values = { url: String, missing: String };

  connect() {
    this.show(null);
  }

  // As the server knows it.
  get named() {
    const { result, image, page, generation } = this.source || {};
    const keys = Object.entries({ result, image, page, generation }).filter(([, key]) => key);
    return keys.length ? Object.fromEntries(keys) : null;
  }

  get isNeeded() {
    return ["image", "upscale"].includes(this.element.querySelector("[name=kind]:checked")?.value);
  }

  check(event) {
    if (this.source || !this.isNeeded) return;
    event.preventDefault();
    this.dispatch("complain", { detail: { fields: { source: this.missingValue }, problem: "" } });
  }

  collect({ detail }) {
    if (this.source && this.isNeeded) detail.source = this.named;
  }

  remember({ detail }) {
    detail.source = this.source;
  }

  filled({ detail }) {
    if (detail.source !== undefined) this.show(detail.source);
  }

  show(source) {
    this.source = source;
    this.tileTarget.hidden = !source;
    this.emptyTarget.hidden = Boolean(source);
    this.problemTarget.hidden = true;
    if (!source) return;
    this.imageTarget.src = source.preview_url;
    this.imageTarget.alt = source.label;
    this.labelTarget.textContent = source.label;
    this.sizeTarget.textContent = source.width ? `${source.width} × ${source.height}` : "";
  }

  remove() {
    this.dispatch("chosen", { detail: { source: null } });
  }

  // Wagtail's choosers hold the key of what was chosen in a hidden field.
  async choose({ target }) {
    const { value } = target;
    const name = target.id.endsWith("source-page") ? "page" : "image";
    if (!value || !/^\d+$/.test(value)) return;
    const answer = await this.generateOutlet.send(`${this.urlValue}?${name}=${value}`);
    this.problemTarget.textContent = answer.problem;
    this.problemTarget.hidden = answer.ok;
    if (answer.ok) this.dispatch("chosen", { detail: { source: answer.body } });
    document.getElementById(`${target.id}-chooser`).widget.clear();
  }
}

window.wagtail.app.register("workspace-source", WorkspaceSourceController);
