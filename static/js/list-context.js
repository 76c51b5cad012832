// The list a visitor walks through. It is remembered where they open a picture from it, for this
// tab only, so that "next" on the picture's page means the list's next.
const NAME = "list";
const LONGEST = 2000;

export function rememberList() {
  const list = read(document);
  if (list.items.length) store({ ...list, address: location.pathname + location.search });
}

/** Addresses before and after `path`, and of the list; null where no list holds it. */
export async function beside(path) {
  let list = restore();
  if (!list?.items.some((item) => item.path === path)) return null;
  if (list.items.at(-1).path === path && list.after) list = await lengthen(list, "after");
  if (list.items[0].path === path && list.before) list = await lengthen(list, "before");
  const at = list.items.findIndex((item) => item.path === path);
  return {
    id: list.items[at].id,
    prev: list.items[at - 1]?.path ?? null,
    next: list.items[at + 1]?.path ?? null,
    list: list.address,
  };
}

/** What a page of a list holds, and where it goes on. */
function read(page) {
  const seen = new Set();
  const items = [];
  for (const link of page.querySelectorAll(".wall a.piece")) {
    const path = new URL(link.getAttribute("href"), location.href).pathname;
    const isSeen = page === document ? link.checkVisibility() : !link.closest(".wall-more");
    if (seen.has(path) || !isSeen) continue;
    seen.add(path);
    items.push({ path, id: Number(link.closest("[id^=picture-]")?.id.slice(8)) || 0 });
  }
  const links = (name) => [...page.querySelectorAll(`main a[rel=${name}]`)];
  return {
    items,
    before: links("prev")[0]?.getAttribute("href") ?? null,
    after: links("next").at(-1)?.getAttribute("href") ?? null,
  };
}

/** The next page of the list, in the direction asked; as it was where that cannot be had. */
async function lengthen(list, direction) {
  if (list.items.length > LONGEST) return list;
  try {
    const answer = await fetch(new URL(list[direction], new URL(list.address, location.href)));
    if (!answer.ok) return list;
    const page = read(new DOMParser().parseFromString(await answer.text(), "text/html"));
    const known = new Set(list.items.map((item) => item.path));
    const fresh = page.items.filter((item) => !known.has(item.path));
    const items = direction === "after" ? [...list.items, ...fresh] : [...fresh, ...list.items];
    const longer = { ...list, items, [direction]: page[direction] };
    store(longer);
    return longer;
  } catch {
    return list;
  }
}

function store(list) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(list));
  } catch {
    // Storage is forbidden or full here: the neighbours in the topic serve.
  }
}

function restore() {
  try {
    const list = JSON.parse(sessionStorage.getItem(NAME));
    return Array.isArray(list?.items) ? list : null;
  } catch {
    return null;
  }
}
