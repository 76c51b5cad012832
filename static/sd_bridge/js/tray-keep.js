// The dialog that makes pictures of the selected results: all of them, or none.
import { showErrors } from "./field-errors.js";

const LAST = "generate-keep"; // what was chosen last for all

class TrayKeepController extends window.StimulusModule.Controller {
  static targets = [
    "dialog", "choices", "template", "topic", "licence", "visibility", "action", "moment", "submit",
    "problem",
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
    this.submitTarget.textContent = this.submitTarget.dataset.text.replace("#", keepable.length);
    this.complain("", {});
    this.dialogTarget.showModal();
  }

  choice(item) {
    const row = this.templateTarget.content.firstElementChild.cloneNode(true);
    row.setAttribute("data-tray-keep-choice-item-value", JSON.stringify(item));
    return row;
  }

  // What can be chosen depends on the topic; the first of `topics` that she may add to is meant.
  async offer(topics) {
    const wanted = topics.filter(Boolean).map((topic) => `topic=${topic}`).join("&");
    const answer = await this.generateOutlet.send(`${this.optionsUrlValue}?${wanted}`);
    this.generateTrayOutlet.complain(answer.problem);
    if (!answer.ok) return false;
    const { body } = answer;
    this.fill(this.topicTarget, body.topics, body.topic);
    this.fill(this.licenceTarget, body.licences, this.last.licence || body.licence);
    this.fill(this.visibilityTarget, body.visibilities, this.last.recipe_visibility);
    this.fill(this.actionTarget, body.actions, this.last.action);
    this.showMoment();
    return true;
  }

  fill(select, options, value) {
    select.replaceChildren(...options.map((option) => new Option(option.label, option.value)));
    if (options.some((option) => String(option.value) === String(value))) select.value = value;
  }

  topicChanged() {
    this.last = { ...this.last, ...this.shared };
    this.offer([this.topicTarget.value]);
  }

  get shared() {
    return {
      topic: this.topicTarget.value,
      licence: this.licenceTarget.value,
      recipe_visibility: this.visibilityTarget.value,
      action: this.actionTarget.value,
    };
  }

  showMoment() {
    const action = this.actionTarget.value;
    this.momentTarget.closest("[data-field]").hidden = action !== "schedule";
    this.choicesTarget.classList.toggle("generate__choices--draft", action === "draft");
  }

  tagsForAll({ detail: { tags } }) {
    for (const choice of this.trayKeepChoiceOutlets) choice.addTags(tags);
  }

  async submit() {
    this.submitTarget.disabled = true;
    const choices = this.trayKeepChoiceOutlets.map((choice) => choice.values);
    const data = { ...this.shared, go_live_at: this.momentTarget.value, choices };
    const answer = await this.generateOutlet.send(this.url, data);
    this.submitTarget.disabled = false;
    this.complain(answer.problem, answer.body.fields || {});
    if (!answer.ok) return;
    localStorage.setItem(LAST, JSON.stringify(this.shared));
    this.dialogTarget.close();
    this.dispatch("done", { detail: answer.body });
    await this.generateOutlet.poll();
  }

  complain(problem, fields) {
    this.problemTarget.textContent = problem;
    this.problemTarget.hidden = !problem;
    showErrors(this.dialogTarget, fields);
  }

  close() {
    this.dialogTarget.close();
  }
}

window.wagtail.app.register("tray-keep", TrayKeepController);
