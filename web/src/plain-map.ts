// The map without WebGL: the same marks on a plain canvas, with dragging, wheel, keys and buttons.
import type { Camera } from "./address.ts";
import type { Cluster } from "./clusters.ts";
import { make } from "./dom.ts";
import { circle, isArea, markRadius, project, reachKm, unproject, type Box, type Point } from "./geometry.ts";
import {
  DENSITY,
  groupImage,
  groupRadius,
  LINK_END,
  LINK_WIDTH,
  holdingImage,
  incidentImage,
  palette,
  type Palette,
} from "./marks.ts";
import type { Link, Picked, Surface, SurfaceEvents, Tint, World } from "./surface.ts";
import type { Town } from "./types.ts";
import { bordersOf, countriesOf, type Line } from "./world.ts";

const LEAST_ZOOM = 0.6;
const MOST_ZOOM = 12;
const STEP_PIXELS = 80;
// Who holds what is read against faint marks.
const FAINT = 0.4;
const SETTLED_MS = 180;

export class PlainMap implements Surface {
  private readonly canvas = make("canvas", {
    tabindex: 0,
    "aria-label": "Map. Arrow keys move it, plus and minus zoom.",
  });
  private readonly pen: CanvasRenderingContext2D;
  private readonly lands: Line[];
  private readonly borders: Line[];
  private readonly images = new Map<string, HTMLCanvasElement>();
  private colour: Palette = palette();
  private clusters: readonly Cluster[] = [];
  private towns: readonly Town[] = [];
  private tints: readonly Tint[] = [];
  private links: readonly Link[] = [];
  private selected: Point | null = null;
  private frame = 0;
  private settling = 0;
  private now: Camera;

  constructor(
    readonly element: HTMLElement,
    world: World,
    camera: Camera,
    private readonly events: SurfaceEvents,
  ) {
    this.now = camera;
    this.pen = this.canvas.getContext("2d") as CanvasRenderingContext2D;
    this.lands = countriesOf(world).flatMap(({ polygons }) => polygons.flat());
    this.borders = bordersOf(world).coordinates as Line[];
    const button = (label: string, words: string, by: number) =>
      make("button", { type: "button", "aria-label": words, on: { click: () => this.zoomBy(by) } }, label);
    element.append(
      this.canvas,
      make("div", { class: "plain-zoom" }, button("+", "Zoom in", 1), button("−", "Zoom out", -1)),
    );
    new ResizeObserver(() => this.paintSoon()).observe(element);
    this.listen();
  }

  camera(): Camera {
    return { ...this.now };
  }

  box(): Box {
    const { width, height } = this.size();
    const northWest = this.at(0, 0);
    const southEast = this.at(width, height);
    return [northWest.lon, southEast.lat, southEast.lon, northWest.lat];
  }

