// The panel of filters, fetched when it opens: a sheet, or beside the list where there is room
// (filters-beside.js). Without a script the same address shows the same form.
import { isWide, toggle } from "./filters-beside.js";
import { panelAt } from "./filters-panel.js";

const link = document.querySelector("a[data-filters]");
let sheet;

function make(panel) {
  sheet = document.createElement("dialog");
  sheet.className = "filter-sheet";
  sheet.setAttribute("aria-labelledby", "filter-title");
  sheet.closedBy = "any";
  sheet.append(...panel.childNodes);
  const close = document.createElement("button");
  close.type = "button";
  close.ariaLabel = link.dataset.close;
  close.append(link.querySelector("template").content.cloneNode(true));
  close.addEventListener("click", () => sheet.close());
  sheet.querySelector(".filter-head").append(close);
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });
  document.body.append(sheet);
}

link?.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const wide = isWide();
  if (!wide && document.querySelector("[data-filter-page]")) return;
  event.preventDefault();
  try {
    if (wide) {
      await toggle();
    } else {
      if (!sheet) make(await panelAt(link.href));
      sheet.showModal();
    }
  } catch {
    location.assign(link.href);
  }
});
