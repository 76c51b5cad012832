// Posts comments and replies without leaving the page. Ctrl+Enter sends; Enter makes a line.
import { forget, forgetOthers, recall, remember } from "./comment-drafts.js";
import { know } from "./comment-own.js";
import { count, place } from "./comment-place.js";
import { answer as openReply } from "./comment-reply.js";
import { element, send, tell } from "./comment-send.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const isMember = "member" in document.documentElement.dataset;
const known = isMember ? state() : Promise.resolve(null);
const main = document.querySelector("#comment-form");
let who = "";

const name = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

async function post(form) {
  const text = form.elements.text.value;
  form.dataset.token ??= name();
  const fields = { text, token: form.dataset.token };
  if (form.elements.answers) fields.answers = form.elements.answers.value;
  const answer = await send(form.action, fields);
  if (answer.log_in) {
    remember(form, who);
    location.assign(answer.log_in);
    return;
  }
  if (!answer.ok) {
    tell(form, answer.error);
    form.elements.text.focus();
    return;
  }
  delete form.dataset.token;
  forget(form, text);
  form.querySelector("[data-comment-kept]").hidden = true;
  form.elements.text.value = "";
  const article = place(answer);
  if (answer.state === "visible" && article) count(1);
  if (form !== main) form.remove();
  toast(answer.words);
  article?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-comment-form]")) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  tell(form);
  await post(form);
  form.ariaBusy = "false";
});

document.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
  if (!sends || !event.target.matches(".comment-box")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-comment-form]");
  if (form) remember(form, who);
});

// Two tabs share one place: each writes its own words there again when it goes.
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-comment-form]")) {
    if (form.elements.text.value.trim()) remember(form, who);
  }
});

/** Fill what waited: for the log-in, or in this browser. */
async function fill() {
  const answer = await known;
  who = answer?.user?.name ?? "";
  forgetOthers(who);
  const mine = answer?.comments;
  if (mine) {
    know(mine);
    for (const one of mine.shown.toReversed()) place(one, mine.own.includes(one.id));
  }
  if (!main) return;
  if (mine) main.querySelector("[data-comment-me]").replaceChildren(element(mine.avatar));
  const refusal = main.querySelector("[data-comment-refusal]");
  refusal.textContent = mine?.refusal ?? "";
  refusal.hidden = !mine?.refusal;
  main.elements.text.value ||= recall(main, who);
  if (!mine?.draft) return;
  const form = (mine.draft.answers && openReply(mine.draft.answers)) || main;
  form.elements.text.value = mine.draft.text;
  form.querySelector("[data-comment-kept]").hidden = false;
  form.elements.text.focus();
  remember(form, who);
}

await fill();
