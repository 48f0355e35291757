import assert from "node:assert/strict";
import { test } from "node:test";

import { Keiin } from "../src/index.js";

test("address and key may stand in the environment", () => {
  delete process.env["KEIIN_URL"];
  delete process.env["KEIIN_API_KEY"];
  assert.throws(() => new Keiin(), /KEIIN_URL/);
  process.env["KEIIN_URL"] = "https://keiin.example/";
  assert.throws(() => new Keiin(), /KEIIN_API_KEY/);
  process.env["KEIIN_API_KEY"] = "a-key";
  assert.ok(new Keiin());
});

test("a key does not go over the network unencrypted", () => {
  for (const url of ["http://keiin.example", "keiin.example", "http://localhost.example", "ftp://localhost"]) {
    assert.throws(() => new Keiin({ url, apiKey: "a-key" }), /https/, url);
  }
  for (const url of ["http://localhost:4566", "http://127.0.0.1:1", "http://[::1]:1"]) assert.ok(new Keiin({ url, apiKey: "a-key" }));
});
