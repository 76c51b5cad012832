// Fingers and mouse on an enlarged picture: two pinch, one moves it or sweeps on, two taps enlarge.
import { swipeOf } from "./swipe.js";

const STILL = 8; // px that a finger may move and still only tap
const TWICE = 320; // ms

const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

export function followFingers(zoom, { swiped, tapped }) {
  const { ground } = zoom;
  const fingers = new Map();
  let start = null; // of a finger that is alone
  let last = null; // tap

  const place = (event) => {
    const box = ground.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const holds = ({ x, y }) => {
    const { left, top, width, height } = zoom.drawn();
    return x >= left && x <= left + width && y >= top && y <= top + height;
  };

  function click(at) {
    if (zoom.enlarged || holds(at)) zoom.toggle(at.x, at.y);
    else tapped();
  }

  function tap(at, time) {
    const again = last && time - last.time < TWICE && distance(last, at) < 4 * STILL;
    last = again ? null : { ...at, time };
    if (again) zoom.toggle(at.x, at.y);
  }

  function lift(event) {
    fingers.delete(event.pointerId);
    start = null;
  }

  ground.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("button, a")) return;
    ground.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    start = fingers.size === 1 ? { ...place(event), enlarged: zoom.enlarged } : null;
  });
  ground.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = place(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (other) {
      const grown = distance(now, other) / (distance(before, other) || 1);
      zoom.by(grown, (now.x + other.x) / 2, (now.y + other.y) / 2);
      zoom.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    } else if (zoom.enlarged) {
      zoom.pan(now.x - before.x, now.y - before.y);
    }
  });
  ground.addEventListener("pointerup", (event) => {
    const began = start;
    const isMouse = event.pointerType === "mouse";
    lift(event);
    if (!began) return;
    const end = place(event);
    if (distance(began, end) < STILL) {
      if (isMouse) click(end);
      else tap(end, event.timeStamp);
    } else if (!began.enlarged && !isMouse) {
      const direction = swipeOf(end.x - began.x, end.y - began.y);
      if (direction) swiped(direction);
    }
  });
  ground.addEventListener("pointercancel", lift);
}
