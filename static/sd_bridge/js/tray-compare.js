// The two selected results side by side, and every parameter in which they differ.
class TrayCompareController extends window.StimulusModule.Controller {
  static targets = ["dialog", "picture", "body", "same", "only", "template"];

  static outlets = ["generate", "generate-tray"];

  static values = { url: String, changed: String };

  async open() {
    const tray = this.generateTrayOutlet;
    const pair = tray.chosen.map((tile) => tray.itemOf(tile));
    if (pair.length !== 2) return;
    const [left, right] = pair.map(({ name }) => encodeURIComponent(name));
    const url = `${this.urlValue}?left=${left}&right=${right}`;
    const answer = await this.generateOutlet.send(url);
    tray.complain(answer.problem);
    if (!answer.ok) return;
    pair.forEach((item, place) => this.drawPicture(this.pictureTargets[place], item));
    this.draw(answer.body.rows);
    this.dialogTarget.showModal();
  }

  drawPicture(figure, item) {
    const image = figure.querySelector("img");
    Object.assign(image, { src: item.url, alt: item.alt, width: item.width, height: item.height });
    figure.querySelector("figcaption").textContent = item.alt;
  }

  draw(rows) {
    this.bodyTarget.replaceChildren(...rows.map((row) => this.row(row)));
    this.sameTarget.hidden = rows.some(({ differs }) => differs);
    this.filter();
  }

  row({ label, left, right, differs }) {
    const row = this.templateTarget.content.firstElementChild.cloneNode(true);
    row.classList.toggle("generate__differs", differs);
    row.querySelector("[data-part=label]").textContent = label;
    row.querySelector("[data-part=sign]").hidden = !differs;
    for (const [side, pieces] of Object.entries({ left, right })) {
      row.querySelector(`[data-part=${side}]`).replaceChildren(...pieces.map(this.piece));
    }
    return row;
  }

  // Marked by an element, so that screen readers and a colour-blind eye find it too.
  piece({ text, changed }) {
    const part = document.createElement(changed ? "mark" : "span");
    part.textContent = text;
    return part;
  }

  filter() {
    for (const row of this.bodyTarget.children) {
      row.hidden = this.onlyTarget.checked && !row.classList.contains("generate__differs");
    }
  }

  close() {
    this.dialogTarget.close();
  }
}

window.wagtail.app.register("tray-compare", TrayCompareController);
