import assert from "node:assert/strict";
import { test } from "node:test";

import {
  Conflict, Forbidden, Gone, InvalidFields, InvalidRequest, NotFound, Problem, Unauthorized,
} from "../src/index.js";
import { problemOf } from "../src/problems.js";
import { problem, Service } from "./service.js";

const KINDS: [number, typeof Problem][] = [
  [400, InvalidRequest],
  [401, Unauthorized],
  [403, Forbidden],
  [404, NotFound],
  [409, Conflict],
  [410, Gone],
  [418, Problem],
  [422, InvalidFields],
];

test("each status has a type", async () => {
  for (const [status, Kind] of KINDS) {
    const error = await new Service(problem(status, "a-code")).client().get("an-id").catch((error: unknown) => error);
    assert.ok(error instanceof Problem && error.constructor === Kind, String(status));
    assert.deepEqual([error.name, error.status, error.code, error.title, error.detail], [Kind.name, status, "a-code", "A title.", "A detail."]);
  }
});

test("wrong fields are found by pointer", async () => {
  const errors = [{ pointer: "/recipients/0/email", code: "no-address", detail: "It has no @." }];
  const service = new Service(problem(422, "invalid-fields", { errors }));
  await assert.rejects(service.client().get("an-id"), (error) => {
    assert.ok(error instanceof InvalidFields);
    assert.match(error.message, /\/recipients\/0\/email: It has no @\./);
    return error.errors.get("/recipients/0/email")?.code === "no-address";
  });
});

test("operations by their path throw them too", async () => {
  const { raw } = new Service(problem(404, "unknown-envelope")).client();
  await assert.rejects(raw.GET("/v1/envelopes/{id}", { params: { path: { id: "an-id" } } }), NotFound);
});

test("whoever answers without a document is understood", () => {
  for (const body of ["", "<html>", "[]", '"text"', "null", '{"errors": [1, {}, null], "code": 7}']) {
    assert.equal(problemOf(502, body).title, "The request failed.");
  }
});
