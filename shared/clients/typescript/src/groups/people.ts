/** The organisation's people. */

import { type IdempotencyOptions, idOf, type IdOr, keyed, matching, type PageOptions, pages, tagOf, told, type Versioned } from "../answers.js";
import type { Person, PersonChangeRequest, PersonRequest, Session } from "../generated/api.js";
import { Calls } from "./calls.js";

/** The organisation's people. */
export class PersonCalls extends Calls {
  /** All of them. */
  async *list({ pageSize = 100 }: PageOptions = {}): AsyncGenerator<Person, void> {
    const query = { limit: pageSize };
    for await (const page of pages((at) => this.raw.GET("/v1/organisation/people", { params: { query: { ...query, ...at } } }))) {
      yield* page.people;
    }
  }

  /** Reads a person. */
  async get(person: IdOr): Promise<Person> {
    return told(await this.raw.GET("/v1/organisation/people/{id}", { params: { path: { id: idOf(person) } } }));
  }

  /** Adds a person, to whom an invitation is mailed. */
  async invite(person: PersonRequest, { idempotencyKey }: IdempotencyOptions = {}): Promise<Person> {
    return told(await this.raw.POST("/v1/organisation/people", { params: keyed(idempotencyKey), body: person }));
  }

  /** Mails another invitation to somebody who has not accepted yet. */
  async inviteAgain(person: IdOr): Promise<Person> {
    return told(await this.raw.POST("/v1/organisation/people/{id}/invitation", { params: once(person) }));
  }

  /** Changes a person in the version that was read; one who is named by their `id` is read first. */
  async change(person: Versioned, change: PersonChangeRequest): Promise<Person> {
    const known = typeof person === "string" ? await this.get(person) : person;
    const params = { path: { id: known.id }, ...matching(tagOf(known)) };
    return told(await this.raw.PATCH("/v1/organisation/people/{id}", { params, body: change }));
  }

  /** Lets a person in no more; their sessions and keys end. */
  async deactivate(person: IdOr): Promise<Person> {
    return told(await this.raw.POST("/v1/organisation/people/{id}/deactivate", { params: once(person) }));
  }

  /** Lets a person in again. */
  async reactivate(person: IdOr): Promise<Person> {
    return told(await this.raw.POST("/v1/organisation/people/{id}/reactivate", { params: once(person) }));
  }

  /** The sessions of a person that are good, the newest first. */
  async *sessions(person: IdOr): AsyncGenerator<Session, void> {
    const params = { path: { id: idOf(person) } };
    yield* told(await this.raw.GET("/v1/organisation/people/{id}/sessions", { params })).sessions;
  }

  /** Ends one session of a person. */
  async endSession(person: IdOr, session: IdOr): Promise<void> {
    const params = { path: { id: idOf(person), session: idOf(session) } };
    await this.raw.DELETE("/v1/organisation/people/{id}/sessions/{session}", { params });
  }

  /** Ends all sessions of a person. */
  async endSessions(person: IdOr): Promise<void> {
    await this.raw.DELETE("/v1/organisation/people/{id}/sessions", { params: { path: { id: idOf(person) } } });
  }
}

function once(person: IdOr) {
  return { path: { id: idOf(person) }, ...keyed() };
}
