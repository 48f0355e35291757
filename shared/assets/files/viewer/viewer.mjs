// One viewer: what ties tabs, buttons and frame to the open document.
import { debounce, fill, make } from "./dom.mjs";
import { Marks } from "./marks.mjs";
import { rememberRead, wasRead } from "./memory.mjs";
import { Pages } from "./pages.mjs";
import { Unsupported, openDocument } from "./pdf.mjs";
import { FrameScroll, PageScroll } from "./scroll.mjs";
import { Unreachable } from "./source.mjs";
import { Tabs } from "./tabs.mjs";
import { Toolbar } from "./toolbar.mjs";

const [SMALLEST, LARGEST] = [0.25, 4];
/** Documents up to this size stay open while another one is read, in bytes. */
const KEPT = 8 * 1024 * 1024;
/** Where fingers swipe, or the window is no wider than a page, the document is part of the page: no frame catches a swipe. */
const FLOWS = matchMedia("(max-width: 48rem), (pointer: coarse)");
/** Pages of this width, in CSS pixels, are as large as on paper (A4). Narrower screens show less of them, and no smaller. */
const PAPER = 794;

/** See ../viewer.mjs for what other modules may call. */
export class Viewer {
  constructor(element) {
    this.element = element;
    this.texts = JSON.parse(element.dataset.texts);
    this.list = element.querySelector("ul");
    this.documents = [...element.querySelectorAll("[data-document]")].map(item => ({
      number: Number(item.dataset.document),
      name: item.dataset.name,
      source: item.dataset.source,
      links: [...item.querySelectorAll("a")],
      label: item.querySelector(".number").textContent.trim(),
      isRead: wasRead(item.dataset.source) === true,
      page: 1,
      opened: null,
    }));
    this.current = null;
    this.pages = null;
    /** A scale chosen by hand, or nothing while the width is fitted. */
    this.scale = null;
    this.marks = new Marks(number => (this.current && this.current.number === number ? this.pages : null));
  }

  /** Takes the place of the list of links, and opens the first document. */
  start() {
    if (this.documents.length === 0 || !globalThis.IntersectionObserver || !globalThis.ReadableStream) return;
    this.build();
    for (const each of this.documents) if (each.isRead) this.tabs.markRead(each.number);
    this.open(this.documents[0].number);
  }

  build() {
    this.scroller = make("div", { class: "viewer-frame", tabindex: "0", role: "region" });
    this.message = make("div", { class: "viewer-message", hidden: true });
    this.panel = make("div", { class: "viewer-panel", role: "tabpanel", id: "viewer-panel" });
    this.status = make("p", { class: "viewer-status", role: "status" });
    this.tabs = new Tabs(this.documents, this.texts, this.panel, number => this.open(number));
    this.toolbar = new Toolbar(this.texts, {
      zoom: factor => this.zoom(factor),
      fit: () => this.fit(),
      goTo: page => this.goTo(page),
      enlarge: () => this.enlarge(),
      shrink: () => this.dialog.close(),
    });
    this.dialog = make("dialog", { class: "viewer-full", "aria-label": this.texts.enlarge, close: () => this.shrunk() });
    this.toolbar.enlarge.hidden = !this.dialog.showModal;
    this.panel.append(this.toolbar.element, make("div", { class: "viewer-stage" }, this.scroller, this.message));
    this.list.hidden = true;
    this.element.append(this.tabs.element, this.panel, this.dialog, this.status);
    this.arrange();
    FLOWS.addEventListener("change", () => this.arrangeAnew());
    this.scroller.addEventListener("click", event => this.clicked(event));
    globalThis.addEventListener("online", () => this.failure && this.retry());
    const fit = debounce(100, () => this.pages && (this.scale === null ? this.fit() : this.pages.refresh()));
    if (globalThis.ResizeObserver) new ResizeObserver(fit).observe(this.scroller);
    else globalThis.addEventListener("resize", fit);
    if (globalThis.visualViewport) {
      visualViewport.addEventListener("resize", debounce(300, () => this.pages && this.pages.refresh()));
    }
    this.announce = debounce(400, text => { this.status.textContent = text; });
  }

  /** Whether the document scrolls with the page. */
  get flows() {
    return FLOWS.matches && !this.dialog.open;
  }

