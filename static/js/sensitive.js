// Sensitive pictures: blurred in the page, the real one put in its place when somebody asks, or
// everywhere where they have said so once (`data-sensitive` on the root, see first-paint.js).
const root = document.documentElement;
const blurred = new WeakMap(); // the real picture → the blurred one it stands for

const templateOf = (place) => place.querySelector("template[data-real]");

function unveil(place) {
  const veil = place.querySelector("[data-veiled]");
  const real = veil && templateOf(place)?.content.firstElementChild?.cloneNode(true);
  if (!real) return;
  blurred.set(real, veil);
  real.dataset.unveiled = "";
  veil.replaceWith(real);
  say(place, "again");
}

function veil(place) {
  const real = place.querySelector("[data-unveiled]");
  if (!real) return;
  real.replaceWith(blurred.get(real));
  say(place, "first");
}

/** The word on the button of this picture, if it has one. */
function say(place, word) {
  const button = placeOfButton(place)?.querySelector("[data-unveil]");
  if (!button) return;
  const words = button.firstElementChild;
  button.dataset.first ??= words.textContent;
  words.textContent = button.dataset[word];
}

const placeOfButton = (place) => place.closest(".stage, li, [data-veil]");

/** What holds a picture, its real one and its label. */
const places = (within) =>
  [...within.querySelectorAll("template[data-real]")].map((template) => template.parentElement);

function obey() {
  for (const place of places(document)) (root.dataset.sensitive === "show" ? unveil : veil)(place);
}

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[data-unveil]");
    const stage = event.target.closest("a[data-large-view]")?.closest(".stage");
    const asked = button ?? (stage?.querySelector("[data-veiled]") ? stage : null);
    if (!asked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const place of places(button ? placeOfButton(button) : stage)) {
      if (place.querySelector("[data-veiled]")) unveil(place);
      else veil(place);
    }
  },
  { capture: true },
);

new MutationObserver(obey).observe(root, { attributeFilter: ["data-sensitive"] });
/** For what came into the page later. */
export const obeySensitivity = () => root.dataset.sensitive === "show" && obey();

document.addEventListener("htmx:load", obeySensitivity);
obeySensitivity();
