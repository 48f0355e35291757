// The buttons over the frame: zoom, page, and the plain links of the open document.
import { make } from "./dom.mjs";

/** `act` holds `zoom(factor)`, `fit()`, `goTo(page)`, `enlarge()` and `shrink()`. */
export class Toolbar {
  constructor(texts, act) {
    this.act = act;
    this.page = 1;
    this.pages = 1;
    this.isTyping = false;
    this.zoom = make("output", { class: "viewer-zoom", "aria-live": "off" });
    this.input = make("input", {
      type: "text",
      inputmode: "numeric",
      autocomplete: "off",
      size: "3",
      maxlength: "5",
      "aria-label": texts.pages.replace(/\{\w+\}/g, "").replace("/", "").trim(),
      input: () => { this.isTyping = true; },
      change: () => this.jump(),
      keydown: event => event.key === "Enter" && this.jump(),
      focus: () => this.input.select(),
    });
    this.count = make("span");
    const [before, after] = texts.pages.split("{page}");
    const [between, end] = after.split("{pages}");
    const button = (label, sign, click) =>
      make("button", { type: "button", "aria-label": label, title: label, click }, sign);
    this.before = button(texts.pageBefore, "‹", () => act.goTo(this.page - 1));
    this.after = button(texts.pageAfter, "›", () => act.goTo(this.page + 1));
    const plain = (label, name, click) => make("button", { type: "button", class: name, click }, label);
    this.enlarge = plain(texts.enlarge, "viewer-enlarge", () => act.enlarge());
    this.shrink = plain(texts.shrink, "viewer-shrink", () => act.shrink());
    this.links = make("span", { class: "viewer-links" });
    this.element = make("div", { class: "viewer-tools", role: "group", "aria-label": texts.tools },
      this.shrink,
      this.enlarge,
      make("span", { class: "viewer-group" },
        this.before,
        make("span", { class: "viewer-count" }, before, this.input, between, this.count, end),
        this.after),
      make("span", { class: "viewer-group" },
        button(texts.zoomOut, "−", () => act.zoom(1 / 1.25)),
        this.zoom,
        button(texts.zoomIn, "+", () => act.zoom(1.25))),
      plain(texts.fitWidth, "viewer-width", () => act.fit()),
      this.links);
  }

  /** Shows the page of the open document. */
  showPage(page, pages) {
    [this.page, this.pages] = [page, pages];
    if (!this.isTyping) this.input.value = String(page);
    this.count.textContent = String(pages);
    // Not `disabled`, which would take the focus away from under somebody's finger.
    this.before.setAttribute("aria-disabled", String(page <= 1));
    this.after.setAttribute("aria-disabled", String(page >= pages));
  }

  showScale(scale) {
    this.zoom.textContent = `${Math.round(scale * 100)}%`;
  }

  showLinks(links) {
    this.links.replaceChildren(...links);
  }

  jump() {
    this.isTyping = false;
    // Japanese keyboards type full-width digits.
    const page = parseInt(this.input.value.normalize("NFKC"), 10);
    if (page >= 1) this.act.goTo(Math.min(page, this.pages));
    this.input.value = String(page >= 1 ? Math.min(page, this.pages) : this.page);
  }
}
