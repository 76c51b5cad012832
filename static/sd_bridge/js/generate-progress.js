// How far the generation in view has come, what went wrong, and what the engine did otherwise.
class GenerateProgressController extends window.StimulusModule.Controller {
  static targets = [
    "announcement", "job", "headline", "detail", "cancel", "again", "meter",
    "problem", "sentence", "details", "raw", "differences", "list", "demo", "changes",
  ];

  static outlets = ["generate"];

  render({ detail: { current } }) {
    this.jobTarget.hidden = !current;
    this.problemTarget.hidden = true;
    this.differencesTarget.hidden = true;
    if (!current) return;
    this.headlineTarget.textContent = current.headline;
    this.detailTarget.textContent = current.detail;
    this.showChanges(current.changes);
    this.cancelTarget.hidden = !current.can_cancel;
    this.againTarget.hidden = !current.can_run_again;
    this.meterTarget.hidden = !current.is_active;
    if (current.is_waiting) this.meterTarget.removeAttribute("value");
    else this.meterTarget.value = current.fraction;
    this.showProblem(current.problem, current.problem_raw);
    this.showDifferences(current.differences);
    this.announce(current);
  }

  showChanges(sentence) {
    this.changesTarget.hidden = !sentence;
    this.changesTarget.querySelector("[data-part=what]").textContent = sentence;
  }

  showProblem(sentence, raw) {
    this.problemTarget.hidden = !sentence;
    this.sentenceTarget.textContent = sentence;
    this.detailsTarget.hidden = !raw;
    this.rawTarget.textContent = raw;
  }

  showDifferences(differences) {
    this.differencesTarget.hidden = !differences.length;
    this.listTarget.replaceChildren(
      ...differences.map((sentence) => {
        const item = document.createElement("li");
        item.textContent = sentence;
        return item;
      }),
    );
  }

  // Screen readers hear five moments of a generation, not every step.
  announce({ id, announcement, is_active: isActive }) {
    if (this.announced === `${id} ${announcement}`) return;
    const isNews = isActive || this.announced?.startsWith(id);
    this.announced = `${id} ${announcement}`;
    if (isNews) this.announcementTarget.textContent = announcement;
  }

  lost({ detail: { sentence } }) {
    this.showProblem(sentence, "");
  }

  tellDemo({ detail: { isDemo } }) {
    this.demoTarget.hidden = !isDemo;
  }

  async cancel() {
    const panel = this.generateOutlet;
    const answer = await panel.send(panel.current.cancel_url, {});
    if (answer.ok) await panel.poll();
    else this.showProblem(answer.problem, "");
  }

  async again() {
    const panel = this.generateOutlet;
    const answer = await panel.begin(panel.current.again_url, {});
    if (!answer.ok) this.showProblem(answer.problem, "");
  }
}

window.wagtail.app.register("generate-progress", GenerateProgressController);
