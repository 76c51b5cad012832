// A text to copy by hand, where the browser does not let a page write to the clipboard.
class TrayCopyController extends window.StimulusModule.Controller {
  static targets = ["dialog", "text"];

  show({ detail: { text } }) {
    this.textTarget.value = text;
    this.dialogTarget.showModal();
    this.textTarget.select();
  }

  close() {
    this.dialogTarget.close();
  }
}

window.wagtail.app.register("tray-copy", TrayCopyController);
