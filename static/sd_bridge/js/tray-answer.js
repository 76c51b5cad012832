// What an engine saw in a picture: its words, and what they would propose.
class TrayAnswerController extends window.StimulusModule.Controller {
  static targets = ["answer", "caption", "alt", "tags"];

  render({ detail: { current } }) {
    this.answerTarget.hidden = !current?.caption;
    if (!current?.caption) return;
    this.captionTarget.textContent = current.caption;
    this.altTarget.textContent = current.proposals?.alt_text || "";
    this.tagsTarget.textContent = (current.proposals?.tags || []).join(", ");
  }

  copy(event) {
    const text = this.element.querySelector(`[data-tray-answer-target=${event.params.what}]`);
    this.dispatch("copy", { detail: { text: text.textContent } });
  }
}

window.wagtail.app.register("tray-answer", TrayAnswerController);
