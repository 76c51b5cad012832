// The seed: another one each time, the last one again, or one that stays.
class GenerateSeedController extends window.StimulusModule.Controller {
  static targets = ["last", "lock"];

  get field() {
    return this.element.querySelector("[name=seed]");
  }

  know({ detail: { generations } }) {
    const seeds = generations.flatMap((generation) => generation.results.map(({ seed }) => seed));
    this.seed = seeds.find((seed) => seed !== null);
    this.lastTarget.disabled = this.seed === undefined;
  }

  put(seed) {
    this.field.value = seed;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  random() {
    this.put("");
  }

  last() {
    this.put(this.seed);
  }

  lock() {
    const locked = this.lockTarget.getAttribute("aria-pressed") !== "true";
    this.lockTarget.setAttribute("aria-pressed", locked);
    if (locked && !this.field.value && this.seed !== undefined) this.last();
  }

  // Without the lock, a seed is for one generation.
  asked() {
    if (this.hasLockTarget && this.lockTarget.getAttribute("aria-pressed") !== "true") this.random();
  }
}

window.wagtail.app.register("generate-seed", GenerateSeedController);
