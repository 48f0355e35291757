import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";

import { InvalidFields, UploadFailed } from "../src/index.js";
import { fileName } from "../src/files.js";
import { type Asked, envelope, json, KEY, problem, Service, STORE } from "./service.js";

const to = "鈴木 太郎 <suzuki@example.jp>";
const file = (name: string) => ({ name, data: new TextEncoder().encode("a") });

const large = { name: "large.pdf", data: new Uint8Array(4_000_001) };

function service(files = 1): Service {
  return new Service(({ url, headers }) => {
    if (url.origin === STORE) return new Response(null, { status: 200 });
    const isSent = headers.get("content-type")?.startsWith("multipart/form-data");
    if (url.pathname === "/v1/envelopes") return json(201, envelope(isSent ? "sending" : "draft", files));
    return json(202, envelope("sending", files));
  });
}

/** The parts of a form. */
async function partsOf({ headers, bytes }: Asked): Promise<[string, File][]> {
  const type = headers.get("content-type") ?? "";
  const parts = await new Response(bytes, { headers: { "content-type": type } }).formData();
  return [...parts] as [string, File][];
}

test("small files are sent in one call", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "keiin-")), "業務委託契約.PDF");
  await writeFile(path, "pdf");
  const asked = service();
  const sent = await asked.client({ language: "ja" }).send({ files: path, to, folder: { id: "a-folder" }, idempotencyKey: "order-4711" });
  assert.equal(sent.status, "sending");
  assert.deepEqual(asked.calls(), ["POST /v1/envelopes"]);
  const form = asked.asked[0] as Asked;
  assert.equal(form.headers.get("idempotency-key"), "order-4711.draft");
  assert.equal(form.headers.get("authorization"), `Bearer ${KEY}`);
  assert.equal(form.headers.get("accept-language"), "ja");
  const parts = await partsOf(form);
  assert.deepEqual(parts.map(([name]) => name), ["envelope", "document"]);
  assert.deepEqual(JSON.parse((await parts[0]?.[1].text()) ?? ""), {
    title: "業務委託契約",
    documents: [{ name: "業務委託契約.PDF", size: 3, sha256: createHash("sha256").update("pdf").digest("hex") }],
    recipients: [{ name: "鈴木 太郎", email: "suzuki@example.jp" }],
    folder: "a-folder",
    send: true,
  });
  const document = parts[1]?.[1];
  assert.deepEqual([document?.name, document?.type, await document?.text()], ["1.pdf", "application/pdf", "pdf"]);
});

test("a call that was not answered is repeated with the same files under the same key", async () => {
  const late = new TypeError("fetch failed");
  const asked = new Service(late, problem(503, "temporarily-unavailable"), json(201, envelope("sending", 2)));
  const files = [file("a.pdf"), { name: "b.pdf", data: new TextEncoder().encode("b") }];
  assert.equal((await asked.client().send({ files, to })).status, "sending");
  assert.equal(asked.asked.length, 3);
  assert.equal(new Set(asked.asked.map(({ headers }) => headers.get("idempotency-key"))).size, 1);
  for (const each of asked.asked) {
    const [, ...documents] = await partsOf(each);
    assert.deepEqual(await Promise.all(documents.map(([, part]) => part.text())), ["a", "b"]);
  }
});

test("what the service refuses of a form is thrown", async () => {
  const asked = new Service(problem(422, "invalid-fields"));
  await assert.rejects(asked.client().send({ files: file("a.pdf"), to }), InvalidFields);
  assert.equal(asked.asked.length, 1);
});

test("a description that is large by itself is sent as JSON", async () => {
  const asked = service();
  const copies = Array.from({ length: 1000 }, (_, number) => `${"名".repeat(60)} <person-${number}@example.jp>`);
  await asked.client().send({ files: file("a.pdf"), to, copies });
  assert.deepEqual(asked.asked.map(({ method }) => method), ["POST", "PUT", "POST"]);
});

