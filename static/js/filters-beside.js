// The panel beside the list on a wide window: stays open from list to list in this browser until it
// is closed (first-paint.js keeps its room free).
import { panelAt } from "./filters-panel.js";

const wide = matchMedia("(min-width: 1400px)");
const root = document.documentElement;
const link = document.querySelector("a[data-filters]");
const shown = () => document.querySelector("[data-filter-page]");
let turn = 0;

export const isWide = () => wide.matches;

function mark(isOpen) {
  if (isOpen) root.dataset.filters = "open";
  else delete root.dataset.filters;
  link.ariaExpanded = String(isOpen);
}

function remember(isOpen) {
  try {
    if (isOpen) localStorage.setItem("filters", "open");
    else localStorage.removeItem("filters");
  } catch {
    // Storage is forbidden here: the panel stays open as long as the page.
  }
}

/** What it says last, its button, is in sight also while the head of the page is. */
function fit() {
  const panel = shown();
  if (panel && wide.matches) {
    panel.style.setProperty("--above", `${panel.getBoundingClientRect().top}px`);
  }
}

async function open() {
  const mine = ++turn;
  mark(true);
  try {
    if (shown()) return;
    const panel = await panelAt(link.href);
    if (mine !== turn) return;
    link.closest(".list-bar").parentElement
      .querySelector(":scope > :is(.chosen-bar, .wall-frame, .empty)").before(panel);
    fit();
  } catch (error) {
    mark(false);
    throw error;
  }
}

/** Open or close it. Rejects where it cannot be fetched. */
export async function toggle() {
  const isOpen = link.ariaExpanded !== "true";
  remember(isOpen);
  if (isOpen) return open();
  turn += 1;
  shown()?.remove();
  mark(false);
}

function settle() {
  if (!wide.matches) {
    turn += 1;
    if (link.ariaExpanded === "true") shown()?.remove();
    link.ariaExpanded = null;
  } else if (shown() || root.dataset.filters) {
    open().catch(() => {}); // the link leads there all the same
  } else {
    mark(false);
  }
}

if (link) {
  settle();
  fit();
  addEventListener("scroll", fit, { passive: true });
  wide.addEventListener("change", settle);
}
