// One page: its picture on a canvas, and its text over it, which nobody sees but screen readers, search and selection.
import { make } from "./dom.mjs";
import { pdfjs } from "./pdf.mjs";

/** Pixels of one canvas. Phones have little memory, and older ones show nothing above 16 million. */
const LARGEST = matchMedia("(pointer: coarse)").matches ? 4e6 : 12e6;

/** Draws a page for a scale, unless it is drawn for it. `sheet.page` is loaded. */
export async function draw(sheet, scale) {
  const viewport = sheet.page.getViewport({ scale });
  const ratio = pixelRatio(viewport.width * viewport.height);
  const wanted = scale * ratio;
  if (sheet.canvas && Math.abs(wanted / sheet.drawnAt - 1) < 0.02) return;
  const canvas = make("canvas", { "aria-hidden": "true" });
  canvas.width = Math.max(1, Math.floor(viewport.width * ratio));
  canvas.height = Math.max(1, Math.floor(viewport.height * ratio));
  const transform = [canvas.width / viewport.width, 0, 0, canvas.height / viewport.height, 0, 0];
  sheet.task = sheet.page.render({ canvas, viewport, transform });
  try {
    await sheet.task.promise;
  } catch (error) {
    // Cancelled since it went out of sight.
    if (error && error.name === "RenderingCancelledException") return;
    throw error;
  } finally {
    sheet.task = null;
  }
  if (sheet.canvas) sheet.canvas.replaceWith(canvas);
  else sheet.element.prepend(canvas);
  sheet.canvas = canvas;
  sheet.drawnAt = wanted;
}

/** Puts the text of a page over it, once. It follows the scale by CSS. */
export async function drawText(sheet) {
  if (sheet.text) return;
  const { TextLayer } = await pdfjs();
  const container = make("div", { class: "textLayer" });
  sheet.text = container;
  const viewport = sheet.page.getViewport({ scale: 1 });
  const textContentSource = sheet.page.streamTextContent({ includeMarkedContent: false, disableNormalization: false });
  await new TextLayer({ textContentSource, container, viewport }).render();
  if (sheet.text === container) {
    const overlay = sheet.element.querySelector(".viewer-overlay");
    sheet.element.insertBefore(container, overlay);
  }
}

/** Pixels of the canvas per CSS pixel: as sharp as the screen, also when it is pinched, within what is affordable. */
function pixelRatio(area) {
  const pinched = globalThis.visualViewport ? Math.max(1, visualViewport.scale) : 1;
  return Math.min((globalThis.devicePixelRatio || 1) * pinched, Math.sqrt(LARGEST / area));
}
