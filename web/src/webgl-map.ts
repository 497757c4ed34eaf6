// The map as WebGL draws it: MapLibre over the base map that ships with the page. Nothing is fetched from elsewhere.
import type { Feature, FeatureCollection, Geometry } from "geojson";
import {
  Map as GlMap,
  setWorkerUrl,
  NavigationControl,
  ScaleControl,
  type GeoJSONSource,
  type MapGeoJSONFeature,
} from "maplibre-gl";
import type { Camera } from "./address.ts";
import { baseLayers, baseSources, labelFont } from "./base-layers.ts";
import type { Cluster } from "./clusters.ts";
import { circle, isArea, markRadius, reachKm, type Box, type Point } from "./geometry.ts";
import { DENSITY, groupImage, holdingImage, incidentImage, palette, townImage } from "./marks.ts";
import type { Link, Picked, Surface, SurfaceEvents, Tint, World } from "./surface.ts";
import type { Town } from "./types.ts";
import { countriesOf, shapeOf } from "./world.ts";

type PaintName = Parameters<GlMap["setPaintProperty"]>[1];

const FAINT = 0.4;
const FURTHEST_IN = 13;
const NEAR_ENOUGH_PIXELS = 4;

export function hasWebGl(): boolean {
  const canvas = document.createElement("canvas");
  return canvas.getContext("webgl2") !== null;
}

export class WebGlMap implements Surface {
  private readonly map: GlMap;
  private clusters: readonly Cluster[] = [];
  private tints: readonly Tint[] = [];
  private links: readonly Link[] = [];
  private towns: readonly Town[] = [];
  private selected: Point | null = null;
  private isReady = false;
  private readonly countries: ReadonlyMap<string, Geometry>;

