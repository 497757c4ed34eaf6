// What a map must be able to do, whatever draws it: WebGL, or a plain canvas where there is none.
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Camera } from "./address.ts";
import type { Cluster } from "./clusters.ts";
import type { Box, Point } from "./geometry.ts";
import type { Town } from "./types.ts";

/** A place in somebody's hands on the chosen day. */
export type Tint = Point & {
  name: string;
  state: string;
  precision: string;
  country: string | null;
  colour: string;
  rival: string;
  line: string;
};

/** One event as two coders place it: our point, and theirs. */
export type Link = [ours: Point, theirs: Point];

export type Picked = { cluster: Cluster } | { tint: Tint };

export type Surface = {
  readonly element: HTMLElement;
  camera(): Camera;
  box(): Box;
  moveTo(camera: Camera): void;
  showMarks(clusters: readonly Cluster[], selected: Point | null): void;
  showTowns(towns: readonly Town[]): void;
  /** Lines from our point of an event to theirs. */
  showLinks(links: readonly Link[]): void;
  showTints(tints: readonly Tint[]): void;
  /** Take the colours anew from the style sheet. */
  recolour(): void;
};

export type SurfaceEvents = {
  moved(): void;
  picked(what: Picked | null): void;
  hovered(what: Picked | null, x: number, y: number): void;
};

export type NamePoint = Point & { name: string; size: number };

/** The base map as it comes from the build. */
export type World = {
  countries: Topology<{ countries: GeometryCollection<{ name: string; code: string | null }> }>;
  names: NamePoint[];
  rivers: [number, number][][];
  lakes: [number, number][][];
};
