// One file in a dialog: its words to edit, its recipe, and the picture it nearly equals.
class ImportFileController extends window.StimulusModule.Controller {
  static outlets = ["import"];

  static values = { dialog: String };

  get dialog() {
    return document.querySelector(this.dialogValue);
  }

  async open(event) {
    const address = event.target.closest("[data-address]").dataset.address;
    const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) {
      this.importOutlet.poll();
      return;
    }
    this.dialog.innerHTML = await response.text();
    this.dialog.showModal();
  }

  close() {
    this.dialog.close();
  }

  get form() {
    return this.dialog.querySelector("form");
  }

  get changes() {
    return Object.fromEntries(new FormData(this.form));
  }

  async save(event) {
    event.preventDefault();
    if (await this.act("edit", { changes: this.changes })) this.close();
  }

  // What was typed is not lost when the decision is made first.
  async decide(event) {
    const { decision } = event.target.dataset;
    if (decision === "import" && !(await this.act("edit", { changes: this.changes }))) return;
    if (await this.act("decide", { decision })) this.close();
  }

  async act(name, data) {
    const url = `${this.importOutlet.batchValue}${name}/`;
    const answer = await this.importOutlet.send(url, { files: [this.form.dataset.id], ...data });
    const message = this.form.querySelector("[role=alert]");
    message.textContent = answer.problem;
    message.hidden = !answer.problem;
    this.importOutlet.poll();
    return answer.ok;
  }
}

window.wagtail.app.register("import-file", ImportFileController);
