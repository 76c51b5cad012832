// Who logs out leaves nothing behind that they typed: drafts are theirs, not the next person's.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-log-out]")) return;
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const storage = globalThis[name];
      for (const key of Object.keys(storage)) if (/draft/.test(key)) storage.removeItem(key);
      storage.removeItem("sensitive");
    } catch {
      // Storage is forbidden here; so there is nothing in it.
    }
  }
});
