import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerError, TooManyRequests } from "../src/index.js";
import { afterAnswer, afterFailure, RETRIES, seconds } from "../src/retries.js";
import { envelope, json, problem, Service } from "./service.js";

const CALM = { ...RETRIES, draw: () => 1 };
const asked = (method: string, key?: string) => ({ method, headers: new Headers(key ? { "Idempotency-Key": key } : {}) });

test("each pause is longer until the longest", () => {
  const patient = { ...CALM, maxRetries: 9 };
  const pauses = Array.from({ length: 9 }, (_, attempt) => afterFailure(patient, attempt, asked("GET")));
  assert.deepEqual(pauses, [0.5, 1, 2, 4, 8, 16, 32, 60, 60]);
  assert.equal(afterFailure({ ...RETRIES, draw: () => 0 }, 0, asked("GET")), 0.25);
  assert.equal(afterFailure(CALM, 4, asked("GET")), undefined);
});

const ANSWERS: [string, string | undefined, number, string | null, number | undefined][] = [
  ["GET", undefined, 503, null, 0.5],
  ["GET", undefined, 429, null, 0.5],
  ["POST", undefined, 429, null, 0.5],
  ["POST", undefined, 429, "7", 7.5],
  ["POST", undefined, 429, "60", 60.5],
  ["POST", undefined, 429, "61", undefined],
  ["POST", undefined, 504, null, undefined],
  ["POST", "a", 504, null, 0.5],
  ["POST", "a", 409, "1", 1.5],
  ["POST", "a", 409, null, undefined],
  ["POST", undefined, 409, "1", undefined],
  ["GET", undefined, 500, null, undefined],
  ["GET", undefined, 404, null, undefined],
  ["GET", undefined, 200, null, undefined],
];

test("what is repeated", () => {
  for (const [method, key, status, retryAfter, pause] of ANSWERS) {
    assert.equal(afterAnswer(CALM, 0, asked(method, key), status, retryAfter), pause, `${method} ${key} ${status}`);
  }
});

test("what was asked for too often is not asked for again", async () => {
  assert.equal(afterAnswer(CALM, 0, asked("POST", "a"), 429, "3", "too-many-calls"), 3.5);
  assert.equal(afterAnswer(CALM, 0, asked("POST", "a"), 429, "3", "retried-just-now"), undefined);
  const often = json(429, { code: "reminded-just-now" }, { "Retry-After": "1" });
  const service = new Service(often);
  await assert.rejects(service.client().remind("an-id"), TooManyRequests);
  assert.equal(service.asked.length, 1);
});

test("calls above the limit of a minute are repeated", async () => {
  const service = new Service(json(429, { code: "too-many-calls" }, { "Retry-After": "0" }), json(200, envelope()));
  assert.equal((await service.client().get("an-id")).status, "draft");
  assert.equal(service.asked.length, 2);
});

test("a lost answer is asked for again only where that does no harm", () => {
  assert.equal(afterFailure(CALM, 0, asked("POST")), undefined);
  assert.equal(afterFailure(CALM, 0, asked("POST", "a")), 0.5);
  assert.equal(afterFailure(CALM, 0, asked("PUT")), 0.5);
});

test("Retry-After is seconds or a date", () => {
  const later = seconds(new Date(Date.now() + 20_000).toUTCString());
  assert.ok(later > 15 && later <= 20, String(later));
  assert.deepEqual(["3", "soon", "", "Sun, 06 Nov 1994 08:49:37 GMT"].map(seconds), [3, 0, 0, 0]);
});

test("the same key goes with every try", async () => {
  const late = new TypeError("fetch failed");
  const service = new Service(problem(503, "temporarily-unavailable"), late, new Response(null, { status: 504 }), json(200, envelope("voided")));
  assert.equal((await service.client().void("an-id", "A reason")).status, "voided");
  assert.equal(service.asked.length, 4);
  assert.equal(new Set(service.asked.map(({ headers }) => headers.get("idempotency-key"))).size, 1);
  assert.deepEqual(new Set(service.asked.map(({ body }) => body)), new Set(['{"reason":"A reason"}']));
});

test("there is an end to it", async () => {
  const busy = new Service(json(429, { message: "Too Many Requests" }));
  await assert.rejects(busy.client().get("an-id"), (error) => {
    return error instanceof TooManyRequests && error.code === "" && error.title === "Too Many Requests";
  });
  assert.equal(busy.asked.length, 5);
  const down = new Service(new TypeError("fetch failed"));
  await assert.rejects(down.client({ retries: { maxRetries: 1, firstPause: 0 } }).get("an-id"), /fetch failed/);
  assert.equal(down.asked.length, 2);
});

test("what helps nobody is not repeated", async () => {
  const service = new Service(problem(500, "unwritable"));
  await assert.rejects(service.client().void("an-id", "A reason"), ServerError);
  assert.equal(service.asked.length, 1);
});
