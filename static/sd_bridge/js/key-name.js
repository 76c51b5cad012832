// "KeyX", "Digit3", "Space", …: what is printed on the key, or its place where that is no Latin letter.
export function keyName({ key, code }) {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^[1-9]$/.test(key)) return `Digit${key}`;
  return code;
}
