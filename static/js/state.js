// The one personal request of a page; asked at most once, by whoever needs it first.
const main = document.querySelector("[data-state]");
const MOST_PICTURES = 60;
let asked;
let fetched;

/** The answer of /me/state/, or null where it could not be had. */
export function state() {
  asked ??= ask({ at: "load" });
  return asked;
}

/** What a POST sends as X-CSRFToken. A visitor's is asked for at their first action only. */
export async function token() {
  const known = asked && (await asked)?.csrf;
  if (known) return known;
  fetched ??= ask({});
  const answer = await fetched;
  if (!answer) fetched = undefined;
  return answer?.csrf ?? "";
}

/** The same for these pictures alone, which came into the page later. */
export function stateOf(pictures) {
  return ask({}, pictures);
}

async function ask(query, wanted) {
  if (!main) return null;
  const address = new URL(main.dataset.state, location.href);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  if (main.dataset.page) address.searchParams.set("page", main.dataset.page);
  const pictures =
    wanted ?? [...document.querySelectorAll("[data-like]")].map((node) => node.dataset.like);
  const some = [...new Set(pictures)].slice(0, MOST_PICTURES);
  if (some.length) address.searchParams.set("pictures", some);
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
