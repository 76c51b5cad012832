// A picture of a list opens over the list. The list is remembered, whichever way it opens; what
// the view is made of is fetched when it is wanted first.
import { rememberList } from "./list-context.js";

const shell = document.querySelector("template[data-quick-view]");
const view = () => import("./quick-view-dialog.js");
const plain = (event) =>
  !event.defaultPrevented &&
  event.button === 0 &&
  !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

if (shell && !document.querySelector(".stage")) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".wall a.piece");
    if (!link || !plain(event) || !HTMLDialogElement.prototype.showModal) return;
    rememberList();
    event.preventDefault();
    view()
      .then(({ open }) => open(link))
      .catch(() => location.assign(link.href));
  });
  addEventListener("popstate", (event) => {
    if (event.state?.quickView) view().then(({ reopen }) => reopen());
  });
  const warm = (event) => event.target.closest?.(".wall a.piece") && view();
  document.addEventListener("pointerover", warm, { once: true, passive: true });
}
