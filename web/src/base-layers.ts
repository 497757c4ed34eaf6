// The layers of the WebGL map, from the sea up: land, water, areas, borders, names, marks.
import type { Feature, FeatureCollection, GeoJSON } from "geojson";
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import { LINK_END, LINK_WIDTH, type Palette } from "./marks.ts";
import type { World } from "./surface.ts";
import { bordersOf, shapeOf, type Country } from "./world.ts";

export const labelFont = '"Inter Variable", system-ui, sans-serif';

const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

export function baseSources(
  world: World,
  countries: readonly Country[],
): Record<string, SourceSpecification> {
  const shapes = countries.map((country): Feature => ({
    type: "Feature",
    properties: {},
    geometry: shapeOf(country),
  }));
  const lines = world.rivers.map((coordinates): Feature => ({
    type: "Feature",
    properties: {},
    geometry: { type: "LineString", coordinates },
  }));
  const lakes = world.lakes.map((ring): Feature => ({
    type: "Feature",
    properties: {},
    geometry: { type: "Polygon", coordinates: [ring] },
  }));
  const names = world.names.map(({ name, lon, lat, size }): Feature => ({
    type: "Feature",
    properties: { name, size },
    geometry: { type: "Point", coordinates: [lon, lat] },
  }));
  const source = (data: GeoJSON): SourceSpecification => ({ type: "geojson", data });
  const of = (features: Feature[]) => source({ type: "FeatureCollection", features });
  return {
    countries: of(shapes),
    borders: source(bordersOf(world)),
    coast: source(bordersOf(world, true)),
    rivers: of(lines),
    lakes: of(lakes),
    "country-names": of(names),
    towns: source(EMPTY),
    reaches: source(EMPTY),
    "tint-areas": source(EMPTY),
    tints: source(EMPTY),
    marks: source(EMPTY),
    links: source(EMPTY),
    chosen: source(EMPTY),
  };
}

export function baseLayers(colour: Palette): LayerSpecification[] {
  return [...land(colour), ...areas(colour), ...names(colour), ...marks(colour)];
}

function land(colour: Palette): LayerSpecification[] {
  const water = colour("map-water");
  return [
    { id: "sea", type: "background", paint: { "background-color": water } },
    {
      id: "land",
      type: "fill",
      source: "countries",
      paint: { "fill-color": colour("map-land"), "fill-antialias": false },
    },
    { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": water } },
    {
      id: "rivers",
      type: "line",
      source: "rivers",
      minzoom: 3,
      paint: {
        "line-color": colour("map-river"),
        "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.4, 8, 1.8],
      },
    },
    {
      id: "coast",
      type: "line",
      source: "coast",
      paint: { "line-color": colour("map-coast"), "line-width": 0.7 },
    },
    {
      id: "borders",
      type: "line",
      source: "borders",
      paint: {
        "line-color": colour("map-border"),
        "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.5, 6, 1.4],
        "line-dasharray": [4, 1.5],
      },
    },
  ];
}

function areas(colour: Palette): LayerSpecification[] {
  const isArea: ["==", ["get", string], boolean] = ["==", ["get", "area"], true];
  return [
    {
      id: "tint-areas",
      type: "fill",
      source: "tint-areas",
      paint: {
        "fill-color": ["get", "colour"],
        "fill-opacity": ["match", ["get", "state"], "held", 0.3, "contested", 0.2, "claimed", 0.14, 0.1],
      },
    },
    {
      id: "tint-edges",
      type: "line",
      source: "tint-areas",
      paint: { "line-color": ["get", "colour"], "line-width": 1, "line-opacity": 0.6 },
    },
    {
      id: "washes",
      type: "fill",
      source: "reaches",
      filter: isArea,
      paint: { "fill-color": colour("wash"), "fill-opacity": 0.1 },
    },
    {
      id: "rings",
      type: "line",
      source: "reaches",
      paint: {
        "line-color": colour("wash"),
        "line-width": 1.2,
        "line-opacity": 0.65,
        "line-dasharray": [2, 2],
      },
    },
  ];
}

/** Names of large countries from afar, of small ones from near: layer, square degrees from and to, zoom. */
const COUNTRY_NAMES: [string, number, number, number][] = [
  ["names-large", 60, 1e9, 1.4],
  ["names-middle", 8, 60, 2.8],
  ["names-small", 0.5, 8, 4],
  ["names-least", 0, 0.5, 6],
];

function names(colour: Palette): LayerSpecification[] {
  const halo = { "text-halo-color": colour("map-land"), "text-halo-width": 1.4 };
  return [
    ...COUNTRY_NAMES.map(([id, least, most, minzoom]): LayerSpecification => ({
      id,
      type: "symbol",
      source: "country-names",
      minzoom,
      maxzoom: 7.5,
      filter: ["all", [">=", ["get", "size"], least], ["<", ["get", "size"], most]],
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["Inter Variable"],
        "text-transform": "uppercase",
        "text-letter-spacing": 0.16,
        "text-size": ["interpolate", ["linear"], ["zoom"], 2, 9, 6, 13],
        "text-max-width": 7,
        "symbol-sort-key": ["-", 0, ["get", "size"]],
      },
      paint: { "text-color": colour("map-country"), ...halo },
    })),
    {
      id: "towns",
      type: "symbol",
      source: "towns",
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["Inter Variable"],
        "text-size": ["match", ["get", "rank"], 0, 12.5, 1, 12, 2, 11, 10.5],
        "text-anchor": "top",
        "text-offset": [0, 0.45],
        "text-padding": 6,
        "text-max-width": 9,
        "symbol-sort-key": ["get", "rank"],
        "icon-image": "town",
        "icon-allow-overlap": false,
        "icon-optional": false,
      },
      paint: { "text-color": colour("map-town"), ...halo },
    },
  ];
}

function marks(colour: Palette): LayerSpecification[] {
  return [
    {
      id: "links",
      type: "line",
      source: "links",
      paint: { "line-color": colour("theirs"), "line-width": LINK_WIDTH },
    },
    {
      id: "link-ends",
      type: "circle",
      source: "links",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-color": colour("theirs"), "circle-radius": LINK_END },
    },
    {
      id: "chosen",
      type: "circle",
      source: "chosen",
      paint: {
        "circle-radius": 24,
        "circle-color": colour("accent"),
        "circle-opacity": 0.16,
        "circle-stroke-color": colour("accent"),
        "circle-stroke-width": 2,
      },
    },
    {
      id: "marks",
      type: "symbol",
      source: "marks",
      layout: {
        "icon-image": ["get", "icon"],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "symbol-sort-key": ["get", "weight"],
      },
      paint: { "icon-opacity": 1 },
    },
    {
      id: "tints",
      type: "symbol",
      source: "tints",
      layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
  ];
}
