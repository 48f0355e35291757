/** API keys. */

import { type IdempotencyOptions, idOf, type IdOr, keyed, type PageOptions, pages, told } from "../answers.js";
import type { Key, KeyRequest, MadeKey, OwnKeyRequest } from "../generated/api.js";
import { Calls } from "./calls.js";

/** The organisation's API keys. */
export class KeyCalls extends Calls {
  /** All of them, without what they are called by. */
  async *list({ pageSize = 100 }: PageOptions = {}): AsyncGenerator<Key, void> {
    const query = { limit: pageSize };
    for await (const page of pages((at) => this.raw.GET("/v1/organisation/keys", { params: { query: { ...query, ...at } } }))) {
      yield* page.keys;
    }
  }

  /** Makes a key, which this answer alone holds. */
  async make(key: KeyRequest, { idempotencyKey }: IdempotencyOptions = {}): Promise<MadeKey> {
    return told(await this.raw.POST("/v1/organisation/keys", { params: keyed(idempotencyKey), body: key }));
  }

  /** Has a key taken no more. */
  async revoke(key: IdOr): Promise<void> {
    await this.raw.DELETE("/v1/organisation/keys/{id}", { params: { path: { id: idOf(key) } } });
  }
}

/** The API keys of whoever calls. */
export class OwnKeyCalls extends Calls {
  /** All of them, without what they are called by. */
  async *list(): AsyncGenerator<Key, void> {
    yield* told(await this.raw.GET("/v1/me/keys")).keys;
  }

  /** Makes a key, which this answer alone holds. It takes a session: no key makes keys. */
  async make(key: OwnKeyRequest, { idempotencyKey }: IdempotencyOptions = {}): Promise<MadeKey> {
    return told(await this.raw.POST("/v1/me/keys", { params: keyed(idempotencyKey), body: key }));
  }

  /** Has a key taken no more. */
  async revoke(key: IdOr): Promise<void> {
    await this.raw.DELETE("/v1/me/keys/{id}", { params: { path: { id: idOf(key) } } });
  }
}
