/** The client. */

import createClient, { type Client } from "openapi-fetch";

import { given, type IdempotencyOptions, idOf, type IdOr, keyed, matching, type PageOptions, pages, tagOf, told, type Versioned } from "./answers.js";
import { declared, fileName, type FileLike, type ReadFile, read, sha256, titleOf } from "./files.js";
import type {
  Access,
  ChangeRequest,
  CopyRequest,
  Document,
  Envelope,
  EnvelopeRequest,
  EnvelopeSummary,
  EnvelopeWithFilesRequest,
  Evidence,
  Findings,
  Language,
  paths,
  Status,
  StoredEvent,
  Upload,
} from "./generated/api.js";
import {
  ContactCalls,
  FolderCalls,
  GroupCalls,
  KeyCalls,
  OrganisationCalls,
  OwnCalls,
  PersonCalls,
  SealCalls,
} from "./groups/index.js";
import { type People, recipients } from "./people.js";
import { DownloadFailed, KeiinError, StillWaiting, UploadFailed } from "./problems.js";
import { type Ask, pause, raising, repeating } from "./requests.js";
import { RETRIES, type Retries } from "./retries.js";
import { apiKey, baseUrl, organisation, VERSION } from "./settings.js";
import { type Goal, isReached, pauses } from "./waiting.js";

/** Bytes of the files that may come with a request. */
const MAX_UPLOAD_BYTES = 4_000_000;
/** Bytes of what is said of an envelope in such a request. */
const MAX_DESCRIPTION_BYTES = 100_000;

export interface Options {
  /** The service's address; `KEIIN_URL` where nothing is said. */
  url?: string;
  /** An organisation's API key; `KEIIN_API_KEY` where nothing is said. It is a secret: not for browsers. */
  apiKey?: string;
  /**
   * The `id` of the organisation, where instead of a key there is a token of its identity provider; `KEIIN_ORGANISATION`
   * where nothing is said.
   */
  organisation?: string;
  /** Of what people read in answers. */
  language?: Language;
  /** Seconds that each try of a request may take; 60 where nothing is said. */
  timeout?: number;
  retries?: Partial<Retries>;
  /** Goes instead of the global one, for tests and proxies. */
  fetch?: Ask;
}

/** A new envelope. */
export interface NewEnvelope
  extends People, IdempotencyOptions, Partial<Omit<EnvelopeRequest, "documents" | "recipients" | "folder">> {
  /** Paths (in Node), or files in memory. */
  files: FileLike | readonly FileLike[];
  /** In which folder it is to be. */
  folder?: IdOr;
}

/** Which envelopes are listed, and how. */
export interface ListOptions extends PageOptions {
  status?: Status;
  folder?: IdOr;
  /** The person who sends them. */
  sender?: IdOr;
}

/** An envelope, or its `id`. */
export type EnvelopeLike = string | Pick<EnvelopeSummary, "id">;

/** A client of the service. Requests that were not answered, or were refused for the moment, are repeated. */
export class Keiin {
  /** Every operation of the API by its path, with retries and problems as everywhere. */
  readonly raw: Client<paths>;
  readonly contacts: ContactCalls;
  readonly folders: FolderCalls;
  readonly groups: GroupCalls;
  readonly keys: KeyCalls;
  readonly me: OwnCalls;
  readonly organisation: OrganisationCalls;
  readonly people: PersonCalls;
  readonly seals: SealCalls;
  /** Its URLs carry their own rights: the key does not go there. */
  readonly #store: Ask;
  readonly #api: Ask;

