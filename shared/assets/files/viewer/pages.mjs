// The pages of one open document below each other. Those in sight and near it are drawn, the others are empty boxes: a
// document of 500 pages costs no more memory than one of five.
import { fill, make, perFrame } from "./dom.mjs";
import { draw, drawText } from "./draw.mjs";

/** CSS pixels per point (1/72 inch). */
const POINT = 96 / 72;
const MILLIMETRE = 25.4 / 72;
/** Between pages, in CSS pixels; as in viewer.css. */
const GAP = 8;
/** How far out of sight pages are drawn ahead, in heights of the frame. */
const AHEAD = "100% 0px";
/** Documents of so many pages keep their text, for the search of the browser and for screen readers. */
const SHORT = 30;
/** The part of the last page that has to be seen before a document was shown to its end: what is below is margin. */
const END = 0.9;

/** Page `n` is `sheets[n - 1]`. */
export class Pages {
  /**
   * `scroll` is what they scroll in, see scroll.mjs; `on` holds `drawn(page, size)`, `current(page)`, `end()` and
   * `broken(page)`.
   */
  constructor(pdf, scroll, texts, on) {
    this.pdf = pdf;
    this.scroll = scroll;
    this.scroller = scroll.frame;
    this.on = on;
    this.count = pdf.numPages;
    this.scale = null;
    this.room = 0;
    this.current = 1;
    this.queue = new Set();
    this.isBusy = false;
    this.isClosed = false;
    this.sheets = [];
    for (let n = 1; n <= this.count; n += 1) {
      const element = make("div", { class: "viewer-page", role: "group", "aria-label": fill(texts.page, { page: n }) });
      element.dataset.page = n;
      this.sheets.push({ n, element, page: null, canvas: null, text: null, drawnAt: 0, task: null, failed: false });
    }
    this.list = make("div", { class: "viewer-pages" }, ...this.sheets.map(sheet => sheet.element));
    this.look = perFrame(() => this.locate());
    this.observer = new IntersectionObserver(entries => this.seen(entries), { root: scroll.root, rootMargin: AHEAD });
  }

  /** Lays the pages out and shows page `first`. For `scale` see `setScale`. */
  async start(first, scale) {
    const { width, height, userUnit } = await this.load(1);
    for (const { element, page } of this.sheets) if (!page) resize(element, width, height, userUnit);
    if (this.isClosed) return;
    this.scroller.append(this.list);
    // Of the frame as well as of the page: what can be seen depends on both.
    globalThis.addEventListener("scroll", this.look, { passive: true, capture: true });
    this.setScale(scale);
    for (const { element } of this.sheets) this.observer.observe(element);
    this.goTo(first || 1);
  }

  /** Empties the frame and gives its memory back. */
  close() {
    this.isClosed = true;
    this.observer.disconnect();
    globalThis.removeEventListener("scroll", this.look, { capture: true });
    for (const sheet of this.sheets) this.release(sheet, true);
    this.list.remove();
  }

  /** The size of a page in points as it is shown, and its box set to it. */
  async load(n) {
    const sheet = this.sheets[n - 1];
    if (!sheet.page) {
      sheet.page = await this.pdf.getPage(n);
      const { width, height } = sheet.page.getViewport({ scale: 1 });
      sheet.size = { width, height, userUnit: sheet.page.userUnit };
      this.keepPlace(() => resize(sheet.element, width, height, sheet.page.userUnit), sheet);
    }
    return sheet.size;
  }

  /** The size of a page in millimetres. */
  async sizeOf(n) {
    const { width, height } = await this.load(n);
    return { width: width * MILLIMETRE, height: height * MILLIMETRE };
  }

  /** Where a point of the screen lies on a page, in millimetres. */
  pointOn(element, clientX, clientY) {
    const { n, size } = this.sheets[Number(element.dataset.page) - 1];
    if (!size) return null;
    const box = element.getBoundingClientRect();
    const x = ((clientX - box.left) / box.width) * size.width * MILLIMETRE;
    const y = ((clientY - box.top) / box.height) * size.height * MILLIMETRE;
    return { page: n, x, y };
  }

  /** The scale of a page; 1 is its size on paper. */
  scaleOf(n) {
    const { size } = this.sheets[n - 1].size ? this.sheets[n - 1] : this.sheets[0];
    return this.scale === null && size ? this.room / (size.width * POINT) : this.scale || 1;
  }

