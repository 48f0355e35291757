/** Folders, and the rights that they give. */

import { type Change, changed, type IdempotencyOptions, idOf, type IdOr, keyed, matching, tagAsRead, tagFor, told } from "../answers.js";
import type { Folder, FolderChangeRequest, FolderRequest, GrantEntry } from "../generated/api.js";
import { Calls } from "./calls.js";

/** Folders, and the rights that they give over the envelopes in them. */
export class FolderCalls extends Calls {
  /** All in which the caller may see envelopes, by their names. */
  async *list(): AsyncGenerator<Folder, void> {
    yield* told(await this.raw.GET("/v1/folders")).folders;
  }

  /** Reads a folder as it is. */
  async get(folder: IdOr): Promise<Folder> {
    return told(await this.#read(folder));
  }

  /** Makes a folder, or one of this name at the top, which gives no rights. */
  async add(folder: FolderRequest | string, { idempotencyKey }: IdempotencyOptions = {}): Promise<Folder> {
    const body = typeof folder === "string" ? { name: folder } : folder;
    return told(await this.raw.POST("/v1/folders", { params: keyed(idempotencyKey), body }));
  }

  /** Changes what a request names of a folder that is as it was read, or what a function makes of it as it stands. */
  async change(folder: IdOr, change: Change<Folder, FolderChangeRequest>): Promise<Folder> {
    const read = await this.#read(folder);
    const params = { path: { id: idOf(folder) }, ...matching(tagFor(folder, change, read)) };
    return told(await this.raw.PATCH("/v1/folders/{id}", { params, body: changed(change, told(read)) }));
  }

  /** Gives a right, instead of the one that the folder gave to the same before. */
  async grant(folder: IdOr, right: GrantEntry): Promise<Folder> {
    return this.change(folder, ({ grants }) => ({ grants: [...others(grants, right), right] }));
  }

  /** Takes back what the folder gives to whom this right names, whatever its level. */
  async revoke(folder: IdOr, right: GrantEntry): Promise<Folder> {
    return this.change(folder, ({ grants }) => ({ grants: others(grants, right) }));
  }

  /** Removes a folder in which there is nothing. */
  async remove(folder: IdOr): Promise<void> {
    const params = { path: { id: idOf(folder) }, ...matching(tagAsRead(folder, await this.#read(folder))) };
    await this.raw.DELETE("/v1/folders/{id}", { params });
  }

  #read(folder: IdOr) {
    return this.raw.GET("/v1/folders/{id}", { params: { path: { id: idOf(folder) } } });
  }
}

function others(grants: readonly GrantEntry[], right: GrantEntry): GrantEntry[] {
  return grants.filter((each) => grantee(each) !== grantee(right));
}

function grantee({ to, person, group, role }: GrantEntry): string {
  return JSON.stringify([to, person ?? null, group ?? null, role ?? null]);
}
