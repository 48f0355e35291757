// pdf.js, loaded when the first document is opened, and documents opened by it.
import { Source, Unreachable, patiently } from "./source.mjs";

const HERE = new URL("../pdfjs/", import.meta.url).href;
/** What is fetched at once, in bytes; a document that is not much larger comes whole. */
const CHUNK = 64 * 1024;
const WHOLE = 512 * 1024;

/** This browser cannot run pdf.js. */
export class Unsupported extends Error {}

let library = null;
let worker = null;
let attempt = 0;

/** pdf.js itself. A failed attempt can be repeated. */
export async function pdfjs() {
  if (!library) {
    const url = `${HERE}pdf.min.mjs`;
    // Browsers remember that a module failed, hence another URL for each attempt.
    const loading = import(attempt === 0 ? url : `${url}?${attempt}`);
    attempt += 1;
    try {
      library = await loading;
    } catch (error) {
      const isThere = await fetch(url, { method: "HEAD" }).then(response => response.ok, () => false);
      throw isThere ? new Unsupported(String(error)) : new Unreachable(String(error));
    }
    library.GlobalWorkerOptions.workerSrc = `${HERE}pdf.worker.min.mjs`;
  }
  return library;
}

/**
 * Opens the document behind an endpoint. `onStuck` is called when bytes are missing; `retry` of the result asks for them
 * again, and everything goes on where it stopped. It says `false` where the document has to be opened anew.
 */
export async function openDocument(endpoint, onStuck) {
  const { getDocument, PDFDataRangeTransport, PDFWorker } = await pdfjs();
  const source = new Source(endpoint);
  const size = await source.size();
  const missing = new Set();
  let isLost = false;
  const transport = new PDFDataRangeTransport(size, null);
  transport.requestDataRange = (begin, end) => {
    const wanted = { begin, end };
    source.read(begin, end).then(
      bytes => transport.onDataRange(begin, new Uint8Array(bytes)),
      () => {
        missing.add(wanted);
        onStuck();
      },
    );
  };
  if (!worker || worker.destroyed) worker = new PDFWorker({ verbosity: 0 });
  const task = getDocument({
    range: transport,
    worker,
    rangeChunkSize: size <= WHOLE ? size : CHUNK,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: `${HERE}cmaps/`,
    standardFontDataUrl: `${HERE}standard_fonts/`,
    wasmUrl: `${HERE}wasm/`,
    // The policy of our pages lets no WebAssembly in.
    useWasm: false,
    BinaryDataFactory: partsOr(() => {
      isLost = true;
      onStuck();
    }),
    verbosity: 0,
  });
  const opened = {
    size,
    pdf: null,
    retry() {
      const again = [...missing];
      missing.clear();
      for (const { begin, end } of again) transport.requestDataRange(begin, end);
      return again.length > 0 && !isLost;
    },
    close: () => task.destroy().catch(() => {}),
  };
  // Nothing rejects while bytes are missing: the caller may give up by `close`.
  opened.loading = task.promise.then(pdf => {
    opened.pdf = pdf;
    return pdf;
  });
  return opened;
}

/** What fetches encodings and fonts. Without them pdf.js would leave text out and say nothing. */
function partsOr(onLost) {
  return class {
    constructor(folders) {
      this.folders = folders;
    }

    async fetch({ kind, filename }) {
      const load = () => patiently(this.folders[kind] + filename, {}, response => response.arrayBuffer());
      try {
        return new Uint8Array(await load().catch(load));
      } catch (error) {
        onLost();
        throw error;
      }
    }
  };
}
