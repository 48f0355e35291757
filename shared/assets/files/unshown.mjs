// Names the documents that this browser tab has not shown to their end, on the last page before the act. Without this module,
// and where the browser keeps nothing, that is not known, and the page does not claim it.
import { wasRead } from "./viewer/memory.mjs";

const notice = document.querySelector("[data-unshown]");
if (notice) {
  for (const line of notice.querySelectorAll("[data-source]")) {
    line.hidden = wasRead(line.dataset.source) !== false;
    if (!line.hidden) notice.hidden = false;
  }
}
