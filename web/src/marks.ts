// Draw the marks of the map: one incident, a group of many, a place that somebody holds.
import type { Reach } from "./clusters.ts";
import { draw } from "./dom.ts";
import { byFamily, familyOf, partsOf, shapeOf } from "./kinds.ts";

/** Images are drawn twice as large as they are shown, for dense screens. */
export const DENSITY = 2;

/** The line from our point of an event to theirs, and the dot at its end, in pixels. */
export const LINK_WIDTH = 2;
export const LINK_END = 4;

export type Palette = (name: string) => string;

/** Colours by their names in the style sheet, as they stand now (light or dark). */
export function palette(): Palette {
  const styles = getComputedStyle(document.documentElement);
  return (name) => styles.getPropertyValue(`--${name}`).trim();
}

/** The mark of a kind beside words. */
export function kindIcon(kind: string, size = 14): SVGSVGElement {
  const icon = draw("svg", {
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    class: `mark ${familyOf(kind)}`,
    "aria-hidden": "true",
  });
  for (const { family, path } of partsOf(kind))
    icon.append(draw("path", { d: path, class: family, "fill-rule": "evenodd" }));
  return icon;
}

/** One incident. A place told as an area is drawn hollow, and one told as "near" is ringed, so that neither passes for a place. */
export function incidentImage(
  kind: string,
  radius: number,
  reach: Reach,
  colour: Palette,
): HTMLCanvasElement {
  const { canvas, pen, middle } = sheet(radius + 6);
  if (reach === "near") dashedRing(pen, middle, radius + 4, colour);
  const scale = radius / 12;
  pen.translate(middle, middle);
  pen.scale(scale, scale);
  pen.translate(-12, -12);
  pen.lineJoin = "round";
  const shape = new Path2D(shapeOf(kind));
  pen.strokeStyle = colour("halo");
  pen.lineWidth = 4.5 / scale;
  pen.stroke(shape);
  pen.lineWidth = (reach === "wide" ? 1.8 : 0.9) / scale;
  for (const { family, path } of partsOf(kind)) {
    const part = new Path2D(path);
    pen.fillStyle = colour(reach === "wide" ? "paper" : family);
    pen.fill(part, "evenodd");
    pen.strokeStyle = colour(reach === "wide" ? family : "mark-edge");
    pen.stroke(part);
  }
  return canvas;
}

function dashedRing(pen: CanvasRenderingContext2D, middle: number, radius: number, colour: Palette): void {
  pen.beginPath();
  pen.arc(middle, middle, radius, 0, 2 * Math.PI);
  pen.setLineDash([3, 2.5]);
  pen.strokeStyle = colour("wash");
  pen.lineWidth = 1.4;
  pen.stroke();
  pen.setLineDash([]);
}

/** Many incidents: a disc with their number, ringed by the share of each family. */
export function groupImage(
  count: number,
  kinds: Record<string, number>,
  reach: Reach,
  colour: Palette,
): HTMLCanvasElement {
  const radius = groupRadius(count);
  const { canvas, pen, middle } = sheet(radius + 4);
  const ring = 4.5;
  pen.beginPath();
  pen.arc(middle, middle, radius + 1.5, 0, 2 * Math.PI);
  pen.fillStyle = colour("halo");
  pen.fill();
  const total = Object.values(kinds).reduce((sum, n) => sum + n, 0) || 1;
  let from = -Math.PI / 2;
  if (reach !== "exact") pen.setLineDash([4, 2.5]);
  for (const [family, n] of byFamily(kinds)) {
    const to = from + (2 * Math.PI * n) / total;
    // What both have is ours outside and theirs inside.
    const bands = family === "both" ? ["ours", "theirs"] : [family];
    bands.forEach((band, i) => {
      const width = ring / bands.length;
      pen.beginPath();
      pen.arc(middle, middle, radius - width * (i + 0.5), from, to);
      pen.strokeStyle = colour(band);
      pen.lineWidth = width;
      pen.stroke();
    });
    from = to;
  }
  pen.setLineDash([]);
  pen.beginPath();
  pen.arc(middle, middle, radius - ring, 0, 2 * Math.PI);
  pen.fillStyle = colour("paper");
  pen.fill();
  pen.fillStyle = colour("ink");
  pen.font = `650 ${count < 100 ? 12 : 11}px "Inter Variable", system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(shortCount(count), middle, middle + 0.5);
  return canvas;
}

export function groupRadius(count: number): number {
  return Math.min(26, 11 + 3.2 * Math.log10(Math.max(1, count)) * 1.6);
}

/** Who holds a place: filled when held, halved when contested, a dashed ring when only claimed, grey when nobody knows. */
export function holdingImage(
  state: string,
  mine: string,
  theirs: string,
  colour: Palette,
): HTMLCanvasElement {
  const radius = 11;
  const { canvas, pen, middle } = sheet(radius + 5);
  pen.beginPath();
  pen.arc(middle, middle, radius + 2, 0, 2 * Math.PI);
  pen.fillStyle = colour("halo");
  pen.fill();
  if (state === "held" || state === "contested") {
    pen.beginPath();
    pen.arc(middle, middle, radius, 0, 2 * Math.PI);
    pen.fillStyle = mine;
    pen.fill();
    if (state === "held") return canvas;
    pen.beginPath();
    pen.arc(middle, middle, radius, -Math.PI * 0.25, Math.PI * 0.75);
    pen.fillStyle = theirs;
    pen.fill();
    return canvas;
  }
  pen.beginPath();
  pen.arc(middle, middle, radius - 1.5, 0, 2 * Math.PI);
  if (state === "claimed") pen.setLineDash([4, 3]);
  pen.strokeStyle = state === "claimed" ? mine : colour("unknown");
  pen.lineWidth = 3;
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = state === "claimed" ? mine : colour("unknown");
  pen.globalAlpha = state === "claimed" ? 0.35 : 1;
  if (state === "claimed") {
    pen.fill();
  } else {
    pen.font = `650 12px "Inter Variable", system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText("?", middle, middle + 0.5);
  }
  return canvas;
}

/** The dot of a town beside its name. */
export function townImage(colour: Palette): HTMLCanvasElement {
  const { canvas, pen, middle } = sheet(3);
  pen.beginPath();
  pen.arc(middle, middle, 1.9, 0, 2 * Math.PI);
  pen.fillStyle = colour("map-town");
  pen.fill();
  return canvas;
}

export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000
    ? `${(count / 1000).toFixed(1)}k`
    : count < 1e6
      ? `${Math.round(count / 1000)}k`
      : `${(count / 1e6).toFixed(1)}M`;
}

function sheet(radius: number): { canvas: HTMLCanvasElement; pen: CanvasRenderingContext2D; middle: number } {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(radius * 2) * DENSITY;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.scale(DENSITY, DENSITY);
  return { canvas, pen, middle: Math.ceil(radius * 2) / 2 };
}
