// The header's line and the state of each engine in the select, asked again now and then.
const PAUSE = 15000;

class WorkspaceStatusController extends window.StimulusModule.Controller {
  static targets = ["line", "engines", "today", "choice", "dot", "queue", "problem"];

  static outlets = ["generate"];

  static values = { url: String, told: Object };

  connect() {
    this.show(this.toldValue);
    this.timer = setInterval(() => document.hidden || this.ask(), PAUSE);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  async ask() {
    const answer = await this.generateOutlet.send(this.urlValue);
    if (answer.ok) this.show(answer.body);
  }

  show(status) {
    this.status = status;
    this.enginesTarget.textContent = status.engines_sentence;
    this.todayTarget.textContent = status.today_sentence;
    this.lineTarget.classList.toggle("workspace__status--online", status.is_online);
    for (const { name, sentence } of status.engines) {
      const option = [...this.choiceTarget.options].find(({ value }) => value === name);
      if (option) option.text = `${name} · ${sentence}`;
    }
    this.choose();
  }

  choose() {
    const { engines, is_online: anyOnline, queue } = this.status;
    const chosen = engines.find(({ name }) => name === this.choiceTarget.value);
    this.dotTarget.classList.toggle("workspace__dot--online", chosen ? chosen.is_online : anyOnline);
    this.queueTarget.textContent = chosen ? chosen.queue : queue;
    this.problemTarget.textContent = chosen?.problem || "";
    this.problemTarget.hidden = !chosen?.problem;
  }
}

window.wagtail.app.register("workspace-status", WorkspaceStatusController);
