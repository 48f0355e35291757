// Contacts while somebody types a name or an address: the ARIA pattern "Editable combobox with list autocomplete". What is found is
// proposed below the field; the arrows go through it, Enter or a click takes one, Escape closes. Nothing is filled in by itself, and
// where nothing can be asked the field stays a field.

/** So long nobody types before it is asked, in milliseconds. */
const QUIET = 200;
let made = 0;

/** Makes a combobox of this field. `find` promises what is found, `take` gets what is chosen. */
export function combobox(input, { find, take, label, told }) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = `found-${made++}`;
  list.className = "found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  status.className = "found-status";
  status.setAttribute("role", "status");
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  input.after(list, status);
  new Combobox(input, list, status, { find, take, told });
}

class Combobox {
  constructor(input, list, status, { find, take, told }) {
    Object.assign(this, { input, list, status, find, take, told });
    this.found = [];
    this.at = -1;
    this.turn = 0;
    input.addEventListener("input", (event) => event.isComposing || this.later());
    // What an input method has composed is typed by then.
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    // A click takes the focus only after it was heard.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...list.children].indexOf(option));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), QUIET);
  }

  async ask() {
    const turn = ++this.turn;
    const typed = this.input.value.trim();
    const found = typed ? await this.find(typed).catch(() => []) : [];
    // Somebody has typed on, or left.
    if (turn !== this.turn || document.activeElement !== this.input) return;
    this.show(found);
  }

  show(found) {
    this.found = found;
    this.at = -1;
    const options = found.map(({ name, email, company }, at) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const [first, second] = [document.createElement("strong"), document.createElement("span")];
      first.textContent = name;
      second.textContent = [company, email].filter(Boolean).join(" ");
      option.append(first, " ", second);
      return option;
    });
    this.list.replaceChildren(...options);
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = found.length ? this.told.replace("{count}", found.length) : "";
  }

  close() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.show([]);
  }

  pressed(event) {
    if (event.isComposing || this.list.hidden) return;
    const last = this.found.length - 1;
    const steps = {
      ArrowDown: () => this.mark(this.at === last ? 0 : this.at + 1),
      ArrowUp: () => this.mark(this.at <= 0 ? last : this.at - 1),
      Enter: this.at >= 0 && (() => this.choose(this.at)),
      Escape: () => this.close(),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  }

  mark(at) {
    this.at = at;
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === at));
      if (index === at) option.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${at}`);
  }

  choose(at) {
    const chosen = this.found[at];
    this.close();
    this.take(chosen);
  }
}
