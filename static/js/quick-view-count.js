// The view over a list counts the pictures that it shows.
import { subjectOf, tell, watch } from "./count-view.js";

let subject = null;
let unwatch = () => {};

/** From now on that of `page` is looked at; null where none is. */
export function count(page) {
  unwatch();
  subject = page && subjectOf(page);
  unwatch = subject ? watch(subject) : () => {};
}

/** The picture's page is opened from here, and need not count it again. */
export function countOnce() {
  if (!subject) return;
  tell(subject);
  try {
    sessionStorage.setItem("seen", subject.pageId);
  } catch {
    // Storage is forbidden here: it counts twice.
  }
}
