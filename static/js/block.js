// Blocking from somebody's page: what the menu offers, and what one finds on one's own page.
import { state, token } from "./state.js";
import { toast } from "./toast.js";

const acts = document.querySelector("[data-person]");

function showOwn() {
  for (const node of document.querySelectorAll("[data-for-others]")) node.hidden = true;
  for (const node of document.querySelectorAll("[data-for-self]")) node.hidden = false;
}

const answer = "member" in document.documentElement.dataset ? await state() : null;
if (acts && answer?.user && String(answer.user.id) === acts.dataset.person) showOwn();

for (const form of document.querySelectorAll("form[data-block]")) {
  const failed = document.querySelector("[data-toast]").dataset.failed;
  const blocked = () => "blocked" in form.dataset;
  form.toggleAttribute("data-blocked", Boolean(answer?.blocked?.includes(Number(form.dataset.block))));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(form);
    if (blocked()) body.set("unblock", "1");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": await token() },
        body,
      });
      const told = await response.json();
      if (told.log_in) location.assign(told.log_in);
      else if (response.ok) {
        form.toggleAttribute("data-blocked", told.blocked);
        toast(told.words);
      } else toast(told.error ?? failed);
    } catch {
      toast(failed);
    }
  });
}
