// The member's picture in header and menu, and how much is unseen; all in space that is kept free.
import { state } from "./state.js";

const MOST = 99;

function avatar(place, user) {
  const letter = document.createElement("span");
  letter.textContent = user.initial;
  place.replaceChildren(letter);
  place.classList.add(`avatar-tone-${user.tone}`);
  if (!user.avatar) return;
  const image = new Image();
  Object.assign(image, { src: user.avatar, alt: "", width: 36, height: 36 });
  place.append(image);
}

function unseen(place, number) {
  place.hidden = !number;
  place.textContent = number > MOST ? `${MOST}+` : number;
}

if ("member" in document.documentElement.dataset) {
  const answer = await state();
  if (answer?.user) {
    for (const place of document.querySelectorAll("[data-me-avatar]")) avatar(place, answer.user);
    for (const place of document.querySelectorAll("[data-unseen]")) {
      unseen(place, answer.new?.notifications ?? 0);
    }
  }
}
