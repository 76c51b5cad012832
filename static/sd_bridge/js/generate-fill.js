// Puts a kept picture into the page's own form; everything else the editor typed stays.
class GenerateFillController extends window.StimulusModule.Controller {
  static values = { proposals: Object };

  fill({ detail: { chosen, proposals } }) {
    document.getElementById("id_image-chooser").widget.setStateFromModalData(chosen);
    for (const [name, proposal] of Object.entries(proposals)) this.propose(name, proposal);
    this.proposalsValue = { ...this.proposalsValue, ...proposals };
    this.save();
  }

  // What the editor wrote is hers; only an empty field or our last proposal gives way.
  propose(name, proposal) {
    const field = document.getElementById(`id_${name}`);
    if (!field || (field.value && field.value !== this.proposalsValue[name])) return;
    field.value = proposal;
    for (const type of ["input", "change"]) {
      field.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }

  // Wagtail looks for changes every half second and compares with the form as it was when the
  // last save ended: a change made while one is under way would wait for the next key press.
  save() {
    this.element.closest("form")?.dispatchEvent(
      new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }),
    );
  }
}

window.wagtail.app.register("generate-fill", GenerateFillController);
