// Sends dropped and chosen files, three at a time, and shows those that are on their way.
import { chosenFiles, droppedFiles, hasFiles, isWanted, isZip, isSidecar, keyOf, sidecarsLast } from "./import-files.js";
import { sendFile } from "./import-send.js";
import { UploadRow } from "./import-upload-row.js";

const AT_ONCE = 3;

class ImportUploadController extends window.StimulusModule.Controller {
  static targets = ["list", "template", "notice"];

  static outlets = ["import"];

  static values = { already: String, ending: String };

  waiting = [];

  running = 0;

  failed = new Map();

  over(event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.element.classList.add("import__drop--over");
  }

  leave() {
    this.element.classList.remove("import__drop--over");
  }

  async drop(event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.leave();
    this.take(await droppedFiles(event.dataTransfer));
  }

  choose(event) {
    const found = chosenFiles(event.target);
    event.target.value = "";
    this.take(found);
  }

  warn(event) {
    if (this.running || this.waiting.length) event.preventDefault();
  }

  async take(found) {
    const wanted = found.filter(isWanted);
    const known = await this.known();
    const fresh = sidecarsLast(wanted.filter((item) => !known.has(keyOf(item))));
    this.tell([[wanted.length - fresh.length, this.alreadyValue], [found.length - wanted.length, this.endingValue]]);
    const place = [this.templateTarget, this.listTarget];
    this.waiting.push(...fresh.map((item) => ({ ...item, row: new UploadRow(...place, item) })));
    this.next();
  }

  async known() {
    const { batchValue: batch } = this.importOutlet;
    const answer = batch ? await this.importOutlet.send(`${batch}known/`) : { body: {} };
    return new Set(answer.body.known);
  }

  tell(counts) {
    const words = counts.filter(([count]) => count).map(([count, text]) => text.replace("#", count));
    Object.assign(this.noticeTarget, { textContent: words.join(" "), hidden: !words.length });
  }

  next() {
    while (this.waiting.length && this.running < (isSidecar(this.waiting[0]) ? 1 : AT_ONCE)) this.send(this.waiting.shift());
  }

  async send(item) {
    this.running += 1;
    try {
      const batch = await this.importOutlet.batch();
      await sendFile(`${batch}${isZip(item) ? "zips" : "files"}/`, item, {
        token: this.importOutlet.token,
        offline: this.importOutlet.offlineValue,
        tell: (part) => item.row.tell(part),
      });
      item.row.remove();
    } catch (error) {
      item.row.fail(error.message);
      this.failed.set(item.row.element, item);
    }
    this.running -= 1;
    this.dispatch("changed", { prefix: "import" });
    this.next();
  }

  again(event) {
    const item = this.failed.get(event.target.closest("li"));
    if (!item) return; // another door's
    item.row.wait();
    this.waiting.push(item);
    this.next();
  }
}

window.wagtail.app.register("import-upload", ImportUploadController);
