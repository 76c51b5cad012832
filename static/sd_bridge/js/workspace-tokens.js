// How long the prompt is, as CLIP would count it, roughly: an estimate, its vocabulary is not here.
const CHUNK = 75;
const TAG = /<(?:lora|lyco|hypernet):[^<>]*>/g;
const WEIGHT = /:\s*[\d.]+\s*(?=[)\]])/g;
const PIECE = /[a-z]+|\d|[^\sa-z\d]+/gi;
const LONG = 9; // letters: a longer word is usually cut into several pieces

class WorkspaceTokensController extends window.StimulusModule.Controller {
  static targets = ["count"];

  connect() {
    this.show();
  }

  get text() {
    const detail = { preset: this.element.querySelector("[name=preset]")?.value };
    detail.prompt = this.element.querySelector("[name=prompt]").value;
    this.dispatch("collect", { detail }); // with the words of a preset's slots
    return detail.prompt;
  }

  show() {
    const tokens = this.count(this.text);
    const room = Math.max(1, Math.ceil(tokens / CHUNK)) * CHUNK;
    const { text } = this.countTarget.dataset;
    this.countTarget.textContent = text.replace("#", tokens).replace("#", room);
  }

  count(text) {
    const bare = text.replace(TAG, " ").replace(WEIGHT, " ").replace(/[()[\]]/g, " ");
    const parts = bare.split(/\bBREAK\b/).map((part) => this.length(part));
    const last = parts.pop();
    return parts.reduce((sum, part) => sum + Math.ceil(part / CHUNK) * CHUNK, 0) + last;
  }

  length(text) {
    return (text.match(PIECE) || []).reduce((sum, piece) => sum + this.weigh(piece), 0);
  }

  // Letters of other scripts are cut into their bytes, most of them two pieces each.
  weigh(piece) {
    if (/^[a-z]+$/i.test(piece)) return piece.length > LONG ? Math.ceil(piece.length / 6) : 1;
    const others = [...piece].filter((letter) => letter.codePointAt(0) > 127);
    return others.length ? others.length * 2 : 1;
  }
}

window.wagtail.app.register("workspace-tokens", WorkspaceTokensController);
