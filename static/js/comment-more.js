// Adds the next comments below those that are there; where that fails, the link leads to them.
import { dress } from "./comment-own.js";
import { relate } from "./relative-time.js";

const lists = document.querySelector("[data-comment-lists]");

async function more(line) {
  const response = await fetch(line.dataset.commentMore);
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const list = lists.querySelector("[data-comment-list]");
  const fresh = [...page.querySelectorAll("[data-comment-list] > li")].filter(
    (item) => !list.querySelector(`[data-thread="${item.dataset.thread}"]`),
  );
  list.append(...fresh);
  const next = page.querySelector("[data-comment-more]");
  if (next) line.replaceWith(next);
  else line.remove();
  relate(lists);
  dress(lists);
  fresh[0]?.querySelector("a")?.focus({ preventScroll: true });
}

lists.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-comment-more] a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await more(link.parentElement);
  } catch {
    location.assign(link.href);
  }
});
