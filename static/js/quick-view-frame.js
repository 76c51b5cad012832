// The dialog over a list and what stands in it; empty until quick-view-dialog.js fills it.
import { parts } from "./quick-view-page.js";
import { obeySensitivity } from "./sensitive.js";

const shell = document.querySelector("template[data-quick-view]");
export const dialog = shell.content.firstElementChild.cloneNode(true);
export const part = (name) => dialog.querySelector(`[data-quick-${name}]`);

/** Once its style sheet is there, or could not be had. */
export const styled = new Promise((resolve) => {
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href: shell.dataset.style });
  Object.assign(sheet, { onload: resolve, onerror: resolve });
  document.head.append(sheet);
});
document.body.append(dialog);

export const tileOf = (path) =>
  [...document.querySelectorAll(".wall a.piece")].find((link) => link.pathname === path);

/** What the list has of it already, until the whole picture is there. */
export function preview(tile) {
  part("words").replaceChildren();
  const copy = tile?.querySelector("picture")?.cloneNode(true);
  part("stage").replaceChildren(...(copy ? [copy] : []));
  const image = copy?.querySelector("img");
  if (image) Object.assign(image, { loading: "eager", alt: "" });
  part("stage").style.setProperty("--colour", tile?.style.getPropertyValue("--colour") || "");
  shape();
}

export function fill(page, path) {
  const { stage, words, name } = parts(page);
  part("stage").replaceChildren(...stage);
  part("words").replaceChildren(...words);
  part("page").href = path;
  dialog.setAttribute("aria-label", name);
  part("status").textContent = name;
  obeySensitivity();
  shape();
}

/** On small screens the stage is as high as the picture wants. */
function shape() {
  const image = part("stage").querySelector("img");
  const size = (name) => Number(image?.getAttribute(name));
  dialog.style.setProperty("--shape", String(size("width") / size("height") || 1));
}

export const step = (rel) => dialog.querySelector(`a[rel=${rel}]`);

export function point(rel, path) {
  if (path) step(rel).href = path;
  else step(rel).removeAttribute("href");
}
