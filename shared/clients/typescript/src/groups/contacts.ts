/** Address books. */

import { given, type IdempotencyOptions, idOf, type IdOr, keyed, matching, type PageOptions, pages, tagOf, told, type Versioned } from "../answers.js";
import { type FileLike, read } from "../files.js";
import type { BookScope, Contact, ContactChangeRequest, ContactRequest, Import, paths } from "../generated/api.js";
import { Calls } from "./calls.js";

type ImportQuery = paths["/v1/contacts/imports"]["post"]["parameters"]["query"];
type ExportQuery = paths["/v1/contacts/export"]["get"]["parameters"]["query"];

/** The address book of the organisation (`shared`), and that of whoever calls (`own`). */
export class ContactCalls extends Calls {
  /** Those whose name, its reading, company or address begins so; all where nothing is said. */
  async *find(begins = "", { scope, pageSize = 100 }: { scope?: BookScope } & PageOptions = {}): AsyncGenerator<Contact, void> {
    const query = { ...given({ scope, q: begins || undefined }), limit: pageSize };
    for await (const page of pages((at) => this.raw.GET("/v1/contacts", { params: { query: { ...query, ...at } } }))) {
      yield* page.contacts;
    }
  }

  /** Reads a contact, with what was said of it before where it is a shared one. */
  async get(contact: IdOr): Promise<Contact> {
    return told(await this.raw.GET("/v1/contacts/{id}", { params: { path: { id: idOf(contact) } } }));
  }

  /** Adds a contact. */
  async add(contact: ContactRequest, { idempotencyKey }: IdempotencyOptions = {}): Promise<Contact> {
    return told(await this.raw.POST("/v1/contacts", { params: keyed(idempotencyKey), body: contact }));
  }

  /** Changes a contact in the version that was read; one that is named by its `id` is read first. */
  async change(contact: Versioned, change: ContactChangeRequest): Promise<Contact> {
    return told(await this.raw.PATCH("/v1/contacts/{id}", { params: await this.#version(contact), body: change }));
  }

  /** Removes a contact in the version that was read; one that is named by its `id` is read first. */
  async remove(contact: Versioned): Promise<void> {
    await this.raw.DELETE("/v1/contacts/{id}", { params: await this.#version(contact) });
  }

  /**
   * Takes the contacts of a CSV file; `existing` says what becomes of those whose address is there already.
   *
   * A large file may need more than all tries (`ServerError` by the code `import-unfinished`): the same call under the
   * same `idempotencyKey` goes on where it was.
   */
  async importCsv(file: FileLike, { idempotencyKey, ...query }: ImportQuery & IdempotencyOptions): Promise<Import> {
    const [content] = await read(file);
    const answer = await this.raw.POST("/v1/contacts/imports", {
      params: { query, ...keyed(idempotencyKey) },
      headers: { "Content-Type": "application/octet-stream" },
      body: "",
      // As bytes: they may be letters of Windows.
      bodySerializer: () => content?.data,
    });
    return told(answer);
  }

  /** A CSV file that can be imported again. */
  async exportCsv(scope: BookScope, { encoding }: Pick<ExportQuery, "encoding"> = {}): Promise<Uint8Array> {
    const query = { scope, ...given({ encoding }) };
    const answer = await this.raw.GET("/v1/contacts/export", { params: { query }, parseAs: "arrayBuffer" });
    return new Uint8Array(told<ArrayBuffer>(answer));
  }

  async #version(contact: Versioned) {
    const known = typeof contact === "string" ? await this.get(contact) : contact;
    return { path: { id: known.id }, ...matching(tagOf(known)) };
  }
}
