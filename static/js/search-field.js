// The search fields: `/` leads into the one that is to be seen, and each offers suggestions.
import { keyOf, keysAreOn } from "./keys.js";
import { suggest } from "./suggest.js";

const forms = [...document.querySelectorAll("[data-search]")];
forms.forEach(suggest);

document.addEventListener("keydown", (event) => {
  if (!keysAreOn() || keyOf(event) !== "/" || document.querySelector("dialog[open]")) return;
  const fields = forms.map((form) => form.querySelector("input[type=search]"));
  const field = fields.find((each) => each.checkVisibility({ visibilityProperty: true }));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
