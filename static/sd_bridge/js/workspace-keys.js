// Keys of the workspace; those of the tray are the tray's own.
class WorkspaceKeysController extends window.StimulusModule.Controller {
  static outlets = ["generate", "generate-form", "workspace-prompts"];

  static values = { enabled: Boolean, cancelUrl: String };

  press(event) {
    const { key, altKey, ctrlKey, metaKey, shiftKey, isComposing } = event;
    if (isComposing || document.querySelector("dialog[open], .modal.in")) return;
    if ((ctrlKey || metaKey) && key === "Enter") {
      event.preventDefault();
      if (shiftKey) this.startOver();
      else this.generateFormOutlet.submit();
    } else if (altKey && this.enabledValue) this.pressAlt(event);
  }

  pressAlt(event) {
    const { code, key } = event; // on a Mac, Alt+P types a letter of its own
    if (code === "KeyP") {
      event.preventDefault();
      this.generateFormOutlet.field("prompt").focus();
    } else if (key === "ArrowUp") this.workspacePromptsOutlet.older(event);
    else if (key === "ArrowDown") this.workspacePromptsOutlet.newer(event);
  }

  async startOver() {
    await this.generateOutlet.send(this.cancelUrlValue, {});
    await this.generateFormOutlet.submit();
  }
}

window.wagtail.app.register("workspace-keys", WorkspaceKeysController);
