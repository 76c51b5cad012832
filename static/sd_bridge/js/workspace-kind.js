// From words, over an image, or enlarging one: shows what belongs to it and nothing else.
class WorkspaceKindController extends window.StimulusModule.Controller {
  static targets = ["part"];

  connect() {
    this.show();
  }

  get choices() {
    return [...this.element.querySelectorAll("[name=kind]")];
  }

  show() {
    const kind = this.choices.find(({ checked }) => checked)?.value || "text";
    for (const part of this.partTargets) {
      part.hidden = !part.dataset.kinds.split(" ").includes(kind);
    }
  }

  // An engine may lack the kind that was chosen for another one.
  offered() {
    const chosen = this.choices.find(({ checked }) => checked);
    if (!chosen?.disabled) return;
    this.choices[0].checked = true;
    this.show();
    this.choices[0].dispatchEvent(new Event("input", { bubbles: true }));
  }
}

window.wagtail.app.register("workspace-kind", WorkspaceKindController);
