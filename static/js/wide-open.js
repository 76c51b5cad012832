// Sections that fold on small screens stand open on large ones; the style sheet shows them at once,
// this tells assistive technology the same.
const wide = matchMedia("(min-width: 992px)");

function apply() {
  for (const part of document.querySelectorAll("details[data-wide-open]")) {
    part.open = wide.matches;
    part.querySelector("summary").tabIndex = wide.matches ? -1 : 0;
  }
}

wide.addEventListener("change", apply);
apply();
