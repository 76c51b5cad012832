// Masonry or squares: the switch, remembered in this browser (first-paint.js reads it).
const group = document.querySelector("[data-wall-views]");
const root = document.documentElement;

function show(view) {
  if (view === "squares") root.dataset.wall = view;
  else delete root.dataset.wall;
  for (const button of group.children) {
    button.setAttribute("aria-pressed", String(button.value === (root.dataset.wall ?? "masonry")));
  }
}

if (group) {
  show(root.dataset.wall);
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    show(button.value);
    try {
      localStorage.setItem("wall", button.value);
    } catch {
      // Storage is forbidden here: the view lasts as long as the page.
    }
  });
  addEventListener("storage", (event) => event.key === "wall" && show(event.newValue));
}
