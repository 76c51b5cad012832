// Marks results that look like pictures of the gallery; asked once for each finished generation.
class TrayDuplicatesController extends window.StimulusModule.Controller {
  static outlets = ["generate", "generate-tray"];

  static values = { words: String };

  known = new Map();

  async render({ detail: { current } }) {
    if (!current || current.is_active || !current.results.length) return;
    if (!this.known.has(current.id)) {
      this.known.set(current.id, {});
      const answer = await this.generateOutlet.send(current.duplicates_url);
      if (answer.ok) this.known.set(current.id, answer.body.duplicates);
      else this.known.delete(current.id);
    }
    this.mark(this.known.get(current.id) || {});
  }

  mark(found) {
    for (const tile of this.generateTrayOutlet.tiles) {
      const { id, can_keep: canKeep } = this.generateTrayOutlet.itemOf(tile);
      const [image] = (canKeep && found[id]) || [];
      const note = tile.querySelector("[data-part=duplicate]");
      note.hidden = !image;
      if (!image) continue;
      note.querySelector("a").href = image.url;
      note.querySelector("a").textContent = image.title;
    }
  }
}

window.wagtail.app.register("tray-duplicates", TrayDuplicatesController);
