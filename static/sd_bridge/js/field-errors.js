// Puts each sentence below its field, and the focus into the first one that is wrong.
// Fields are `[data-field]`; those of the nth row of a list are called `n.<name>`.
export function showErrors(root, fields) {
  let first = null;
  for (const field of root.querySelectorAll("[data-field]")) {
    const row = field.closest("[data-row]");
    const place = row ? `${[...row.parentElement.children].indexOf(row)}.` : "";
    const name = `${place}${field.dataset.field}`;
    const sentence = fields[name] || "";
    const control = field.querySelector("input, select, textarea");
    const message = field.querySelector(".error-message");
    Object.assign(message, { textContent: sentence, hidden: !sentence, id: `generate-error-${name}` });
    control.setAttribute("aria-describedby", sentence ? message.id : "");
    control.setAttribute("aria-invalid", Boolean(sentence));
    if (sentence && !first) first = control;
  }
  first?.focus();
}
