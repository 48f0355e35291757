// What the pages of a document scroll in: a frame of their own, or the page of the site, which nothing may keep from being
// swiped on a phone. Both tell positions from the upper edge of the first page, in CSS pixels.

/** What hides the lower edge of the window: the bar that stays there. */
const bar = () => document.querySelector(".dock");

/** A frame that scrolls by itself. */
export class FrameScroll {
  constructor(frame) {
    this.frame = frame;
    this.root = frame;
    this.movesBy = true;
  }

  get top() {
    return this.frame.scrollTop;
  }

  set top(position) {
    this.frame.scrollTop = position;
  }

  get height() {
    return this.frame.clientHeight;
  }

  /** What can be seen of it, from the upper edge of the window. */
  seen() {
    const { top, bottom } = this.frame.getBoundingClientRect();
    const window = seenOfWindow(this.frame);
    return { top: Math.max(top, window.top), bottom: Math.min(bottom, window.bottom) };
  }

  /** Keeps in place what is read when pages above it grow by so much. */
  grown(by) {
    this.frame.scrollTop += by;
  }
}

/** The site's own page scrolls; the frame is as high as what is in it. */
export class PageScroll {
  constructor(frame) {
    this.frame = frame;
    this.root = null;
    // Only its reader scrolls the page.
    this.movesBy = false;
  }

  get top() {
    return -this.frame.getBoundingClientRect().top;
  }

  get height() {
    return globalThis.innerHeight;
  }

  seen() {
    return seenOfWindow(this.frame);
  }

  grown(by) {
    // Other browsers keep the place themselves.
    if (!CSS.supports("overflow-anchor", "auto")) globalThis.scrollBy(0, by);
  }
}

function seenOfWindow(frame) {
  const below = frame.closest("dialog") ? null : bar();
  const bottom = below ? Math.min(innerHeight, below.getBoundingClientRect().top) : innerHeight;
  return { top: 0, bottom };
}
