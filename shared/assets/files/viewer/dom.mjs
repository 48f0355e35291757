// Small helpers.

/** An element with attributes and children. A function is a listener, `true` an empty attribute, `null` none. */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children);
  return element;
}

/** A text with its words in braces filled in. */
export function fill(text, words) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in words ? words[name] : whole));
}

/** Calls `act` once it has been quiet for `milliseconds`. */
export function debounce(milliseconds, act) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), milliseconds);
  };
}

/** Calls `act` at most once per frame of the screen. */
export function perFrame(act) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      act();
    });
  };
}
