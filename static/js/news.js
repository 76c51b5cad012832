// How many pictures of the subscriptions are new, beside the tabs of the landing page.
import { state } from "./state.js";

const place = document.querySelector("[data-news]");

if (place && "member" in document.documentElement.dataset) {
  const count = (await state())?.new?.pictures ?? 0;
  place.querySelector("b").textContent = count > 99 ? "99+" : String(count);
  place.hidden = count === 0;
}
