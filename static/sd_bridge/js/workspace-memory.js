// What stands in the form survives a reload, in this tab only.
const KEY = "generate-form";
const PAUSE = 300;

class WorkspaceMemoryController extends window.StimulusModule.Controller {
  static outlets = ["generate-form"];

  static values = { named: Boolean, fields: Object };

  disconnect() {
    clearTimeout(this.timer);
  }

  // Later: the parts inside are connected after the whole.
  generateFormOutletConnected(form) {
    this.timer = setTimeout(() => this.open(form));
  }

  // An address that names a recipe says more than what was there before.
  open(form) {
    if (!this.namedValue) this.restore(form);
    form.fill({ detail: this.fieldsValue });
    this.later();
  }

  restore(form) {
    try {
      const fields = JSON.parse(sessionStorage.getItem(KEY));
      if (fields) form.fill({ detail: fields });
    } catch {
      sessionStorage.removeItem(KEY);
    }
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  keep() {
    if (!this.hasGenerateFormOutlet) return;
    const fields = this.generateFormOutlet.plain;
    this.dispatch("remember", { detail: fields });
    sessionStorage.setItem(KEY, JSON.stringify(fields));
  }
}

window.wagtail.app.register("workspace-memory", WorkspaceMemoryController);
