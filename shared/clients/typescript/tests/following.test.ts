import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeEach, mock, test } from "node:test";

import { KeiinError, NotReached, StillWaiting } from "../src/index.js";
import { document, envelope, json, Service, STORE } from "./service.js";

// Without pauses.
const { setTimeout: waiting } = globalThis;
beforeEach(() => mock.method(globalThis, "setTimeout", (done: () => void) => waiting(done, 0)));

const stands = (...statuses: string[]) => new Service(...statuses.map((status) => json(200, envelope(status))));
const folder = () => mkdtemp(join(tmpdir(), "keiin-"));

test("waits until it is reached", async () => {
  const service = stands("sending", "in_progress", "completed");
  assert.equal((await service.client().waitUntilCompleted("an-id")).status, "completed");
  assert.equal(service.asked.length, 3);
  assert.equal((await stands("sending", "sent").client().waitUntilSent({ id: "an-id" })).status, "sent");
});

test("does not wait for what will not come", async () => {
  for (const status of ["declined", "voided", "expired", "failed", "draft"]) {
    await assert.rejects(stands("sending", status).client().waitUntilCompleted("an-id"), (error) => {
      return error instanceof NotReached && error.envelope.status === status;
    });
  }
});

test("a refused document is named", async () => {
  const refused = document(1, "draft", { refusal: { code: "encrypted", detail: "It takes a password.", detail_ja: "…" } });
  const service = new Service(json(200, envelope("draft", 1, { documents: [refused] })));
  await assert.rejects(service.client().waitUntilSent("an-id"), /contract: It takes a password\./);
});

test("waits no longer than asked", async () => {
  await assert.rejects(stands("in_progress").client().waitUntilCompleted("an-id", { timeout: 0 }), StillWaiting);
});

test("a list goes on over empty pages", async () => {
  const page = (ids: string[], next_cursor: string | null) => json(200, { envelopes: ids.map((id) => ({ id })), next_cursor });
  const service = new Service(page(["a", "b"], "x"), page([], "y"), page(["c"], null));
  const ids: string[] = [];
  for await (const each of service.client().envelopes({ status: "sent" })) ids.push(each.id);
  assert.deepEqual(ids, ["a", "b", "c"]);
  assert.deepEqual(service.asked.map(({ url }) => url.searchParams.get("cursor")), [null, "x", "y"]);
  assert.ok(service.asked.every(({ url }) => url.searchParams.get("status") === "sent"));
  const filtered = new Service(page([], null));
  for await (const _ of filtered.client().envelopes({ folder: { id: "a-folder" }, sender: "a-person", pageSize: 7 })) assert.fail();
  assert.deepEqual(Object.fromEntries(filtered.asked[0]?.url.searchParams ?? []), { folder: "a-folder", sender: "a-person", limit: "7" });
});

test("a broken chain is an error", async () => {
  const service = new Service(json(200, { events: [], next_cursor: null, intact: false, broken: "event 2" }));
  await assert.rejects(service.client().events("an-id").next(), KeiinError);
});

const signed = (sha256: string) => {
  const documents = [1, 2].map((number) => document(number, "completed", { download: { url: `${STORE}/signed`, sha256 } }));
  return json(200, envelope("completed", 2, { documents }));
};

test("files are fetched without the key, and two of one name are told apart", async () => {
  const digest = createHash("sha256").update("signed").digest("hex");
  const service = new Service(signed(digest), new Response("signed"));
  const paths = await service.client().download("an-id", join(await folder(), "new"));
  assert.deepEqual(paths.map((path) => basename(path)), ["contract.pdf", "contract (2).pdf"]);
  assert.deepEqual(await Promise.all(paths.map((path) => readFile(path, "utf8"))), ["signed", "signed"]);
  assert.equal(service.asked[1]?.headers.get("authorization"), null);
});

test("another file than the signed one is not left behind", async () => {
  const target = await folder();
  const service = new Service(signed("0".repeat(64)), new Response("other"));
  await assert.rejects(service.client().download("an-id", target), /SHA-256/);
  assert.deepEqual(await readdir(target), []);
});

test("each file of a document is fetched as bytes", async () => {
  const file = (digest: string) => json(200, { document: 2, url: `${STORE}/file`, sha256: digest, size: 3 });
  for (const which of ["original", "current", "signed"] as const) {
    const service = new Service(file(createHash("sha256").update("pdf").digest("hex")), new Response("pdf"));
    assert.equal(Buffer.from(await service.client().fetchFile("an-id", 2, which)).toString(), "pdf");
    assert.deepEqual(service.calls(), [`GET /v1/envelopes/an-id/documents/2/files/${which}`, "GET /file"]);
    assert.equal(service.asked[1]?.headers.get("authorization"), null);
  }
  const other = new Service(file("0".repeat(64)), new Response("pdf"));
  await assert.rejects(other.client().fetchFile("an-id", 2), /SHA-256/);
});

test("a large file is left in the store to be verified", async () => {
  const put = { method: "PUT", url: `${STORE}/x`, headers: { a: "b" }, expires_at: "2026-11-22T00:15:00Z" };
  const found = json(200, { outcome: "unsigned" });
  const large = new Service(json(201, { upload: "token", put }), new Response(null), found.clone());
  const findings = await large.client().verify({ name: "a.pdf", data: new Uint8Array(5_000_000) });
  assert.equal(findings.outcome, "unsigned");
  assert.deepEqual(large.calls(), ["POST /v1/verify/uploads", "PUT /x", "POST /v1/verify"]);
  const small = new Service(found);
  await small.client().verify({ name: "a.pdf", data: new TextEncoder().encode("pdf") }, { language: "en" });
  const [asked] = small.asked;
  assert.deepEqual([asked?.headers.get("content-type"), asked?.url.search, asked?.body], ["application/pdf", "?lang=en", "pdf"]);
});
