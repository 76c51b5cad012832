// The switch of single keys, wherever it stands, and what is shown only while they are on.
import { keysAreOn, switchKeys } from "./keys.js";

export function showSwitch() {
  for (const part of document.querySelectorAll("[data-keys-on]")) part.hidden = !keysAreOn();
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    button.textContent = keysAreOn() ? button.dataset.off : button.dataset.on;
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-keys-switch]")) return;
  switchKeys(!keysAreOn());
  showSwitch();
});
