// Elements of other modules at places of a page, in millimetres.
import { make } from "./dom.mjs";

/** All marks of a viewer. `pages` gives the open document's `Pages` when it is that of the number, or nothing. */
export class Marks {
  constructor(pages) {
    this.pages = pages;
    this.all = new Set();
  }

  place(element, box) {
    const mark = { element, box: { ...box } };
    this.all.add(mark);
    element.classList.add("viewer-mark");
    this.attach(mark);
    return {
      move: change => {
        Object.assign(mark.box, change);
        this.attach(mark);
      },
      remove: () => {
        this.all.delete(mark);
        element.remove();
      },
    };
  }

  /** Puts every mark where it belongs, after another document was opened. */
  attachAll() {
    for (const mark of this.all) this.attach(mark);
  }

  async attach(mark) {
    const { element, box } = mark;
    const pages = this.pages(box.document);
    const sheet = pages && pages.sheets[box.page - 1];
    if (!sheet) {
      element.remove();
      return;
    }
    const size = await pages.sizeOf(box.page).catch(() => null);
    if (!size || !this.all.has(mark) || pages.isClosed) return;
    const part = (length, whole) => `${(length / whole) * 100}%`;
    element.style.left = part(box.x, size.width);
    element.style.top = part(box.y, size.height);
    element.style.width = part(box.width, size.width);
    element.style.height = part(box.height, size.height);
    const overlay = overlayOf(pages.sheets[mark.box.page - 1].element);
    // Moving an element in the document takes the focus from it.
    if (element.parentNode !== overlay) overlay.append(element);
  }
}

function overlayOf(sheet) {
  const there = sheet.querySelector(".viewer-overlay");
  if (there) return there;
  const overlay = make("div", { class: "viewer-overlay" });
  sheet.append(overlay);
  return overlay;
}
