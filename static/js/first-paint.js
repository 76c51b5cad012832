// Runs before the first paint: theme, view of walls, panel of filters, what becomes of sensitive
// pictures, hint that somebody is signed in, the picture that travels.
"use strict";
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.bsTheme = theme;
    const sensitive = localStorage.getItem("sensitive");
    if (sensitive === "show" || sensitive === "hide") root.dataset.sensitive = sensitive;
    if (localStorage.getItem("wall") === "squares") root.dataset.wall = "squares";
    if (localStorage.getItem("filters") === "open") root.dataset.filters = "open";
  } catch {
    // Storage is forbidden here; the system's theme is used, and sensitive pictures are blurred.
  }
  if (/(?:^|; )hkp_member=1/.test(document.cookie)) root.dataset.member = "";
  root.dataset.script = "";

  const cardOf = (address) => {
    const path = new URL(address).pathname;
    return [...document.querySelectorAll("a.piece")].find((link) => link.pathname === path);
  };
  const travel = async (event, address) => {
    // One that is cut short shows the next page at once; browsers would call that an error.
    for (const name of ["ready", "finished"]) event.viewTransition?.[name].catch(() => {});
    const card = address && event.viewTransition && cardOf(address);
    if (!card || document.querySelector(".stage")) return;
    card.style.viewTransitionName = "picture";
    await event.viewTransition.finished.catch(() => {});
    card.style.viewTransitionName = "";
  };
  addEventListener("pageswap", (event) => travel(event, event.activation?.entry?.url));
  addEventListener("pagereveal", (event) => travel(event, window.navigation?.activation?.from?.url));
})();
