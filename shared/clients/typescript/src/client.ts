/** The client. */

import createClient, { type Client } from "openapi-fetch";

import { declared, fileName, type FileLike, type ReadFile, read, sha256, titleOf } from "./files.js";
import type {
  Document,
  Envelope,
  EnvelopeRequest,
  EnvelopeSummary,
  Evidence,
  Findings,
  Language,
  paths,
  Status,
  StoredEvent,
  Upload,
} from "./generated/api.js";
import { type People, recipients } from "./people.js";
import { DownloadFailed, KeiinError, StillWaiting, UploadFailed } from "./problems.js";
import { type Ask, pause, raising, repeating } from "./requests.js";
import { RETRIES, type Retries } from "./retries.js";
import { apiKey, baseUrl, VERSION } from "./settings.js";
import { type Goal, isReached, pauses } from "./waiting.js";

const LARGEST_IN_A_REQUEST = 4_000_000;

export interface Options {
  /** The service's address; `KEIIN_URL` where nothing is said. */
  url?: string;
  /** An organisation's API key; `KEIIN_API_KEY` where nothing is said. It is a secret: not for browsers. */
  apiKey?: string;
  /** Of what people read in answers. */
  language?: Language;
  /** Seconds that each try of a request may take; 60 where nothing is said. */
  timeout?: number;
  retries?: Partial<Retries>;
  /** Goes instead of the global one, for tests and proxies. */
  fetch?: Ask;
}

/** A new envelope. */
export interface New extends People, Partial<Omit<EnvelopeRequest, "documents" | "recipients">> {
  /** Paths (in Node), or files in memory. */
  files: FileLike | readonly FileLike[];
  /** Whoever gives one of their own may call again with it, even after a crash, and sends once. */
  idempotencyKey?: string;
}

/** An envelope, or its `id`. */
export type EnvelopeLike = string | Pick<EnvelopeSummary, "id">;

/** A client of the service. Requests that were not answered, or were refused for the moment, are repeated. */
export class Keiin {
  /** Every operation of the API by its path, with retries and problems as everywhere. */
  readonly raw: Client<paths>;
  /** Its URLs carry their own rights: the key does not go there. */
  readonly #store: Ask;
  readonly #api: Ask;

  constructor(options: Options = {}) {
    const url = baseUrl(options.url);
    const key = apiKey(options.apiKey);
    const fetch: Ask = options.fetch ?? ((request) => globalThis.fetch(request));
    this.#store = repeating(fetch, { ...RETRIES, ...options.retries }, options.timeout ?? 60);
    const raise = raising(this.#store);
    this.#api = (request) => {
      // Here, and not in a field that could be printed.
      request.headers.set("authorization", `Bearer ${key}`);
      if (options.language) request.headers.set("accept-language", options.language);
      if (typeof process !== "undefined") request.headers.set("user-agent", `keiin-typescript/${VERSION}`);
      return raise(request);
    };
    this.raw = createClient<paths>({ baseUrl: url, fetch: this.#api });
  }

  /**
   * Makes a draft, uploads its documents and sends it.
   *
   * The answer comes before the documents are prepared: `waitUntilSent` waits for that, and tells which of them could not
   * be sent.
   */
  async send(envelope: New): Promise<Envelope> {
    const idempotencyKey = envelope.idempotencyKey ?? crypto.randomUUID();
    const draft = await this.draft({ ...envelope, idempotencyKey });
    return this.sendDraft(draft, { idempotencyKey: `${idempotencyKey}.send` });
  }

  /** Makes a draft and uploads its documents. */
  async draft(envelope: New): Promise<Envelope> {
    const { files, to, viewers, copies, in_order, idempotencyKey, ...said } = envelope;
    const people = recipients({ to, ...given({ viewers, copies, in_order }) });
    const contents = await read(files);
    const body: EnvelopeRequest = {
      ...said,
      title: said.title ?? titleOf(contents),
      documents: await Promise.all(contents.map(declared)),
      recipients: people,
    };
    const key = `${idempotencyKey ?? crypto.randomUUID()}.draft`;
    const draft = told(await this.raw.POST("/v1/envelopes", { params: { header: { "Idempotency-Key": key } }, body }));
    for (const [place, file] of contents.entries()) await this.#upload(draft, place, file);
    return draft;
  }

  /** Sends a draft whose documents are uploaded. */
  async sendDraft(envelope: EnvelopeLike, { idempotencyKey }: { idempotencyKey?: string } = {}): Promise<Envelope> {
    const params = { path: { id: idOf(envelope) }, ...keyed(idempotencyKey) };
    return told(await this.raw.POST("/v1/envelopes/{id}/send", { params }));
  }

  /** Reads an envelope as it stands. */
  async get(envelope: EnvelopeLike): Promise<Envelope> {
    return told(await this.raw.GET("/v1/envelopes/{id}", { params: { path: { id: idOf(envelope) } } }));
  }

  /** All envelopes, or those that stand so, the newest first; pages are fetched as they are needed. */
  async *envelopes({ status, pageSize = 100 }: { status?: Status; pageSize?: number } = {}): AsyncGenerator<EnvelopeSummary> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { ...given({ status, cursor }), limit: pageSize };
      const page = told(await this.raw.GET("/v1/envelopes", { params: { query } }));
      yield* page.envelopes;
      cursor = page.next_cursor ?? null;
    }
  }

