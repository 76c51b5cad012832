// Following a notification marks it as seen; so does its button, without leaving the page.
async function see(form) {
  const button = form.querySelector("button");
  const fields = new FormData(form, button);
  const headers = { Accept: "application/json" };
  const address = form.action;
  const response = await fetch(address, { method: "POST", body: fields, headers, keepalive: true });
  return response.ok;
}

for (const form of document.querySelectorAll("form[data-seen]")) {
  const line = form.closest("li");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await see(form).catch(() => false))) {
      form.submit();
      return;
    }
    line.classList.remove("is-unseen");
    line.querySelector("a")?.focus();
    form.remove();
  });
  line.querySelector("a[data-notice]")?.addEventListener("click", () => see(form).catch(() => {}));
}
