// What only the owner of a page sees: shown when it is they who look.
import { state } from "./state.js";

const own = document.querySelectorAll("[data-of]");

if (own.length && "member" in document.documentElement.dataset) {
  const answer = await state();
  for (const part of own) part.hidden = answer?.user?.name !== part.dataset.of;
}