  moveTo(camera: Camera): void {
    const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, camera.zoom));
    this.now = { zoom, lon: camera.lon, lat: Math.max(-80, Math.min(80, camera.lat)) };
    this.paintSoon();
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => this.events.moved(), SETTLED_MS);
  }

  showMarks(clusters: readonly Cluster[], selected: Point | null): void {
    this.clusters = clusters;
    this.selected = selected;
    this.paintSoon();
  }

  showTowns(towns: readonly Town[]): void {
    this.towns = towns;
    this.paintSoon();
  }

  showLinks(links: readonly Link[]): void {
    this.links = links;
    this.paintSoon();
  }

  showTints(tints: readonly Tint[]): void {
    this.tints = tints;
    this.paintSoon();
  }

  recolour(): void {
    this.colour = palette();
    this.images.clear();
    this.paintSoon();
  }

  private size(): { width: number; height: number } {
    return { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  private pixel(point: Point): [number, number] {
    const [x, y] = project(point, this.now.zoom);
    const [middleX, middleY] = project(this.now, this.now.zoom);
    const { width, height } = this.size();
    return [x - middleX + width / 2, y - middleY + height / 2];
  }

  private at(x: number, y: number): Point {
    const [middleX, middleY] = project(this.now, this.now.zoom);
    const { width, height } = this.size();
    return unproject([x + middleX - width / 2, y + middleY - height / 2], this.now.zoom);
  }

  private zoomBy(by: number): void {
    this.moveTo({ ...this.now, zoom: this.now.zoom + by });
  }

  private panBy(x: number, y: number): void {
    const { width, height } = this.size();
    this.moveTo({ ...this.at(width / 2 + x, height / 2 + y), zoom: this.now.zoom });
  }

  private paintSoon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    const { width, height } = this.size();
    this.canvas.width = width * DENSITY;
    this.canvas.height = height * DENSITY;
    this.pen.setTransform(DENSITY, 0, 0, DENSITY, 0, 0);
    this.pen.fillStyle = this.colour("map-water");
    this.pen.fillRect(0, 0, width, height);
    this.paintLines(this.lands, this.colour("map-land"), this.colour("map-coast"));
    this.paintLines(this.borders, null, this.colour("map-border"));
    for (const tint of this.tints) this.paintArea(tint, reachKm(tint.precision) ?? 10, tint.colour, 0.25);
    if (this.tints.length === 0) this.paintReaches();
    for (const town of this.towns) this.paintTown(town);
    for (const link of this.links) this.paintLink(link);
    if (this.selected) this.paintChosen(this.selected);
    this.pen.globalAlpha = this.tints.length > 0 ? FAINT : 1;
    for (const cluster of this.clusters) this.paintImage(cluster, this.clusterImage(cluster));
    this.pen.globalAlpha = 1;
    for (const tint of this.tints) this.paintImage(tint, this.holdingImage(tint));
  }

  private paintReaches(): void {
    for (const spot of this.clusters.flatMap(({ spots }) => spots)) {
      const km = reachKm(spot.precision);
      if (km !== null) this.paintArea(spot, km, this.colour("wash"), isArea(spot.precision) ? 0.1 : 0);
    }
  }

  private paintLines(lines: readonly Line[], inside: string | null, edge: string): void {
    const { width, height } = this.size();
    this.pen.beginPath();
    for (const line of lines) {
      const pixels = line.map(([lon, lat]) => this.pixel({ lon, lat }));
      const isSeen = pixels.some(([x, y]) => x > -width && x < 2 * width && y > -height && y < 2 * height);
      if (!isSeen) continue;
      pixels.forEach(([x, y], i) => (i === 0 ? this.pen.moveTo(x, y) : this.pen.lineTo(x, y)));
    }
    if (inside !== null) {
      this.pen.fillStyle = inside;
      this.pen.fill("evenodd");
    }
    this.pen.strokeStyle = edge;
    this.pen.lineWidth = 0.8;
    this.pen.stroke();
  }

  private paintArea(centre: Point, km: number, colour: string, opacity: number): void {
    this.pen.beginPath();
    circle(centre, km).forEach(([lon, lat], i) => {
      const [x, y] = this.pixel({ lon, lat });
      if (i === 0) this.pen.moveTo(x, y);
      else this.pen.lineTo(x, y);
    });
    this.pen.fillStyle = this.pen.strokeStyle = colour;
    this.pen.globalAlpha = opacity;
    this.pen.fill();
    this.pen.globalAlpha = 0.6;
    this.pen.lineWidth = 1.2;
    this.pen.setLineDash([3, 3]);
    this.pen.stroke();
    this.pen.setLineDash([]);
    this.pen.globalAlpha = 1;
  }

  private paintTown(town: Town): void {
    const [x, y] = this.pixel(town);
    this.pen.fillStyle = this.colour("map-town");
    this.pen.fillRect(x - 1.5, y - 1.5, 3, 3);
    this.pen.font = '11px "Inter Variable", system-ui, sans-serif';
    this.pen.textAlign = "center";
    this.pen.textBaseline = "top";
    this.pen.fillText(town.name, x, y + 4);
  }

  private paintLink([ours, theirs]: Link): void {
    const [x, y] = this.pixel(theirs);
    this.pen.beginPath();
    this.pen.moveTo(...this.pixel(ours));
    this.pen.lineTo(x, y);
    this.pen.strokeStyle = this.pen.fillStyle = this.colour("theirs");
    this.pen.lineWidth = LINK_WIDTH;
    this.pen.stroke();
    this.pen.beginPath();
    this.pen.arc(x, y, LINK_END, 0, 2 * Math.PI);
    this.pen.fill();
  }

  private paintChosen(point: Point): void {
    const [x, y] = this.pixel(point);
    this.pen.beginPath();
    this.pen.arc(x, y, 24, 0, 2 * Math.PI);
    this.pen.strokeStyle = this.pen.fillStyle = this.colour("accent");
    this.pen.globalAlpha = 0.16;
    this.pen.fill();
    this.pen.globalAlpha = 1;
    this.pen.lineWidth = 2;
    this.pen.stroke();
  }

  private paintImage(point: Point, image: HTMLCanvasElement): void {
    const [x, y] = this.pixel(point);
    const [width, height] = [image.width / DENSITY, image.height / DENSITY];
    this.pen.drawImage(image, x - width / 2, y - height / 2, width, height);
  }

  private clusterImage(cluster: Cluster): HTMLCanvasElement {
    const { count, kinds, reach } = cluster;
    const [kind = ""] = Object.keys(kinds);
    const radius = Math.round(markRadius(cluster.killed));
    return this.image(`${count}|${reach}|${radius}|${JSON.stringify(kinds)}`, () =>
      count === 1
        ? incidentImage(kind, radius, reach, this.colour)
        : groupImage(count, kinds, reach, this.colour),
    );
  }

  private holdingImage({ state, colour, rival }: Tint): HTMLCanvasElement {
    return this.image(`${state}|${colour}|${rival}`, () => holdingImage(state, colour, rival, this.colour));
  }

  private image(key: string, paint: () => HTMLCanvasElement): HTMLCanvasElement {
    const image = this.images.get(key) ?? paint();
    this.images.set(key, image);
    return image;
  }

  private under(x: number, y: number): Picked | null {
    const isHit = (point: Point, radius: number) => {
      const [px, py] = this.pixel(point);
      return Math.hypot(px - x, py - y) <= radius + 3;
    };
    const tint = this.tints.findLast((one) => isHit(one, 11));
    if (tint) return { tint };
    const cluster = this.clusters.findLast((one) =>
      isHit(one, one.count === 1 ? markRadius(one.killed) : groupRadius(one.count)),
    );
    return cluster ? { cluster } : null;
  }

  private listen(): void {
    let held: { x: number; y: number; moved: boolean } | null = null;
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      held = { x: event.offsetX, y: event.offsetY, moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", ({ offsetX: x, offsetY: y }) => {
      if (held === null) {
        const what = this.under(x, y);
        canvas.style.cursor = what ? "pointer" : "grab";
        return this.events.hovered(what, x, y);
      }
      if (!held.moved && Math.hypot(x - held.x, y - held.y) < 4) return;
      this.panBy(held.x - x, held.y - y);
      held = { x, y, moved: true };
    });
    canvas.addEventListener("pointerup", ({ offsetX: x, offsetY: y }) => {
      if (held && !held.moved) this.events.picked(this.under(x, y));
      held = null;
    });
    canvas.addEventListener("pointerleave", () => this.events.hovered(null, 0, 0));
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.zoomBy(event.deltaY < 0 ? 0.5 : -0.5);
      },
      { passive: false },
    );
    canvas.addEventListener("keydown", ({ key }) => this.press(key));
  }

  private press(key: string): void {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-STEP_PIXELS, 0],
      ArrowRight: [STEP_PIXELS, 0],
      ArrowUp: [0, -STEP_PIXELS],
      ArrowDown: [0, STEP_PIXELS],
    };
    const step = steps[key];
    if (step) this.panBy(...step);
    else if (key === "+" || key === "=") this.zoomBy(1);
    else if (key === "-") this.zoomBy(-1);
  }
}
