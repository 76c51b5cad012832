// "3 days ago" for what is recent; the full date stays in the title.
const steps = [
  ["minute", 60, 60],
  ["hour", 3600, 24],
  ["day", 86400, 7],
];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

/** Tell the times below `root` in words. */
export function relate(root) {
  for (const time of root.querySelectorAll("time[data-relative]:not([title])")) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    const step = steps.find(([, size, limit]) => seconds < size * limit);
    if (!step) continue;
    time.title = time.textContent;
    time.textContent =
      seconds < 60 ? words.format(0, "second") : words.format(-Math.floor(seconds / step[1]), step[0]);
  }
}

relate(document);
