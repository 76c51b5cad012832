// Sends what comments need, and makes elements of the HTML that comes back.
import { post } from "./post.js";

/** The answer's JSON with `ok`; `error` is a sentence wherever it did not work. */
export async function send(address, fields) {
  const failed = document.querySelector("[data-comments]").dataset.failed;
  const answer = await post(address, fields);
  return answer.ok ? answer : { ...answer, error: answer.error ?? answer.detail ?? failed };
}

/** The one element that `html`, an answer of this site, holds. */
export function element(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return document.importNode(parsed.body.firstElementChild, true);
}

/** Say at the form's field what is wrong; nothing takes it back. */
export function tell(form, words = "") {
  const line = form.querySelector("[data-comment-error]");
  line.textContent = words;
  line.hidden = !words;
  const box = form.elements.text;
  if (words) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}
