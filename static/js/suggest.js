// Offers names that fit while somebody types: a combobox whose list can be reached by arrows.
// Letters that an input method is still composing ask for nothing and choose nothing.
const WAIT = 250; // ms after the last letter
const SHORTEST = 2;

/** What offers the suggestions of `form` below its field. */
export function suggest(form) {
  const field = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[data-search-status]");
  let timer, asking, at = -1, asked = "";

  function mark(next) {
    at = next;
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", place === at));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function show(found) {
    list.replaceChildren(...found.map((one, place) => option(one, `${list.id}-${place}`)));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = found.length ? form.dataset.found.replace("%s", found.length) : "";
    mark(-1);
  }

  async function ask() {
    const text = field.value.trim();
    if (text === asked) return;
    asked = text;
    asking?.abort();
    asking = new AbortController();
    const found = text.length < SHORTEST ? [] : await names(form, text, asking.signal);
    if (found && document.activeElement === field) show(found);
  }

  function soon(event) {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  }

  function leave() {
    clearTimeout(timer);
    asking?.abort();
    asked = "";
    show([]);
  }

  field.addEventListener("input", soon);
  field.addEventListener("compositionend", () => soon({}));
  field.addEventListener("blur", leave);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") mark(at < last ? at + 1 : -1);
    else if (event.key === "ArrowUp") mark(at < 0 ? last : at - 1);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.url);
    else return;
    event.preventDefault();
  });
  // Pressing must not take the focus from the field, which would close the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const chosen = target.closest("[role=option]");
    if (chosen) location.assign(chosen.dataset.url);
  });
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
  field.setAttribute("aria-expanded", "false");
}

function option({ kind, name, url }, id) {
  const line = document.createElement("li");
  Object.assign(line, { id, role: "option" });
  line.dataset.url = url;
  line.append(document.createElement("b"), document.createElement("span"));
  line.firstChild.textContent = name;
  line.lastChild.textContent = kind;
  return line;
}

/** Undefined where a newer question took its place, or the line is down. */
async function names(form, text, signal) {
  try {
    const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
    const answer = await fetch(address, { signal, credentials: "omit" });
    return answer.ok ? (await answer.json()).suggestions : [];
  } catch {
    return undefined;
  }
}
