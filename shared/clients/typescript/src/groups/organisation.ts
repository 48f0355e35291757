/** What holds for the organisation, and its log. */

import { type Change, changed, matching, type PageOptions, pages, tag, told } from "../answers.js";
import type { Organisation, OrganisationChangeRequest, StoredEntry } from "../generated/api.js";
import { KeiinError } from "../problems.js";
import { Calls } from "./calls.js";

/** What holds for the organisation, and its log. */
export class OrganisationCalls extends Calls {
  /** What holds for the organisation. */
  async get(): Promise<Organisation> {
    return told(await this.raw.GET("/v1/organisation"));
  }

  /** Changes what a request names, or one that a function makes of what holds now. */
  async change(change: Change<Organisation, OrganisationChangeRequest>): Promise<Organisation> {
    const read = await this.raw.GET("/v1/organisation");
    const body = changed(change, told(read));
    return told(await this.raw.PATCH("/v1/organisation", { params: matching(tag(read)), body }));
  }

  /** Who changed what of the organisation, the oldest entry first. A broken chain is an error. */
  async *log({ pageSize = 100 }: PageOptions = {}): AsyncGenerator<StoredEntry, void> {
    const query = { limit: pageSize };
    for await (const page of pages((at) => this.raw.GET("/v1/organisation/log", { params: { query: { ...query, ...at } } }))) {
      if (!page.intact) throw new KeiinError("the chain of the organisation's log is broken");
      yield* page.entries;
    }
  }
}
