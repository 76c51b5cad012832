// The picture alone in a dialog, fitted or at its actual size; without script a link to the file.
const dialog = document.querySelector("[data-large-dialog]");

function open(address) {
  const image = dialog.querySelector("img");
  if (image.getAttribute("src") !== address) image.src = address;
  zoom(false);
  dialog.showModal();
}

function zoom(actual) {
  dialog.toggleAttribute("data-actual", actual);
  dialog.toggleAttribute("data-fit", !actual);
  dialog.querySelector("[data-large-zoom]").setAttribute("aria-pressed", String(actual));
}

/** Scrolls the enlarged picture so that the clicked point stays in the middle. */
function zoomAt(event) {
  const image = dialog.querySelector("img");
  const box = image.getBoundingClientRect();
  const scale = Math.min(box.width / image.width, box.height / image.height) || 1;
  const x = (event.clientX - box.left - (box.width - image.width * scale) / 2) / scale;
  const y = (event.clientY - box.top - (box.height - image.height * scale) / 2) / scale;
  zoom(true);
  const ground = dialog.querySelector("[data-large-ground]");
  ground.scrollTo(x - ground.clientWidth / 2, y - ground.clientHeight / 2);
}

async function fullScreen() {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.querySelector(".stage").requestFullscreen();
}

if (dialog) {
  for (const link of document.querySelectorAll("[data-large-view]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link.dataset.largeView);
    });
  }
  dialog.querySelector("[data-large-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-large-zoom]").addEventListener("click", () => {
    zoom(!dialog.hasAttribute("data-actual"));
  });
  dialog.querySelector("[data-large-ground]").addEventListener("click", (event) => {
    if (dialog.hasAttribute("data-actual")) zoom(false);
    else if (event.target.matches("img")) zoomAt(event);
    else dialog.close();
  });
  const button = document.querySelector("[data-full-screen]");
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", fullScreen);
}