  /** Puts buttons and links where they belong now. */
  arrange() {
    this.scroll = this.flows ? new PageScroll(this.scroller) : new FrameScroll(this.scroller);
    this.panel.classList.toggle("viewer-flow", this.flows);
    this.toolbar.shrink.hidden = !this.dialog.open;
    this.toolbar.enlarge.hidden = this.dialog.open || !this.dialog.showModal;
    (this.flows ? this.panel : this.toolbar.element).append(this.toolbar.links);
    // What does not scroll needs no stop for the keyboard.
    if (this.flows) this.scroller.removeAttribute("tabindex");
    else this.scroller.tabIndex = 0;
  }

  /** The same, and the open document is laid out for it. */
  async arrangeAnew() {
    this.arrange();
    const { current, pages } = this;
    if (!pages || this.failure) return;
    pages.close();
    await this.show(current, pages.pdf);
  }

  /** The document over the whole screen, as large as on paper at least. */
  async enlarge() {
    this.left = { top: globalThis.scrollY };
    // What is behind keeps its place.
    this.element.style.minHeight = `${this.element.offsetHeight}px`;
    this.dialog.append(this.panel);
    this.dialog.showModal();
    this.scale = globalThis.innerWidth < PAPER ? 1 : null;
    await this.arrangeAnew();
  }

  /** Back, by the button or by the Escape key. */
  async shrunk() {
    this.dialog.before(this.panel);
    this.scale = null;
    await this.arrangeAnew();
    this.element.style.minHeight = "";
    this.toolbar.enlarge.focus({ preventScroll: true });
    globalThis.scrollTo(0, this.left.top);
  }

  /** Shows a document. Resolves when its first page can be seen, or its failure. */
  open(number) {
    const next = this.documents.find(each => each.number === number);
    if (next && (next !== this.current || this.failure)) this.opening = this.begin(next);
    return this.opening;
  }

  async begin(next) {
    const turn = {};
    this.leave();
    [this.current, this.turn] = [next, turn];
    const { number } = next;
    this.tabs.select(number);
    this.scroller.setAttribute("aria-label", next.name);
    this.toolbar.showLinks(next.links.map(link => this.copyOf(link, next)));
    this.toolbar.showPage(next.page, 1);
    this.say(this.texts.loading);
    try {
      if (!next.opened) {
        const stuck = () => next.opened === opened && next === this.current && this.fail();
        const opened = await openDocument(next.source, stuck);
        if (turn !== this.turn) opened.close();
        else next.opened = opened;
      }
      if (turn !== this.turn) return;
      const pdf = await next.opened.loading;
      if (turn === this.turn) await this.show(next, pdf);
    } catch (error) {
      if (turn !== this.turn) return;
      if (error instanceof Unsupported) this.giveUp();
      else this.fail(error instanceof Unreachable ? this.texts.failed : this.texts.unreadable);
    }
  }

  async show(next, pdf) {
    const pages = new Pages(pdf, this.scroll, this.texts, {
      drawn: (page, size) => this.drawn(next, page, size),
      current: page => this.moved(next, page),
      end: () => this.read(next),
      broken: element => this.broken(element, pages),
    });
    this.pages = pages;
    this.hasShown = false;
    this.toolbar.showPage(next.page, pages.count);
    await pages.start(next.page, this.scale);
    if (pages !== this.pages) return;
    this.toolbar.showScale(pages.scaleOf(next.page));
    this.marks.attachAll();
  }

  leave() {
    const { current } = this;
    if (this.pages) this.pages.close();
    this.pages = null;
    this.scroller.scrollTop = 0;
    if (current && current.opened && (this.failure || current.opened.size > KEPT || !current.opened.pdf)) {
      current.opened.close();
      current.opened = null;
    }
    this.failure = null;
    this.clear();
  }

  drawn(document, page, size) {
    this.appeared(document);
    this.tell("page", { document: document.number, page, ...size });
  }

  /** There is something to be seen of it. */
  appeared(document) {
    if (this.hasShown) return;
    this.hasShown = true;
    this.clear();
    this.announce(fill(this.texts.shown, { name: document.name, pages: this.pages.count }));
    this.tell("open", { document: document.number, pages: this.pages.count });
  }

