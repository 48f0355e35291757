/** Registered seals. */

import { type Change, changed, idOf, type IdOr, matching, type PageOptions, pages, tagFor, told } from "../answers.js";
import type { RegisteredSeal, SealChangeRequest, SealUse } from "../generated/api.js";
import { Calls } from "./calls.js";

/** The organisation's registered seals (実印タイプ). */
export class SealCalls extends Calls {
  /** All of them. */
  async *list(): AsyncGenerator<RegisteredSeal, void> {
    yield* told(await this.raw.GET("/v1/organisation/seals")).seals;
  }

  /** Reads a seal. */
  async get(seal: IdOr): Promise<RegisteredSeal> {
    return told(await this.#read(seal));
  }

  /** Says who may sign with it: by a request, if it is as it was read, or by what a function makes of it as it stands. */
  async change(seal: IdOr, change: Change<RegisteredSeal, SealChangeRequest>): Promise<RegisteredSeal> {
    const read = await this.#read(seal);
    const params = { path: { id: idOf(seal) }, ...matching(tagFor(seal, change, read)) };
    return told(await this.raw.PATCH("/v1/organisation/seals/{id}", { params, body: changed(change, told(read)) }));
  }

  /** What it was used for, the newest first. */
  async *uses(seal: IdOr, { pageSize = 100 }: PageOptions = {}): AsyncGenerator<SealUse, void> {
    const path = { id: idOf(seal) };
    const page = (at: object) =>
      this.raw.GET("/v1/organisation/seals/{id}/uses", { params: { path, query: { limit: pageSize, ...at } } });
    for await (const { uses } of pages(page)) yield* uses;
  }

  #read(seal: IdOr) {
    return this.raw.GET("/v1/organisation/seals/{id}", { params: { path: { id: idOf(seal) } } });
  }
}
