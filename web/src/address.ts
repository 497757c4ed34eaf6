// The whole view in the address, so that a link shows the same view: filters under the server's own names, and what is open.
import type { Box } from "./geometry.ts";

export const FILTERS = [
  "kind",
  "side",
  "source_kind",
  "origin",
  "outlet",
  "grade",
  "realis",
  "place",
  "within",
  "since",
  "until",
  "words",
  "min_killed",
  "precision",
  "reviewed",
  "coded_by",
] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string[]>>;

export const TABS = ["incidents", "undated", "unplaced", "queue"] as const;
export type Tab = (typeof TABS)[number];

export type Camera = { zoom: number; lat: number; lon: number };

export type View = {
  filters: Filters;
  /** Only what lies in this part of the map. */
  box: Box | null;
  tab: Tab;
  sort: string | null;
  incident: string | null;
  claim: string | null;
  article: string | null;
  /** The day on which control is shown; null shows none. */
  on: string | null;
  /** Whether what others coded is shown beside the ledger. */
  compare: boolean;
  camera: Camera | null;
};

export const EMPTY: View = {
  filters: {},
  box: null,
  tab: "incidents",
  sort: null,
  incident: null,
  claim: null,
  article: null,
  on: null,
  compare: false,
  camera: null,
};

const DAY = /^\d{4}-\d\d-\d\d$/;
// An id goes into the path of a request: letters, digits and the signs that ids have, nothing else.
const ID = /^[\w:.-]{1,80}$/;

/** The view that an address names. What it does not understand it leaves out. */
export function readAddress(query: string): View {
  const asked = new URLSearchParams(query);
  const filters: Filters = {};
  for (const name of FILTERS) {
    const values = [...new Set(asked.getAll(name).filter((value) => value !== ""))];
    if (values.length > 0) filters[name] = values;
  }
  const id = (name: string) => matching(asked.get(name), ID);
  return {
    filters,
    box: numbers(asked.get("box"), 4) as Box | null,
    tab: TABS.find((tab) => tab === asked.get("tab")) ?? "incidents",
    sort: matching(asked.get("sort"), /^[a-z_]{1,20}$/),
    incident: id("incident"),
    claim: id("claim"),
    article: id("article"),
    on: matching(asked.get("on"), DAY),
    compare: asked.get("compare") === "1",
    camera: camera(asked.get("map")),
  };
}

/** The query of a view, always in the same order, so that equal views have equal addresses. */
export function writeAddress(view: View): string {
  const query = filterQuery(view.filters, view.box);
  if (view.tab !== "incidents") query.set("tab", view.tab);
  for (const name of ["sort", "incident", "claim", "article", "on"] as const) {
    const value = view[name];
    if (value !== null) query.set(name, value);
  }
  if (view.compare) query.set("compare", "1");
  if (view.camera !== null) {
    const { zoom, lat, lon } = view.camera;
    query.set("map", [zoom.toFixed(2), lat.toFixed(3), lon.toFixed(3)].join("/"));
  }
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
  return text === "" ? "" : `?${text}`;
}

/** What is asked of the server: the filters, and the part of the map where one is chosen. */
export function filterQuery(filters: Filters, box: Box | null = null): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of FILTERS) for (const value of filters[name] ?? []) query.append(name, value);
  if (box !== null) query.set("box", box.map((degrees) => Number(degrees.toFixed(4))).join(","));
  return query;
}

export function countFilters(filters: Filters): number {
  return FILTERS.reduce((sum, name) => sum + (filters[name]?.length ?? 0), 0);
}

function matching(value: string | null, pattern: RegExp): string | null {
  return value !== null && pattern.test(value) ? value : null;
}

function numbers(value: string | null, count: number, separator = ","): number[] | null {
  const read = (value ?? "").split(separator).map((part) => (part.trim() === "" ? NaN : Number(part)));
  return read.length === count && read.every(Number.isFinite) ? read : null;
}

function camera(value: string | null): Camera | null {
  const read = numbers(value, 3, "/");
  if (read === null) return null;
  const [zoom, lat, lon] = read as [number, number, number];
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 20 ? { zoom, lat, lon } : null;
}
