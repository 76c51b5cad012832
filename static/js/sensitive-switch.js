// What this browser does with sensitive pictures: blur, show, leave out. Remembered here; the
// account's own setting is written to the same place.
const root = document.documentElement;
const groups = document.querySelectorAll("[data-sensitive-switch]");

function show() {
  const choice = root.dataset.sensitive ?? "blur";
  for (const group of groups) {
    group.hidden = false;
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
  }
}

/** `show`, `blur` or `hide`, from now on and in every tab. */
export function chooseSensitive(choice) {
  if (choice === "show" || choice === "hide") root.dataset.sensitive = choice;
  else delete root.dataset.sensitive;
  try {
    localStorage.setItem("sensitive", choice);
  } catch {
    // Storage is forbidden here; the choice holds for this page.
  }
  show();
}

for (const group of groups) {
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) chooseSensitive(button.value);
  });
}
addEventListener("storage", (event) => {
  if (event.key === "sensitive") chooseSensitive(event.newValue ?? "blur");
});
show();
