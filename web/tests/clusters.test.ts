import assert from "node:assert/strict";
import { test } from "node:test";
import { boxOf, gather, isOnePlace, spotOf, spotsOf, type Spot } from "../src/clusters.ts";
import { project } from "../src/geometry.ts";
import type { Short } from "../src/types.ts";

function spot(lon: number, lat: number, more: Partial<Spot> = {}): Spot {
  return {
    id: `${lon}:${lat}`,
    lon,
    lat,
    count: 1,
    killed: 0,
    kinds: { clash: 1 },
    precision: "town",
    country: "SY",
    reach: "exact",
    bounds: [lon, lat, lon, lat],
    line: "",
    ...more,
  };
}

const SPOTS = Array.from({ length: 300 }, (_, i) =>
  spot(36 + ((i * 37) % 100) / 20, 33 + ((i * 61) % 100) / 25, { killed: i % 7, id: String(i) }),
);

test("no incident is lost or counted twice", () => {
  for (const zoom of [0, 4, 8, 12]) {
    const clusters = gather(SPOTS, zoom);
    assert.equal(
      clusters.reduce((sum, { count }) => sum + count, 0),
      SPOTS.length,
    );
    assert.equal(new Set(clusters.flatMap(({ spots }) => spots.map(({ id }) => id))).size, SPOTS.length);
    assert.equal(
      clusters.reduce((sum, { killed }) => sum + killed, 0),
      SPOTS.reduce((sum, { killed }) => sum + killed, 0),
    );
  }
});

test("groups stand apart on the screen", () => {
  const clusters = gather(SPOTS, 6).map((cluster) => project(cluster, 6));
  for (const [i, [x, y]] of clusters.entries()) {
    for (const [otherX, otherY] of clusters.slice(i + 1)) assert.ok(Math.hypot(x - otherX, y - otherY) >= 34);
  }
});

test("the order in which incidents come does not matter", () => {
  const keys = (spots: Spot[]) =>
    gather(spots, 6)
      .map(({ lon, lat, count }) => `${lon} ${lat} ${count}`)
      .sort();
  assert.deepEqual(keys([...SPOTS].reverse()), keys(SPOTS));
});

test("a province's centre is not counted with the town it lies on", () => {
  const clusters = gather(
    [spot(37, 35), spot(37, 35, { reach: "wide", precision: "province", id: "province" })],
    3,
  );
  assert.equal(clusters.length, 2);
  const [[x, y], [otherX, otherY]] = clusters.map((cluster) => project(cluster, 3)) as [
    [number, number],
    [number, number],
  ];
  assert.ok(Math.hypot(x - otherX, y - otherY) > 25, "nor does its mark cover the town's");
  assert.deepEqual(clusters.map(({ lon }) => lon).includes(37), true, "and the town stays where it is");
});

test("several incidents of one place cannot be parted by zooming in", () => {
  const [one] = gather([spot(37, 35, { id: "a" }), spot(37, 35, { id: "b" })], 5);
  const [two] = gather([spot(37, 35, { id: "a" }), spot(37.2, 35, { id: "b" })], 3);
  assert.ok(one && isOnePlace(one) && two && !isOnePlace(two));
  assert.deepEqual(boxOf(two), [37, 35, 37.2, 35]);
});

test("an incident without a place makes no mark, and one with an area is not exact", () => {
  const short = { id: "x", kind: "clash", line: "", killed: null, place: null } as unknown as Short;
  assert.equal(spotOf(short), null);
  const place = { id: null, name: "Homs", country: "SY", lat: 34.7, lon: 36.7, precision: "province" };
  assert.equal(spotOf({ ...short, place })?.reach, "wide");
  assert.equal(spotOf({ ...short, place: { ...place, precision: "near" } })?.reach, "near");
  assert.equal(spotOf({ ...short, place: { ...place, lat: null } }), null);
});

test("a cell whose places are told alike is drawn as they are told", () => {
  const cell = {
    lon: 37,
    lat: 35,
    count: 3,
    killed: 0,
    class: "wide" as const,
    kinds: { clash: 3 },
    bounds: [37, 35, 37, 35] as [number, number, number, number],
  };
  assert.equal(
    spotsOf({ total: 3, incidents: [], cells: [{ ...cell, precisions: { province: 3 } }] })[0]?.precision,
    "province",
  );
  assert.equal(
    spotsOf({ total: 3, incidents: [], cells: [{ ...cell, precisions: { province: 2, country: 1 } }] })[0]
      ?.precision,
    null,
  );
});
