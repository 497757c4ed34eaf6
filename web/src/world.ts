// The base map as the build leaves it, made fit for a flat map: outlines that cross the date line go on beyond it.
import type { Geometry, MultiLineString, Polygon } from "geojson";
import { feature, mesh } from "topojson-client";
import type { World } from "./surface.ts";

export type Line = [number, number][];
export type Country = { name: string; code: string | null; polygons: Line[][] };

const SOUTHERN_EDGE = -89;

export function countriesOf(world: World): Country[] {
  const { features } = feature(world.countries, world.countries.objects.countries);
  return features.map(({ properties, geometry }) => ({
    ...properties,
    polygons: polygonsOf(geometry).map((rings) => rings.map(closedRing)),
  }));
}

export function shapeOf(country: Country): Geometry {
  return { type: "MultiPolygon", coordinates: country.polygons };
}

/** Borders between countries, each drawn once; with `coast`, where the land ends instead. */
export function bordersOf(world: World, coast = false): MultiLineString {
  const lines = mesh(world.countries, world.countries.objects.countries, (a, b) => (a === b) === coast)
    .coordinates as Line[];
  return { type: "MultiLineString", coordinates: lines.map(unwrapped) };
}

function polygonsOf(geometry: Geometry): Line[][] {
  if (geometry.type === "Polygon") return [(geometry as Polygon).coordinates as Line[]];
  return geometry.type === "MultiPolygon" ? (geometry.coordinates as Line[][]) : [];
}

/** A line whose degrees never jump from one side of the date line to the other. */
export function unwrapped(line: Line): Line {
  let turn = 0;
  return line.map(([lon, lat], i) => {
    const step = i === 0 ? 0 : lon - (line[i - 1] as [number, number])[0];
    if (step > 180) turn -= 360;
    else if (step < -180) turn += 360;
    return [lon + turn, lat];
  });
}

/** A ring that goes once around the pole is closed along the edge of the map. */
function closedRing(ring: Line): Line {
  const line = unwrapped(ring);
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last || Math.abs(first[0] - last[0]) < 180) return line;
  return [...line, [last[0], SOUTHERN_EDGE], [first[0], SOUTHERN_EDGE], first];
}
