// Buttons that fill the whole screen with what they stand in (`data-full-screen` names it).
async function toggle(button) {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await button.closest(button.dataset.fullScreen).requestFullscreen();
}

export function offerFullScreen(root) {
  for (const button of root.querySelectorAll("[data-full-screen]")) {
    button.hidden = !document.fullscreenEnabled;
    button.addEventListener("click", () => toggle(button).catch(() => {}));
  }
}

document.addEventListener("fullscreenchange", () => {
  for (const button of document.querySelectorAll("[data-full-screen]")) {
    const frame = button.closest(button.dataset.fullScreen);
    button.setAttribute("aria-pressed", String(document.fullscreenElement === frame));
  }
});
