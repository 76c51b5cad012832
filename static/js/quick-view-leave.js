// From the view over a list to the picture's page, so that Back leads to the list.
import { countOnce } from "./quick-view-count.js";
import { part } from "./quick-view-frame.js";

let list = null;

/** The list is where one is: its address and state are remembered. */
export function comeFrom() {
  list = { address: location.href, state: history.state };
}

part("page").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  countOnce();
  // The page has the view's own address: a browser would take the two for one document, and Back
  // would change the address alone.
  if (list) history.replaceState(list.state, "", list.address);
});
