// The dialog that makes pictures of the selected results: all of them, or none.
import { showErrors } from "./field-errors.js";
import { fillSelect } from "./select-options.js";

const LAST = "generate-keep"; // what was chosen last for all

class TrayKeepController extends window.StimulusModule.Controller {
  static targets = [
    "dialog", "choices", "template", "topic", "licence", "visibility", "action", "moment",
    "submit", "problem",
  ];

  static outlets = ["generate", "generate-tray", "tray-keep-choice"];

  static values = { optionsUrl: String };

  async open() {
    const { current, keepable, itemOf } = this.generateTrayOutlet;
    if (!keepable.length) return;
    this.url = current.keep_many_url;
    this.last = JSON.parse(localStorage.getItem(LAST) || "{}");
    if (!(await this.offer([current.page, this.last.topic]))) return;
    this.choicesTarget.replaceChildren(...keepable.map((tile) => this.choice(itemOf(tile))));
    this.choicesTarget.classList.toggle("generate__choices--one", keepable.length === 1);
    const { text } = this.submitTarget.dataset;
    this.submitTarget.textContent = text.replace("#", keepable.length);
    this.complain("", {});
    this.dialogTarget.showModal();
  }

  choice(item) {
    const row = this.templateTarget.content.firstElementChild.cloneNode(true);
    row.dataset.trayKeepChoiceItemValue = JSON.stringify(item);
    return row;
  }

  // What can be chosen depends on the topic: the first of those wanted that she may add to.
  async offer(wanted, chosen = () => this.last) {
    const query = wanted.filter(Boolean).map((key) => `topic=${key}`).join("&");
    const { ok, body, problem } = await this.generateOutlet.send(`${this.optionsUrlValue}?${query}`);
    this.generateTrayOutlet.complain(problem);
    if (!ok) return false;
    const [{ topics, topic, licences, licence, visibilities, actions }, last] = [body, chosen()];
    fillSelect(this.topicTarget, topics, topic);
    fillSelect(this.licenceTarget, licences, last.licence || licence);
    fillSelect(this.visibilityTarget, visibilities, body.visibility || last.recipe_visibility);
    fillSelect(this.actionTarget, actions, last.action);
    this.showMoment();
    return true;
  }

  // What is chosen while the answer is on its way counts.
  topicChanged() {
    this.offer([this.topicTarget.value], () => this.shared);
  }

  get shared() {
    const fields = {
      topic: this.topicTarget, licence: this.licenceTarget, action: this.actionTarget,
      recipe_visibility: this.visibilityTarget,
    };
    return Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
  }

  showMoment() {
    const action = this.actionTarget.value;
    this.momentTarget.closest("[data-field]").hidden = action !== "schedule";
    this.choicesTarget.classList.toggle("generate__choices--draft", action === "draft");
  }

  tagsForAll({ detail: { tags } }) {
    this.trayKeepChoiceOutlets.forEach((choice) => choice.addTags(tags));
  }

  async submit() {
    const choices = this.trayKeepChoiceOutlets.map((choice) => choice.values);
    const data = { ...this.shared, go_live_at: this.momentTarget.value, choices };
    this.submitTarget.disabled = true;
    const answer = await this.generateOutlet.send(this.url, data);
    this.submitTarget.disabled = false;
    this.complain(answer.problem, answer.body.fields || {});
    if (!answer.ok) return;
    localStorage.setItem(LAST, JSON.stringify(this.shared));
    this.dialogTarget.close();
    await this.generateOutlet.poll();
    this.generateTrayOutlet.chooseAll(false);
    this.dispatch("done", { detail: answer.body });
  }

  complain(problem, fields) {
    Object.assign(this.problemTarget, { textContent: problem, hidden: !problem });
    showErrors(this.dialogTarget, fields);
  }

  close() {
    this.dialogTarget.close();
  }
}

window.wagtail.app.register("tray-keep", TrayKeepController);
