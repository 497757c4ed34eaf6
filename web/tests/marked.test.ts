import assert from "node:assert/strict";
import { test } from "node:test";
import { Characters, segments } from "../src/marked.ts";

const SENTENCE = "Rebels in Aleppo killed 12 soldiers on Sunday.";

test("pieces cover a sentence without a gap, each with its slots", () => {
  const spans = [
    { slot: "actors", start: 100, end: 106 },
    { slot: "place", start: 110, end: 116 },
    { slot: "toll", start: 124, end: 135 },
    { slot: "targets", start: 127, end: 135 },
  ];
  const pieces = segments(100, 100 + SENTENCE.length, spans);
  assert.equal(pieces.map(({ start, end }) => SENTENCE.slice(start - 100, end - 100)).join(""), SENTENCE);
  const words = Object.fromEntries(
    pieces.map(({ start, end, slots }) => [SENTENCE.slice(start - 100, end - 100), slots]),
  );
  assert.deepEqual(words["Rebels"], ["actors"]);
  assert.deepEqual(words["12 "], ["toll"]);
  assert.deepEqual(words["soldiers"], ["targets", "toll"], "the innermost slot gives the colour");
  assert.deepEqual(words[" in "], []);
});

test("spans that reach beyond the sentence are cut to it, and empty ones mark nothing", () => {
  assert.deepEqual(
    segments(10, 20, [
      { slot: "when", start: 0, end: 12 },
      { slot: "toll", start: 15, end: 15 },
      { slot: "place", start: 30, end: 40 },
    ]),
    [
      { start: 10, end: 12, slots: ["when"] },
      { start: 12, end: 20, slots: [] },
    ],
  );
});

test("characters beyond the basic plane count as one, as the server counts them", () => {
  const text = new Characters("🔴 Rebels took 𝐀leppo");
  assert.equal(text.slice(2, 8), "Rebels");
  assert.deepEqual(text.find("𝐀leppo"), [14, 20]);
  assert.deepEqual(text.find("leppo", 3), [15, 20]);
  assert.equal(text.find("Homs"), null);
  assert.equal(text.find(""), null);
});
