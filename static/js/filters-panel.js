// What a panel of filters does wherever it stands: counts anew when something is chosen, and leads
// to an address without what was left empty.
let asked = 0;

/** The panel that the page at this address shows. */
export async function panelAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("[data-filter-page]");
}

/** What the form says, without what it leaves empty. */
function said(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  return query;
}

async function recount(form, changed) {
  const turn = ++asked;
  const query = said(form);
  query.set("view", "filters");
  form.ariaBusy = "true";
  try {
    const panel = await panelAt(`${form.getAttribute("action")}?${query}`);
    const fresh = panel?.querySelector("form");
    if (turn !== asked || !fresh) return;
    form.querySelectorAll("details").forEach((node, at) => {
      fresh.querySelectorAll("details")[at].open = node.open;
    });
    const here = form.contains(document.activeElement) ? document.activeElement : changed;
    form.replaceWith(fresh);
    const like = (one) => [...fresh.elements].find((field) =>
      field.type === one.type && field.name === one.name && !field.disabled &&
      (field.type !== "checkbox" || field.value === one.value));
    (like(here) ?? like(changed))?.focus({ preventScroll: true });
  } finally {
    form.ariaBusy = "false";
  }
}

document.addEventListener("change", (event) => {
  const field = event.target;
  const form = field.closest?.("form[data-filter-form]");
  if (!form) return;
  if ("single" in field.dataset && field.checked) {
    for (const other of form.elements[field.name].length ? form.elements[field.name] : []) {
      if (other !== field) other.checked = false;
    }
  }
  recount(form, field).catch(() => {}); // the numbers stay as they were; the form works all the same
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-filter-form]")) return;
  event.preventDefault();
  const query = String(said(form));
  location.assign(query ? `${form.getAttribute("action")}?${query}` : form.getAttribute("action"));
});
