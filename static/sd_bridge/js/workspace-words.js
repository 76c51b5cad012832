// LoRAs and embeddings of the engine, searched and put into the prompt where the cursor was.
const SHOWN = 60;

class WorkspaceWordsController extends window.StimulusModule.Controller {
  static targets = ["list", "search", "empty", "fold"];

  static values = { kind: String };

  offered({ detail }) {
    this.words = detail[this.kindValue];
    this.isAbsent = Boolean(detail.absent[this.kindValue]);
    this.show();
  }

  show() {
    const wanted = this.searchTarget.value.trim().toLowerCase();
    const words = this.words || [];
    const found = words.filter(({ value, title = "" }) => `${value} ${title}`.toLowerCase().includes(wanted));
    this.listTarget.replaceChildren(...found.slice(0, SHOWN).map((word) => this.item(word)));
    this.emptyTarget.hidden = found.length > 0 || this.isAbsent;
    this.emptyTarget.textContent = this.emptyTarget.dataset[words.length ? "none" : "unknown"];
    this.searchTarget.hidden = !words.length;
  }

  item({ value, label, title }) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = title || label;
    button.dataset.word = value;
    button.dataset.action = "workspace-words#insert";
    item.append(button);
    return item;
  }

  insert({ currentTarget: { dataset } }) {
    const prompt = document.querySelector(".generate [name=prompt]");
    const word = this.kindValue === "loras" ? `<lora:${dataset.word}:0.8>` : dataset.word;
    const { selectionStart: start, selectionEnd: end, value } = prompt;
    const before = start && !/\s$/.test(value.slice(0, start)) ? " " : "";
    const after = /^\S/.test(value.slice(end)) ? " " : "";
    prompt.focus();
    prompt.setRangeText(`${before}${word}${after}`, start, end, "end");
    prompt.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Enter takes the first that was found.
  take(event) {
    event.preventDefault();
    this.listTarget.querySelector("button")?.click();
  }
}

window.wagtail.app.register("workspace-words", WorkspaceWordsController);