  /** The evidence of an envelope, the oldest event first. A broken chain is an error. */
  async *events(envelope: EnvelopeLike): AsyncGenerator<StoredEvent> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const params = { path: { id: idOf(envelope) }, query: given({ cursor }) };
      const page = told(await this.raw.GET("/v1/envelopes/{id}/events", { params }));
      if (!page.intact) throw new KeiinError(`the chain of events is broken: ${page.broken}`);
      yield* page.events;
      cursor = page.next_cursor ?? null;
    }
  }

  /** Takes an envelope back; the recipients are told the reason. */
  async void(envelope: EnvelopeLike, reason: string): Promise<Envelope> {
    const params = { path: { id: idOf(envelope) }, ...keyed() };
    return told(await this.raw.POST("/v1/envelopes/{id}/void", { params, body: { reason } }));
  }

  /** Has the service try again at once what it waits for. */
  async retry(envelope: EnvelopeLike): Promise<Envelope> {
    const params = { path: { id: idOf(envelope) }, ...keyed() };
    return told(await this.raw.POST("/v1/envelopes/{id}/retry", { params, body: {} }));
  }

  /** Asks a recipient again by a new link, at a corrected address or telephone number if one is given. */
  async requestAgain(
    envelope: EnvelopeLike,
    recipient: number,
    correction: { email?: string; phone?: string } = {},
  ): Promise<Envelope> {
    const params = { path: { id: idOf(envelope), number: recipient }, ...keyed() };
    return told(await this.raw.POST("/v1/envelopes/{id}/recipients/{number}/request", { params, body: correction }));
  }

  /** What the seals of a document say about the evidence. */
  async evidence(envelope: EnvelopeLike, document: number): Promise<Evidence> {
    const params = { path: { id: idOf(envelope), number: document } };
    return told(await this.raw.GET("/v1/envelopes/{id}/documents/{number}/evidence", { params }));
  }

  /** Waits until the documents are prepared and the first in order are asked; for `timeout` seconds at most. */
  async waitUntilSent(envelope: EnvelopeLike, { timeout }: { timeout?: number } = {}): Promise<Envelope> {
    return this.#wait(envelope, "sent", timeout);
  }

  /** Waits until everybody has signed; for `timeout` seconds at most. */
  async waitUntilCompleted(envelope: EnvelopeLike, { timeout }: { timeout?: number } = {}): Promise<Envelope> {
    return this.#wait(envelope, "completed", timeout);
  }

  async #wait(envelope: EnvelopeLike, goal: Goal, timeout = Infinity): Promise<Envelope> {
    const end = performance.now() / 1000 + timeout;
    const between = pauses();
    for (;;) {
      const current = await this.get(envelope);
      if (isReached(current, goal)) return current;
      const rest = end - performance.now() / 1000;
      if (rest <= 0) throw new StillWaiting(current);
      await pause(Math.min(rest, between.next().value));
    }
  }

  /** Leaves the newest file of each document in a folder (in Node), the signed ones once the envelope is completed. */
  async download(envelope: EnvelopeLike, folder = "."): Promise<string[]> {
    const { mkdir, writeFile } = await import("node:fs/promises");
    const { join } = await import("node:path");
    await mkdir(folder, { recursive: true });
    // Read again: links are good for some minutes.
    const { documents } = await this.get(envelope);
    const all: string[] = [];
    for (const document of documents) {
      const path = join(folder, fileName(document.name));
      const free = all.includes(path) ? join(folder, fileName(`${document.name} (${document.number})`)) : path;
      await writeFile(free, await this.#file(document));
      all.push(free);
    }
    return all;
  }

  /** The newest file of one document. */
  async downloadDocument(envelope: EnvelopeLike, document: number): Promise<Uint8Array> {
    const { documents, number } = await this.get(envelope);
    const found = documents.find((each) => each.number === document);
    if (!found) throw new DownloadFailed(`envelope ${number} has no document ${document}`);
    return this.#file(found);
  }

  /** Who signed a PDF, when, and what was changed since; anybody's PDF, of up to 50 MB. */
  async verify(file: FileLike, { language }: { language?: Language } = {}): Promise<Findings> {
    const [content] = await read(file);
    if (!content) throw new TypeError("there is no file to verify");
    const params = { query: given({ lang: language }) };
    if (content.data.byteLength <= LARGEST_IN_A_REQUEST) {
      return told(
        await this.raw.POST("/v1/verify", {
          params,
          // Whatever stands there goes as it is.
          body: content.data as unknown as { upload: string },
          bodySerializer: () => content.data,
          headers: { "Content-Type": "application/pdf" },
        }),
      );
    }
    const { size, sha256: digest } = await declared(content);
    const begun = told(await this.raw.POST("/v1/verify/uploads", { body: { size, sha256: digest } }));
    const put = await this.#put(begun.put, content);
    if (!put.ok) throw new UploadFailed(content.name, put.status);
    return told(await this.raw.POST("/v1/verify", { params, body: { upload: begun.upload } }));
  }

  async #upload(envelope: Envelope, place: number, file: ReadFile): Promise<void> {
    const upload = envelope.documents[place]?.upload;
    let answer = upload ? await this.#put(upload, file) : undefined;
    if (!answer || answer.status === 403) {
      // The links of an answer that was given before, under the same key, may have ended.
      const current = await this.get(envelope);
      if (current.status !== "draft") return;
      const renewed = current.documents[place]?.upload;
      if (renewed) answer = await this.#put(renewed, file);
    }
    if (!answer?.ok) throw new UploadFailed(file.name, answer?.status ?? 0);
  }

  async #put({ method, url, headers }: Upload, { data }: ReadFile): Promise<Response> {
    // `fetch` says the length by itself, and lets nobody else say it.
    const named = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-length");
    return this.#store(new Request(url, { method, headers: named, body: data }));
  }

  async #file({ name, download }: Document): Promise<Uint8Array> {
    if (!download) throw new DownloadFailed(`there is no file of ${JSON.stringify(name)} yet, or not any more`);
    const answer = await this.#store(new Request(download.url));
    if (!answer.ok) throw new DownloadFailed(`${JSON.stringify(name)}: the store answered ${answer.status}`);
    const data = new Uint8Array(await answer.arrayBuffer());
    if ((await sha256(data)) !== download.sha256) {
      throw new DownloadFailed(`${JSON.stringify(name)}: not the file whose SHA-256 the service told`);
    }
    return data;
  }
}

function idOf(envelope: EnvelopeLike): string {
  return typeof envelope === "string" ? envelope : envelope.id;
}

function keyed(key: string = crypto.randomUUID()): { header: { "Idempotency-Key": string } } {
  return { header: { "Idempotency-Key": key } };
}

/** What is given of these. */
function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const said = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said) as { [K in keyof T]?: NonNullable<T[K]> };
}

function told<T>({ data, response }: { data?: T; response: Response }): T {
  if (data === undefined) throw new KeiinError(`the service answered ${response.status} without a body`);
  return data;
}
