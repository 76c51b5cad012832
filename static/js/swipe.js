// Which way a finger swept.
const LEAST = 56; // px

/** "left", "right", "up", "down", or "" where a finger moved too little or askew. */
export function swipeOf(dx, dy) {
  if (Math.abs(dx) > LEAST && Math.abs(dx) > 1.5 * Math.abs(dy)) return dx < 0 ? "left" : "right";
  if (Math.abs(dy) > LEAST && Math.abs(dy) > 1.5 * Math.abs(dx)) return dy < 0 ? "up" : "down";
  return "";
}
