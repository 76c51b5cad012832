// Asks once who is here and fills what is theirs: name, links for staff, messages.
import { state, token } from "./state.js";
import { toast } from "./toast.js";

const root = document.documentElement;

function fill(answer) {
  for (const place of document.querySelectorAll("[data-member-name]")) {
    place.textContent = answer.user.name;
  }
  for (const link of document.querySelectorAll("a[data-link]")) {
    const address = answer.links[link.dataset.link];
    if (address) link.href = address;
    link.hidden = !address;
  }
}

if ("member" in root.dataset) {
  const answer = await state();
  if (answer?.user) fill(answer);
  else if (answer) delete root.dataset.member;
  for (const message of answer?.messages ?? []) toast(message);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-with-token]")) return;
  event.preventDefault();
  const value = await token();
  if (value) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "csrfmiddlewaretoken", value });
    form.append(field);
    form.method = "post";
  }
  form.submit();
});
