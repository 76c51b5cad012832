// Opens a box for a reply below its thread; a reply to a reply begins with whom it answers.
import { recall } from "./comment-drafts.js";
import { tell } from "./comment-send.js";
import { state } from "./state.js";

const main = document.querySelector("#comment-form");

function box(number) {
  const form = main.cloneNode(true);
  form.removeAttribute("id");
  form.removeAttribute("aria-busy");
  delete form.dataset.token;
  form.classList.add("comment-answer");
  form.elements.text.value = "";
  form.elements.text.rows = 2;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "answers", value: number });
  form.append(field);
  form.querySelector("[data-comment-cancel]").hidden = false;
  for (const name of ["kept", "refusal"]) {
    form.querySelector(`[data-comment-${name}]`).hidden = true;
  }
  tell(form);
  return form;
}

/** The box for an answer to comment `number`; null where that comment is not on the page. */
export function answer(number) {
  const article = document.querySelector(`[data-comment="${number}"]`);
  const thread = article?.closest("[data-thread]");
  if (!main || !thread) return null;
  thread.querySelector("form[data-comment-form]")?.remove();
  const form = box(number);
  thread.append(form);
  return form;
}

async function open(link) {
  const article = link.closest("[data-comment]");
  const form = answer(article.dataset.comment);
  const isReply = article.dataset.comment !== article.dataset.threadId;
  const name = article.querySelector(".comment-name").textContent;
  const text = form.elements.text;
  text.value = isReply ? `@${name} ` : "";
  text.focus();
  const who = "member" in document.documentElement.dataset ? (await state())?.user?.name : "";
  const kept = recall(form, who ?? "");
  if (kept) text.value = kept;
}

document.addEventListener("click", (event) => {
  const changed = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
  const link = event.target.closest("[data-comment-reply]");
  if (link && main && !changed) {
    event.preventDefault();
    open(link);
  }
  const cancel = event.target.closest("form[data-comment-form] [data-comment-cancel]");
  if (cancel) {
    const thread = cancel.closest("[data-thread]");
    cancel.form.remove();
    thread.querySelector("[data-comment-reply]")?.focus();
  }
});
