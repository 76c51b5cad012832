// Loads the page's modules after what is to be seen, or as soon as somebody does something. What is
// done before they are there waits for them and is done then: no click, no key is lost. A page names
// them by `<script type="text/plain" data-module="…">`.
"use strict";
(() => {
  const PATIENCE = 1500; // ms that a click waits for modules; then it goes the plain way
  const AT_LAST = 4000; // ms, where a picture keeps the page from being complete
  const SIGNS = ["pointerover", "pointerdown", "focusin", "wheel", "touchmove"];
  const ACTS = 'a:not([href^="#"]), button, summary, label, input';
  const FIELDS = "input, textarea, select, [contenteditable]";
  const waiting = [];
  let begun = false;
  let open = true;

  function load(stub) {
    const script = document.createElement("script");
    script.type = "module";
    script.async = false; // in the page's order
    script.src = stub.dataset.module;
    return new Promise((resolve) => {
      script.onload = script.onerror = resolve;
      stub.after(script);
    });
  }

  function begin() {
    if (begun) return;
    begun = true;
    for (const sign of SIGNS) removeEventListener(sign, begin, true);
    Promise.all([...document.querySelectorAll("script[data-module]")].map(load)).then(act);
  }

  /** Do what was held back. */
  function act() {
    if (!open) return;
    open = false;
    removeEventListener("click", hold, true);
    removeEventListener("keydown", holdKey, true);
    const field = document.activeElement;
    // What was typed meanwhile has not been heard of.
    if (field?.matches("input[type=search]") && field.value) {
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    for (const [target, event] of waiting) if (target.isConnected) again(target, event);
  }

  function again(target, event) {
    const field = document.activeElement;
    if (event.type !== "keydown" || field === target || !field?.matches("input[type=search]")) {
      target.dispatchEvent(event);
      return;
    }
    // A key before it has led into this field: what followed was meant for it.
    if (event.key.length > 1) return;
    field.setRangeText(event.key, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  function keep(event, copy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.push([event.target, copy]);
    begin();
    setTimeout(act, PATIENCE);
  }

  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  function hold(event) {
    if (event.button || !isPlain(event) || !event.target.closest?.(ACTS)) return;
    keep(event, new MouseEvent("click", event));
  }

  function holdKey(event) {
    begin();
    const isKey = /^([^ ]|Arrow(Left|Right))$/.test(event.key) && !event.isComposing;
    if (!isKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(FIELDS)) return;
    keep(event, new KeyboardEvent("keydown", event));
  }

  addEventListener("click", hold, true);
  addEventListener("keydown", holdKey, true);
  for (const sign of SIGNS) addEventListener(sign, begin, { capture: true, passive: true });

  // Where modules change what is to be seen, they come with it.
  const { member, sensitive, wall } = document.documentElement.dataset;
  const [arrival] = performance.getEntriesByType("navigation");
  const idly = () => (window.requestIdleCallback ?? setTimeout)(begin);
  if ((member ?? sensitive ?? wall) !== undefined || arrival?.type === "back_forward") begin();
  else addEventListener("load", () => requestAnimationFrame(idly), { once: true });
  setTimeout(begin, AT_LAST);
})();
