// Which documents were shown to their end, kept in this browser tab and told to nobody.

const KEY = "keiin:read:";

/** The same document, in whatever language its page is read. */
const keyOf = url => KEY + new URL(url, location.href).pathname;

/** Whether the document behind this address was shown to its end; `null` where the browser lets nothing be kept. */
export function wasRead(url) {
  try {
    return sessionStorage.getItem(keyOf(url)) !== null;
  } catch (error) {
    return null;
  }
}

/** Remembers it. Where storage is forbidden, it holds until the page is left. */
export function rememberRead(url) {
  try {
    sessionStorage.setItem(keyOf(url), "1");
  } catch (error) {
    // Nothing else depends on it.
  }
}
