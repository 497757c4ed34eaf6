// Marks that would cover each other become one, drawn as a ring of kinds with a count.
import { isArea, project, unproject, type Box, type Point } from "./geometry.ts";
import type { MapAnswer, Short } from "./types.ts";

export type Spot = Point & {
  /** The incident, or null where the server has counted many already. */
  id: string | null;
  count: number;
  killed: number;
  kinds: Record<string, number>;
  precision: string | null;
  country: string | null;
  /** Where the incidents lie that the server has counted as one; a point for one incident. */
  bounds: Box;
  /** How a place is told: exact, near or wide. Marks of different classes never share a group. */
  reach: Reach;
  line: string;
};

export type Reach = "exact" | "near" | "wide";

/** What the server answers for a part of the map, as spots. */
export function spotsOf(answer: MapAnswer): Spot[] {
  const counted = answer.cells.map((cell): Spot => ({
    id: null,
    lon: cell.lon,
    lat: cell.lat,
    count: cell.count,
    killed: cell.killed,
    kinds: cell.kinds,
    precision: onlyKey(cell.precisions),
    country: null,
    reach: cell.class,
    bounds: cell.bounds,
    line: "",
  }));
  return [...counted, ...answer.incidents.flatMap((incident) => spotOf(incident) ?? [])];
}

/** How all places of a cell are told, where they are told alike. */
function onlyKey(counts: Record<string, number> | undefined): string | null {
  const keys = Object.keys(counts ?? {});
  return keys.length === 1 ? (keys[0] ?? null) : null;
}

export function spotOf({ id, place, killed, kind, line }: Short): Spot | null {
  if (place === null || place.lat === null || place.lon === null) return null;
  const { lon, lat, precision, country } = place;
  const bounds: Box = [lon, lat, lon, lat];
  return {
    id,
    lon,
    lat,
    count: 1,
    killed: killed?.best ?? 0,
    kinds: { [kind]: 1 },
    precision,
    country,
    reach: reachOf(precision),
    bounds,
    line,
  };
}

export function reachOf(precision: string | null): Reach {
  if (precision === "near" || precision === "district") return "near";
  return isArea(precision) ? "wide" : "exact";
}

export type Cluster = Point & {
  reach: Reach;
  spots: Spot[];
  count: number;
  killed: number;
  kinds: Record<string, number>;
};

/** A mark and its neighbours within this many pixels are drawn as one. */
const REACH = 34;

/**
 * Spots in groups that do not overlap on the screen. The weightiest spot of a neighbourhood holds its place, so that a group
 * stands where most happened; the order of the spots does not matter.
 */
export function gather(spots: readonly Spot[], zoom: number): Cluster[] {
  const order = [...spots].sort(
    (a, b) =>
      b.count - a.count ||
      b.killed - a.killed ||
      a.lon - b.lon ||
      a.lat - b.lat ||
      (a.id ?? "").localeCompare(b.id ?? ""),
  );
  const grid: Grid = new Map();
  const clusters: Cluster[] = [];
  for (const spot of order) {
    const [x, y] = project(spot, zoom);
    const near = nearest(grid, x, y, spot.reach);
    if (near !== null) {
      join(near, spot);
      continue;
    }
    const cluster = {
      lon: spot.lon,
      lat: spot.lat,
      reach: spot.reach,
      spots: [],
      count: 0,
      killed: 0,
      kinds: {},
    };
    join(cluster, spot);
    clusters.push(cluster);
    const key = cell(x, y);
    grid.set(key, [...(grid.get(key) ?? []), { x, y, cluster }]);
  }
  return apart(clusters, zoom);
}

/** Steps in which a mark may give way to another, in reaches. */
const WAYS: [number, number][] = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
];

/**
 * Marks of areas give way to marks of places. Where such a mark stands says little (its wash says where), and it must not hide a
 * place that was told exactly.
 */
function apart(clusters: readonly Cluster[], zoom: number): Cluster[] {
  const standing = clusters.filter(({ reach }) => reach === "exact").map((cluster) => project(cluster, zoom));
  return clusters.map((cluster) => {
    if (cluster.reach === "exact") return cluster;
    const [x, y] = project(cluster, zoom);
    const isFree = ([dx, dy]: [number, number]) =>
      standing.every(([sx, sy]) => Math.hypot(x + dx * REACH - sx, y + dy * REACH - sy) > REACH * 0.8);
    const [dx, dy] = WAYS.find(isFree) ?? [0, 0];
    standing.push([x + dx * REACH, y + dy * REACH]);
    return dx === 0 && dy === 0
      ? cluster
      : { ...cluster, ...unproject([x + dx * REACH, y + dy * REACH], zoom) };
  });
}

/** Whether zooming in cannot part the spots of a group: they are told of one place. */
export function isOnePlace(cluster: Cluster): boolean {
  const [west, south, east, north] = boxOf(cluster);
  return east - west < ONE_PLACE_DEGREES && north - south < ONE_PLACE_DEGREES;
}

/** The smallest box around all that a group holds. */
export function boxOf({ spots }: Cluster): Box {
  const side = (index: 0 | 1 | 2 | 3) => spots.map((spot) => spot.bounds[index]);
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))];
}

const ONE_PLACE_DEGREES = 0.002;

type Grid = Map<string, { x: number; y: number; cluster: Cluster }[]>;

const cell = (x: number, y: number) => `${Math.floor(x / REACH)}:${Math.floor(y / REACH)}`;

function nearest(grid: Grid, x: number, y: number, reach: Reach): Cluster | null {
  let best: Cluster | null = null;
  let least = REACH;
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (const held of grid.get(cell(x + dx * REACH, y + dy * REACH)) ?? []) {
        const distance = Math.hypot(held.x - x, held.y - y);
        if (distance < least && held.cluster.reach === reach) [best, least] = [held.cluster, distance];
      }
    }
  }
  return best;
}

function join(cluster: Cluster, spot: Spot): void {
  cluster.spots.push(spot);
  cluster.count += spot.count;
  cluster.killed += spot.killed;
  for (const [kind, count] of Object.entries(spot.kinds))
    cluster.kinds[kind] = (cluster.kinds[kind] ?? 0) + count;
}