  moved(document, page) {
    document.page = page;
    this.toolbar.showPage(page, this.pages.count);
    this.toolbar.showScale(this.pages.scaleOf(page));
    if (this.hasShown) this.announce(fill(this.texts.page, { page }));
  }

  read(document) {
    if (document.isRead || !this.hasShown || this.failure) return;
    document.isRead = true;
    rememberRead(document.source);
    this.tabs.markRead(document.number);
    this.announce(fill(this.texts.allShown, { name: document.name }));
    this.tell("read", { document: document.number });
    if (this.allRead) this.tell("allread", {});
  }

  /** Whether each document was shown to its end. */
  get allRead() {
    return this.documents.every(each => each.isRead);
  }

  /** A page of the open document, from 1. */
  goTo(page) {
    if (this.pages) this.pages.goTo(page);
  }

  zoom(factor) {
    if (!this.pages) return;
    const scale = this.pages.scaleOf(this.current.page) * factor;
    this.scale = Math.min(Math.max(scale, SMALLEST), LARGEST);
    this.applyScale();
  }

  fit() {
    this.scale = null;
    if (this.pages) this.applyScale();
  }

  applyScale() {
    this.pages.setScale(this.scale);
    this.toolbar.showScale(this.pages.scaleOf(this.current.page));
  }

  /** An element of somebody else's at a place of a page; see ../viewer.mjs. */
  place(element, box) {
    return this.marks.place(element, box);
  }

  /** The size of a page in millimetres. Opens its document. */
  async pageSize(number, page) {
    await this.open(number);
    return this.pages.sizeOf(page);
  }

  clicked(event) {
    const sheet = event.target.closest(".viewer-page");
    // The end of a selection is a click as well.
    const isSelection = !getSelection().isCollapsed;
    if (!sheet || !this.pages || isSelection || event.target.closest(".viewer-mark, button, a")) return;
    const point = this.pages.pointOn(sheet, event.clientX, event.clientY);
    if (point) this.tell("click", { document: this.current.number, ...point });
  }

  tell(name, detail) {
    this.element.dispatchEvent(new CustomEvent(`viewer:${name}`, { bubbles: true, detail }));
  }

  copyOf(link, document) {
    const copy = link.cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("aria-labelledby");
    copy.setAttribute("aria-label", `${link.textContent.trim()} ${document.name}`);
    return copy;
  }

  /** Something over the frame. */
  say(text, ...more) {
    this.message.replaceChildren(make("p", {}, text), ...more);
    this.message.hidden = false;
  }

  clear() {
    this.message.hidden = true;
    this.message.removeAttribute("role");
    this.message.replaceChildren();
  }

  fail(text = this.texts.failed) {
    this.failure = text;
    const link = this.copyOf(this.current.links[0], this.current);
    const retry = make("button", { type: "button", class: "button", click: () => this.retry() }, this.texts.retry);
    this.message.setAttribute("role", "alert");
    this.say(text, make("p", { class: "viewer-ways" }, retry, link));
  }

  /** Goes on where bytes are missing; where there is nothing to go on with, opens the document anew. */
  retry() {
    const { current } = this;
    const isOpen = Boolean(this.pages);
    if (current.opened && this.failure === this.texts.failed && current.opened.retry()) {
      this.failure = null;
      this.clear();
      if (!isOpen || !this.hasShown) this.say(this.texts.loading);
      this.scroller.focus({ preventScroll: true });
      return;
    }
    this.open(current.number);
    this.scroller.focus({ preventScroll: true });
  }

  broken(element, pages) {
    if (pages !== this.pages) return;
    const text = make("p", {}, this.texts.failedPage);
    const link = this.copyOf(this.current.links[0], this.current);
    const note = make("div", { class: "viewer-broken", role: "alert" }, text, link);
    if (!element.querySelector(".viewer-broken")) element.append(note);
    this.appeared(this.current);
  }

  /** The links come back. */
  giveUp() {
    this.leave();
    this.tabs.element.remove();
    this.panel.remove();
    this.list.hidden = false;
    this.list.before(make("p", { class: "notice", role: "status" }, this.texts.unsupported));
  }
}
