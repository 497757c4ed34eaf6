import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boxAround,
  circle,
  distanceKm,
  fit,
  isArea,
  markRadius,
  project,
  reachKm,
  unproject,
} from "../src/geometry.ts";

const PALMYRA = { lon: 38.284, lat: 34.562 };

test("a point comes back from the plane of the map", () => {
  for (const zoom of [0, 3.5, 9]) {
    const back = unproject(project(PALMYRA, zoom), zoom);
    assert.ok(Math.abs(back.lon - PALMYRA.lon) < 1e-9 && Math.abs(back.lat - PALMYRA.lat) < 1e-9);
  }
});

test("a circle is as far from its centre as it says, to one part in fifty", () => {
  for (const [lon, lat] of circle(PALMYRA, 70)) {
    assert.ok(Math.abs(distanceKm(PALMYRA, { lon, lat }) - 70) < 1.4);
  }
});

test("a box that is fitted is seen whole", () => {
  const box = boxAround([PALMYRA, { lon: 36.7, lat: 34.7 }, { lon: 40.1, lat: 35.3 }], 0.1);
  assert.ok(box);
  const { zoom } = fit(box, 640, 580, 12);
  const [left, top] = project({ lon: box[0], lat: box[3] }, zoom);
  const [right, bottom] = project({ lon: box[2], lat: box[1] }, zoom);
  assert.ok(right - left <= 640.01 && bottom - top <= 580.01);
  assert.equal(boxAround([]), null);
});

test("marks grow with the toll and stay within bounds", () => {
  const radii = [0, 1, 10, 100, 1000, 1e6].map(markRadius);
  assert.deepEqual(
    [...radii].sort((a, b) => a - b),
    radii,
  );
  assert.ok((radii[0] as number) >= 8 && (radii.at(-1) as number) <= 22);
});

test("only an exact place is drawn as a point", () => {
  assert.equal(reachKm("town"), null);
  assert.equal(reachKm(null), null);
  for (const precision of ["near", "district", "province", "region", "country", "sea"])
    assert.ok((reachKm(precision) as number) > 0);
  assert.ok(isArea("province") && isArea("country") && !isArea("near") && !isArea("site") && !isArea(null));
});
