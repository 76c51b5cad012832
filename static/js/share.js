// Hands the page to what the device shares with; copies its address where there is nothing.
import { copy } from "./copy-text.js";

for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    if (!navigator.share) {
      await copy(url, button.dataset.shared);
      return;
    }
    try {
      await navigator.share({ title: button.dataset.share, url });
    } catch {
      // They changed their mind.
    }
  });
}
