// One tile of the tray, redrawn when its item changes: a result, or a slot still waiting for one.
class GenerateTileController extends window.StimulusModule.Controller {
  static targets = [
    "frame", "image", "link", "number", "seed", "words", "bar", "percent",
    "check", "keep", "kept", "edit", "note", "discard",
  ];

  static values = { item: Object };

  itemValueChanged(item) {
    this.frameTarget.style.aspectRatio = `${item.width} / ${item.height}`;
    this.seedTarget.textContent = item.seed ?? "";
    if (item.kind === "result") this.showResult(item);
    else this.showSlot(item);
  }

  showSlot({ preview, words, percent }) {
    if (!preview) this.imageTarget.hidden = true;
    else if (this.imageTarget.getAttribute("src") !== preview) {
      this.imageTarget.src = preview;
      this.imageTarget.hidden = false;
    }
    this.wordsTarget.textContent = words;
    this.barTarget.hidden = percent === null;
    this.barTarget.querySelector("progress").value = percent ?? 0;
    this.percentTarget.textContent = `${percent ?? 0} %`;
    this.element.classList.toggle("generate__tile--painting", percent !== null);
  }

  // A preview may be replaced while it is fetched; the next one comes in a second.
  hide(event) {
    event.target.hidden = true;
  }

  showResult(item) {
    if (this.imageTarget.getAttribute("src") !== item.url) this.imageTarget.src = item.url;
    this.imageTarget.alt = item.alt;
    this.linkTarget.href = item.url;
    this.numberTarget.textContent = item.number;
    for (const button of this.keepTargets) button.hidden = !item.can_keep;
    for (const button of this.discardTargets) button.hidden = !item.can_discard;
    this.noteTarget.textContent = item.note;
    this.noteTarget.hidden = !item.note;
    this.keptTarget.hidden = !item.edit_url;
    this.editTarget.href = item.edit_url;
    this.editTarget.textContent = item.edit_label;
    this.checkTarget.setAttribute("aria-label", item.check_label);
  }
}

window.wagtail.app.register("generate-tile", GenerateTileController);
