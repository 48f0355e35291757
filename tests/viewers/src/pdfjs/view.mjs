// What pdf.js shows of a file: pictures of every page, its words, what can be pressed, what is read aloud.
import * as pdfjs from "/pdfjs/pdf.min.mjs";

pdfjs.GlobalWorkerOptions.workerSrc = "/pdfjs/pdf.worker.min.mjs";
const HERE = new URL("/pdfjs/", location.href).href;
const HIDDEN = 2;
const worker = new pdfjs.PDFWorker({ verbosity: 0 });

globalThis.view = async (file, dpi) => {
  let task;
  try {
    task = pdfjs.getDocument({
      data: Uint8Array.from(atob(file), character => character.charCodeAt(0)),
      worker,
      cMapUrl: `${HERE}cmaps/`,
      standardFontDataUrl: `${HERE}standard_fonts/`,
      wasmUrl: `${HERE}wasm/`,
      useWasm: false,
      verbosity: 0,
    });
    const document = await task.promise;
    const pages = [];
    const structure = await described(document);
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      pages.push(await seen(page, dpi));
      structure.push(`page ${number}`, ...lines(await page.getStructTree()));
    }
    return { pages, structure };
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  } finally {
    await task?.destroy();
  }
};

async function seen(page, dpi) {
  const viewport = page.getViewport({ scale: dpi / 72 });
  const drawn = async intent => {
    const canvas = new OffscreenCanvas(Math.max(1, Math.floor(viewport.width)), Math.max(1, Math.floor(viewport.height)));
    // On the processor, so that it is drawn the same every time.
    const canvasContext = canvas.getContext("2d", { willReadFrequently: true });
    await page.render({ canvas: null, canvasContext, viewport, intent }).promise;
    return sent(canvasContext.getImageData(0, 0, canvas.width, canvas.height));
  };
  const text = await page.getTextContent();
  const words = text.items.filter(item => item.str?.trim()).map(item => [item.str, null]);
  const plain = page.getViewport({ scale: 1 });
  for (const annotation of await page.getAnnotations()) {
    const [left, bottom, right, top] = annotation.rect;
    if (annotation.annotationFlags & HIDDEN || right <= left || top <= bottom) continue;
    const [x1, y1, x2, y2] = plain.convertToViewportRectangle(annotation.rect);
    words.push([pressed(annotation), [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]]);
  }
  return { screen: await drawn("display"), print: await drawn("print"), size: [plain.width, plain.height], words };
}

/** What an annotation is and does, without what only pdf.js itself uses. */
function pressed(annotation) {
  const { subtype, fieldName, fieldType, fieldValue, buttonValue, exportValue, contentsObj, titleObj, url, unsafeUrl, dest, action,
    newWindow, actions, options, readOnly, annotationFlags } = annotation;
  return JSON.stringify({ subtype, fieldName, fieldType, fieldValue, buttonValue, exportValue, contents: contentsObj?.str,
    title: titleObj?.str, url, unsafeUrl, dest, action, newWindow, actions, options, readOnly, annotationFlags });
}

/** What is said of the document as a whole, beside dates and programs. */
async function described(document) {
  const { info } = await document.getMetadata();
  const { Title, Author, Subject, Keywords } = info;
  const all = {
    info: { Title, Author, Subject, Keywords },
    outline: (await document.getOutline())?.map(({ title, dest, url, action }) => ({ title, dest, url, action })),
    destinations: await document.getDestinations(),
    openAction: await document.getOpenAction(),
    attachments: Object.keys((await document.getAttachments()) ?? {}),
    scripts: await document.getJSActions(),
    labels: await document.getPageLabels(),
    layout: await document.getPageLayout(),
    mode: await document.getPageMode(),
    preferences: await document.getViewerPreferences(),
    marks: await document.getMarkInfo(),
    form: (await document.getFieldObjects()) !== null && document.isPureXfa,
  };
  return Object.entries(all).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
}

/** A structure tree, a line for each element. */
function lines(node) {
  if (!node) return [];
  const { role, alt, lang, type, children } = node;
  // Contents are named by pdf.js itself, by numbers of objects.
  const own = JSON.stringify(role ? (alt || lang ? { role, alt, lang } : role) : type);
  return [own, ...(children ?? []).flatMap(lines)];
}

async function sent({ width, height, data }) {
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    pixels[to] = data[from];
    pixels[to + 1] = data[from + 1];
    pixels[to + 2] = data[from + 2];
  }
  const deflated = new Response(new Blob([pixels]).stream().pipeThrough(new CompressionStream("deflate")));
  const bytes = new Uint8Array(await deflated.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { width, height, pixels: btoa(text) };
}
