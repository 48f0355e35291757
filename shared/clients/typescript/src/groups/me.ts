/** Whoever calls. */

import { idOf, type IdOr, told } from "../answers.js";
import type { Me, Session } from "../generated/api.js";
import { Calls } from "./calls.js";
import { OwnKeyCalls } from "./keys.js";

/** Whoever calls: a person, or a service by its key. */
export class OwnCalls extends Calls {
  readonly keys = new OwnKeyCalls(this.raw);

  /** Who calls, for which organisation, and what they may do. */
  async get(): Promise<Me> {
    return told(await this.raw.GET("/v1/me"));
  }

  /** The caller's sessions that are good, the newest first. */
  async *sessions(): AsyncGenerator<Session, void> {
    yield* told(await this.raw.GET("/v1/me/sessions")).sessions;
  }

  /** Ends one of them. */
  async endSession(session: IdOr): Promise<void> {
    await this.raw.DELETE("/v1/me/sessions/{session}", { params: { path: { session: idOf(session) } } });
  }
}
