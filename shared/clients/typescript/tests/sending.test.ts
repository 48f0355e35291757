import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";

import { UploadFailed } from "../src/index.js";
import { fileName } from "../src/files.js";
import { envelope, json, KEY, problem, Service, STORE } from "./service.js";

const to = "鈴木 太郎 <suzuki@example.jp>";
const file = (name: string) => ({ name, data: new TextEncoder().encode("a") });

function service(files = 1): Service {
  return new Service(({ url }) => {
    if (url.origin === STORE) return new Response(null, { status: 200 });
    if (url.pathname === "/v1/envelopes") return json(201, envelope("draft", files));
    return json(202, envelope("sending", files));
  });
}

test("a file is declared, uploaded and sent", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "keiin-")), "業務委託契約.PDF");
  await writeFile(path, "pdf");
  const asked = service();
  const sent = await asked.client({ language: "ja" }).send({ files: path, to });
  assert.equal(sent.status, "sending");
  assert.deepEqual(asked.calls(), ["POST /v1/envelopes", "PUT /1", `POST /v1/envelopes/${sent.id}/send`]);
  const [draft, put, send] = asked.asked;
  assert.deepEqual(JSON.parse(draft?.body ?? ""), {
    title: "業務委託契約",
    documents: [{ name: "業務委託契約.PDF", size: 3, sha256: createHash("sha256").update("pdf").digest("hex") }],
    recipients: [{ name: "鈴木 太郎", email: "suzuki@example.jp" }],
  });
  assert.equal(put?.body, "pdf");
  assert.deepEqual(Object.fromEntries(put?.headers ?? []), {
    "content-type": "application/pdf",
    "x-amz-checksum-sha256": "checksum-1",
  });
  assert.equal(send?.headers.get("authorization"), `Bearer ${KEY}`);
  assert.equal(send?.headers.get("accept-language"), "ja");
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
    await asked.client().send({ files: file("a.pdf"), to, ...more });
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
  await assert.rejects(asked.client().send({ files: file("a.pdf"), to }), (error) => {
    return error instanceof UploadFailed && error.status === 400 && error.fileName === "a.pdf";
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
