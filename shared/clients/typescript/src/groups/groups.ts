/** Groups of people. */

import { type IdempotencyOptions, idOf, type IdOr, keyed, matching, tagAsRead, told } from "../answers.js";
import type { Group } from "../generated/api.js";
import { Calls } from "./calls.js";

/** Groups of people. Who is in one is said of the person. */
export class GroupCalls extends Calls {
  /** All of them, by their names. */
  async *list(): AsyncGenerator<Group, void> {
    yield* told(await this.raw.GET("/v1/organisation/groups")).groups;
  }

  /** Reads a group as it is. */
  async get(group: IdOr): Promise<Group> {
    return told(await this.#read(group));
  }

  /** Makes a group. */
  async add(name: string, { idempotencyKey }: IdempotencyOptions = {}): Promise<Group> {
    return told(await this.raw.POST("/v1/organisation/groups", { params: keyed(idempotencyKey), body: { name } }));
  }

  /** Calls a group otherwise. It is read first, and renamed as it was then. */
  async rename(group: IdOr, name: string): Promise<Group> {
    const params = { path: { id: idOf(group) }, ...matching(tagAsRead(group, await this.#read(group))) };
    return told(await this.raw.PATCH("/v1/organisation/groups/{id}", { params, body: { name } }));
  }

  /** Removes a group; nobody is in it any more, and the rights that folders gave to it end. */
  async remove(group: IdOr): Promise<void> {
    const params = { path: { id: idOf(group) }, ...matching(tagAsRead(group, await this.#read(group))) };
    await this.raw.DELETE("/v1/organisation/groups/{id}", { params });
  }

  #read(group: IdOr) {
    return this.raw.GET("/v1/organisation/groups/{id}", { params: { path: { id: idOf(group) } } });
  }
}
