// What the screens of a topic's curators share: which tile has the focus, how changes are sent.
const TYPING = "input, textarea, select, [contenteditable], dialog";

export function isOff(event) {
  if (window.wagtailConfig.KEYBOARD_SHORTCUTS_ENABLED === false) return true;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  return Boolean(event.target.closest(TYPING));
}

/** Also where the keyboard writes Hangul: then the place of the key tells. */
export function letterOf({ key, code }) {
  return (/^[a-z]$/i.test(key) ? key : code.replace("Key", "")).toLowerCase();
}

/** Only one tile is reached by Tab; it is the one that keys act on. */
export function mark(tiles, tile) {
  for (const each of tiles) each.tabIndex = each === tile ? 0 : -1;
}

export function go(tiles, from, step) {
  const next = tiles[tiles.indexOf(from) + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** The answer, or null where there is none. */
export async function send(fields) {
  const headers = {
    Accept: "application/json",
    [window.wagtailConfig.CSRF_HEADER_NAME]: window.wagtailConfig.CSRF_TOKEN,
  };
  try {
    const body = new URLSearchParams(fields);
    const response = await fetch(window.location.href, { method: "POST", body, headers });
    return await response.json();
  } catch {
    return null;
  }
}
