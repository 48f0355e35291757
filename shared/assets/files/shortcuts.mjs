// The console's keys. Each belongs to an element that says so by `data-shortcut`: a link is followed, a field gets the focus, and `?`
// opens the dialog that lists them. None works while somebody types, and whoever does not want them turns them off there.

const OFF = "shortcuts-off";
/** So long the second of two keys is waited for, in milliseconds. */
const PAUSE = 1500;

const dialog = document.getElementById("shortcuts");
if (dialog) start(dialog);

function start(dialog) {
  let before = { key: "", at: 0 };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || event.repeat) return;
    if (isOff() || document.querySelector("dialog[open]") || takesKeys(event.target)) return;
    const pair = event.timeStamp - before.at < PAUSE ? `${before.key} ${event.key}` : "";
    before = { key: event.key, at: event.timeStamp };
    const element = of(pair) ?? of(event.key);
    if (!element) return;
    event.preventDefault();
    press(element, dialog);
  });
  for (const link of document.querySelectorAll("a[data-shortcut='?']")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
  }
  document.getElementById("shortcuts-switch")?.removeAttribute("hidden");
  const boxes = document.querySelectorAll("[data-shortcuts-on]");
  for (const box of boxes) {
    box.checked = !isOff();
    box.addEventListener("change", () => {
      keep(box.checked);
      for (const other of boxes) other.checked = box.checked;
    });
  }
}

function of(keys) {
  // The filter is on the list; from elsewhere its key leads there.
  const wanted = [...document.querySelectorAll("[data-shortcut]")];
  return wanted.find((each) => each.dataset.shortcut === keys) ?? (keys === "/" ? of("g l") : undefined);
}

function press(element, dialog) {
  if (element.dataset.shortcut === "?") dialog.showModal();
  else if (element instanceof HTMLAnchorElement) element.click();
  else element.focus();
}

/** Whether the keys of somebody who is here mean something else. */
function takesKeys(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select, [role=tab]"));
}

function isOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function keep(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  } catch {
    // It holds as long as the page then.
  }
}
