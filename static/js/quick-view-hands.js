// Keys, clicks and wheel in the view over a list.
import { keyOf, keysAreOn } from "./keys.js";

const PAN = 80; // px
const STEP = 1.5;

export function obeyHands(dialog, { zoom, go, leave }) {
  const stage = dialog.querySelector("[data-quick-stage]");
  const keys = {
    arrowleft: () => (zoom.enlarged ? zoom.pan(PAN, 0) : go("prev")),
    arrowright: () => (zoom.enlarged ? zoom.pan(-PAN, 0) : go("next")),
    arrowup: () => zoom.pan(0, PAN),
    arrowdown: () => zoom.pan(0, -PAN),
    k: () => go("prev"),
    j: () => go("next"),
    z: () => zoom.toggle(stage.clientWidth / 2, stage.clientHeight / 2),
    "+": () => zoom.by(STEP),
    "=": () => zoom.by(STEP),
    "-": () => zoom.by(1 / STEP),
    0: () => zoom.fit(),
    l: () => dialog.querySelector("form[data-like] button")?.click(),
  };

  dialog.addEventListener("keydown", (event) => {
    const key = keyOf(event).toLowerCase();
    const scrolls = key === "arrowup" || key === "arrowdown";
    const isOn = keysAreOn() || key.startsWith("arrow");
    if (!Object.hasOwn(keys, key) || !isOn || (scrolls && !zoom.enlarged)) return;
    event.preventDefault();
    keys[key]();
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a[rel=prev], a[rel=next]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      go(link.rel);
    } else if (event.target === dialog || event.target.closest("[data-quick-close]")) leave();
  });
  dialog.addEventListener("cancel", (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    leave();
  });
  dialog.addEventListener(
    "wheel",
    (event) => event.target.closest(".quick-frame") || event.preventDefault(),
    { passive: false },
  );
  addEventListener("resize", () => dialog.open && zoom.fit());
}
