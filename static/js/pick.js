// Choosing several pictures: how many there are, all or none, and acts only where some are.
const form = document.querySelector("[data-pick]");

function start() {
  const boxes = () => [...document.querySelectorAll(`[form="${form.id}"]`)];
  const all = form.querySelector("[data-pick-all]");
  const count = form.querySelector("[data-pick-count]");
  const most = () => Math.min(boxes().length, form.dataset.pick); // more are refused
  const words = [all.textContent, all.dataset.none];

  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    count.textContent = chosen ? count.dataset.pickCount.replace("%s", chosen) : "";
    all.textContent = words[Number(chosen >= most())];
    for (const act of form.querySelectorAll("[data-pick-act]")) act.disabled = !chosen;
  };

  all.hidden = false;
  all.addEventListener("click", () => {
    const wanted = boxes().filter((box) => box.checked).length < most();
    boxes().forEach((box, at) => (box.checked = wanted && at < form.dataset.pick));
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(`[form="${form.id}"]`)) show();
  });
  document.addEventListener("wall:grown", show);
  addEventListener("pageshow", show);
  show();
}

if (form) start();
