// Buttons that copy a text; without script the text stays selectable and they stay hidden.
import { toast } from "./toast.js";

async function write(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Plain http on another host has no clipboard; the old way still works there.
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** Copy `text` and say so. */
export async function copy(text, words) {
  await write(text);
  toast(words);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(button.dataset.copy, button.dataset.copied);
    button.focus();
  });
}
