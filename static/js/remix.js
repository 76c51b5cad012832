// R leads an editor from a picture into the workspace, with its settings. Off with the other keys.
import { shortcutsAreOn } from "./shortcuts.js";

const link = () => document.querySelector("a[data-remix]:not([hidden])");

document.addEventListener("keydown", (event) => {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing;
  if (busy || event.key.toLowerCase() !== "r" || !shortcutsAreOn()) return;
  if (event.target.closest("input, textarea, select, pre, [contenteditable], [popover], dialog")) return;
  const way = link();
  if (!way) return;
  event.preventDefault();
  way.click();
});
