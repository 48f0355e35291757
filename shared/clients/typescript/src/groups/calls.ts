/** What all groups of calls are made of. */

import type { Client } from "openapi-fetch";

import type { paths } from "../generated/api.js";

/** Calls of the API. */
export class Calls {
  protected readonly raw: Client<paths>;

  constructor(raw: Client<paths>) {
    this.raw = raw;
  }
}