test("a large file is declared, uploaded and sent", async () => {
  const asked = service();
  const sent = await asked.client().send({ files: large, to });
  assert.equal(sent.status, "sending");
  assert.deepEqual(asked.calls(), ["POST /v1/envelopes", "PUT /1", `POST /v1/envelopes/${sent.id}/send`]);
  const [draft, put, send] = asked.asked;
  assert.deepEqual(JSON.parse(draft?.body ?? ""), {
    title: "large",
    documents: [{ name: "large.pdf", size: 4_000_001, sha256: createHash("sha256").update(large.data).digest("hex") }],
    recipients: [{ name: "鈴木 太郎", email: "suzuki@example.jp" }],
  });
  assert.deepEqual(put?.bytes, large.data);
  assert.deepEqual(Object.fromEntries(put?.headers ?? []), {
    "content-type": "application/pdf",
    "x-amz-checksum-sha256": "checksum-1",
  });
  assert.equal(send?.headers.get("authorization"), `Bearer ${KEY}`);
});

test("what is said of the envelope goes along", async () => {
  const asked = service(2);
  await asked.client().draft({
    files: [new File(["a"], "a.pdf"), file("b.pdf")],
    to: [to, { name: "Jane Doe", email: "jane@example.com", order: 9 }, "Sato <sato@example.jp>"],
    viewers: "Mori <mori@example.jp>",
    copies: ["Abe <abe@example.jp>"],
    in_order: true,
    message: "Please",
    deadline_days: 7,
    may_forward: false,
    retention: "10y",
    transaction: { counterparty: "A company" },
  });
  const { documents, recipients, ...said } = JSON.parse(asked.asked[0]?.body ?? "");
  assert.deepEqual(documents.map((each: { name: string }) => each.name), ["a.pdf", "b.pdf"]);
  assert.deepEqual(
    recipients.map(({ order, kind }: { order?: number; kind?: string }) => [order, kind]),
    [[1, undefined], [9, undefined], [3, undefined], [undefined, "viewer"], [undefined, "copy"]],
  );
  assert.deepEqual(said, {
    title: "a",
    message: "Please",
    deadline_days: 7,
    may_forward: false,
    retention: "10y",
    transaction: { counterparty: "A company" },
  });
});

test("a call has keys of its own, and a given key has the same again", async () => {
  const keys = async (more: { idempotencyKey?: string } = {}) => {
    const asked = service();
    await asked.client().send({ files: large, to, ...more });
    return asked.asked.filter(({ method }) => method === "POST").map(({ headers }) => headers.get("idempotency-key"));
  };
  assert.deepEqual(await keys({ idempotencyKey: "order-4711" }), await keys({ idempotencyKey: "order-4711" }));
  const fresh = [...(await keys()), ...(await keys())];
  assert.equal(new Set(fresh).size, 4);
});

test("an upload whose link has ended gets a new one", async () => {
  const refused = new Response(null, { status: 403 });
  const asked = new Service(json(201, envelope()), refused, json(200, envelope()), new Response(null));
  await asked.client().draft({ files: file("a.pdf"), to });
  assert.deepEqual(asked.asked.map(({ method }) => method), ["POST", "PUT", "GET", "PUT"]);
});

test("nothing is uploaded to what is sent already", async () => {
  const asked = new Service(json(201, envelope()), new Response(null, { status: 403 }), json(200, envelope("sent")));
  await asked.client().draft({ files: file("a.pdf"), to });
  assert.equal(asked.asked.length, 3);
});

test("a store that refuses is an error, and nothing is sent", async () => {
  const asked = new Service(json(201, envelope()), new Response(null, { status: 400 }));
  await assert.rejects(asked.client().send({ files: large, to }), (error) => {
    return error instanceof UploadFailed && error.status === 400 && error.fileName === "large.pdf";
  });
  assert.equal(asked.asked.length, 2);
});

test("no file is said before anything is asked, and nobody prints the key", async () => {
  const asked = new Service(problem(500, "never"));
  await assert.rejects(asked.client().send({ files: [], to }), /no file/);
  assert.equal(asked.asked.length, 0);
  assert.doesNotMatch(inspect(asked.client(), { depth: 9, showHidden: true }), new RegExp(KEY));
});

test("a document cannot name a file outside of the folder", () => {
  assert.equal(fileName("../../契約/書"), "_.._契約_書.pdf");
  assert.equal(fileName(".."), "document.pdf");
  assert.equal(fileName("業務委託契約"), "業務委託契約.pdf");
});
