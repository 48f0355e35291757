// Sends a form once. A second press while the answer is under way would end the first request before its cookie has come,
// and try the same code again. Without this module that costs a try.

/** Milliseconds after which a press is meant: the answer did not come, or its reader stopped it. */
const PATIENCE = 10_000;

for (const form of document.forms) {
  let sent = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sent < PATIENCE) return event.preventDefault();
    sent = event.timeStamp;
  });
  // Whoever comes back to the page starts anew.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) sent = -Infinity;
  });
}
