// The order of a collection: dragged, or by the arrows, which keep the focus. Each move is saved.
import { toast } from "./toast.js";

const list = document.querySelector("[data-arrange]");

async function send(fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(list.dataset.arrange, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": list.dataset.token },
  });
  const words = await answer.json().catch(() => ({}));
  if (answer.ok) return words;
  toast(words.error ?? document.querySelector("[data-failed]").dataset.failed);
  return null;
}

async function put(item, before) {
  const old = item.nextElementSibling;
  list.insertBefore(item, before);
  const fields = { picture: item.dataset.picture, before: before?.dataset.picture ?? "" };
  // On a page in the middle the last one stands before whatever the next page begins with.
  if (!before && list.nextElementSibling?.querySelector("[rel=next]")) {
    Object.assign(fields, { after: item.previousElementSibling.dataset.picture });
  }
  if (await send(fields)) toast(list.dataset.moved);
  else list.insertBefore(item, old);
}

async function act(button) {
  const item = button.closest("[data-picture]");
  const { name, value } = button;
  if (name === "step") {
    const beside = value === "-1" ? item.previousElementSibling : item.nextElementSibling;
    if (!beside) return false;
    await put(item, value === "-1" ? beside : beside.nextElementSibling);
    button.focus();
    return true;
  }
  const answer = await send({ picture: item.dataset.picture, [name]: value });
  if (!answer) return true;
  if (name === "take_out") {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    next?.querySelector("button")?.focus();
  } else {
    for (const cover of list.querySelectorAll("[name=cover]")) {
      const own = Number(cover.closest("[data-picture]").dataset.picture) === answer.cover;
      cover.setAttribute("aria-pressed", String(own));
    }
  }
  return true;
}

list?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const item = button.closest("[data-picture]");
  const edge = button.value === "-1" ? item.previousElementSibling : item.nextElementSibling;
  // The first and the last of a page go to another page: the form does that.
  if (button.name === "step" && !edge) return;
  event.preventDefault();
  act(button);
});

let dragged = null;
for (const item of list?.children ?? []) item.draggable = true;

list?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-picture]");
  event.dataTransfer.effectAllowed = "move";
  dragged?.classList.add("is-dragged");
});
list?.addEventListener("dragover", (event) => event.preventDefault());
list?.addEventListener("drop", (event) => {
  event.preventDefault();
  const target = event.target.closest("[data-picture]");
  if (!dragged || !target || target === dragged) return;
  const box = target.getBoundingClientRect();
  const behind = event.clientX > box.left + box.width / 2;
  put(dragged, behind ? target.nextElementSibling : target);
});
list?.addEventListener("dragend", () => dragged?.classList.remove("is-dragged"));
