// R leads an editor from a picture into the workspace, with its settings. Off with the other keys.
import { keyOf, keysAreOn } from "./keys.js";

const link = () => document.querySelector("a[data-remix]:not([hidden])");

document.addEventListener("keydown", (event) => {
  if (!keysAreOn() || event.shiftKey || keyOf(event) !== "r" || event.target.closest("dialog")) return;
  const way = link();
  if (!way) return;
  event.preventDefault();
  way.click();
});
