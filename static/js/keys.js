// Whether single keys do something. Visitors can switch them off, for good (WCAG 2.1.4).
const HANGUL = /^[ㄱ-ㅎㅏ-ㅣ]$/;
const COMPOSES = 229; // keyCode of a key that an input method takes for itself
let on = read();

function read() {
  try {
    return localStorage.getItem("shortcuts") !== "off";
  } catch {
    return true;
  }
}

export const keysAreOn = () => on;

export function switchKeys(wanted) {
  on = wanted;
  try {
    localStorage.setItem("shortcuts", on ? "on" : "off");
  } catch {
    // Storage is forbidden here; the choice holds for this page.
  }
}

/** The key of `event` in small letters; "" where it belongs to a field or means something else. */
export function keyOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  if (event.isComposing || event.keyCode === COMPOSES) return "";
  if (event.target.closest?.("input, textarea, select, pre, [contenteditable], [popover]")) return "";
  // A keyboard left on Hangul says ㅎ where G is pressed.
  if (HANGUL.test(event.key) && event.code.startsWith("Key")) return event.code.at(-1).toLowerCase();
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}
