// One line at the bottom, read out by screen readers.
const line = document.querySelector("[data-toast]");
let timer;

export function toast(words) {
  clearTimeout(timer);
  line.textContent = words;
  timer = setTimeout(() => {
    line.textContent = "";
  }, 5000);
}
