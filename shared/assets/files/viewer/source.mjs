// The bytes of one document, in ranges. The URL of the store lives for minutes, so that it is asked for again when it
// no longer works.

/** How long one range may take. */
const PATIENCE = 30000;

/** Some bytes could not be had: no connection, or a server that says no. */
export class Unreachable extends Error {}

/** One document in the store. */
export class Source {
  /** `endpoint` answers `{ "url": …, "size": … }`. */
  constructor(endpoint) {
    this.endpoint = endpoint;
    this.asking = null;
    this.at = null;
  }

  /** Its size in bytes, as of the first answer: a document only ever grows at its end. */
  async size() {
    const { size } = await this.place();
    return size;
  }

  /** The bytes from `begin` up to `end`, which is not included. */
  async read(begin, end) {
    const first = await this.place();
    try {
      return await range(first.url, begin, end);
    } catch (error) {
      // An old URL and a broken connection look alike where the answer cannot be read.
      const next = await this.place(first);
      return range(next.url, begin, end);
    }
  }

  /** Where it is. `stale` is an answer that did not work; whoever else found that out shares the new one. */
  place(stale) {
    if (this.at && this.at !== stale) return Promise.resolve(this.at);
    if (!this.asking) {
      this.asking = this.ask().then(
        at => {
          this.asking = null;
          this.at = at;
          return at;
        },
        error => {
          this.asking = null;
          throw error;
        },
      );
    }
    return this.asking;
  }

  async ask() {
    const options = { headers: { Accept: "application/json" }, cache: "no-store", credentials: "same-origin" };
    const answer = await patiently(this.endpoint, options, response => response.json());
    const isPlace = answer && typeof answer.url === "string" && Number.isSafeInteger(answer.size) && answer.size > 0;
    if (!isPlace) throw new Unreachable("the answer is no source");
    if (this.at && answer.size < this.at.size) throw new Unreachable("the document has become smaller");
    return { url: answer.url, size: this.at ? this.at.size : answer.size };
  }
}

async function range(url, begin, end) {
  const options = {
    headers: { Range: `bytes=${begin}-${end - 1}` },
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
  };
  return patiently(url, options, async response => {
    // A store that knows no ranges sends everything.
    const bytes = await response.arrayBuffer();
    const part = response.status === 200 ? bytes.slice(begin, end) : bytes;
    if (part.byteLength !== end - begin) throw new Unreachable("the range is cut off");
    return part;
  });
}

/** Fetches and reads an answer that says yes, within `PATIENCE`. All else is `Unreachable`. */
export async function patiently(url, options, read) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await fetch(url, { ...options, signal: abort.signal });
    if (!response.ok) throw new Unreachable(`status ${response.status}`);
    return await read(response);
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}
