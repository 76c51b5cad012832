// What is wrong, at the fields: the first one gets the focus, whatever it is hidden in is opened.
class GenerateErrorsController extends window.StimulusModule.Controller {
  static targets = ["problem"];

  show({ detail: { fields, problem } }) {
    const slots = [...this.element.querySelectorAll("[data-error-for]")];
    const places = new Set(slots.map((slot) => slot.dataset.errorFor));
    const homeless = Object.keys(fields).filter((name) => !places.has(name));
    const sentence = [problem, ...homeless.map((name) => fields[name])].join(" ").trim();
    this.problemTarget.textContent = sentence;
    this.problemTarget.hidden = !sentence;
    const wrong = slots.filter((slot) => this.tell(slot, fields[slot.dataset.errorFor] || ""));
    if (wrong.length) this.lead(wrong[0]);
  }

  tell(slot, sentence) {
    const message = slot.querySelector(".error-message");
    // Both: Wagtail counts every message that is not itself hidden as an error of the page.
    slot.hidden = !sentence;
    message.hidden = !sentence;
    message.textContent = sentence;
    slot.parentElement.classList.toggle("w-field--error", Boolean(sentence));
    const control = this.control(slot);
    control?.setAttribute("aria-invalid", Boolean(sentence));
    control?.setAttribute("aria-describedby", sentence ? slot.id : "");
    return sentence;
  }

  control(slot) {
    const found = [...this.element.querySelectorAll(`[name="${slot.dataset.errorFor}"]`)];
    return found.find((control) => control.checked) || found[0];
  }

  lead(slot) {
    for (let fold = slot.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    const control = this.control(slot);
    if (control) control.focus();
    else slot.scrollIntoView({ block: "center" });
  }
}

window.wagtail.app.register("generate-errors", GenerateErrorsController);
