// The recent generations; one click brings an earlier one and its settings back.
class GenerateHistoryController extends window.StimulusModule.Controller {
  static targets = ["strip", "template", "all", "who", "expiry"];

  static outlets = ["generate"];

  render({ detail: { generations, total, current } }) {
    this.element.hidden = !generations.length && !this.hasWhoTarget;
    this.expiryTarget.textContent = current?.expiry || "";
    if (this.hasAllTarget && total !== undefined) {
      this.allTarget.textContent = this.allTarget.dataset.text.replace("#", total);
    }
    const old = new Map([...this.stripTarget.children].map((item) => [item.dataset.id, item]));
    generations.forEach((generation, index) => {
      const item = old.get(generation.id) || this.make(generation);
      old.delete(generation.id);
      this.update(item, generation, generation.id === current?.id);
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
    part("warning").hidden = !generation.problem;
    if (thumbnail && part("image").getAttribute("src") !== thumbnail) part("image").src = thumbnail;
    part("prompt").textContent = generation.title;
    const who = generation.requested_by ? `${generation.requested_by} · ` : "";
    part("words").textContent = who + generation.summary;
    part("words").classList.toggle("generate__past-problem", Boolean(generation.problem));
    item.querySelector("button").setAttribute("aria-pressed", isCurrent);
  }

  open(event) {
    const panel = this.generateOutlet;
    panel.open(event.target.closest("li").dataset.id);
    const { kind, source, preset, ...plain } = panel.current.asked;
    panel.dispatch("reuse", { detail: panel.isWorkspace ? panel.current.asked : plain });
  }

  choose() {
    this.generateOutlet.who = this.whoTarget.value;
    this.generateOutlet.poll();
  }
}

window.wagtail.app.register("generate-history", GenerateHistoryController);
