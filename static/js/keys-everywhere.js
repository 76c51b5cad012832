// Keys of every page: G and a letter lead to a place, ? tells which keys there are.
import { keyOf, keysAreOn } from "./keys.js";

const PATIENCE = 1500; // ms from G to its letter
const SILENT = ["Shift", "CapsLock", "HangulMode"];
let began = -PATIENCE;

const isCovered = () => document.querySelector("dialog[open]:not(.quick-view)");
const tell = () => import("./keys-help.js").then(({ open }) => open());

function actOf(key, waits) {
  const link = waits && /^[a-z]$/.test(key) && document.querySelector(`a[data-go=${key}]`);
  if (link) return () => link.click();
  return key === "?" ? tell : null;
}

// Before all others: after G an L leads to the likes, and likes nothing.
addEventListener(
  "keydown",
  (event) => {
    const key = keysAreOn() && !isCovered() ? keyOf(event) : "";
    if (SILENT.includes(key)) return;
    const act = actOf(key, event.timeStamp - began < PATIENCE);
    began = key === "g" && !act ? event.timeStamp : -PATIENCE;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-open]")) tell();
});
