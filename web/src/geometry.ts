// Plain geometry of the map: the Mercator plane, boxes, circles of kilometres, sizes of marks.

/** West, south, east, north, in degrees. */
export type Box = [number, number, number, number];
export type Point = { lon: number; lat: number };

export const TILE = 512;
const EARTH_KM = 6371;
const KM_A_DEGREE = 111.2;
export const MOST_LATITUDE = 85;

/** Pixels on the Mercator plane of a zoom. */
export function project({ lon, lat }: Point, zoom: number): [number, number] {
  const size = TILE * 2 ** zoom;
  const clipped = Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, lat));
  const sine = Math.sin((clipped * Math.PI) / 180);
  return [(lon / 360 + 0.5) * size, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size];
}

export function unproject([x, y]: [number, number], zoom: number): Point {
  const size = TILE * 2 ** zoom;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI;
  return { lon: (x / size - 0.5) * 360, lat };
}

/** A closed ring of points `km` around a centre. */
export function circle({ lon, lat }: Point, km: number, points = 48): [number, number][] {
  const north = km / KM_A_DEGREE;
  const east = north / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const ring: [number, number][] = [];
  for (let i = 0; i < points; i++) {
    const angle = (2 * Math.PI * i) / points;
    ring.push([
      lon + east * Math.cos(angle),
      Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, lat + north * Math.sin(angle))),
    ]);
  }
  return [...ring, ring[0] as [number, number]];
}

export function distanceKm(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * radians) / 2) ** 2 +
    Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(((b.lon - a.lon) * radians) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** The smallest box around points, with a margin of degrees; null for no points. */
export function boxAround(points: Iterable<Point>, margin = 0): Box | null {
  let box: Box | null = null;
  for (const { lon, lat } of points) {
    if (box === null) box = [lon, lat, lon, lat];
    box = [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)];
  }
  return (
    box && [box[0] - margin, Math.max(-90, box[1] - margin), box[2] + margin, Math.min(90, box[3] + margin)]
  );
}

/** The centre and zoom that show a box in a window of pixels. */
export function fit(box: Box, width: number, height: number, most = 8): Point & { zoom: number } {
  const [left, top] = project({ lon: box[0], lat: box[3] }, 0);
  const [right, bottom] = project({ lon: box[2], lat: box[1] }, 0);
  const wide = Math.log2(Math.max(64, width) / Math.max(1e-6, right - left));
  const high = Math.log2(Math.max(64, height) / Math.max(1e-6, bottom - top));
  const zoom = Math.max(0.6, Math.min(most, wide, high));
  return { ...unproject([(left + right) / 2, (top + bottom) / 2], 0), zoom };
}

const SMALLEST = 8;
const LARGEST = 22;

/** Radius of a mark in pixels: its area grows with the toll, and nobody killed is still a mark. */
export function markRadius(killed: number): number {
  return Math.min(LARGEST, Math.sqrt(SMALLEST ** 2 + Math.max(0, killed) * 1.1));
}

/** How far around its point a place may be meant, in kilometres; null where the point is the place. */
export function reachKm(precision: string | null): number | null {
  return precision === null ? null : (REACHES[precision] ?? null);
}

// Drawn sizes, not borders: the page has no outlines of provinces, and says "somewhere around here".
const REACHES: Record<string, number> = {
  near: 12,
  district: 25,
  province: 70,
  region: 160,
  sea: 90,
  country: 250,
};

/** Whether a place is told only as an area, so that its point must not pass for a place. */
export function isArea(precision: string | null): boolean {
  return precision !== null && ["district", "province", "region", "sea", "country"].includes(precision);
}
