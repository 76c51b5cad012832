// Waits for the painting of a recipe check, says how far it is, then shows the verdict.
const PAUSE = 3000; // ms
const LATER = 15000; // after an answer that did not come

class RecipeCheckController extends window.StimulusModule.Controller {
  static targets = ["words"];

  static values = { url: String };

  connect() {
    this.again(PAUSE);
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  again(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), pause);
  }

  async look() {
    clearTimeout(this.timer);
    if (document.hidden) return; // looks again as soon as the page is seen
    try {
      const answer = await fetch(this.urlValue, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(10000),
      });
      if (answer.redirected || answer.status === 403) return; // logged out: nothing more to know
      if (!answer.ok) throw new Error(answer.statusText);
      const state = await answer.json();
      if (!state.is_under_way) {
        window.location.reload();
        return;
      }
      if (this.wordsTarget.textContent !== state.words) this.wordsTarget.textContent = state.words;
      this.again(PAUSE);
    } catch {
      this.again(LATER);
    }
  }
}

window.wagtail.app.register("recipe-check", RecipeCheckController);
