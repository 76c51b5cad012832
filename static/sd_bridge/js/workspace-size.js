// Sizes and numbers: the custom size, what hires fix and upscaling make of it, how many pictures.
class WorkspaceSizeController extends window.StimulusModule.Controller {
  static targets = ["custom", "sides", "hires", "hiresParts", "hiresSize", "upscaledSize", "shape"];

  connect() {
    this.show();
  }

  number(name) {
    return Number(this.element.querySelector(`[name="${name}"]`)?.value) || 0;
  }

  get rounds() {
    return [this.number("count"), this.number("batch_size") || 1];
  }

  get size() {
    if (this.customTarget.checked) return [this.number("width"), this.number("height")];
    const shape = this.shapeTargets.find(({ checked }) => checked);
    return [Number(shape?.dataset.width) || 0, Number(shape?.dataset.height) || 0];
  }

  text(width, height, factor = 1) {
    if (!width || !height) return "";
    return `${Math.floor(width * factor)} × ${Math.floor(height * factor)}`;
  }

  show() {
    this.sidesTarget.hidden = !this.customTarget.checked;
    this.hiresPartsTarget.hidden = !this.hiresTarget.checked;
    this.customTarget.dataset.size = this.text(...this.size);
    this.hiresSizeTarget.textContent = this.text(...this.size, this.number("hires_scale"));
    const { width, height } = this.source || {};
    this.upscaledSizeTarget.textContent = this.text(width, height, this.number("upscale_by"));
  }

  // A custom size begins with the one of the shape before it.
  customise() {
    const shape = this.shapeTargets.find(({ dataset }) => dataset.size === this.lastSize);
    for (const side of ["width", "height"]) {
      const field = this.element.querySelector(`[name=${side}]`);
      if (!field.value && shape) field.value = shape.dataset[side];
    }
  }

  choose({ target }) {
    if (target === this.customTarget) this.customise();
    else this.lastSize = target.dataset.size;
    this.show();
  }

  collect({ detail }) {
    const [rounds, atOnce] = this.rounds;
    detail.count = detail.kind === "upscale" ? 1 : rounds * atOnce;
    if (!this.customTarget.checked) for (const side of ["width", "height"]) delete detail[side];
    if (this.hiresTarget.matches(":checked:enabled")) return;
    for (const name of Object.keys(detail)) if (name.startsWith("hires")) delete detail[name];
  }

  // Requests tell all the pictures and both sides; the form tells rounds, and shapes by name.
  filled({ detail }) {
    const { remembered, kind, count, batch_size: atOnce, width, height } = detail;
    if (!remembered && count && atOnce > 1) this.put("count", count / atOnce);
    if (!remembered && width && height && kind !== "upscale") this.takeSize(width, height);
    if (detail.source !== undefined) this.source = detail.source;
    this.show();
  }

  // A request without an upscaler for it was made without hires fix.
  reused({ detail }) {
    if (!("prompt" in detail)) return;
    this.hiresTarget.checked = Boolean(detail.hires_upscaler);
    this.show();
  }

  takeSize(width, height) {
    const [w, h] = [String(width), String(height)];
    const shape = this.shapeTargets.find(({ dataset }) => dataset.width === w && dataset.height === h);
    (shape || this.customTarget).checked = true;
    this.put("width", w);
    this.put("height", h);
  }

  put(name, value) {
    this.element.querySelector(`[name="${name}"]`).value = value;
  }
}

window.wagtail.app.register("workspace-size", WorkspaceSizeController);
