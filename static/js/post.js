// Sends what a button means, with the token of whoever is here; never throws.
import { token } from "./state.js";

/** `ok`, and whatever the site answered: `error` in words, `log_in` for a visitor. */
export async function post(address, fields = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": await token() },
    });
    const answer = await response.json().catch(() => ({}));
    return { ok: response.ok, ...answer };
  } catch {
    return { ok: false };
  }
}
