// The theme of this page: shown at once, remembered in this browser.
const root = document.documentElement;

export function current() {
  return root.dataset.bsTheme ?? "auto";
}

export function choose(theme) {
  if (theme === "auto") delete root.dataset.bsTheme;
  else root.dataset.bsTheme = theme;
  try {
    if (theme === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage is forbidden here; the choice holds for this page.
  }
  dispatchEvent(new Event("theme-shown"));
}
