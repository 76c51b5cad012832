// Light, dark, or what the system says: the switch, wherever it stands.
import { choose, current } from "./theme.js";

const groups = document.querySelectorAll("[data-theme-switch]");

function show() {
  for (const group of groups) {
    group.hidden = false;
    for (const button of group.children) {
      button.setAttribute("aria-pressed", String(button.value === current()));
    }
  }
}

for (const group of groups) {
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    choose(button.value);
    dispatchEvent(new CustomEvent("theme-chosen", { detail: button.value }));
  });
}
addEventListener("theme-shown", show);
addEventListener("storage", (event) => {
  if (event.key === "theme") choose(event.newValue ?? "auto");
});
show();
