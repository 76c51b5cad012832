// What can be done with one result: keep, vary, enlarge, take its settings over, copy its recipe.
class TrayActionsController extends window.StimulusModule.Controller {
  static outlets = ["generate", "generate-tray"];

  static values = { workspace: String };

  get tray() {
    return this.generateTrayOutlet;
  }

  itemOf(event) {
    return this.tray.itemOf(this.tray.tileOf(event));
  }

  async keep(event) {
    const tile = this.tray.tileOf(event);
    const answer = await this.tray.act(this.tray.current.keep_url, [tile]);
    if (answer.body.picture) this.tray.dispatch("kept", { detail: answer.body.picture });
  }

  useSeed(event) {
    this.fill({ seed: this.itemOf(event).seed });
  }

  reuseAll(event) {
    this.fill({ ...this.tray.current.asked, seed: this.itemOf(event).seed });
  }

  newSeed() {
    this.fill({ ...this.tray.current.asked, seed: "" });
  }

  variation(event) {
    this.vary(this.tray.tileOf(event));
  }

  // The same picture, changed as much as the slider in its menu says.
  vary(tile) {
    if (this.isAbsent(tile, "variation_seed")) return;
    const strength = Number(tile.querySelector("input[type=range]").value);
    const { seed } = this.tray.itemOf(tile);
    this.fill({
      ...this.tray.current.asked, seed, variation_seed: "", variation_strength: strength,
    });
  }

  showStrength({ target }) {
    target.parentElement.querySelector("output").textContent = `${Math.round(target.value * 100)} %`;
  }

  upscale(event) {
    this.goOn(this.tray.tileOf(event), "upscale");
  }

  toPicture(event) {
    this.goOn(this.tray.tileOf(event), "img2img");
  }

  // Only the workspace has the fields for it: a panel opens it beside itself.
  goOn(tile, way) {
    if (this.isAbsent(tile, way)) return;
    const item = this.tray.itemOf(tile);
    const address = `${this.workspaceValue}?result=${item.name.replace("/", "-")}&as=${way}`;
    if (!this.generateOutlet.isWorkspace) return void window.open(address, "_blank", "noopener");
    const source = { result: item.name, preview_url: item.url, label: item.alt };
    if (way === "upscale") this.fill({ kind: "upscale", source });
    else this.fill({ ...this.tray.current.asked, kind: "image", source, seed: "" });
  }

  fill(values) {
    const { kind, source, preset, ...plain } = values;
    const isWorkspace = this.generateOutlet.isWorkspace;
    this.generateOutlet.dispatch("reuse", { detail: isWorkspace ? values : plain });
  }

  async copyInfotext(event) {
    const answer = await this.generateOutlet.send(this.itemOf(event).infotext_url);
    this.tray.complain(answer.problem);
    if (answer.ok) this.dispatch("copy", { detail: { text: answer.body.infotext } });
  }

  // What no engine has is said, whichever way it was asked for.
  isAbsent(tile, feature) {
    const { disabled, title } = tile.querySelector(`[data-needs="${feature}"]`);
    this.tray.complain(disabled ? title : "");
    return disabled;
  }
}

window.wagtail.app.register("tray-actions", TrayActionsController);
