// Light, dark, or what the system says; remembered in this browser.
const root = document.documentElement;
const groups = document.querySelectorAll("[data-theme-switch]");

function show() {
  const theme = root.dataset.bsTheme ?? "auto";
  for (const group of groups) {
    group.hidden = false;
    for (const button of group.children) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  }
}

function choose(theme) {
  if (theme === "auto") delete root.dataset.bsTheme;
  else root.dataset.bsTheme = theme;
  try {
    if (theme === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage is forbidden here; the choice holds for this page.
  }
  show();
}

for (const group of groups) {
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) choose(button.value);
  });
}
addEventListener("storage", (event) => {
  if (event.key === "theme") choose(event.newValue ?? "auto");
});
show();
