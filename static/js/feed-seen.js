// Whoever has scrolled to what they knew has seen what is new: the feed remembers that.
const form = document.querySelector("form[data-feed-seen]");
const line = document.querySelector("[data-seen-line]");

if (form && line) {
  const watching = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watching.disconnect();
    const headers = { Accept: "application/json" };
    fetch(form.action, { method: "POST", body: new FormData(form), headers, keepalive: true });
  });
  watching.observe(line);
}
