// Further topics of a picture: each change is sent at once, beside the form that drafts are saved from.
class PlacesController extends window.StimulusModule.Controller {
  static targets = ["list", "choice", "status"];

  static values = { url: String, failed: String };

  add() {
    return this.send({ add: this.choiceTarget.value });
  }

  remove({ params }) {
    return this.send({ remove: params.topic });
  }

  async send(fields) {
    const headers = { [window.wagtailConfig.CSRF_HEADER_NAME]: window.wagtailConfig.CSRF_TOKEN };
    const body = new URLSearchParams(fields);
    this.statusTarget.textContent = "";
    try {
      const response = await fetch(this.urlValue, { method: "POST", body, headers });
      if (!response.ok && response.status !== 409) throw new Error(response.statusText);
      this.listTarget.innerHTML = await response.text();
      this.listTarget.querySelector("select, button")?.focus();
    } catch {
      this.statusTarget.textContent = this.failedValue;
    }
  }

  // Its own field must not mark the form as changed, nor be saved with it.
  choiceTargetConnected(select) {
    for (const name of ["input", "change"]) {
      select.addEventListener(name, (event) => event.stopPropagation());
    }
  }
}

window.wagtail.app.register("places", PlacesController);
