// The Generate panel or the workspace: asks the server, tells its parts what the rows say.
import { ask } from "./asking.js";

const ACTIVE_PAUSE = 1000;
const HIDDEN_PAUSE = 4000;
const IDLE_PAUSE = 15000;
const LONGEST_PAUSE = 30000;
const IN_VIEW = "generate-in-view"; // of this tab: a reload shows the same generation

class GenerateController extends window.StimulusModule.Controller {
  static targets = ["sleeping", "body"];

  static values = {
    purpose: String, page: Number, pageUrl: String, chosen: String, offline: String, signedOut: String,
  };

  initialize() {
    Object.assign(this, { generations: [], failures: 0, asked: 0, who: "mine" });
  }

  disconnect() {
    clearTimeout(this.timer);
    this.asked = NaN;
  }

  // Wagtail's autosave turned the add form into an edit form in place.
  wake(event) {
    if (!this.pageValue && event.detail?.data?.pk) this.pageValue = event.detail.data.pk;
  }

  get isWorkspace() {
    return this.purposeValue === "workspace";
  }

  pageValueChanged() {
    this.isAwake = this.isWorkspace || Boolean(this.pageValue);
    for (const part of this.sleepingTargets) part.hidden = this.isAwake;
    for (const part of this.bodyTargets) part.hidden = !this.isAwake;
    if (!this.isAwake) return;
    this.chosen = this.chosenValue || (this.isWorkspace && sessionStorage.getItem(IN_VIEW)) || "";
    this.dispatch("awake");
    this.poll();
  }

  get url() {
    return this.pageUrlValue.replace("/0/", `/${this.pageValue}/`);
  }

  async poll() {
    if (!this.isAwake) return;
    clearTimeout(this.timer);
    const asked = (this.asked += 1); // a newer question makes this one's answer old
    const filter = this.isWorkspace ? `?who=${this.who}&generation=${this.chosen}` : "";
    const answer = await this.send(`${this.url}${filter}`);
    if (asked !== this.asked) return;
    this.failures = answer.ok ? 0 : this.failures + 1;
    if (answer.ok) this.show(answer.body);
    else this.dispatch("lost", { detail: { sentence: answer.problem } });
    this.timer = setTimeout(() => this.poll(), this.pause);
  }

  get pause() {
    if (this.failures) return Math.min(ACTIVE_PAUSE * 2 ** this.failures, LONGEST_PAUSE);
    if (!this.generations.some((generation) => generation.is_active)) return IDLE_PAUSE;
    return document.hidden ? HIDDEN_PAUSE : ACTIVE_PAUSE;
  }

  show({ generations, total }) {
    Object.assign(this, { generations, total });
    const chosen = generations.find((generation) => generation.id === this.chosen);
    this.current = chosen || generations[0] || null;
    this.dispatch("state", { detail: { generations, total, current: this.current } });
  }

  look(id) {
    this.chosen = id;
    if (this.isWorkspace) sessionStorage.setItem(IN_VIEW, id);
  }

  open(id) {
    this.look(id);
    this.show(this);
  }

  // A new generation is the one to look at.
  async begin(url, data) {
    const answer = await this.send(url, data);
    if (!answer.ok) return answer;
    this.look(answer.body.id);
    await this.poll();
    return answer;
  }

  send(url, data, keepalive = false) {
    return ask(url, data, { offline: this.offlineValue, signedOut: this.signedOutValue, keepalive });
  }
}

window.wagtail.app.register("generate", GenerateController);
