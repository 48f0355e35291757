/** Recipients, as people write them. */

import { isList } from "./files.js";
import type { RecipientKind, RecipientRequest } from "./generated/api.js";

/** `Name <address>`, or a recipient with everything that the API knows. */
export type RecipientLike = string | RecipientRequest;

const WRITTEN = /^\s*(?<name>[^<>]*?)\s*<\s*(?<email>[^<>\s]+@[^<>\s]+)\s*>\s*$/;

/** Reads `鈴木 太郎 <suzuki@example.jp>`. Quotes around the name are left out. */
export function person(written: RecipientLike): RecipientRequest {
  if (typeof written !== "string") return written;
  const groups = WRITTEN.exec(written)?.groups;
  const name = unquoted(groups?.["name"] ?? "");
  const email = groups?.["email"];
  if (!name || !email) {
    throw new TypeError(`a recipient is written as "Name <address>", not as ${JSON.stringify(written)}`);
  }
  return { name, email };
}

function unquoted(name: string): string {
  return /^".*"$/s.test(name) && name.length > 1 ? name.slice(1, -1).replace(/\\(.)/gs, "$1").trim() : name;
}

/** The people of an envelope. */
export interface People {
  /** Who acts: side by side, or one after the other with `in_order`. */
  to: RecipientLike | readonly RecipientLike[];
  /** Who reads and confirms. */
  viewers?: RecipientLike | readonly RecipientLike[];
  /** Who gets a copy. */
  copies?: RecipientLike | readonly RecipientLike[];
  in_order?: boolean;
}

/** All recipients of an envelope. */
export function recipients({ to, viewers = [], copies = [], in_order = false }: People): RecipientRequest[] {
  const acting = all(to).map((one, place) => (in_order ? { ...one, order: one.order ?? place + 1 } : one));
  return [...acting, ...ofKind("viewer", viewers), ...ofKind("copy", copies)];
}

function all(people: RecipientLike | readonly RecipientLike[]): RecipientRequest[] {
  return (isList(people) ? people : [people]).map(person);
}

function ofKind(kind: RecipientKind, people: RecipientLike | readonly RecipientLike[]): RecipientRequest[] {
  return all(people).map((one) => ({ ...one, kind }));
}
