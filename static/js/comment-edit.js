// Edits and deletes one's own comments where they stand.
import { count, replace } from "./comment-place.js";
import { send, tell } from "./comment-send.js";
import { toast } from "./toast.js";

const section = document.querySelector("[data-comments]");
const template = section.querySelector("template[data-comment-edit-form]");
const address = (article, what) =>
  article.querySelector(".comment-head a.meta").getAttribute("href") + what;

function edit(article) {
  const text = article.querySelector("[data-comment-text]");
  const form = template.content.cloneNode(true).firstElementChild;
  form.action = address(article, "edit/");
  form.elements.text.value = text.textContent;
  text.hidden = true;
  article.querySelector(".comment-acts").hidden = true;
  text.after(form);
  form.elements.text.focus();
}

function close(form) {
  const article = form.closest("[data-comment]");
  form.remove();
  article.querySelector("[data-comment-text]").hidden = false;
  article.querySelector(".comment-acts").hidden = false;
  article.querySelector("[data-comment-edit]").focus();
}

async function save(form) {
  tell(form);
  const article = form.closest("[data-comment]");
  const was = article.querySelector(".comment-held") ? "held" : "visible";
  const answer = await send(form.action, { text: form.elements.text.value });
  if (!answer.ok) {
    tell(form, answer.error);
    return;
  }
  const fresh = replace(article, answer);
  if (was === "visible" && answer.state !== "visible") count(-1);
  toast(answer.words);
  fresh.querySelector("[data-comment-edit]").focus();
}

/** The first press asks, the second deletes; looking elsewhere takes the question back. */
async function remove(button) {
  const word = button.textContent;
  if (!button.dataset.asked) {
    button.dataset.asked = word;
    button.textContent = section.dataset.deleteQuestion;
    button.addEventListener("blur", () => restore(button), { once: true });
    return;
  }
  const article = button.closest("[data-comment]");
  const answer = await send(address(article, "delete/"), {});
  if (!answer.ok) {
    toast(answer.error);
    return;
  }
  if (answer.was_visible) count(-1);
  if (answer.left) location.reload();
  else article.closest("li").remove();
}

function restore(button) {
  button.textContent = button.dataset.asked;
  delete button.dataset.asked;
}

section.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-comment-edit]")) edit(button.closest("[data-comment]"));
  else if (button.matches("[data-comment-delete]")) remove(button);
  else if (button.matches(".comment-edit [data-comment-cancel]")) close(button.form);
});

section.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".comment-edit")) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  await save(form);
  form.ariaBusy = "false";
});
