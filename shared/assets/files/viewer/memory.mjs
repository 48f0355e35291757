// Which documents were read, kept in this browser tab and told to nobody.

const KEY = "keiin:read:";

/** Whether the document of this path was shown to its end. */
export function wasRead(path) {
  try {
    return sessionStorage.getItem(KEY + path) !== null;
  } catch (error) {
    return false;
  }
}

/** Remembers it. Where storage is forbidden, it holds until the page is left. */
export function rememberRead(path) {
  try {
    sessionStorage.setItem(KEY + path, "1");
  } catch (error) {
    // Nothing else depends on it.
  }
}
