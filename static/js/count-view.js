// Counts that a picture or topic was looked at for a second; stores nothing, says nothing of who
// did. A page loads it for itself, the view over a list asks it for each picture it shows.
const LONG_ENOUGH = 1000;
const counts = !navigator.webdriver && navigator.sendBeacon;
const told = new Set();

/** Where views are told and of which page, as `page`'s script tag says; null where it has none. */
export const subjectOf = (page) => page.querySelector("script[data-count-view]")?.dataset ?? null;

/** Once for each page, however often it is shown in this one. */
export function tell({ countView, pageId }) {
  if (!counts || told.has(pageId)) return;
  told.add(pageId);
  navigator.sendBeacon(countView, new URLSearchParams({ page: pageId }));
}

/** Tell of it after a second in sight; what is returned ends that. */
export function watch(subject) {
  let timer;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(tell, LONG_ENOUGH, subject);
  };
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

/** Whether it was opened from the view over a list just now, which told. */
function wasSeen() {
  try {
    const seen = sessionStorage.getItem("seen");
    sessionStorage.removeItem("seen");
    return seen === own.pageId;
  } catch {
    return false;
  }
}

const own = subjectOf(document);
if (own && !wasSeen()) watch(own);
