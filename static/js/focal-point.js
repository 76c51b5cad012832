// Around which place one's picture is cut: a click or a drag moves the two sliders, the sliders move the rest.
for (const form of document.querySelectorAll("[data-focal-point]")) {
  const whole = form.querySelector("[data-focal-whole]");
  const mark = form.querySelector("[data-focal-mark]");
  const round = form.querySelector("[data-focal-round]");
  const { across, down } = form.elements;

  const show = () => {
    mark.style.left = `${across.value}%`;
    mark.style.top = `${down.value}%`;
    round.style.objectPosition = `${across.value}% ${down.value}%`;
  };
  const place = (event) => {
    const box = whole.getBoundingClientRect();
    across.value = Math.round((100 * (event.clientX - box.left)) / box.width);
    down.value = Math.round((100 * (event.clientY - box.top)) / box.height);
    show();
  };

  form.addEventListener("input", show);
  whole.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    whole.setPointerCapture(event.pointerId);
    place(event);
  });
  whole.addEventListener("pointermove", (event) => {
    if (whole.hasPointerCapture(event.pointerId)) place(event);
  });
  show();
}
