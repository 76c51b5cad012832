// Theme and sensitive pictures as the account has them: a change on one device arrives on another.
import { state, token } from "./state.js";
import { choose, current } from "./theme.js";

const root = document.documentElement;

function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Storage is forbidden here; the choice holds for this page.
  }
}

function follow(settings) {
  if (settings.theme !== current()) choose(settings.theme);
  const sensitive = settings.sensitive === "blur" ? "" : settings.sensitive;
  keep("sensitive", sensitive);
  if (sensitive) root.dataset.sensitive = sensitive;
  else delete root.dataset.sensitive;
}

if ("member" in root.dataset) {
  let chosen = false;
  // The switch in the menu: what is pressed here becomes the account's.
  addEventListener("theme-chosen", async ({ detail }) => {
    chosen = true;
    const body = new FormData();
    body.set("theme", detail);
    const address = document.querySelector("[data-theme-address]").dataset.themeAddress;
    const headers = { Accept: "application/json", "X-CSRFToken": await token() };
    await fetch(address, { method: "POST", headers, body, keepalive: true }).catch(() => null);
  });
  const answer = await state();
  if (answer?.settings && !chosen) follow(answer.settings);
}
