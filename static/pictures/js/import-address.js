// Has pictures fetched from the web by the server, one after the other.
import { UploadRow } from "./import-upload-row.js";

class ImportAddressController extends window.StimulusModule.Controller {
  static targets = ["toggle", "form", "field", "list", "template"];

  static outlets = ["import"];

  waiting = [];

  failed = new Map();

  toggle() {
    const isOpen = this.formTarget.hidden;
    this.formTarget.hidden = !isOpen;
    this.toggleTarget.setAttribute("aria-expanded", isOpen);
    if (isOpen) this.fieldTarget.focus();
  }

  take(event) {
    event.preventDefault();
    const addresses = new Set(this.fieldTarget.value.split(/\s+/).filter(Boolean));
    this.fieldTarget.value = "";
    const place = [this.templateTarget, this.listTarget];
    for (const address of addresses) {
      this.waiting.push({ address, row: new UploadRow(...place, { file: { name: address } }) });
    }
    this.next();
  }

  async next() {
    if (this.isBusy || !this.waiting.length) return;
    this.isBusy = true;
    const item = this.waiting.shift();
    item.row.fetching();
    const problem = await this.bring(item.address);
    if (problem) this.fail(item, problem);
    else item.row.remove();
    this.isBusy = false;
    this.dispatch("changed", { prefix: "import" });
    this.next();
  }

  // What the server refuses is a row of the table; only what did not get there fails here.
  async bring(address) {
    try {
      const batch = await this.importOutlet.batch();
      const answer = await this.importOutlet.send(`${batch}addresses/`, { address });
      return answer.problem;
    } catch (error) {
      return error.message;
    }
  }

  fail(item, problem) {
    item.row.fail(problem);
    this.failed.set(item.row.element, item);
  }

  again(event) {
    const item = this.failed.get(event.target.closest("li"));
    if (!item) return;
    item.row.wait();
    this.waiting.push(item);
    this.next();
  }
}

window.wagtail.app.register("import-address", ImportAddressController);
