// Tells when a generation ends while the tab is hidden; off until the editor allows it.
const WANTED = "generate-notify";

class TrayNotifyController extends window.StimulusModule.Controller {
  static targets = ["button"];

  static values = { refused: String };

  running = new Set();

  connect() {
    this.buttonTarget.hidden = !("Notification" in window);
    this.show();
  }

  get isOn() {
    return localStorage.getItem(WANTED) === "1" && Notification.permission === "granted";
  }

  async toggle() {
    const wanted = !this.isOn;
    const answer = wanted ? await Notification.requestPermission() : "";
    if (answer === "denied") this.buttonTarget.title = this.refusedValue;
    localStorage.setItem(WANTED, answer === "granted" ? "1" : "0");
    this.show();
  }

  show() {
    if (!this.buttonTarget.hidden) this.buttonTarget.setAttribute("aria-pressed", this.isOn);
  }

  render({ detail: { generations } }) {
    for (const { id, is_active: isActive, headline, asked } of generations) {
      const hasEnded = this.running.delete(id) && !isActive;
      if (isActive) this.running.add(id);
      if (!hasEnded || !document.hidden || this.buttonTarget.hidden || !this.isOn) continue;
      const notice = new Notification(headline, { body: asked.prompt.slice(0, 120), tag: id });
      notice.addEventListener("click", () => window.focus());
    }
  }
}

window.wagtail.app.register("tray-notify", TrayNotifyController);