  constructor(
    readonly element: HTMLElement,
    world: World,
    camera: Camera,
    private readonly events: SurfaceEvents,
  ) {
    const countries = countriesOf(world);
    this.countries = new Map(
      countries.flatMap((country) => (country.code === null ? [] : [[country.code, shapeOf(country)]])),
    );
    setWorkerUrl(new URL("/assets/map-worker.js", location.href).href);
    this.map = new GlMap({
      container: element,
      style: { version: 8, sources: baseSources(world, countries), layers: baseLayers(palette()) },
      center: [camera.lon, camera.lat],
      zoom: camera.zoom,
      maxZoom: FURTHEST_IN,
      minZoom: 0.6,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: true,
      localIdeographFontFamily: labelFont,
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-right");
    this.map.on("load", () => {
      this.isReady = true;
      this.redraw();
    });
    this.map.setMissingStyleImageResolver((id) => this.addImage(id));
    this.map.on("moveend", () => events.moved());
    this.map.on("idle", () => ((element.parentElement as HTMLElement).dataset["drawn"] = "true"));
    this.listen();
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { zoom: this.map.getZoom(), lat, lon: lng };
  }

  box(): Box {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  moveTo({ zoom, lat, lon }: Camera): void {
    this.map.easeTo({
      center: [lon, lat],
      zoom,
      duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 500,
    });
  }

  showMarks(clusters: readonly Cluster[], selected: Point | null): void {
    this.clusters = clusters;
    this.selected = selected;
    this.set("marks", clusters.map(markFeature));
    this.set(
      "reaches",
      clusters.flatMap((cluster) => this.reachFeatures(cluster)),
    );
    this.set("chosen", selected ? [pointFeature(selected, {})] : []);
  }

  showTowns(towns: readonly Town[]): void {
    this.towns = towns;
    this.set(
      "towns",
      towns.map((town) => pointFeature(town, { name: town.name, rank: town.rank })),
    );
  }

  showLinks(links: readonly Link[]): void {
    this.links = links;
    this.set("links", links.flatMap(linkFeatures));
  }

  showTints(tints: readonly Tint[]): void {
    this.tints = tints;
    this.set(
      "tints",
      tints.map((tint, index) => pointFeature(tint, { index, icon: tintIcon(tint) })),
    );
    this.set("tint-areas", tints.flatMap(tintArea));
    // Who holds what is read against faint marks: both at full strength would be a riddle.
    if (!this.isReady) return;
    this.map.setPaintProperty("marks", "icon-opacity", tints.length > 0 ? FAINT : 1);
    for (const layer of ["washes", "rings"])
      this.map.setLayoutProperty(layer, "visibility", tints.length > 0 ? "none" : "visible");
  }

  recolour(): void {
    if (!this.isReady) return;
    for (const id of this.map.listImages())
      if (/^(mark|group|hold|town)(\||$)/.test(id)) this.map.removeImage(id);
    for (const layer of baseLayers(palette())) {
      for (const [name, value] of Object.entries(layer.paint ?? {}))
        this.map.setPaintProperty(layer.id, name as PaintName, value);
    }
    this.redraw();
  }

  private redraw(): void {
    this.showTowns(this.towns);
    this.showTints(this.tints);
    this.showLinks(this.links);
    this.showMarks(this.clusters, this.selected);
  }

  private set(source: string, features: Feature[]): void {
    if (!this.isReady) return;
    const collection: FeatureCollection = { type: "FeatureCollection", features };
    (this.map.getSource(source) as GeoJSONSource).setData(collection);
  }

  /** Images are named by what they show, and drawn when the map first asks for them. */
  private addImage(id: string): void {
    const [sort, ...rest] = id.split("|");
    const colour = palette();
    const say = (index: number) => rest[index] ?? "";
    const reach = (say(0) || "exact") as Cluster["reach"];
    let canvas: HTMLCanvasElement;
    if (sort === "mark") canvas = incidentImage(say(1), Number(say(2)), reach, colour);
    else if (sort === "group")
      canvas = groupImage(Number(say(1)), JSON.parse(say(2)) as Record<string, number>, reach, colour);
    else if (sort === "hold") canvas = holdingImage(say(0), say(1), say(2), colour);
    else if (sort === "town") canvas = townImage(colour);
    else return;
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
    if (pixels && !this.map.hasImage(id)) this.map.addImage(id, pixels, { pixelRatio: DENSITY });
  }

  private listen(): void {
    const canvas = this.map.getCanvas();
    this.map.on("mousemove", (event) => {
      const what = this.under(event.point.x, event.point.y);
      canvas.style.cursor = what ? "pointer" : "";
      this.events.hovered(what, event.point.x, event.point.y);
    });
    this.map.on("mouseout", () => this.events.hovered(null, 0, 0));
    this.map.on("click", (event) => this.events.picked(this.under(event.point.x, event.point.y)));
  }

  private under(x: number, y: number): Picked | null {
    if (!this.isReady) return null;
    const around: [[number, number], [number, number]] = [
      [x - NEAR_ENOUGH_PIXELS, y - NEAR_ENOUGH_PIXELS],
      [x + NEAR_ENOUGH_PIXELS, y + NEAR_ENOUGH_PIXELS],
    ];
    const [top] = this.map.queryRenderedFeatures(around, { layers: ["tints", "marks"] });
    return top ? this.picked(top) : null;
  }

  /** What lies around the point of a place that was not told exactly: a ring for "near", a wash for an area. */
  private reachFeatures(cluster: Cluster): Feature[] {
    const seen = new Set<string>();
    return cluster.spots.flatMap((spot) => {
      const km = reachKm(spot.precision);
      const key = `${spot.lon} ${spot.lat} ${spot.precision}`;
      if (km === null || seen.has(key)) return [];
      seen.add(key);
      const country = spot.precision === "country" ? this.countries.get(spot.country ?? "") : undefined;
      const geometry = country ?? { type: "Polygon" as const, coordinates: [circle(spot, km)] };
      return [{ type: "Feature" as const, properties: { area: isArea(spot.precision) }, geometry }];
    });
  }

  private picked(feature: MapGeoJSONFeature): Picked | null {
    const index = Number(feature.properties["index"]);
    if (feature.layer.id === "tints") {
      const tint = this.tints[index];
      return tint ? { tint } : null;
    }
    const cluster = this.clusters[index];
    return cluster ? { cluster } : null;
  }
}

function pointFeature({ lon, lat }: Point, properties: Record<string, unknown>): Feature {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } };
}

function linkFeatures([ours, theirs]: Link): Feature[] {
  const coordinates = [ours, theirs].map(({ lon, lat }) => [lon, lat]);
  const line: Feature = { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } };
  return [line, pointFeature(theirs, {})];
}

function markFeature(cluster: Cluster, index: number): Feature {
  return pointFeature(cluster, {
    index,
    icon: markIcon(cluster),
    weight: cluster.count * 10 + cluster.killed,
  });
}

function markIcon(cluster: Cluster): string {
  const [only] = cluster.spots;
  if (cluster.count === 1 && only) {
    const kind = Object.keys(only.kinds)[0] ?? "";
    return ["mark", cluster.reach, kind, Math.round(markRadius(only.killed))].join("|");
  }
  return ["group", cluster.reach, cluster.count, JSON.stringify(cluster.kinds)].join("|");
}

const tintIcon = (tint: Tint) => ["hold", tint.state, tint.colour, tint.rival].join("|");

function tintArea(tint: Tint): Feature[] {
  const km = reachKm(tint.precision) ?? TOWN_TINT_KM;
  const properties = { colour: tint.colour, state: tint.state, area: isArea(tint.precision) };
  return [{ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [circle(tint, km)] } }];
}

// A town's tint is wide enough to be seen from afar, and says nothing of how far the town reaches.
const TOWN_TINT_KM = 16;
