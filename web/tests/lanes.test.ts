import assert from "node:assert/strict";
import { test } from "node:test";
import { barsOf, packed } from "../src/lanes.ts";

const day = (start: string | null, end: string | null) => ({ days: { start, end, precision: "day" } });

test("bars of one lane never cover each other", () => {
  const things = Array.from({ length: 40 }, (_, i) =>
    day(
      `2016-03-${String(1 + ((i * 7) % 28)).padStart(2, "0")}`,
      `2016-04-${String(1 + ((i * 5) % 28)).padStart(2, "0")}`,
    ),
  );
  const rows = packed(barsOf(things), (x) => x * 3);
  for (const [i, { bar, lane }] of rows.entries()) {
    for (const other of rows.slice(i + 1))
      if (other.lane === lane) assert.ok(other.bar.first > bar.last || bar.first > other.bar.last);
  }
});

test("what has no day has no bar, and an end that is not told stays open", () => {
  const bars = barsOf([{ days: null }, day(null, null), day("2014-10-01", null), day(null, "2015-01-01")]);
  assert.deepEqual(
    bars.map(({ isOpenStart, isOpenEnd }) => [isOpenStart, isOpenEnd]),
    [
      [false, true],
      [true, false],
    ],
  );
});
