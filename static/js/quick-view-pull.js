// A finger that pulls the view over a list downwards closes it, where nothing is left to scroll.
import { swipeOf } from "./swipe.js";

const FREE = 10; // px, until it is clear that the finger pulls

/** `leave` closes the view; `enlarged` tells whether fingers move the picture instead. */
export function obeyPull(dialog, { enlarged, leave }) {
  const frame = dialog.querySelector(".quick-frame");
  let start = null;

  const isScrolled = (node) => {
    for (let one = node; one && one !== dialog; one = one.parentElement) {
      if (one.scrollTop > 0) return true;
    }
    return false;
  };
  const moved = ({ clientX, clientY }) => [clientX - start.clientX, clientY - start.clientY];

  function rest() {
    start = null;
    delete dialog.dataset.pulled;
    frame.style.translate = "";
  }

  dialog.addEventListener("touchstart", (event) => {
    const isFree = event.touches.length === 1 && !enlarged() && !isScrolled(event.target);
    rest();
    if (isFree) start = event.touches[0];
  });
  dialog.addEventListener(
    "touchmove",
    (event) => {
      if (!start) return;
      const [dx, dy] = moved(event.touches[0]);
      const isPulled = "pulled" in dialog.dataset;
      if (event.touches.length > 1 || (!isPulled && (dy < -FREE || Math.abs(dx) > FREE))) {
        rest();
        return;
      }
      if (event.cancelable && dy > Math.abs(dx)) event.preventDefault(); // else the page would be reloaded
      if (dy < FREE && !isPulled) return;
      dialog.dataset.pulled = "";
      frame.style.translate = `0 ${Math.max(dy, 0)}px`;
    },
    { passive: false },
  );
  dialog.addEventListener("touchend", (event) => {
    const leaves = start && swipeOf(...moved(event.changedTouches[0])) === "down";
    rest();
    if (leaves) leave();
  });
  dialog.addEventListener("touchcancel", rest);
}
