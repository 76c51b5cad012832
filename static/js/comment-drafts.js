// Keeps what is being typed in this browser: per picture and comment answered, for one account.
const PREFIX = "comment-draft:";

function key(form) {
  const picture = document.querySelector("[data-comments]").dataset.picture;
  return `${PREFIX}${picture}:${form.elements.answers?.value ?? ""}`;
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

/** `who` is the account's name; nothing for a visitor, whose words survive their log-in. */
export function remember(form, who) {
  try {
    const text = form.elements.text.value;
    if (text.trim()) localStorage.setItem(key(form), JSON.stringify({ who, text }));
    else localStorage.removeItem(key(form));
  } catch {
    // Storage is full or forbidden; the words are in the box alone.
  }
}

export function recall(form, who) {
  const draft = read(key(form));
  return draft.who && draft.who !== who ? "" : (draft.text ?? "");
}

/** After posting; what was typed meanwhile in another tab stays. */
export function forget(form, text) {
  if (read(key(form)).text === text) localStorage.removeItem(key(form));
}

/** Delete the drafts of everybody but `who`; a visitor deletes those of all accounts. */
export function forgetOthers(who) {
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(PREFIX)) continue;
      const owner = read(name).who;
      if (owner && owner !== who) localStorage.removeItem(name);
    }
  } catch {
    // Storage is forbidden; nothing is in it.
  }
}
