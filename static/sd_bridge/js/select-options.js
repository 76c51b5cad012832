// Gives a select these options, `{ value, label }`; it keeps `value` if that is one of them.
export function fillSelect(select, options, value) {
  select.replaceChildren(...options.map((option) => new Option(option.label, option.value)));
  if (options.some((option) => String(option.value) === String(value))) select.value = value;
}