  /** One scale for all pages, or `null` for each as wide as the frame. What was in sight stays in sight. */
  setScale(scale) {
    const { scroll, scroller, list } = this;
    const { element } = this.sheets[this.current - 1];
    const within = (scroll.top - element.offsetTop) / (element.offsetHeight || 1);
    const style = getComputedStyle(list);
    this.room = Math.max(100, scroller.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight));
    this.scale = scale;
    list.style.setProperty("--room", String(this.room));
    list.style.setProperty("--all", String((scale || 1) * POINT));
    list.classList.toggle("viewer-fit", scale === null);
    if (scroll.movesBy) scroll.top = element.offsetTop + within * element.offsetHeight;
    this.centre(element);
    this.refresh();
  }

  /** Sideways, a page that is too wide begins at its left. */
  centre({ offsetLeft, offsetWidth }) {
    const spare = this.scroller.clientWidth - offsetWidth;
    this.scroller.scrollLeft = offsetLeft - (spare > 0 ? spare / 2 : GAP);
  }

  /** Draws what is in sight again, where it was drawn for another scale. */
  refresh() {
    for (const sheet of this.sheets) if (sheet.near) this.queue.add(sheet);
    this.work();
  }

  /** Brings a page to the top of the frame. Where the site's own page scrolls, that is left to its reader. */
  goTo(n) {
    const page = Math.min(Math.max(n, 1), this.count);
    const { element } = this.sheets[page - 1];
    if (this.scroll.movesBy) this.scroll.top = element.offsetTop - GAP;
    this.centre(element);
    this.look();
  }

  /** The page across the frame's middle. */
  locate() {
    if (this.isClosed) return;
    const middle = this.scroll.top + this.scroll.height * 0.4;
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const half = Math.ceil((low + high) / 2);
      if (this.sheets[half].element.offsetTop <= middle) low = half;
      else high = half - 1;
    }
    if (low + 1 !== this.current) {
      this.current = low + 1;
      this.on.current(this.current);
    }
    this.judgeEnd();
  }

  /** Tells when the end of the last page is in sight and drawn. */
  judgeEnd() {
    const last = this.sheets[this.count - 1];
    const box = last.element.getBoundingClientRect();
    const end = box.top + box.height * END;
    const seen = this.scroll.seen();
    // Not below what is seen, and not passed over in one leap either.
    if (last.canvas && end >= seen.top && end <= seen.bottom) this.on.end();
  }

  /** A page above the frame that changes its height must not move what is read. */
  keepPlace(change, sheet) {
    const { element } = sheet;
    const before = element.offsetHeight;
    const isAbove = element.offsetTop + before <= this.scroll.top;
    change();
    if (isAbove && sheet.n < this.current) this.scroll.grown(element.offsetHeight - before);
  }

  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const sheet = this.sheets[Number(target.dataset.page) - 1];
      sheet.near = isIntersecting;
      if (isIntersecting) this.queue.add(sheet);
      else this.release(sheet, this.count > SHORT);
    }
    this.work();
  }

  release(sheet, withText) {
    this.queue.delete(sheet);
    if (sheet.task) sheet.task.cancel();
    if (sheet.canvas) {
      // Some browsers keep the memory of a canvas until it has no size.
      [sheet.canvas.width, sheet.canvas.height] = [0, 0];
      sheet.canvas.remove();
      sheet.canvas = null;
    }
    if (withText && sheet.text) {
      sheet.text.remove();
      sheet.text = null;
    }
    if (sheet.page) sheet.page.cleanup();
    [sheet.drawnAt, sheet.failed] = [0, false];
  }

  /** Draws one page after the other, the one being read first. */
  async work() {
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.queue.size > 0 && !this.isClosed) {
      const [sheet] = [...this.queue].sort((a, b) => Math.abs(a.n - this.current) - Math.abs(b.n - this.current));
      this.queue.delete(sheet);
      await this.show(sheet);
    }
    this.isBusy = false;
    if (!this.isClosed && this.count <= SHORT) this.readAhead();
  }

  async show(sheet) {
    try {
      await this.load(sheet.n);
      if (!sheet.near || this.isClosed || sheet.failed) return;
      const isNew = !sheet.canvas;
      await draw(sheet, this.scaleOf(sheet.n) * POINT);
      if (!sheet.near || this.isClosed) return;
      if (isNew) {
        const { width, height } = sheet.size;
        this.on.drawn(sheet.n, { width: width * MILLIMETRE, height: height * MILLIMETRE });
      }
      await drawText(sheet);
      this.judgeEnd();
    } catch (error) {
      if (this.isClosed || !sheet.near) return;
      sheet.failed = true;
      this.on.broken(sheet.element, error);
    }
  }

  /** The text of a short document is there before its pages are in sight. */
  async readAhead() {
    if (this.isReadingAhead) return;
    this.isReadingAhead = true;
    for (const sheet of this.sheets) {
      if (this.isClosed) return;
      try {
        await this.load(sheet.n);
        await drawText(sheet);
      } catch (error) {
        // The page says so when it comes into sight.
      }
    }
  }
}

function resize(element, width, height, userUnit) {
  element.style.setProperty("--width", String(width));
  element.style.setProperty("--height", String(height));
  element.style.setProperty("--user-unit", String(userUnit || 1));
}
