// Lets signers put their seal on the page by pressing there, and shows it where it will be. Without this module the same
// fields are filled in by hand.
import { whenReady } from "./viewer.mjs";

/** Between a seal and the edge of its page, in millimetres, as the server has it. */
const MARGIN = 15;

const form = document.getElementById("choice");
const root = document.querySelector("[data-viewer]");
if (form && root) whenReady().then((viewer) => start(viewer));

const field = (name) => form.elements.namedItem(name);

function start(viewer) {
  const marks = new Map();
  const places = new Map();
  const numbers = [...document.querySelectorAll("[data-document].place")].map((place) => Number(place.dataset.document));

  function show() {
    const seal = chosen();
    for (const number of numbers) {
      adapt(number);
      const where = seal && place(number, seal);
      marks.get(number)?.remove();
      marks.delete(number);
      if (where) marks.set(number, viewer.place(preview(seal), { document: number, ...where }));
      places.set(number, where);
    }
  }

  /** Turns to where the seal has just been put: on this document, or on the first that has one. */
  async function reveal(number = numbers.find((each) => places.get(each))) {
    const where = places.get(number);
    if (!where) return;
    await viewer.open(number);
    viewer.goTo(where.page);
  }

  root.addEventListener("viewer:click", (event) => {
    const { document: number, page, x, y } = event.detail;
    const seal = chosen();
    if (!seal || !field(`place_${number}`)) return;
    const size = sizeOf(number, page);
    const at = { page, x: within(x, seal.width, size.width), y: within(y, seal.height, size.height) };
    field(`place_${number}`).value = "point";
    for (const name of ["page", "x", "y"]) field(`${name}_${number}`).value = at[name];
    tell({ document: number, ...at });
    show();
  });
  document.addEventListener("input", ({ target }) => target.form === form && show());
  document.addEventListener("change", ({ target }) => {
    if (target.form !== form) return;
    show();
    const [, number] = /^(?:place|page)_(\d+)$/.exec(target.name) ?? [];
    if (number) reveal(Number(number));
    if (target.name === "seal") reveal();
  });
  // The browser may bring back what was chosen before.
  window.addEventListener("pageshow", show);
  for (const told of document.querySelectorAll("[data-scripted]")) told.hidden = false;
  show();
}

/** The seal that is chosen: its image and its size on paper in millimetres; null for none. */
function chosen() {
  const image = form.querySelector("input[name=seal]:checked")?.closest("label").querySelector("img");
  return image
    ? { source: image.getAttribute("src"), width: Number(image.dataset.width), height: Number(image.dataset.height) }
    : null;
}

function preview(seal) {
  const image = document.createElement("img");
  image.src = seal.source;
  image.alt = "";
  image.className = "seal-preview";
  return image;
}

/** Where the fields of this document put a seal of this size, in millimetres; null for nowhere. */
function place(number, { width, height }) {
  const choice = field(`place_${number}`)?.value ?? "proposed";
  if (choice === "nowhere") return null;
  if (choice === "proposed") return proposed(number);
  const page = Number(field(`page_${number}`).value);
  if (choice === "point") {
    const [x, y] = ["x", "y"].map((name) => field(`${name}_${number}`).value);
    return x === "" || y === "" ? null : { page, x: Number(x), y: Number(y), width, height };
  }
  const size = sizeOf(number, page);
  if (!size) return null;
  const far = (most, length) => Math.max(most - length - MARGIN, 0);
  const near = (most, length) => Math.min(MARGIN, Math.max(most - length, 0));
  const middle = (most, length) => Math.max(most - length, 0) / 2;
  const [across, down] = {
    "bottom-right": [far, far],
    "bottom-left": [near, far],
    "top-right": [far, near],
    "top-left": [near, near],
    middle: [middle, middle],
  }[choice];
  return { page, x: across(size.width, width), y: down(size.height, height), width, height };
}

/** Width and height of a page in millimetres; null where there is no such page. */
function sizeOf(number, page) {
  const { sizes } = document.querySelector(`fieldset[data-document="${number}"]`).dataset;
  let before = 0;
  for (const run of sizes.split(" ")) {
    const [pages, width, height] = run.split(",").map(Number);
    before += pages;
    if (page >= 1 && page <= before) return { width, height };
  }
  return null;
}

/** Where the sender wants it. */
function proposed(number) {
  const data = document.querySelector(`[data-proposed="${number}"]`)?.dataset;
  if (!data) return null;
  return Object.fromEntries(["page", "x", "y", "width", "height"].map((name) => [name, Number(data[name])]));
}

/** Whole millimetres at which a side of this length, pressed in its middle, stays on the page. */
function within(middle, length, most) {
  return Math.max(Math.floor(Math.min(middle - length / 2, most - length)), 0);
}

/** Shows the fields that count. */
function adapt(number) {
  const choice = field(`place_${number}`)?.value;
  if (!choice) return;
  const isPoint = choice === "point";
  for (const part of document.querySelectorAll(`[data-point="${number}"]`)) part.hidden = !isPoint;
  document.querySelector(`p[data-page="${number}"]`).hidden = choice === "proposed" || choice === "nowhere";
}

function tell(values) {
  const told = document.querySelector("[data-placed]");
  told.textContent = told.dataset.text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
