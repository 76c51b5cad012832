// Subscribe buttons: pressed from /me/state/, toggled at once, put right where that failed.
import { post } from "./post.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const root = document.documentElement;
const forms = document.querySelectorAll("form[data-subscribe]");
const busy = new Set();

const button = (form) => form.querySelector("[aria-pressed]");
const isPressed = (form) => button(form).ariaPressed === "true";

function draw(form, subscribed) {
  button(form).setAttribute("aria-pressed", String(subscribed));
}

async function toggle(form) {
  const subscribed = !isPressed(form);
  draw(form, subscribed);
  const answer = await post(form.action, subscribed ? {} : { unsubscribe: "1" });
  if (answer.ok) draw(form, answer.subscribed);
  else if (answer.log_in) location.assign(answer.log_in);
  else {
    draw(form, !subscribed);
    toast(answer.error ?? form.dataset.failed);
  }
}

// A visitor's form goes its own way: to the log-in, and they are subscribed after it.
for (const form of forms) {
  form.addEventListener("submit", async (event) => {
    if (!("member" in root.dataset)) return;
    event.preventDefault();
    event.stopPropagation();
    if (busy.has(form)) return;
    busy.add(form);
    await toggle(form);
    busy.delete(form);
  });
}

if ("member" in root.dataset && forms.length) {
  const answer = await state();
  for (const form of forms) {
    if (!busy.has(form)) draw(form, answer?.subscriptions?.includes(form.dataset.subscribe) ?? false);
  }
}
