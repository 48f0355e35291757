/** What was answered, and which version of it. */

import { KeiinError } from "./problems.js";

/** What the API knows by an `id`, or that `id`. */
export type IdOr = string | { id: string };

/** What the API tells the version of, as it was read; or its `id`, by which it is read first. */
export type Versioned = string | { id: string; version: number };

interface Answer<T> {
  data?: T;
  response: Response;
}

/** What was answered. */
export function told<T>({ data, response }: Answer<T>): T {
  if (data === undefined) throw new KeiinError(`the service answered ${response.status} without a body`);
  return data;
}

export function idOf(thing: IdOr): string {
  return typeof thing === "string" ? thing : thing.id;
}

/** The ETag of what says its version itself. */
export function tagOf({ version }: { version: number }): string {
  return `"${version}"`;
}

/** The ETag of what was answered. */
export function tag({ response }: Answer<unknown>): string {
  const found = response.headers.get("etag");
  if (found === null) throw new KeiinError("the service answered without the version of what it answered");
  return found;
}

/** The ETag of what was answered, if it still is as it was read before; named by its `id` alone it may be anything. */
export function tagAsRead(thing: IdOr, answer: Answer<unknown>): string {
  const read = told(answer) as Record<string, unknown>;
  const isAsRead = ([name, value]: [string, unknown]) => JSON.stringify(value) === JSON.stringify(read[name]);
  if (typeof thing !== "string" && !Object.entries(thing).every(isAsRead)) {
    throw new KeiinError("somebody has changed it since it was read: read it again");
  }
  return tag(answer);
}

/** The ETag for a change: a ready one is of what was read before, one that is made of what stands is of that. */
export function tagFor<T, C extends object>(thing: IdOr, change: Change<T, C>, answer: Answer<unknown>): string {
  return typeof change === "function" ? tag(answer) : tagAsRead(thing, answer);
}

/** The header of requests that are carried out once. */
export function keyed(key: string = crypto.randomUUID()): { header: { "Idempotency-Key": string } } {
  return { header: { "Idempotency-Key": key } };
}

/** The header of requests about one version. */
export function matching(tag: string): { header: { "If-Match": string } } {
  return { header: { "If-Match": tag } };
}

/** What is given of these. */
export function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const said = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** What of the query says which page is asked for. */
export interface PageQuery {
  cursor?: string;
}

/** All pages of a list; each is fetched when it is needed. */
export async function* pages<P extends { next_cursor: string | null }>(
  fetch: (query: PageQuery) => Promise<Answer<P>>,
): AsyncGenerator<P, void> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = told(await fetch(given({ cursor })));
    yield page;
    cursor = page.next_cursor ?? null;
  }
}

/** Whoever gives a key of their own may call again with it, even after a crash, and it is done once. */
export interface IdempotencyOptions {
  idempotencyKey?: string;
}

/** How a list is read. */
export interface PageOptions {
  /** How many are fetched at a time; 100 where nothing is said. */
  pageSize?: number;
}

/** What is to be changed, or what a function makes of what stands: that version is changed, or none. */
export type Change<T, R extends object> = R | ((standing: T) => R);

export function changed<T, R extends object>(change: Change<T, R>, standing: T): R {
  return typeof change === "function" ? change(standing) : change;
}
