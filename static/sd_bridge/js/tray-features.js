// What the engine has not got stays in sight, switched off, with the reason in words.
class TrayFeaturesController extends window.StimulusModule.Controller {
  absent = {};

  know({ detail: { lists } }) {
    this.absent = lists?.absent || {};
    this.mark();
  }

  mark() {
    for (const button of this.element.querySelectorAll("[data-needs]")) {
      const reason = this.absent[button.dataset.needs] || "";
      Object.assign(button, { disabled: Boolean(reason), title: reason });
      const words = button.querySelector("[data-part=reason]");
      if (words) words.textContent = reason;
    }
  }
}

window.wagtail.app.register("tray-features", TrayFeaturesController);