  constructor(options: Options = {}) {
    const url = baseUrl(options.url);
    const key = apiKey(options.apiKey);
    const named = organisation(options.organisation);
    const fetch: Ask = options.fetch ?? ((request) => globalThis.fetch(request));
    this.#store = repeating(fetch, { ...RETRIES, ...options.retries }, options.timeout ?? 60);
    const raise = raising(this.#store);
    this.#api = (request) => {
      // Here, and not in a field that could be printed.
      request.headers.set("authorization", `Bearer ${key}`);
      if (named) request.headers.set("keiin-organisation", named);
      if (options.language) request.headers.set("accept-language", options.language);
      if (typeof process !== "undefined") request.headers.set("user-agent", `keiin-typescript/${VERSION}`);
      return raise(request);
    };
    this.raw = createClient<paths>({ baseUrl: url, fetch: this.#api, redirect: "error" });
    this.contacts = new ContactCalls(this.raw);
    this.folders = new FolderCalls(this.raw);
    this.groups = new GroupCalls(this.raw);
    this.keys = new KeyCalls(this.raw);
    this.me = new OwnCalls(this.raw);
    this.organisation = new OrganisationCalls(this.raw);
    this.people = new PersonCalls(this.raw);
    this.seals = new SealCalls(this.raw);
  }

  /**
   * Makes an envelope and sends it: with its files, or as a draft whose files follow where they are large.
   *
   * The answer comes before the documents are prepared: `waitUntilSent` waits for that, and tells which of them could not
   * be sent.
   */
  async send(envelope: NewEnvelope): Promise<Envelope> {
    const { idempotencyKey = crypto.randomUUID() } = envelope;
    const { body, contents } = await described(envelope);
    const form = formOf(body, contents);
    if (!form) {
      const draft = await this.#make(body, contents, idempotencyKey);
      return this.sendDraft(draft, { idempotencyKey: `${idempotencyKey}.send` });
    }
    // Under the key of a draft: with other files, large or small, the same key is refused.
    const sent = await this.raw.POST("/v1/envelopes", {
      params: keyed(`${idempotencyKey}.draft`),
      body,
      bodySerializer: () => form,
    });
    return told(sent);
  }

  /** Makes a draft and uploads its documents. */
  async draft(envelope: NewEnvelope): Promise<Envelope> {
    const { body, contents } = await described(envelope);
    return this.#make(body, contents, envelope.idempotencyKey ?? crypto.randomUUID());
  }

  async #make(body: EnvelopeRequest, contents: ReadFile[], key: string): Promise<Envelope> {
    const draft = told(await this.raw.POST("/v1/envelopes", { params: keyed(`${key}.draft`), body }));
    for (const [place, file] of contents.entries()) await this.#upload(draft, draft.documents[place], file);
    return draft;
  }

  /** Sends a draft whose documents are uploaded. */
  async sendDraft(envelope: EnvelopeLike, { idempotencyKey }: IdempotencyOptions = {}): Promise<Envelope> {
    const params = { path: { id: idOf(envelope) }, ...keyed(idempotencyKey) };
    return told(await this.raw.POST("/v1/envelopes/{id}/send", { params }));
  }

  /** Reads an envelope as it stands. */
  async get(envelope: EnvelopeLike): Promise<Envelope> {
    return told(await this.raw.GET("/v1/envelopes/{id}", { params: { path: { id: idOf(envelope) } } }));
  }

  /** All envelopes, the newest first, or those of a status, a folder or a sender; pages are fetched as they are needed. */
  async *envelopes({ status, folder, sender, pageSize = 100 }: ListOptions = {}): AsyncGenerator<EnvelopeSummary, void> {
    const query = { ...given({ status, folder: folder && idOf(folder), sender: sender && idOf(sender) }), limit: pageSize };
    for await (const page of pages((at) => this.raw.GET("/v1/envelopes", { params: { query: { ...query, ...at } } }))) {
      yield* page.envelopes;
    }
  }

  /** The evidence of an envelope, the oldest event first. A broken chain is an error. */
  async *events(envelope: EnvelopeLike): AsyncGenerator<StoredEvent, void> {
    const path = { id: idOf(envelope) };
    for await (const page of pages((query) => this.raw.GET("/v1/envelopes/{id}/events", { params: { path, query } }))) {
      if (!page.intact) throw new KeiinError(`the chain of events is broken: ${page.broken}`);
      yield* page.events;
    }
  }

  /** Who may see an envelope, and by what: all pages as one. */
  async access(envelope: EnvelopeLike): Promise<Access> {
    const path = { id: idOf(envelope) };
    const whole: Access = { people: [], keys: [], recipients: [], next_cursor: null };
    for await (const page of pages((query) => this.raw.GET("/v1/envelopes/{id}/access", { params: { path, query } }))) {
      whole.people.push(...page.people);
      whole.keys.push(...page.keys);
      whole.recipients.push(...page.recipients);
    }
    return whole;
  }

  /** Changes a draft in the version that was read; one that is named by its `id` is read first. */
  async change(draft: Versioned, change: ChangeRequest): Promise<Envelope> {
    return told(await this.raw.PATCH("/v1/envelopes/{id}", { params: await this.#version(draft), body: change }));
  }

  /** Deletes a draft in the version that was read; one that is named by its `id` is read first. */
  async delete(draft: Versioned): Promise<void> {
    await this.raw.DELETE("/v1/envelopes/{id}", { params: await this.#version(draft) });
  }

  /** Adds a document to a draft, and uploads it. */
  async addDocument(draft: EnvelopeLike, file: FileLike, { idempotencyKey }: IdempotencyOptions = {}): Promise<Document> {
    const [content] = await read(file);
    if (!content) throw new TypeError("there is no file to add");
    const params = { path: { id: idOf(draft) }, ...keyed(idempotencyKey) };
    const body = await declared(content);
    const document = told(await this.raw.POST("/v1/envelopes/{id}/documents", { params, body }));
    await this.#upload(draft, document, content);
    return document;
  }

  /** Takes a document out of a draft in the version that was read; one that is named by its `id` is read first. */
  async removeDocument(draft: Versioned, document: number): Promise<Envelope> {
    const { path, header } = await this.#version(draft);
    const params = { path: { ...path, number: document }, header };
    return told(await this.raw.DELETE("/v1/envelopes/{id}/documents/{number}", { params }));
  }

  /** Makes a draft of an envelope. Codes and keys of recipients are not copied: `factors` gives them again. */
  async copy(envelope: EnvelopeLike, { idempotencyKey, ...body }: CopyRequest & IdempotencyOptions = {}): Promise<Envelope> {
    const params = { path: { id: idOf(envelope) }, ...keyed(idempotencyKey) };
    return told(await this.raw.POST("/v1/envelopes/{id}/copy", { params, body }));
  }

  /** Moves an envelope to another folder, or out of all folders. */
  async move(envelope: EnvelopeLike, folder: IdOr | null): Promise<Envelope> {
    const params = { path: { id: idOf(envelope) }, ...keyed() };
    return told(await this.raw.POST("/v1/envelopes/{id}/move", { params, body: { folder: folder && idOf(folder) } }));
  }

  /** Reminds those whose turn it is. */
  async remind(envelope: EnvelopeLike): Promise<Envelope> {
    const params = { path: { id: idOf(envelope) }, ...keyed() };
    return told(await this.raw.POST("/v1/envelopes/{id}/remind", { params, body: {} }));
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

  /** A file of one document: as it was uploaded, the newest that people are shown, or the signed one. */
  async fetchFile(
    envelope: EnvelopeLike,
    document: number,
    which: "original" | "current" | "signed" = "current",
  ): Promise<Uint8Array> {
    const params = { path: { id: idOf(envelope), number: document, which } };
    const file = told(await this.raw.GET("/v1/envelopes/{id}/documents/{number}/files/{which}", { params }));
    return this.#fetch(`document ${document}`, file);
  }

  /** Who signed a PDF, when, and what was changed since; anybody's PDF, of up to 50 MB. */
  async verify(file: FileLike, { language }: { language?: Language } = {}): Promise<Findings> {
    const [content] = await read(file);
    if (!content) throw new TypeError("there is no file to verify");
    const params = { query: given({ lang: language }) };
    if (content.data.byteLength <= MAX_UPLOAD_BYTES) {
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

  async #version(draft: Versioned) {
    const known = typeof draft === "string" ? await this.get(draft) : draft;
    return { path: { id: known.id }, ...matching(tagOf(known)) };
  }

  async #upload(envelope: EnvelopeLike, document: Document | undefined, file: ReadFile): Promise<void> {
    let answer = document?.upload ? await this.#put(document.upload, file) : undefined;
    if (!answer || answer.status === 403) {
      // The links of an answer that was given before, under the same key, may have ended.
      const current = await this.get(envelope);
      if (current.status !== "draft") return;
      const renewed = current.documents.find(({ number }) => number === document?.number)?.upload;
      if (renewed) answer = await this.#put(renewed, file);
    }
    if (!answer?.ok) throw new UploadFailed(file.name, answer?.status ?? 0);
  }

  async #put({ method, url, headers }: Upload, { data }: ReadFile): Promise<Response> {
    // `fetch` says the length by itself, and lets nobody else say it.
    const named = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-length");
    return this.#store(new Request(url, { method, headers: named, body: data, redirect: "error" }));
  }

  async #file({ name, download }: Document): Promise<Uint8Array> {
    if (!download) throw new DownloadFailed(`there is no file of ${JSON.stringify(name)} yet, or not any more`);
    return this.#fetch(JSON.stringify(name), download);
  }

  async #fetch(what: string, file: { url: string; sha256: string }): Promise<Uint8Array> {
    const answer = await this.#store(new Request(file.url, { redirect: "error" }));
    if (!answer.ok) throw new DownloadFailed(`${what}: the store answered ${answer.status}`);
    const data = new Uint8Array(await answer.arrayBuffer());
    if ((await sha256(data)) !== file.sha256) {
      throw new DownloadFailed(`${what}: not the file whose SHA-256 the service told`);
    }
    return data;
  }
}

/** The request for a new envelope, and its files. */
async function described(envelope: NewEnvelope): Promise<{ body: EnvelopeRequest; contents: ReadFile[] }> {
  const { files, to, viewers, copies, in_order, folder, idempotencyKey: _, ...said } = envelope;
  const people = recipients({ to, ...given({ viewers, copies, in_order }) });
  const contents = await read(files);
  const body = {
    ...said,
    title: said.title ?? titleOf(contents),
    documents: await Promise.all(contents.map(declared)),
    recipients: people,
    ...given({ folder: folder && idOf(folder) }),
  };
  return { body, contents };
}

/** The form that makes the envelope and sends it, with its files; nothing where that is too large for a request. */
function formOf(body: EnvelopeRequest, contents: readonly ReadFile[]): FormData | undefined {
  const whole: EnvelopeWithFilesRequest = { ...body, send: true };
  const envelope = new Blob([JSON.stringify(whole)], { type: "application/json" });
  const size = contents.reduce((sum, { data }) => sum + data.byteLength, 0);
  if (size > MAX_UPLOAD_BYTES || envelope.size > MAX_DESCRIPTION_BYTES) return undefined;
  const form = new FormData();
  form.set("envelope", envelope);
  for (const [place, { data }] of contents.entries()) {
    // What the documents are called stands in the request: not every name fits into the head of a part.
    form.append("document", new Blob([data], { type: "application/pdf" }), `${place + 1}.pdf`);
  }
  return form;
}
