// What became of the results just kept: a sentence, and links to the new pages.
class TrayNoticesController extends window.StimulusModule.Controller {
  static targets = ["notice", "sentence", "links"];

  kept({ detail: { kept, message } }) {
    this.sentenceTarget.textContent = message;
    this.linksTarget.replaceChildren(...kept.map((page) => this.link(page)));
    this.noticeTarget.hidden = false;
    this.linksTarget.querySelector("a").focus();
  }

  link({ title, edit_url: editUrl }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = editUrl;
    link.textContent = title;
    item.append(link);
    return item;
  }

  close() {
    this.noticeTarget.hidden = true;
  }
}

window.wagtail.app.register("tray-notices", TrayNoticesController);
