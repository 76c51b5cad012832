// Adds the next pages of a list below the wall as one scrolls; after a few pages a button is
// pressed, so that the footer can be reached. Each stays a page of its own: see endless-address.js.
import { came, findAgain } from "./endless-address.js";

const AUTOMATIC = 3; // pages, until the button has to be pressed
const AHEAD = "1400px 0px";

const wall = document.querySelector(".wall > ul");
const words = document.querySelector("[data-endless]");
let left = AUTOMATIC;
let busy = false;

const pager = () => document.querySelector(".pager");
const next = () => pager()?.querySelector('a[rel="next"]');

async function grow() {
  const link = next();
  if (!link || busy) return;
  busy = true;
  try {
    const address = link.href;
    const response = await fetch(address);
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = [...page.querySelectorAll(".wall > ul > li[id]")].filter(
      (item) => !document.getElementById(item.id),
    );
    wall.append(...fresh);
    came(fresh, address);
    renewPager(page.querySelector(".pager"));
    words.textContent = words.dataset.endless
      .replace("{new}", fresh.length)
      .replace("{all}", wall.children.length);
    document.dispatchEvent(new CustomEvent("wall:grown", { detail: fresh }));
    document.dispatchEvent(new Event("htmx:load")); // sensitive ones obey what was chosen
  } finally {
    busy = false;
  }
}

/** Of the new page only what leads on: what leads back still belongs to the first one. */
function renewPager(fresh) {
  const here = pager();
  const back = here.querySelector('a[rel="prev"]');
  const on = fresh?.querySelector('a[rel="next"], .meta');
  here.replaceChildren(...[back, on && document.adoptNode(on)].filter(Boolean));
  watch();
}

const near = new IntersectionObserver(
  ([entry]) => {
    if (!entry.isIntersecting || left < 1) return;
    left -= 1;
    grow().catch(() => (left = 0)); // the link is still there
  },
  { rootMargin: AHEAD },
);

function watch() {
  near.disconnect();
  if (next()) near.observe(next());
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.('.pager a[rel="next"]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const last = wall.lastElementChild;
    left = AUTOMATIC;
    try {
      await grow();
      last.nextElementSibling?.querySelector("a")?.focus({ preventScroll: true });
    } catch {
      location.assign(link.href);
    }
  }
});

if (wall && words && pager()) {
  watch();
  findAgain();
}
