// What is around a picture is fetched when its place comes near; until then, and where that fails,
// a link leads there.
import { obeySensitivity } from "./sensitive.js";

const place = document.querySelector("[data-around]");

async function bring() {
  const answer = await fetch(place.querySelector("a").href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.querySelector("[data-around-content]");
  if (!content) return;
  place.replaceChildren(...[...content.children].map((node) => document.importNode(node, true)));
  obeySensitivity();
}

if (place) {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      bring().catch(() => {});
    },
    { rootMargin: "600px" },
  );
  watch.observe(place);
}
