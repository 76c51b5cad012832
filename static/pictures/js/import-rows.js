// The table of files: a page of rows, replaced only where they changed, so that focus stays.
class ImportRowsController extends window.StimulusModule.Controller {
  static targets = [
    "announcement", "headline", "meter", "numbers", "reading", "show", "body", "pager", "page",
  ];

  static outlets = ["import"];

  number = 1;

  render({ detail: state }) {
    this.number = state.page;
    this.headlineTarget.textContent = state.headline;
    this.announcementTarget.textContent = state.announcement;
    this.meterTarget.value = state.summary.total ? state.summary.done / state.summary.total : 0;
    for (const part of this.numbersTarget.children) {
      part.hidden = !state.summary[part.dataset.number];
      part.firstElementChild.textContent = state.summary[part.dataset.number];
    }
    this.readingTarget.textContent = state.reading.join(" ");
    this.readingTarget.hidden = !state.reading.length;
    this.pagerTarget.hidden = state.pages < 2;
    this.pageTarget.textContent = `${state.page} / ${state.pages}`;
    this.fill(state.rows);
  }

  fill(rows) {
    const old = new Map([...this.bodyTarget.children].map((row) => [row.dataset.row, row]));
    const focused = document.activeElement?.closest("[data-row]")?.dataset.row;
    const place = focused && placeOf(old.get(focused));
    const wanted = rows.map(({ id, html }) => {
      if (old.get(id)?.html === html) return old.get(id);
      return Object.assign(parse(html), { html });
    });
    if (wanted.length === old.size && wanted.every((row, index) => this.bodyTarget.children[index] === row)) return;
    this.bodyTarget.replaceChildren(...wanted);
    const again = wanted.find((row) => row.dataset.row === focused);
    if (again) controlsOf(again)[place]?.focus();
  }

  filter() {
    this.turn(1);
  }

  previous() {
    this.turn(this.number - 1);
  }

  next() {
    this.turn(this.number + 1);
  }

  turn(page) {
    this.importOutlet.query = new URLSearchParams({ show: this.showTarget.value, page });
    this.importOutlet.poll();
  }
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

function controlsOf(row) {
  return [...row.querySelectorAll("input, button, a")];
}

function placeOf(row) {
  return row ? controlsOf(row).indexOf(document.activeElement) : -1;
}

window.wagtail.app.register("import-rows", ImportRowsController);
