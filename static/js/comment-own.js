// Gives one's own comments their two buttons, and covers those of people one blocks.
const section = document.querySelector("[data-comments]");
const owned = new Set();
const covered = new Set();

/** Offer edit and delete instead of report. */
export function own(article) {
  owned.add(article.dataset.comment);
  const acts = article.querySelector(".comment-acts");
  if (!acts || acts.querySelector("[data-comment-edit]")) return;
  acts.querySelector("[data-comment-report]").remove();
  acts.append(section.querySelector("template[data-comment-own]").content.cloneNode(true));
}

function cover(article) {
  const line = document.createElement("p");
  line.className = "comment-gone";
  line.textContent = section.dataset.blockedWord;
  article.replaceChildren(line);
}

/** Remember whose comments are whose, for those that come later, too. */
export function know({ own: mine, blocked }) {
  for (const id of mine) owned.add(String(id));
  for (const id of blocked) covered.add(String(id));
  dress(section);
}

export function dress(root) {
  for (const article of root.querySelectorAll("[data-comment]")) {
    if (owned.has(article.dataset.comment)) own(article);
    if (covered.has(article.dataset.comment)) cover(article);
  }
}
