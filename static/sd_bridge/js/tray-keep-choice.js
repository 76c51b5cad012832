// One picture in the dialog: its words, proposed from the prompt, or from what an engine sees in it.
const PAUSE = 1000;

class TrayKeepChoiceController extends window.StimulusModule.Controller {
  static targets = ["image", "number", "title", "alt", "tags", "describe", "said", "twins", "twin"];

  static outlets = ["generate"];

  static values = { item: Object, describeUrl: String, stateUrl: String, absent: String };

  async generateOutletConnected(panel) {
    const { url, alt, number, proposals_url: proposals } = this.itemValue;
    Object.assign(this.imageTarget, { src: url, alt });
    this.numberTarget.textContent = number;
    const answer = await panel.send(proposals);
    if (answer.ok) this.propose(answer.body);
    else this.say(answer.problem);
  }

  // What the editor has typed meanwhile stays.
  propose({ title, alt_text: alt, tags, duplicates, absent }) {
    this.titleTarget.value ||= title;
    this.altTarget.value ||= alt;
    this.tagsTarget.value ||= tags.join(", ");
    this.twinsTarget.hidden = !duplicates.length;
    this.twinTarget.textContent = duplicates.map((image) => image.title).join(", ");
    this.twinTarget.href = duplicates[0]?.url || "";
    this.describeTarget.disabled = Boolean(absent);
    if (absent) this.say(absent);
  }

  get values() {
    return {
      result: this.itemValue.id,
      title: this.titleTarget.value,
      alt_text: this.altTarget.value,
      tags: this.tagsTarget.value,
    };
  }

  get tags() {
    return this.tagsTarget.value.split(",").map((tag) => tag.trim()).filter(Boolean);
  }

  addTags(tags) {
    this.tagsTarget.value = [...new Set([...this.tags, ...tags])].join(", ");
  }

  share() {
    this.dispatch("share", { detail: { tags: this.tags } });
  }

  say(sentence) {
    this.saidTarget.textContent = sentence;
    this.saidTarget.hidden = !sentence;
  }

  async describe() {
    this.describeTarget.disabled = true;
    const data = { source: { result: this.itemValue.name } };
    const asked = await this.generateOutlet.send(this.describeUrlValue, data);
    const answer = asked.ok ? await this.finished(asked.body.id) : asked;
    this.describeTarget.disabled = false;
    this.say(answer.problem || answer.body.problem || "");
    const { proposals } = answer.body;
    if (!proposals) return;
    this.altTarget.value = proposals.alt_text;
    this.addTags(proposals.tags);
    this.altTarget.focus();
  }

  async finished(id) {
    const url = this.stateUrlValue.replace(/[0-9a-f-]{36}/, id);
    let answer;
    do {
      await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
      answer = await this.generateOutlet.send(url);
      if (answer.ok) this.say(answer.body.headline);
    } while (answer.ok && answer.body.is_active && this.element.isConnected);
    return answer;
  }
}

window.wagtail.app.register("tray-keep-choice", TrayKeepChoiceController);
