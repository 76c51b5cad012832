// A file field that takes what is dropped on it, says its name or number and sends its form at once.
for (const zone of document.querySelectorAll("[data-drop-file]")) {
  const input = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-drop-name]");
  const go = zone.closest("form").querySelector("[data-drop-go]");

  zone.querySelector("[data-drop-hint]").hidden = false;

  const send = () => {
    if (!input.files.length || zone.classList.contains("is-reading")) return;
    zone.classList.add("is-reading");
    name.textContent = input.files.length > 1
      ? name.dataset.several.replace("{number}", input.files.length)
      : `${input.files[0].name} ${name.dataset.reading}`;
    if (go) go.disabled = true;
    input.form.submit();
  };

  const over = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.add("is-over");
  };
  const left = () => zone.classList.remove("is-over");

  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", left);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    left();
    if (!event.dataTransfer.files.length) return;
    const taken = new DataTransfer();
    const dropped = [...event.dataTransfer.files];
    for (const file of input.multiple ? dropped : dropped.slice(0, 1)) taken.items.add(file);
    input.files = taken.files;
    send();
  });
  input.addEventListener("change", send);

  // Back from the next page: the form may be sent once more.
  window.addEventListener("pageshow", () => {
    zone.classList.remove("is-reading");
    name.textContent = "";
    if (go) go.disabled = false;
  });
}
