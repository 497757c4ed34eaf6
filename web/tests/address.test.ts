import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY, filterQuery, readAddress, writeAddress } from "../src/address.ts";

test("a view comes back out of its address as it went in", () => {
  const view = {
    ...EMPTY,
    filters: {
      kind: ["airstrike", "shelling"],
      side: ["Syrian Army"],
      words: ["“temple of Bel”, & more"],
      since: ["2016-03-01"],
      min_killed: ["10"],
    },
    box: [36.5, 33, 39.25, 35.125] as [number, number, number, number],
    tab: "undated" as const,
    sort: "killed",
    incident: "0584d8b35591ea92",
    claim: "539f96fc2bbcd2f8",
    on: "2016-03-28",
    compare: true,
    camera: { zoom: 6.25, lat: 34.5, lon: 38.125 },
  };
  assert.deepEqual(readAddress(writeAddress(view)), view);
});

test("the empty view has no query, and equal views have equal addresses", () => {
  assert.equal(writeAddress(EMPTY), "");
  assert.equal(
    writeAddress(readAddress("?side=b&kind=clash")),
    writeAddress(readAddress("?kind=clash&side=b")),
  );
});

test("what an address has no business to say is left out", () => {
  const view = readAddress(
    "?incident=../../etc&claim=%3Cimg%3E&on=yesterday&map=1/2&box=1,2,3&tab=nowhere&sort=DROP+TABLE&unheard=1&kind=",
  );
  assert.deepEqual(view, EMPTY);
});

test("numbers that are none make no map", () => {
  for (const map of ["NaN/1/2", "6//38", "6/91/0", "-1/0/0", "6/34/38/1"])
    assert.equal(readAddress(`?map=${map}`).camera, null, map);
});

test("the server is asked with repeated names and a short box", () => {
  const query = filterQuery({ kind: ["clash", "attack"] }, [1.23456789, 2, 3, 4]);
  assert.equal(query.toString(), "kind=clash&kind=attack&box=1.2346%2C2%2C3%2C4");
});
