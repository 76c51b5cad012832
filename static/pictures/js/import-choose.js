// Which files are chosen, on this page or all that are shown, and what is done with them.
class ImportChooseController extends window.StimulusModule.Controller {
  static targets = ["body", "all", "chosen", "everything", "apply", "retry", "register", "problem", "show"];

  static outlets = ["import"];

  selected = new Set();

  // After the rows are drawn: check what was checked, forget what can no longer be.
  render({ detail: state }) {
    this.state = state;
    state.rows.filter((row) => !row.can_select).forEach((row) => this.selected.delete(row.id));
    this.boxes.forEach((box) => { box.checked = this.isAll || this.selected.has(box.value); });
    this.describe();
  }

  get boxes() {
    return [...this.bodyTarget.querySelectorAll("input[type=checkbox]")];
  }

  get count() {
    return this.isAll ? this.state.matching : this.selected.size;
  }

  get which() {
    return this.isAll ? { all: this.showTarget.value } : { files: [...this.selected] };
  }

  choose() {
    this.isAll = false;
    this.boxes.forEach((box) => this.selected[box.checked ? "add" : "delete"](box.value));
    this.describe();
  }

  choosePage() {
    this.boxes.forEach((box) => { box.checked = this.allTarget.checked; });
    this.choose();
  }

  chooseEverything() {
    this.isAll = true;
    this.boxes.forEach((box) => { box.checked = true; });
    this.describe();
  }

  clear() {
    this.isAll = false;
    this.selected.clear();
    this.boxes.forEach((box) => { box.checked = false; });
  }

  describe() {
    const { summary, pages, matching } = this.state;
    const { chosenTarget: chosen, retryTarget: retry, registerTarget: register } = this;
    const isPageFull = this.boxes.length > 0 && this.boxes.every((box) => box.checked);
    this.allTarget.checked = isPageFull;
    chosen.textContent = this.count ? chosen.dataset.text.replace("#", this.count) : chosen.dataset.none;
    this.applyTarget.classList.toggle("import__apply--idle", !this.count);
    this.applyTarget.querySelectorAll("button").forEach((button) => { button.disabled = !this.count; });
    this.everythingTarget.hidden = !(isPageFull && pages > 1 && !this.isAll);
    this.everythingTarget.textContent = this.everythingTarget.dataset.text.replace("#", matching);
    retry.hidden = !summary.retryable;
    retry.textContent = retry.dataset.text.replace("#", summary.retryable);
    register.hidden = !summary.ready && !this.count;
    register.textContent = (this.count ? register.dataset.some : register.dataset.all).replace("#", this.count || summary.ready);
  }

  apply(event) {
    event.preventDefault();
    const filled = [...new FormData(event.target)].filter(([, value]) => value.trim());
    return this.act("edit", { ...this.which, changes: Object.fromEntries(filled) }, () => event.target.reset());
  }

  leaveOut() {
    return this.act("leave-out", this.which, () => this.clear());
  }

  retryAll() {
    return this.act("retry", { all: "attention" });
  }

  retryOne(event) {
    return this.act("retry", { files: [event.target.dataset.id] });
  }

  register() {
    return this.act("register", this.count ? this.which : { all: "ready" }, () => this.clear());
  }

  async act(name, data, after = () => {}) {
    const answer = await this.importOutlet.send(`${this.importOutlet.batchValue}${name}/`, data);
    this.problemTarget.textContent = answer.problem;
    this.problemTarget.hidden = !answer.problem;
    if (answer.ok) after();
    await this.importOutlet.poll();
  }
}

window.wagtail.app.register("import-choose", ImportChooseController);
