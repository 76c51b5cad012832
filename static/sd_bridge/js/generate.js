// The Generate panel: knows its page, asks the server, tells its parts what the rows say.
const ACTIVE_PAUSE = 1000;
const HIDDEN_PAUSE = 4000;
const IDLE_PAUSE = 15000;
const LONGEST_PAUSE = 30000;

class GenerateController extends window.StimulusModule.Controller {
  static targets = ["sleeping", "body"];

  static values = { page: Number, pageUrl: String, offline: String, signedOut: String };

  failures = 0;

  asked = 0;

  disconnect() {
    clearTimeout(this.timer);
    this.asked = NaN;
  }

  // Wagtail's autosave turned the add form into an edit form in place.
  wake(event) {
    if (!this.pageValue && event.detail?.data?.pk) this.pageValue = event.detail.data.pk;
  }

  pageValueChanged(page) {
    this.sleepingTarget.hidden = Boolean(page);
    this.bodyTarget.hidden = !page;
    if (!page) return;
    this.dispatch("awake");
    this.poll();
  }

  get url() {
    return this.pageUrlValue.replace("/0/", `/${this.pageValue}/`);
  }

  async poll() {
    if (!this.pageValue) return;
    clearTimeout(this.timer);
    const asked = (this.asked += 1);
    const answer = await this.send(this.url);
    if (asked !== this.asked) return; // a newer question is on its way
    this.failures = answer.ok ? 0 : this.failures + 1;
    if (answer.ok) this.show(answer.body.generations);
    else this.dispatch("lost", { detail: { sentence: answer.problem } });
    this.timer = setTimeout(() => this.poll(), this.pause);
  }

  get pause() {
    if (this.failures) return Math.min(ACTIVE_PAUSE * 2 ** this.failures, LONGEST_PAUSE);
    if (!this.generations.some((generation) => generation.is_active)) return IDLE_PAUSE;
    return document.hidden ? HIDDEN_PAUSE : ACTIVE_PAUSE;
  }

  show(generations) {
    this.generations = generations;
    const chosen = generations.find((generation) => generation.id === this.chosen);
    this.current = chosen || generations[0] || null;
    this.dispatch("state", { detail: { generations, current: this.current } });
  }

  open(id) {
    this.chosen = id;
    this.show(this.generations);
  }

  // A new generation is the one to look at.
  async begin(url, data) {
    const answer = await this.send(url, data);
    if (answer.ok) {
      this.chosen = answer.body.id;
      await this.poll();
    }
    return answer;
  }

  // Never throws: { ok, body, problem }, where `problem` is a sentence for the editor.
  async send(url, data) {
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
    const options = { headers };
    if (data) {
      options.method = "POST";
      options.body = JSON.stringify(data);
      headers["Content-Type"] = "application/json";
      headers[window.wagtailConfig.CSRF_HEADER_NAME] = window.wagtailConfig.CSRF_TOKEN;
    }
    let problem = this.offlineValue;
    try {
      const response = await fetch(url, options);
      if (response.status === 403) problem = this.signedOutValue;
      const body = await response.json();
      return { ok: response.ok, body, problem: response.ok ? "" : body.problem || problem };
    } catch {
      return { ok: false, body: {}, problem };
    }
  }
}

window.wagtail.app.register("generate", GenerateController);
