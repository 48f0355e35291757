import assert from "node:assert/strict";
import { test } from "node:test";

import { type Folder, type GrantEntry, type Group, type Keiin, KeiinError, type RegisteredSeal } from "../src/index.js";
import { json, Service } from "./service.js";

const answers = (told: object) =>
  new Service(({ method }) => (method === "DELETE" ? new Response(null, { status: 204 }) : json(200, told, { ETag: '"9"' })));

/** One thing a page. */
const pages = (name: string, things: object[], more: object = {}) =>
  new Service(
    ...things.map((each, place) => json(200, { [name]: [each], next_cursor: place + 1 < things.length ? `${place}` : null, ...more })),
  );

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of list) found.push(each);
  return found;
}

const header = (service: Service, name: string) => service.asked.map(({ headers }) => headers.get(name));

test("lists are read page by page", async () => {
  const things = [{ id: "a" }, { id: "b" }, { id: "c" }];
  const people = pages("people", things);
  assert.deepEqual((await all(people.client().people.list({ pageSize: 1 }))).map(({ id }) => id), ["a", "b", "c"]);
  assert.deepEqual(people.asked.map(({ url }) => url.search), ["?limit=1", "?limit=1&cursor=0", "?limit=1&cursor=1"]);
  assert.equal((await all(pages("keys", things).client().keys.list())).length, 3);
  assert.equal((await all(pages("uses", things).client().seals.uses("a"))).length, 3);
  const contacts = pages("contacts", things);
  assert.equal((await all(contacts.client().contacts.find("すず", { scope: "shared" }))).length, 3);
  assert.ok(contacts.asked.every(({ url }) => url.searchParams.get("q") === "すず" && url.searchParams.get("scope") === "shared"));
});

test("people and contacts are changed in the version that was read", async () => {
  const service = answers({ id: "a", version: 3 });
  const { people, contacts } = service.client();
  await people.change({ id: "a", version: 2 }, { roles: ["administrator"] });
  await people.change("a", { name: "高橋 二郎" });
  await contacts.remove(await contacts.add({ name: "a", email: "a@example.jp", scope: "shared" }));
  assert.deepEqual(service.asked.map(({ method }) => method), ["PATCH", "GET", "PATCH", "POST", "DELETE"]);
  assert.deepEqual(header(service, "if-match"), ['"2"', null, '"3"', null, '"3"']);
});

test("what does not say its version is read before it is changed", async () => {
  const service = answers({ id: "a", name: "契約書", persons: ["a@example.jp"], grants: [] });
  const { folders, organisation, seals } = service.client();
  await folders.change("a", { name: "覚書" });
  await folders.change("a", ({ name }) => ({ name: `${name} 2026` }));
  await organisation.change({ name_en: "A" });
  await seals.change("a", ({ persons }) => ({ persons: [...persons, "b@example.jp"] }));
  assert.deepEqual(header(service, "if-match"), Array.from({ length: 8 }, (_, place) => (place % 2 ? '"9"' : null)));
  const bodies = service.asked.filter(({ method }) => method === "PATCH").map(({ body }) => JSON.parse(body));
  assert.deepEqual(bodies, [
    { name: "覚書" },
    { name: "契約書 2026" },
    { name_en: "A" },
    { persons: ["a@example.jp", "b@example.jp"] },
  ]);
  await assert.rejects(new Service(json(200, { id: "a" })).client().folders.change("a", { name: "b" }), /version/);
});

test("groups and folders are changed and removed as they were read", async () => {
  const service = answers({ id: "a", name: "A", grants: [] });
  const { folders, groups } = service.client();
  await groups.rename("a", "b");
  await groups.remove({ id: "a" });
  await folders.remove("a");
  assert.deepEqual(service.asked.map(({ method }) => method), ["GET", "PATCH", "GET", "DELETE", "GET", "DELETE"]);
  assert.deepEqual(header(service, "if-match"), [null, '"9"', null, '"9"', null, '"9"']);
});

test("what somebody else has changed since it was read is not changed", async () => {
  const service = answers({ id: "a", name: "B", persons: ["b@example.jp"], grants: [{ to: "everybody", level: "see" }] });
  const { folders, groups, seals } = service.client();
  const since = /changed it since it was read/;
  await assert.rejects(groups.rename({ id: "a", name: "A" } as Group, "C"), since);
  await assert.rejects(folders.remove({ id: "a", grants: [] } as unknown as Folder), since);
  const read = { id: "a", persons: ["a@example.jp"] } as unknown as RegisteredSeal;
  await assert.rejects(seals.change(read, { persons: [...read.persons, "c@example.jp"] }), since);
  assert.deepEqual(new Set(service.asked.map(({ method }) => method)), new Set(["GET"]));
  // What a function makes of it is made of what stands.
  await seals.change(read, ({ persons }) => ({ persons: [...persons, "c@example.jp"] }));
  assert.deepEqual(JSON.parse(service.asked.at(-1)?.body ?? ""), { persons: ["b@example.jp", "c@example.jp"] });
});

