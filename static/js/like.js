// Hearts: filled from /me/state/, given and taken back at once, put right where that failed.
import { post } from "./post.js";
import { state, stateOf } from "./state.js";
import { toast } from "./toast.js";

const root = document.documentElement;
const number = new Intl.NumberFormat(root.lang);

/** Draw every heart of a picture; `likes` is how many there are, unknown where left out. */
function draw(id, liked, likes) {
  for (const form of document.querySelectorAll(`form[data-like="${id}"]`)) {
    form.querySelector("[aria-pressed]").setAttribute("aria-pressed", liked);
    if (likes === undefined) continue;
    form.querySelector("[data-likes]").textContent = likes ? number.format(likes) : "";
  }
}

function shown(form) {
  return {
    liked: form.querySelector("[aria-pressed]").ariaPressed === "true",
    likes: Number(form.querySelector("[data-likes]").textContent.replace(/\D/g, "")),
  };
}

async function toggle(form) {
  const id = form.dataset.like;
  const before = shown(form);
  const liked = !before.liked;
  draw(id, liked, Math.max(0, before.likes + (liked ? 1 : -1)));
  if (liked) form.classList.add("beats");
  const answer = await post(form.action, liked ? {} : { unlike: "1" });
  if (answer.ok) draw(id, answer.liked, answer.likes);
  else if (answer.log_in) location.assign(answer.log_in);
  else {
    draw(id, before.liked, before.likes);
    toast(answer.error ?? document.querySelector("[data-failed]").dataset.failed);
  }
}

const busy = new Set();

// A visitor's form goes its own way: to the log-in, and the like is given after it.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-like]") || !("member" in root.dataset)) return;
  event.preventDefault();
  if (busy.has(form.dataset.like)) return;
  busy.add(form.dataset.like);
  await toggle(form);
  busy.delete(form.dataset.like);
});

document.addEventListener("animationend", (event) => {
  event.target.closest("form[data-like]")?.classList.remove("beats");
});

function fill(answer) {
  for (const [id, likes] of Object.entries(answer?.likes ?? {})) {
    draw(id, answer.liked.includes(Number(id)), likes);
  }
}

if ("member" in root.dataset) {
  document.addEventListener("wall:grown", async (event) => {
    const forms = event.detail.map((tile) => tile.querySelector("form[data-like]"));
    const ids = forms.filter(Boolean).map((form) => form.dataset.like);
    if (ids.length) fill(await stateOf(ids));
  });
  if (document.querySelector("form[data-like]")) fill(await state());
}
