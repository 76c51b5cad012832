// Copies a text; where the browser refuses the clipboard, a dialog holds it for copying by hand.
const SHOWN = 3000;

class TrayCopyController extends window.StimulusModule.Controller {
  static targets = ["said", "dialog", "text"];

  // There is no clipboard over plain HTTP, and permission for it may be refused.
  async copy({ detail: { text } }) {
    try {
      await navigator.clipboard.writeText(text);
      this.saidTarget.hidden = false;
      setTimeout(() => { this.saidTarget.hidden = true; }, SHOWN);
    } catch {
      this.textTarget.value = text;
      this.dialogTarget.showModal();
      this.textTarget.select();
    }
  }

  close() {
    this.dialogTarget.close();
  }
}

window.wagtail.app.register("tray-copy", TrayCopyController);
