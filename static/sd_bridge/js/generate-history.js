// The page's recent generations; one click brings an earlier one and its settings back.
class GenerateHistoryController extends window.StimulusModule.Controller {
  static targets = ["strip", "template"];

  static outlets = ["generate"];

  render({ detail: { generations, current } }) {
    this.element.hidden = !generations.length;
    const old = new Map([...this.stripTarget.children].map((item) => [item.dataset.id, item]));
    generations.forEach((generation, index) => {
      const item = old.get(generation.id) || this.make(generation);
      old.delete(generation.id);
      this.update(item, generation, generation.id === current.id);
      const there = this.stripTarget.children[index];
      if (there !== item) this.stripTarget.insertBefore(item, there || null);
    });
    old.forEach((item) => item.remove());
  }

  make({ id }) {
    const item = this.templateTarget.content.firstElementChild.cloneNode(true);
    item.dataset.id = id;
    return item;
  }

  update(item, generation, isCurrent) {
    const part = (name) => item.querySelector(`[data-part="${name}"]`);
    const painting = generation.slots.find(({ preview }) => preview);
    const thumbnail = generation.results[0]?.url || painting?.preview || "";
    part("image").hidden = !thumbnail;
    part("nothing").hidden = Boolean(thumbnail);
    if (thumbnail && part("image").getAttribute("src") !== thumbnail) part("image").src = thumbnail;
    part("prompt").textContent = generation.asked.prompt;
    part("words").textContent = generation.summary;
    part("words").classList.toggle("generate__past-problem", Boolean(generation.problem));
    item.querySelector("button").setAttribute("aria-pressed", isCurrent);
  }

  open(event) {
    const panel = this.generateOutlet;
    panel.open(event.target.closest("li").dataset.id);
    panel.dispatch("reuse", { detail: panel.current.asked });
  }
}

window.wagtail.app.register("generate-history", GenerateHistoryController);
