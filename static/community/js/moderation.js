// Decisions: sent one press at a time, told on the tiles, taken back by the last button.
class ModerationController extends window.StimulusModule.Controller {
  static targets = ["status", "message", "template", "reason", "button", "undo"];

  static values = {
    act: String, undo: String, last: Number, offline: String, signedOut: String, why: String,
  };

  static outlets = ["moderation-tiles"];

  history = [];

  get tiles() {
    return this.moderationTilesOutlet;
  }

  // The button on a tile.
  act({ target, params }) {
    return this.decide(params.action, [target.closest("li")]);
  }

  // The button in the footer.
  actOnSelected({ params }) {
    return this.decide(params.action);
  }

  /** False where nothing was decided. */
  async decide(action, tiles = this.tiles.meant) {
    const button = this.buttonTargets.find((each) => each.dataset.moderationActionParam === action);
    if (!tiles.length || this.busy) return false;
    if (button?.dataset.moderationNeedsReasonParam && !this.template && !this.words) {
      this.tell(this.whyValue);
      this.reasonTarget.focus();
      return false;
    }
    const ids = tiles.map((tile) => Number(tile.dataset.id));
    const versions = tiles.filter((tile) => tile.dataset.version);
    const seen = Object.fromEntries(versions.map((tile) => [tile.dataset.id, Number(tile.dataset.version)]));
    const answer = await this.send(this.actValue, { action, ids, seen, template: this.template, reason: this.words });
    if (!answer) return false;
    const word = button.textContent.trim();
    for (const id of answer.done) this.tiles.settle(id, word);
    for (const [id, why] of Object.entries(answer.refused)) this.tiles.say(this.tiles.find(id), why);
    if (answer.decision) this.history.push({ decision: answer.decision, ids: answer.done });
    this.undoTarget.hidden = !this.history.length && !this.lastValue;
    this.statusTarget.textContent = answer.words;
    if (this.hasReasonTarget) this.reasonTarget.value = "";
    this.tiles.describe();
    if (tiles.includes(this.tiles.current) || !this.tiles.current) this.tiles.move(1);
    return true;
  }

  get template() {
    return this.hasTemplateTarget ? Number(this.templateTarget.value) || null : null;
  }

  get words() {
    return this.hasReasonTarget ? this.reasonTarget.value.trim() : "";
  }

  async undo() {
    if (this.busy) return false;
    const last = this.history.at(-1);
    const answer = await this.send(this.undoValue, { decision: last?.decision ?? null });
    if (!answer) return false;
    this.history.pop();
    if (!last) window.location.reload();
    if (!last) return true;
    for (const id of last.ids) this.tiles.reopen(id);
    this.tiles.describe();
    this.statusTarget.textContent = answer.words;
    return true;
  }

  tell(words) {
    this.messageTarget.textContent = words;
    this.messageTarget.hidden = !words;
  }

  async send(url, data) {
    const headers = { "Content-Type": "application/json" };
    headers[window.wagtailConfig.CSRF_HEADER_NAME] = window.wagtailConfig.CSRF_TOKEN;
    this.busy = true;
    try {
      const response = await fetch(url, {
        method: "POST", headers, body: JSON.stringify(data), signal: AbortSignal.timeout(30_000),
      });
      if (response.status === 403) return this.tell(this.signedOutValue);
      const answer = await response.json();
      this.tell(response.ok ? "" : answer.problem);
      return response.ok ? answer : undefined;
    } catch {
      return this.tell(this.offlineValue);
    } finally {
      this.busy = false;
    }
  }
}

window.wagtail.app.register("moderation", ModerationController);
