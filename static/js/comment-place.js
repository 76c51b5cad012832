// Puts one comment where it belongs: a new thread first, a reply last in its thread.
import { own } from "./comment-own.js";
import { element } from "./comment-send.js";
import { relate } from "./relative-time.js";

function item(article, thread) {
  const place = document.createElement("li");
  place.append(article);
  if (thread) return place;
  place.className = "comment-thread";
  place.dataset.thread = article.dataset.comment;
  const replies = document.createElement("ol");
  replies.className = "comment-replies";
  replies.dataset.commentReplies = "";
  place.append(replies);
  return place;
}

/** Draw `{id, thread, html}`, unless it is there; the article, or nothing where it has no place. */
export function place({ id, thread, html }, isOwn = true) {
  if (document.querySelector(`[data-comment="${id}"]`)) return undefined;
  const article = element(html);
  if (thread) {
    const replies = document.querySelector(`[data-thread="${thread}"] [data-comment-replies]`);
    if (!replies) return undefined;
    replies.append(item(article, thread));
  } else {
    document.querySelector("[data-comment-list]").prepend(item(article));
  }
  relate(article);
  if (isOwn) own(article);
  return article;
}

/** Draw the changed comment in the place of the old one. */
export function replace(article, { html }) {
  const fresh = element(html);
  article.replaceWith(fresh);
  relate(fresh);
  own(fresh);
  return fresh;
}

export function count(difference) {
  const place = document.querySelector("[data-comments-count]");
  const number = Number(place.textContent.replace(/\D/g, "")) + difference;
  place.textContent = new Intl.NumberFormat(document.documentElement.lang).format(number);
}
