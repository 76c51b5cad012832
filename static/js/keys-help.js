// Which keys there are, in a dialog; it and its style sheet come when they are asked for first.
import { showSwitch } from "./keys-switch.js";

const shell = document.querySelector("template[data-keys-help]");
const dialog = shell.content.firstElementChild.cloneNode(true);
const styled = new Promise((resolve) => {
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href: shell.dataset.style });
  Object.assign(sheet, { onload: resolve, onerror: resolve });
  document.head.append(sheet);
});
dialog.closedBy = "any";
document.body.append(dialog);

export async function open() {
  await styled;
  showSwitch();
  if (!dialog.open) dialog.showModal();
}
