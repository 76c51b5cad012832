// Waits for the painting of a recipe check, says how far it is, then shows the verdict.
import { AskingAgain } from "./asking-again.js";

class RecipeCheckController extends AskingAgain {
  static targets = ["words"];

  show(state) {
    if (!state.is_under_way) window.location.reload();
    else if (this.wordsTarget.textContent !== state.words) this.wordsTarget.textContent = state.words;
  }
}

window.wagtail.app.register("recipe-check", RecipeCheckController);
