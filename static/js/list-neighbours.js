// Previous and next of a picture's page in the list one came from; printed are those in the topic.
import { beside } from "./list-context.js";

const nav = document.querySelector("[data-neighbours]");

function point(name, path) {
  const link = nav.querySelector(`a[rel=${name}]`);
  if (path) link.href = path;
  else link.removeAttribute("href");
  link.role = path ? null : "link";
  link.ariaDisabled = path ? null : "true";
}

const found = nav && (await beside(location.pathname));
if (found) {
  point("prev", found.prev);
  point("next", found.next);
  nav.setAttribute("aria-label", nav.dataset.neighbours);
  const back = nav.querySelector("[data-list-link]");
  back.href = found.id ? `${found.list}#picture-${found.id}` : found.list;
  back.hidden = false;
  nav.hidden = false;
}
