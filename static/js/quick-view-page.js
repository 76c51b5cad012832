// A picture's page, taken apart for the view over a list.
const pages = new Map();
const MOST = 12;
const root = document.documentElement;

/** The parsed page at `path`, or null; the last ones are kept. */
export function pageOf(path) {
  const known = pages.get(path) ?? read(path);
  pages.delete(path);
  pages.set(path, known);
  if (pages.size > MOST) pages.delete(pages.keys().next().value);
  return known;
}

async function read(path) {
  try {
    const answer = await fetch(path);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && page.querySelector(".stage, .panel h1")) return page;
  } catch {
    // Asked again when it is opened as a page.
  }
  pages.delete(path);
  return null;
}

/** What of the page the view shows, copied: `stage` and `words` are nodes, `name` its title. */
export function parts(page) {
  const copies = (selector) =>
    [...page.querySelectorAll(selector)].map((node) => document.importNode(node, true));
  const heading = page.querySelector(".panel h1");
  const name = document.createElement("h2");
  name.textContent = heading.textContent;
  name.lang = heading.lang;
  const stage = copies(
    ".stage > a > :is(picture, template, .veil-label, .picture-pending), .stage > :is(.picture-pending, .veil-button)",
  );
  const form = copies(".panel .act-like")[0];
  if (form) know(form);
  const prompt = copies(".panel section.recipe-part")[0];
  for (const button of prompt?.querySelectorAll("button") ?? []) button.remove();
  for (const head of prompt?.querySelectorAll("h2") ?? []) {
    const lower = document.createElement("h3");
    lower.textContent = head.textContent;
    head.replaceWith(lower);
  }
  const words = [
    name,
    ...copies(".panel > .panel-mark, .panel > .panel-by"),
    form,
    ...copies(".panel > .panel-caption"),
    prompt,
  ];
  return { stage, words: words.filter(Boolean), name: heading.textContent };
}

/** Whether the member likes it: as the tile says, else as the site says. */
async function know(form) {
  const id = form.dataset.like;
  const button = form.querySelector("[aria-pressed]");
  const tile = document.querySelector(`.wall form[data-like="${id}"] [aria-pressed]`);
  if (tile) {
    button.setAttribute("aria-pressed", tile.getAttribute("aria-pressed"));
    form.querySelector("[data-likes]").textContent = tile.querySelector("[data-likes]").textContent;
    return;
  }
  if (!("member" in root.dataset)) return;
  const address = new URL(document.querySelector("[data-state]").dataset.state, location.href);
  address.searchParams.set("pictures", id);
  const answer = await fetch(address).then((it) => it.json()).catch(() => null);
  if (answer?.liked?.includes(Number(id))) button.setAttribute("aria-pressed", "true");
}
