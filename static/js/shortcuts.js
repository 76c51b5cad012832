// Keys on a picture's page.
import { keyOf, keysAreOn } from "./keys.js";
import { showSwitch } from "./keys-switch.js";

const dialog = document.querySelector("[data-large-dialog]");

const follow = (selector) => document.querySelector(selector)?.click();
const neighbour = (name) => follow(`.neighbours a[rel=${name}][href]`);
const keys = {
  ArrowLeft: () => neighbour("prev"),
  k: () => neighbour("prev"),
  ArrowRight: () => neighbour("next"),
  j: () => neighbour("next"),
  z: () => follow(dialog?.open ? "[data-large-zoom]" : "a[data-large-view]"),
  f: () => follow(`${dialog?.open ? ".large-view " : ".stage-tools "}[data-full-screen]`),
  l: () => follow(".acts form[data-like] button"),
  c: () => document.querySelector(".comment-form textarea")?.focus(),
};

document.addEventListener("keydown", (event) => {
  const key = keyOf(event);
  const other = document.querySelector("dialog[open]");
  if (!keysAreOn() || !Object.hasOwn(keys, key) || (other && other !== dialog)) return;
  if (dialog?.open && !["z", "f"].includes(key)) return;
  event.preventDefault();
  keys[key]();
});
showSwitch();
document.querySelector("[data-shortcuts]").hidden = false;
