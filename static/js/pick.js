// Choosing several pictures: how many there are, all or none, and acts only where some are.
const form = document.querySelector("[data-pick]");

function start() {
  const boxes = () => [...document.querySelectorAll(`[form="${form.id}"]`)];
  const all = form.querySelector("[data-pick-all]");
  const count = form.querySelector("[data-pick-count]");
  const words = [all.textContent, all.dataset.none];

  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    count.textContent = chosen ? count.dataset.pickCount.replace("%s", chosen) : "";
    all.textContent = words[Number(chosen === boxes().length)];
    for (const act of form.querySelectorAll("[data-pick-act]")) act.disabled = !chosen;
  };

  all.hidden = false;
  all.addEventListener("click", () => {
    const wanted = boxes().some((box) => !box.checked);
    for (const box of boxes()) box.checked = wanted;
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(`[form="${form.id}"]`)) show();
  });
  addEventListener("pageshow", show);
  show();
}

if (form) start();
