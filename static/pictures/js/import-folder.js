// Walks through the server folders that are open to imports, and imports one.
class ImportFolderController extends window.StimulusModule.Controller {
  static outlets = ["import"];

  static values = { url: String, dialog: String };

  get dialog() {
    return document.querySelector(this.dialogValue);
  }

  part(selector) {
    return this.dialog.querySelector(selector);
  }

  open() {
    this.trail = [];
    this.dialog.showModal();
    if (!this.dialog.onclick) this.dialog.onclick = (event) => this.press(event.target.closest("button"));
    this.show("");
  }

  async show(path) {
    const answer = await this.importOutlet.send(`${this.urlValue}?path=${encodeURIComponent(path)}`);
    this.complain(answer.problem);
    if (!answer.ok) return;
    this.path = path;
    this.part("code").textContent = path || "/";
    this.part("[value=import]").disabled = !path;
    this.part("[value=up]").disabled = !this.trail.length;
    this.part("ul").replaceChildren(...answer.body.folders.map((folder) => this.item(folder)));
  }

  item({ path, name }) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.value = "open";
    button.dataset.path = path;
    button.textContent = name || path;
    item.append(button);
    return item;
  }

  press(button) {
    if (!button) return;
    const acts = {
      open: () => { this.trail.push(this.path); this.show(button.dataset.path); },
      up: () => this.show(this.trail.pop()),
      close: () => this.dialog.close(),
      import: () => this.bring(),
    };
    acts[button.value]();
  }

  async bring() {
    try {
      const batch = await this.importOutlet.batch();
      const answer = await this.importOutlet.send(`${batch}folders/`, { path: this.path });
      this.complain(answer.problem);
      if (answer.ok) this.dialog.close();
    } catch (error) {
      this.complain(error.message);
    }
    this.importOutlet.poll();
  }

  complain(sentence) {
    this.part("[role=alert]").textContent = sentence;
    this.part("[role=alert]").hidden = !sentence;
  }
}

window.wagtail.app.register("import-folder", ImportFolderController);
