// Forms that make or use a passkey. data-passkey: "make" or "use"; what the server asks for stands
// in the JSON element that data-options names, or is fetched from data-ask.
import { canUsePasskeys, makePasskey, usePasskey } from "./webauthn.js";

const REASONS = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };

async function asked(form) {
  if (form.dataset.options) {
    return JSON.parse(document.getElementById(form.dataset.options).textContent);
  }
  const response = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

async function credential(form) {
  const options = await asked(form);
  if (form.dataset.passkey === "use") return usePasskey(options.request_options);
  return makePasskey(options.creation_options, form.elements.passwordless.checked);
}

async function send(form) {
  const button = form.querySelector("[type=submit]");
  const trouble = form.querySelector("[data-trouble]");
  button.disabled = true;
  trouble.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await credential(form));
    form.submit();
  } catch (error) {
    trouble.textContent = trouble.dataset[REASONS[error.name] ?? "other"];
    trouble.hidden = false;
    button.disabled = false;
    button.focus();
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !canUsePasskeys();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

for (const sentence of document.querySelectorAll("[data-no-passkeys]")) {
  sentence.hidden = canUsePasskeys();
}
