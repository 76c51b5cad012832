// The number beside a slider.
class GenerateSliderController extends window.StimulusModule.Controller {
  static targets = ["number"];

  connect() {
    this.show();
  }

  get field() {
    return this.element.querySelector("input");
  }

  show() {
    this.numberTarget.textContent = Number(this.field.value).toFixed(2);
  }
}

window.wagtail.app.register("generate-slider", GenerateSliderController);
