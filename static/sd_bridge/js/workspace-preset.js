// Saves what the form says as a preset of its own, or as a new version of the chosen one.
class WorkspacePresetController extends window.StimulusModule.Controller {
  static targets = ["dialog", "name", "update", "again", "problem", "choice", "told"];

  static outlets = ["generate", "generate-form"];

  static values = { url: String };

  open() {
    const chosen = this.choiceTarget.selectedOptions[0];
    this.updateTarget.hidden = !chosen?.value;
    this.againTarget.checked = Boolean(chosen?.value);
    this.nameTarget.value = chosen?.value ? chosen.text : "";
    this.complain("");
    this.dialogTarget.showModal();
    this.nameTarget.select();
  }

  close() {
    this.dialogTarget.close();
  }

  complain(problem) {
    this.problemTarget.textContent = problem;
    this.problemTarget.hidden = !problem;
  }

  async save(event) {
    event.preventDefault();
    const preset = this.againTarget.checked ? this.choiceTarget.value : "";
    // The prompt as it stands, its slots unfilled: it is the template.
    const { values, plain } = this.generateFormOutlet;
    const fields = { ...values, prompt: plain.prompt, name: this.nameTarget.value, preset };
    const answer = await this.generateOutlet.send(this.urlValue, fields);
    if (!answer.ok) {
      this.complain([answer.problem, ...Object.values(answer.body.fields || {})].join(" "));
      return;
    }
    this.tell(answer.body);
    this.close();
  }

  tell({ id, name, edit_url: url, sentence, is_usable: isUsable }) {
    const known = [...this.choiceTarget.options].find(({ value }) => value === String(id));
    if (known) known.text = name;
    else if (isUsable) this.choiceTarget.add(new Option(name, id));
    this.choiceTarget.closest(".w-field__wrapper").hidden = this.choiceTarget.options.length < 2;
    const link = document.createElement("a");
    Object.assign(link, { href: url, textContent: name });
    this.toldTarget.replaceChildren(`${sentence} `, link);
    this.toldTarget.hidden = false;
  }
}

window.wagtail.app.register("workspace-preset", WorkspacePresetController);
