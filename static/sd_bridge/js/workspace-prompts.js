// Alt+↑ and Alt+↓ walk through the prompts asked before; what was being written waits at the end.
class WorkspacePromptsController extends window.StimulusModule.Controller {
  static outlets = ["generate"];

  static values = { url: String };

  get field() {
    return this.element.querySelector("[name=prompt]");
  }

  async older(event) {
    event.preventDefault();
    await this.load();
    this.go(this.place + 1);
  }

  newer(event) {
    event.preventDefault();
    if (this.prompts) this.go(this.place - 1);
  }

  async load() {
    if (this.prompts) return;
    const answer = await this.generateOutlet.send(this.urlValue);
    this.prompts = answer.ok ? [this.field.value, ...answer.body.prompts] : null;
    this.place = 0;
  }

  go(place) {
    if (!this.prompts?.[place]) return;
    if (this.place === 0) this.prompts[0] = this.field.value;
    this.place = place;
    this.field.value = this.prompts[place];
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A new request changes the list.
  asked() {
    this.prompts = null;
  }
}

window.wagtail.app.register("workspace-prompts", WorkspacePromptsController);
