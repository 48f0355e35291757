import assert from "node:assert/strict";
import { test } from "node:test";

import { Keiin } from "../src/index.js";
import { envelope, json, Service } from "./service.js";

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

test("the organisation of a token goes with every call", async () => {
  const named = async (organisation?: string) => {
    const service = new Service(json(200, envelope()));
    const client = service.client({ apiKey: "a.signed.token", ...(organisation ? { organisation } : {}) });
    await client.get("an-id");
    await client.remind("an-id");
    return service.asked.map(({ headers }) => headers.get("keiin-organisation"));
  };
  delete process.env["KEIIN_ORGANISATION"];
  assert.deepEqual(await named("takikawa"), ["takikawa", "takikawa"]);
  assert.deepEqual(await named(), [null, null]);
  process.env["KEIIN_ORGANISATION"] = "takikawa";
  assert.deepEqual(await named(), ["takikawa", "takikawa"]);
  assert.deepEqual(await named("sunagawa"), ["sunagawa", "sunagawa"]);
  delete process.env["KEIIN_ORGANISATION"];
});
