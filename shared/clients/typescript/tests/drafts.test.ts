import assert from "node:assert/strict";
import { test } from "node:test";

import { PreconditionFailed } from "../src/index.js";
import { document, envelope, json, problem, Service, STORE } from "./service.js";

const draft = { id: "an-id", version: 3 };

const answers = () =>
  new Service(({ method, url }) => {
    if (method === "DELETE" && !url.pathname.includes("documents")) return new Response(null, { status: 204 });
    return json(200, envelope("draft", 1, { id: "an-id", version: 5 }));
  });

test("a draft is changed in the version that was read", async () => {
  const asked = answers();
  assert.equal((await asked.client().change(draft, { title: "Another title" })).version, 5);
  await asked.client().removeDocument(draft, 2);
  await asked.client().delete(draft);
  assert.deepEqual(asked.calls(), [
    "PATCH /v1/envelopes/an-id",
    "DELETE /v1/envelopes/an-id/documents/2",
    "DELETE /v1/envelopes/an-id",
  ]);
  assert.ok(asked.asked.every(({ headers }) => headers.get("if-match") === '"3"'));
  assert.equal(asked.asked[0]?.body, '{"title":"Another title"}');
});

test("a draft that is named by its id is read first", async () => {
  const asked = answers();
  await asked.client().change("an-id", { message: null });
  await asked.client().delete("an-id");
  assert.deepEqual(asked.asked.map(({ method }) => method), ["GET", "PATCH", "GET", "DELETE"]);
  assert.deepEqual(asked.asked.map(({ headers }) => headers.get("if-match")), [null, '"5"', null, '"5"']);
  assert.equal(asked.asked[1]?.body, '{"message":null}');
});

test("a version that stands no more is an error", async () => {
  await assert.rejects(new Service(problem(412, "precondition-failed")).client().change(draft, { title: "a" }), PreconditionFailed);
});

test("a document is added and uploaded", async () => {
  const asked = new Service(({ url }) => (url.origin === STORE ? new Response(null) : json(201, document(2, "draft"))));
  const added = await asked.client().addDocument("an-id", { name: "annex.pdf", data: new TextEncoder().encode("pdf") });
  assert.equal(added.number, 2);
  assert.deepEqual(asked.calls(), ["POST /v1/envelopes/an-id/documents", "PUT /2"]);
  assert.equal(asked.asked[1]?.body, "pdf");
});

test("what is done with an envelope", async () => {
  const asked = answers();
  const client = asked.client();
  const factors = [{ recipient: 1, factor: { type: "access_code" as const, code: "sakura" } }];
  await client.copy("an-id", { factors });
  await client.move("an-id", { id: "a-folder" });
  await client.move("an-id", null);
  await client.requestAgain("an-id", 2, { email: "suzuki@example.jp" });
  assert.deepEqual(asked.calls(), [
    "POST /v1/envelopes/an-id/copy",
    "POST /v1/envelopes/an-id/move",
    "POST /v1/envelopes/an-id/move",
    "POST /v1/envelopes/an-id/recipients/2/request",
  ]);
  const bodies = asked.asked.map(({ body }) => JSON.parse(body));
  assert.deepEqual(bodies, [{ factors }, { folder: "a-folder" }, { folder: null }, { email: "suzuki@example.jp" }]);
  assert.equal(new Set(asked.asked.map(({ headers }) => headers.get("idempotency-key"))).size, 4);
});

test("those who may see an envelope are told at once", async () => {
  const page = (id: string, next_cursor: string | null) =>
    json(200, { people: [{ id }], keys: next_cursor ? [{ id: "k" }] : [], recipients: [], next_cursor });
  const access = await new Service(page("a", "x"), page("b", null)).client().access("an-id");
  assert.deepEqual(access.people.map(({ id }) => id), ["a", "b"]);
  assert.deepEqual([access.keys.length, access.next_cursor], [1, null]);
});
