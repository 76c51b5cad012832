// The one personal request of a page; asked at most once, by whoever needs it first.
const main = document.querySelector("[data-state]");
let asked;

/** The answer of /me/state/, or null where it could not be had. */
export function state() {
  asked ??= ask();
  return asked;
}

async function ask() {
  if (!main) return null;
  const address = new URL(main.dataset.state, location.href);
  if (main.dataset.page) address.searchParams.set("page", main.dataset.page);
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
