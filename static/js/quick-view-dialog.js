// The view over a list: its address is the picture's, Back closes it, the tile has the focus again.
import { beside } from "./list-context.js";
import { count } from "./quick-view-count.js";
import { dialog, fill, part, point, preview, step, styled, tileOf } from "./quick-view-frame.js";
import { obeyHands } from "./quick-view-hands.js";
import { comeFrom } from "./quick-view-leave.js";
import { pageOf } from "./quick-view-page.js";
import { obeyPull } from "./quick-view-pull.js";
import { Zoom } from "./zoom.js";

const root = document.documentElement;
const title = document.title;
let shown = ""; // the path of the picture
let opener = null;

const zoom = new Zoom(part("stage"), {
  changed: (enlarged) => dialog.toggleAttribute("data-enlarged", enlarged),
  swiped: (direction) => ({ left: () => go("next"), right: () => go("prev") })[direction]?.(),
  tapped: leave,
});
obeyHands(dialog, { zoom, go, leave });
obeyPull(dialog, { enlarged: () => zoom.enlarged, leave });

export async function open(link) {
  opener = link;
  comeFrom();
  history.pushState({ quickView: true }, "", link.href);
  await show(link.pathname);
}

/** After Forward. */
export async function reopen() {
  await show(location.pathname);
}

async function show(path) {
  shown = path;
  count(null);
  await styled;
  if (shown !== path) return;
  preview(tileOf(path));
  root.dataset.quickView = "";
  if (!dialog.open) dialog.showModal();
  zoom.fit();
  point("prev", null);
  point("next", null);
  const [page] = await Promise.all([pageOf(path), stepsFrom(path)]);
  if (shown !== path) return;
  if (!page) {
    location.assign(path);
    return;
  }
  fill(page, path);
  document.title = page.title;
  zoom.fit();
  count(page);
}

/** Where "previous" and "next" lead from `path`; their pages are fetched before they are asked. */
async function stepsFrom(path) {
  const around = await beside(path);
  if (shown !== path) return;
  point("prev", around?.prev);
  point("next", around?.next);
  for (const near of [around?.next, around?.prev]) if (near) pageOf(near);
}

/** Along the list; the way back stays one step long. */
function go(rel) {
  const link = step(rel);
  if (!link.hasAttribute("href")) return;
  history.replaceState({ quickView: true }, "", link.href);
  show(link.pathname);
}

function leave() {
  if (history.state?.quickView) history.back();
  else put();
}

/** Close it, and give the focus back to the tile of the picture that was seen last. */
function put() {
  const tile = tileOf(shown) ?? opener;
  shown = "";
  count(null);
  delete root.dataset.quickView;
  document.title = title;
  if (dialog.open) dialog.close();
  tile?.focus({ preventScroll: true });
  tile?.scrollIntoView({ block: "nearest" });
}

dialog.addEventListener("close", () => shown && leave());
addEventListener("popstate", (event) => {
  if (!event.state?.quickView && shown) put();
});
// Kept by the browser and shown again, by now at the list's own address.
addEventListener("pageshow", (event) => {
  if (event.persisted && shown && !history.state?.quickView) put();
});
