// Choosing collections for a picture in a dialog; without script on a page of its own.
import { state } from "./state.js";
import { toast } from "./toast.js";

const root = document.documentElement;
const form = document.querySelector("form[data-collect]");
const dialog = document.createElement("dialog");
dialog.className = "dialog";

function draw(isSaved) {
  form.querySelector("button").setAttribute("aria-pressed", String(isSaved));
}

async function open() {
  const address = new URL(form.dataset.collect, location.href);
  address.searchParams.set("fragment", "1");
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) {
    form.submit();
    return;
  }
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  dialog.replaceChildren(...parsed.body.childNodes);
  if (!dialog.isConnected) document.body.append(dialog);
  dialog.setAttribute("aria-label", dialog.querySelector("h2").textContent);
  const close = dialog.querySelector("[data-choose-close]");
  close.hidden = false;
  close.addEventListener("click", () => dialog.close());
  dialog.showModal();
}

async function save(chooser) {
  const answer = await fetch(chooser.action, {
    method: "POST",
    body: new FormData(chooser),
    headers: { Accept: "application/json" },
  });
  const words = await answer.json().catch(() => ({}));
  if (answer.ok) {
    dialog.close();
    draw(words.collections > 0);
    toast(chooser.querySelector("[type=submit]").dataset.saved ?? "");
    return;
  }
  const line = chooser.querySelector("[data-choose-error]");
  line.hidden = false;
  line.querySelector("span").textContent = words.error ?? document.querySelector("[data-failed]").dataset.failed;
}

if (form && "member" in root.dataset) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open();
  });
  dialog.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-choose]")) return;
    event.preventDefault();
    save(event.target);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  const answer = await state();
  draw(Boolean(answer?.collected));
}