test("a right takes the place of another of the same", async () => {
  const grants: GrantEntry[] = [{ to: "everybody", level: "see" }, { to: "group", group: "a-group", level: "see" }];
  const service = answers({ id: "a", grants });
  const { folders } = service.client();
  await folders.grant("a", { to: "group", group: "a-group", level: "change" });
  await folders.grant("a", { to: "person", person: "a-person", level: "manage" });
  await folders.revoke("a", { to: "everybody", level: "download" });
  const given = service.asked.filter(({ method }) => method === "PATCH").map(({ body }) => JSON.parse(body).grants);
  assert.deepEqual(
    given.map((each: GrantEntry[]) => each.map(({ level }) => level)),
    [["see", "change"], ["see", "see", "manage"], ["see"]],
  );
});

test("a CSV file goes as it is, and again where the answer was lost", async () => {
  const service = new Service(new TypeError("fetch failed"), json(200, { added: 1, updated: 0, unchanged: 0 }));
  // 氏名 in the letters of Windows, which are no UTF-8.
  const data = new Uint8Array([0x8e, 0x81, 0x96, 0xbc]);
  const client = service.client();
  assert.equal((await client.contacts.importCsv({ name: "a.csv", data }, { scope: "own", existing: "keep" })).added, 1);
  for (const { bytes, url, headers } of service.asked) {
    assert.deepEqual([bytes, url.search], [data, "?scope=own&existing=keep"]);
    assert.equal(headers.get("content-type"), "application/octet-stream");
  }
  assert.equal(new Set(header(service, "idempotency-key")).size, 1);
  const exported = new Service(new Response(data));
  assert.deepEqual(await exported.client().contacts.exportCsv("own", { encoding: "cp932" }), data);
  assert.equal(exported.asked[0]?.url.search, "?scope=own&encoding=cp932");
});

test("a broken log is an error", async () => {
  const entries = [{ sequence: 1 }, { sequence: 2 }];
  assert.equal((await all(pages("entries", entries, { intact: true }).client().organisation.log())).length, 2);
  await assert.rejects(all(pages("entries", entries, { intact: false }).client().organisation.log()), KeiinError);
});

const CALLS: [string, (client: Keiin) => Promise<unknown>][] = [
  ["GET /v1/me", ({ me }) => me.get()],
  ["GET /v1/me/sessions", ({ me }) => all(me.sessions())],
  ["DELETE /v1/me/sessions/a", ({ me }) => me.endSession("a")],
  ["GET /v1/me/keys", ({ me }) => all(me.keys.list())],
  ["POST /v1/me/keys", ({ me }) => me.keys.make({ label: "a", scopes: ["envelopes:read"] })],
  ["DELETE /v1/me/keys/a", ({ me }) => me.keys.revoke("a")],
  ["GET /v1/folders", ({ folders }) => all(folders.list())],
  ["GET /v1/folders/a", ({ folders }) => folders.get("a")],
  ["POST /v1/folders", ({ folders }) => folders.add("契約書")],
  ["POST /v1/folders", ({ folders }) => folders.add({ name: "契約書", parent: "a" })],
  ["GET /v1/contacts/a", ({ contacts }) => contacts.get("a")],
  ["POST /v1/organisation/people", ({ people }) => people.invite({ name: "a", email: "a@example.jp", roles: ["sender"] })],
  ["GET /v1/organisation/people/a", ({ people }) => people.get("a")],
  ["POST /v1/organisation/people/a/invitation", ({ people }) => people.inviteAgain("a")],
  ["POST /v1/organisation/people/a/deactivate", ({ people }) => people.deactivate("a")],
  ["POST /v1/organisation/people/a/reactivate", ({ people }) => people.reactivate("a")],
  ["GET /v1/organisation/people/a/sessions", ({ people }) => all(people.sessions("a"))],
  ["DELETE /v1/organisation/people/a/sessions", ({ people }) => people.endSessions("a")],
  ["GET /v1/organisation/groups", ({ groups }) => all(groups.list())],
  ["GET /v1/organisation/groups/a", ({ groups }) => groups.get("a")],
  ["POST /v1/organisation/groups", ({ groups }) => groups.add("a")],
  ["DELETE /v1/organisation/people/a/sessions/b", ({ people }) => people.endSession("a", "b")],
  [
    "POST /v1/organisation/keys",
    ({ keys }) => keys.make({ label: "a", scopes: [], holder: { type: "service", name: "a", email: "a@example.jp" } }),
  ],
  ["DELETE /v1/organisation/keys/a", ({ keys }) => keys.revoke("a")],
  ["GET /v1/organisation", ({ organisation }) => organisation.get()],
  ["GET /v1/organisation/seals", ({ seals }) => all(seals.list())],
  ["GET /v1/organisation/seals/a", ({ seals }) => seals.get("a")],
];

test("every call asks for what it is called", async () => {
  for (const [path, call] of CALLS) {
    const service = answers({ id: "a", sessions: [], keys: [], folders: [], groups: [], seals: [] });
    await call(service.client());
    assert.deepEqual(service.calls(), [path]);
    assert.equal(service.asked[0]?.headers.has("idempotency-key"), path.startsWith("POST"), path);
  }
});
