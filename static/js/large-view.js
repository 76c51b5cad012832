// The picture alone in a dialog, fitted or enlarged; without script a link to the file.
import { offerFullScreen } from "./full-screen.js";
import { keyOf, keysAreOn } from "./keys.js";
import { swipeOf } from "./swipe.js";
import { Zoom } from "./zoom.js";

const STEP = 1.5;
const PAN = 80; // px
const dialog = document.querySelector("[data-large-dialog]");
const stage = document.querySelector(".stage");

const neighbour = (name) => document.querySelector(`.neighbours a[rel=${name}][href]`)?.click();
const swipes = {
  left: () => neighbour("next"),
  right: () => neighbour("prev"),
  down: () => dialog.open && dialog.close(),
};

function prepare() {
  const actual = dialog.querySelector("[data-large-zoom]");
  const zoom = new Zoom(dialog.querySelector("[data-large-ground]"), {
    changed: (enlarged) => {
      dialog.toggleAttribute("data-enlarged", enlarged);
      actual.setAttribute("aria-pressed", String(enlarged));
    },
    swiped: (direction) => swipes[direction]?.(),
    tapped: () => dialog.close(),
  });
  actual.addEventListener("click", () => zoom.toggle());
  dialog.querySelector("[data-large-in]").addEventListener("click", () => zoom.by(STEP));
  dialog.querySelector("[data-large-out]").addEventListener("click", () => zoom.by(1 / STEP));
  dialog.querySelector("[data-large-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (document.fullscreenElement && dialog.contains(document.fullscreenElement)) {
      document.exitFullscreen();
    }
  });
  dialog.addEventListener("keydown", (event) => press(zoom, event));
  addEventListener("resize", () => dialog.open && zoom.fit());
  return zoom;
}

function press(zoom, event) {
  const key = keyOf(event);
  const keys = {
    "+": () => zoom.by(STEP),
    "=": () => zoom.by(STEP),
    "-": () => zoom.by(1 / STEP),
    0: () => zoom.fit(),
    ArrowLeft: () => (zoom.enlarged ? zoom.pan(PAN, 0) : neighbour("prev")),
    ArrowRight: () => (zoom.enlarged ? zoom.pan(-PAN, 0) : neighbour("next")),
    ArrowUp: () => zoom.pan(0, PAN),
    ArrowDown: () => zoom.pan(0, -PAN),
  };
  if (!keys[key] || !keysAreOn()) return;
  event.preventDefault();
  event.stopPropagation();
  keys[key]();
}

function open(zoom, address) {
  const image = dialog.querySelector("img");
  if (image.getAttribute("src") !== address) image.src = address;
  dialog.showModal();
  zoom.fit();
}

/** A finger that sweeps over the stage leads to the pictures beside it. */
function sweep() {
  let start = null;
  stage.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 ? event.touches[0] : null;
  });
  stage.addEventListener("touchend", (event) => {
    const end = event.changedTouches[0];
    if (!start || dialog?.open || visualViewport?.scale > 1.01) return;
    const direction = swipeOf(end.clientX - start.clientX, end.clientY - start.clientY);
    start = null;
    if (direction === "left" || direction === "right") swipes[direction]();
  });
}

if (dialog) {
  const zoom = prepare();
  for (const link of document.querySelectorAll("[data-large-view]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(zoom, link.dataset.largeView);
    });
  }
  offerFullScreen(stage);
}
if (stage) sweep();
