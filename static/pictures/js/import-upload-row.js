// The line of a file on its way: how much has arrived, or why it did not.
export class UploadRow {
  constructor(template, list, { file, folder }) {
    this.element = template.content.firstElementChild.cloneNode(true);
    this.part("name").textContent = folder ? `${folder}/${file.name}` : file.name;
    this.wait();
    list.append(this.element);
  }

  part(name) {
    return this.element.querySelector(`[data-part=${name}]`);
  }

  say(words, isBad = false) {
    this.part("words").textContent = words;
    this.element.classList.toggle("import__bad", isBad);
    this.element.querySelector("button").hidden = !isBad;
  }

  wait() {
    this.say(this.part("words").dataset.waiting);
  }

  tell(part) {
    this.element.querySelector("progress").value = part;
    this.say(part < 1 ? `${Math.round(100 * part)}%` : this.part("words").dataset.reading);
  }

  fetching() {
    this.element.querySelector("progress").removeAttribute("value");
    this.say(this.part("words").dataset.fetching);
  }

  fail(sentence) {
    this.say(sentence || this.part("words").dataset.failed, true);
  }

  remove() {
    this.element.remove();
  }
}
