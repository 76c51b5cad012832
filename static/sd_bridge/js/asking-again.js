// Asks the server every few seconds how things stand, and only while the page is seen.
const LATER = 15000; // ms, after an answer that did not come

export class AskingAgain extends window.StimulusModule.Controller {
  static values = { url: String };

  static pause = 4000; // ms

  connect() {
    this.again(this.constructor.pause);
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  again(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), pause);
  }

  async look() {
    clearTimeout(this.timer);
    if (document.hidden) return; // looks again as soon as the page is seen
    try {
      const answer = await fetch(this.urlValue, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(10000),
      });
      if (answer.redirected || answer.status === 403) return; // logged out: nothing more to know
      if (!answer.ok) throw new Error(answer.statusText);
      this.show(await answer.json());
      this.again(this.constructor.pause);
    } catch {
      this.again(LATER);
    }
  }
}
