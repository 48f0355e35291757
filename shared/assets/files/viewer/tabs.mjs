// 「文書表示枠の上部のタブ」: one per document, as the WAI-ARIA pattern "Tabs with manual activation" has them.
import { make } from "./dom.mjs";

/** A tab list that controls the element `panel`. `open` is called with the number of the chosen document. */
export class Tabs {
  constructor(documents, texts, panel, open) {
    this.texts = texts;
    this.panel = panel;
    this.tabs = documents.map(({ number, name, label: told }) => {
      const state = make("span", { class: "viewer-unread" }, texts.unread);
      const count = make("span", { class: "viewer-tab-number" }, told);
      const label = make("span", { class: "viewer-tab-name" }, name);
      const button = make("button", {
        type: "button",
        role: "tab",
        id: `viewer-tab-${number}`,
        "aria-controls": panel.id,
        "aria-selected": "false",
        tabindex: "-1",
        click: () => open(number),
      }, count, " ", label, " ", state);
      return { number, button, state };
    });
    const buttons = this.tabs.map(tab => tab.button);
    this.element = make("div", {
      class: "viewer-tabs",
      role: "tablist",
      "aria-label": texts.tabs,
      keydown: event => this.move(event),
    }, ...buttons);
  }

  /** Shows which document is open. */
  select(number) {
    for (const tab of this.tabs) {
      const chosen = tab.number === number;
      tab.button.setAttribute("aria-selected", String(chosen));
      tab.button.tabIndex = chosen ? 0 : -1;
      if (!chosen) continue;
      this.panel.setAttribute("aria-labelledby", tab.button.id);
      // Sideways only: the page itself stays where it is.
      const { offsetLeft, offsetWidth } = tab.button;
      this.element.scrollLeft = offsetLeft - (this.element.clientWidth - offsetWidth) / 2;
    }
  }

  /** Takes the mark 「未読」 off a document. */
  markRead(number) {
    const tab = this.tabs.find(each => each.number === number);
    tab.state.className = "viewer-read";
    tab.state.textContent = this.texts.read;
  }

  move(event) {
    const at = this.tabs.findIndex(tab => tab.button === event.target.closest("button"));
    const last = this.tabs.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      // On phones they stand below each other.
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.tabs[to].button.focus();
  }
}
