// Keys on a picture's page: arrows and J/K, Z, F. They can be switched off, for good.
const line = document.querySelector("[data-shortcuts]");
const button = line.querySelector("button");
const dialog = document.querySelector("[data-large-dialog]");
let on = read();

const follow = (selector) => document.querySelector(selector)?.click();
const keys = {
  ArrowLeft: () => follow("a[rel=prev]"),
  k: () => follow("a[rel=prev]"),
  ArrowRight: () => follow("a[rel=next]"),
  j: () => follow("a[rel=next]"),
  z: () => follow(dialog?.open ? "[data-large-zoom]" : "a[data-large-view]"),
  f: () => follow("[data-full-screen]:not([hidden])"),
};

function read() {
  try {
    return localStorage.getItem("shortcuts") !== "off";
  } catch {
    return true;
  }
}

function show() {
  line.hidden = false;
  for (const keysShown of line.querySelectorAll("[data-shortcut-keys]")) keysShown.hidden = !on;
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? button.dataset.off : button.dataset.on;
}

button.addEventListener("click", () => {
  on = !on;
  try {
    localStorage.setItem("shortcuts", on ? "on" : "off");
  } catch {
    // Storage is forbidden here; the choice holds for this page.
  }
  show();
});

document.addEventListener("keydown", (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (!on || busy || !keys[key]) return;
  if (event.target.closest("input, textarea, select, pre, [contenteditable], [popover]")) return;
  if (dialog?.open && key !== "z") return;
  event.preventDefault();
  keys[key]();
});
show();

/** For keys of other scripts. */
export const shortcutsAreOn = () => on;
