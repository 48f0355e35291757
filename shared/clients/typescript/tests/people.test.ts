import assert from "node:assert/strict";
import { test } from "node:test";

import { person } from "../src/index.js";

const WRITTEN: [string, string, string][] = [
  ["鈴木 太郎 <suzuki@example.jp>", "鈴木 太郎", "suzuki@example.jp"],
  ['"Suzuki, Taro" <suzuki@example.jp>', "Suzuki, Taro", "suzuki@example.jp"],
  ['"Taro \\"T\\" Suzuki" <suzuki@example.jp>', 'Taro "T" Suzuki', "suzuki@example.jp"],
  ["  鈴木(営業部)<suzuki@例え.jp> ", "鈴木(営業部)", "suzuki@例え.jp"],
];

test("a person is written as in mails", () => {
  for (const [written, name, email] of WRITTEN) assert.deepEqual(person(written), { name, email });
});

test("what lacks a name or an address is refused", () => {
  for (const written of ["suzuki@example.jp", "<a@b.jp>", "", "鈴木", "鈴木 <suzuki>", '"" <a@b.jp>', "a <a@b.jp> b <c@d.jp>"]) {
    assert.throws(() => person(written), /Name <address>/, written);
  }
});
