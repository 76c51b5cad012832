// The level of the chosen image: set at once, beside the form that drafts are saved from.
class SensitivityController extends window.StimulusModule.Controller {
  static targets = ["level", "status"];

  static values = { url: String, failed: String, done: String };

  connect() {
    this.image = this.chosen;
    this.ask();
  }

  get chosen() {
    return document.querySelector("input[name=image]")?.value ?? "";
  }

  // Another image may have been chosen in the form.
  look() {
    if (this.chosen === this.image) return;
    this.image = this.chosen;
    this.statusTarget.textContent = "";
    this.ask();
  }

  choose() {
    return this.ask(new URLSearchParams({ level: this.levelTarget.value }));
  }

  async ask(body) {
    this.levelTarget.disabled = !this.image;
    if (!this.image) return;
    const headers = { [window.wagtailConfig.CSRF_HEADER_NAME]: window.wagtailConfig.CSRF_TOKEN };
    const options = body ? { method: "POST", body, headers } : {};
    try {
      const response = await fetch(this.urlValue.replace("/0/", `/${this.image}/`), options);
      if (!response.ok) throw new Error(response.statusText);
      const answer = await response.json();
      this.levelTarget.value = answer.level;
      this.levelTarget.disabled = !answer.may_change;
      if (body) this.statusTarget.textContent = this.doneValue;
    } catch {
      if (body) this.statusTarget.textContent = this.failedValue;
    }
  }
}

window.wagtail.app.register("sensitivity", SensitivityController);
