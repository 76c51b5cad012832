// The import screen: knows its batch, asks the server, tells its parts what the rows say.
const ACTIVE_PAUSE = 1200;
const HIDDEN_PAUSE = 5000;
const IDLE_PAUSE = 15000;
const LONGEST_PAUSE = 30000;

class ImportController extends window.StimulusModule.Controller {
  static targets = ["options", "table"];

  static values = { batch: String, start: String, offline: String, signedOut: String };

  query = "";

  asked = 0;

  failures = 0;

  connect() {
    this.poll();
  }

  disconnect() {
    clearTimeout(this.timer);
    this.asked = NaN;
  }

  get options() {
    const field = (name) => this.optionsTarget.querySelector(`[name=${name}]`);
    return { topic: field("topic").value, licence: field("licence").value, publish: !field("draft").checked };
  }

  // The batch begins with the first file; whoever asks meanwhile waits for the same one.
  batch() {
    if (this.batchValue) return Promise.resolve(this.batchValue);
    this.beginning ||= this.send(this.startValue, this.options).then((answer) => {
      this.beginning = null;
      if (!answer.ok) throw new Error(answer.problem);
      this.batchValue = answer.body.url;
      window.history.replaceState(null, "", answer.body.url);
      return this.batchValue;
    });
    return this.beginning;
  }

  async changeOptions() {
    if (!this.batchValue) return;
    const answer = await this.send(`${this.batchValue}options/`, this.options);
    if (!answer.ok) this.dispatch("lost", { detail: { sentence: answer.problem } });
    this.poll();
  }

  async poll() {
    if (!this.batchValue) return;
    clearTimeout(this.timer);
    const asked = (this.asked += 1);
    const answer = await this.send(`${this.batchValue}state/?${this.query}`);
    if (asked !== this.asked) return; // a newer question is on its way
    this.failures = answer.ok ? 0 : this.failures + 1;
    this.isActive = answer.ok && answer.body.is_active;
    if (answer.ok) this.show(answer.body);
    else this.dispatch("lost", { detail: { sentence: answer.problem } });
    this.timer = setTimeout(() => this.poll(), this.pause);
  }

  show(state) {
    this.tableTarget.hidden = !state.summary.total && !state.reading.length;
    this.dispatch("state", { detail: state });
  }

  get pause() {
    if (this.failures) return Math.min(ACTIVE_PAUSE * 2 ** this.failures, LONGEST_PAUSE);
    if (!this.isActive) return IDLE_PAUSE;
    return document.hidden ? HIDDEN_PAUSE : ACTIVE_PAUSE;
  }

  get token() {
    return { [window.wagtailConfig.CSRF_HEADER_NAME]: window.wagtailConfig.CSRF_TOKEN };
  }

  // Never throws: { ok, body, problem }, where `problem` is a sentence for the editor.
  async send(url, data) {
    const options = { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } };
    if (data) {
      options.method = "POST";
      options.body = JSON.stringify(data);
      Object.assign(options.headers, { "Content-Type": "application/json" }, this.token);
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

window.wagtail.app.register("import", ImportController);
