// The map: incidents as marks by kind, size by toll, with how exactly their place is told; and who holds what on a day.
import { filterQuery, type Camera } from "./address.ts";
import type { Answers } from "./answers.ts";
import { boxOf, gather, isOnePlace, spotsOf, type Cluster, type Spot } from "./clusters.ts";
import { fill, make } from "./dom.ts";
import { boxAround, fit, type Box, type Point } from "./geometry.ts";
import { kindIcon } from "./marks.ts";
import { PlainMap } from "./plain-map.ts";
import { Latest } from "./server.ts";
import type { Link, Picked, Surface, Tint, World } from "./surface.ts";
import type { MapAnswer, Town } from "./types.ts";
import { hasWebGl, WebGlMap } from "./webgl-map.ts";

const WHOLE_WORLD: Box = [-150, -45, 170, 68];
const ZOOM_FOR_TOWNS = 3.5;
const CLOSER = 8;

export class MapPanel {
  private readonly surface: Surface;
  private readonly hover = make("div", { class: "map-hover", role: "status" });
  private readonly incidents = new Latest();
  private readonly towns = new Latest();
  private spots: Spot[] = [];
  private compared: readonly Spot[] | null = null;
  private chosen: Point | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly answers: Answers,
    world: World,
    private readonly failed: (error: unknown) => void,
  ) {
    const { board, about } = answers;
    const element = make("div", { class: "map-surface" });
    root.prepend(element, this.hover);
    const events = {
      moved: () => this.moved(),
      picked: (what: Picked | null) => what && this.pick(what),
      hovered: (what: Picked | null, x: number, y: number) => this.tell(what, x, y),
    };
    const { clientWidth, clientHeight } = root;
    const start =
      board.view.camera ?? fit(grown(about.box ?? WHOLE_WORLD), clientWidth, clientHeight, CLOSER);
    const plain = !hasWebGl();
    this.surface = plain
      ? new PlainMap(element, world, start, events)
      : new WebGlMap(element, world, start, events);
    root.dataset["surface"] = plain ? "plain" : "webgl";
    board.on(["filters", "box"], () => void this.load());
    board.on(["camera"], ({ camera }) => camera && this.follow(camera));
    answers.onStale(() => void this.load());
  }

  async load(): Promise<void> {
    const { filters, box: chosen } = this.answers.board.view;
    const { zoom } = this.surface.camera();
    const query = filterQuery(filters, chosen ?? wider(this.surface.box()));
    query.set("zoom", zoom.toFixed(2));
    try {
      const answer = await this.incidents.ask<MapAnswer>("/api/map", query);
      if (answer === null) return;
      this.spots = spotsOf(answer);
      this.show();
      await this.loadTowns(zoom);
    } catch (error) {
      this.failed(error);
    }
  }

  tint(tints: readonly Tint[]): void {
    this.surface.showTints(tints);
  }

  /** Show these marks in place of the incidents; null shows the incidents again. */
  compare(spots: readonly Spot[] | null, links: readonly Link[]): void {
    this.compared = spots;
    this.surface.showLinks(links);
    this.show();
  }

  recolour(): void {
    this.surface.recolour();
  }

  /** Mark the place of what is open, and bring it into view if it is out of it. */
  choose(point: Point | null): void {
    this.chosen = point;
    this.show();
    if (point === null) return;
    const [west, south, east, north] = this.surface.box();
    const isSeen = point.lon > west && point.lon < east && point.lat > south && point.lat < north;
    if (!isSeen) this.surface.moveTo({ ...this.surface.camera(), lon: point.lon, lat: point.lat });
  }

  /** Show all that the filters leave. */
  async showAll(): Promise<void> {
    const query = filterQuery(this.answers.board.view.filters);
    query.set("box", "-180,-90,180,90");
    query.set("zoom", "0");
    const answer = await this.incidents.ask<MapAnswer>("/api/map", query);
    const box =
      answer &&
      boxAround(
        spotsOf(answer).flatMap(({ bounds: [w, s, e, n] }) => [
          { lon: w, lat: s },
          { lon: e, lat: n },
        ]),
      );
    if (box) this.surface.moveTo(fit(grown(box), this.root.clientWidth, this.root.clientHeight, CLOSER));
    else void this.load();
  }

  private async loadTowns(zoom: number): Promise<void> {
    if (zoom < ZOOM_FOR_TOWNS) return this.surface.showTowns([]);
    const query = new URLSearchParams({
      box: this.surface
        .box()
        .map((x) => x.toFixed(3))
        .join(","),
      zoom: zoom.toFixed(2),
    });
    const answer = await this.towns.ask<{ towns: Town[] }>("/api/towns", query);
    if (answer) this.surface.showTowns(answer.towns);
  }

  private show(): void {
    const spots = this.compared ?? this.spots;
    this.surface.showMarks(gather(spots, this.surface.camera().zoom), this.chosen);
    this.root.dataset["marks"] = String(spots.length);
  }

  private moved(): void {
    const camera = this.surface.camera();
    this.answers.board.change({ camera }, "quietly");
    this.show();
    void this.load();
  }

  private follow(camera: Camera): void {
    const now = this.surface.camera();
    const isThere =
      Math.abs(now.zoom - camera.zoom) < 0.02 &&
      Math.hypot(now.lat - camera.lat, now.lon - camera.lon) < 0.01;
    if (!isThere) this.surface.moveTo(camera);
  }

  private pick(what: Picked): void {
    const { board } = this.answers;
    if ("tint" in what) return board.filter({ place: [what.tint.name] });
    const { cluster } = what;
    const [only] = cluster.spots;
    if (cluster.count === 1 && only?.id)
      return board.change({ incident: only.id, claim: null, article: null });
    const box = boxOf(cluster);
    if (isOnePlace(cluster)) {
      const [west, south, east, north] = box;
      const spot: Box = [west - SPOT, south - SPOT, east + SPOT, north + SPOT];
      return board.change({ box: spot, tab: "incidents", incident: null, claim: null, article: null });
    }
    const { clientWidth, clientHeight } = this.root;
    const into = fit(grown(box), clientWidth, clientHeight, 12);
    this.surface.moveTo({ ...into, zoom: Math.max(into.zoom, this.surface.camera().zoom + 0.8) });
  }

  private tell(what: Picked | null, x: number, y: number): void {
    this.hover.hidden = what === null;
    if (what === null) return;
    fill(this.hover, ...("tint" in what ? [what.tint.line] : this.clusterWords(what.cluster)));
    const left = Math.min(x + 14, this.root.clientWidth - this.hover.offsetWidth - 8);
    const top =
      y + 18 + this.hover.offsetHeight > this.root.clientHeight ? y - this.hover.offsetHeight - 10 : y + 18;
    this.hover.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`;
  }

  private clusterWords(cluster: Cluster): (Node | string)[] {
    const [only] = cluster.spots;
    if (cluster.count === 1 && only) {
      const [kind = ""] = Object.keys(only.kinds);
      return [
        kindIcon(kind),
        make(
          "span",
          {},
          only.line,
          only.precision ? make("em", {}, ` · ${PRECISION_WORDS[only.precision] ?? only.precision}`) : null,
        ),
      ];
    }
    const kinds = Object.entries(cluster.kinds).sort(([, a], [, b]) => b - a);
    const isCompared = this.compared !== null;
    const killed =
      cluster.killed > 0 && !isCompared ? ` · ${cluster.killed.toLocaleString("en")} killed` : "";
    const list = make("ul", {});
    for (const [kind, count] of kinds.slice(0, 6))
      list.append(make("li", {}, kindIcon(kind, 11), `${count} ${this.answers.kindWords(kind)}`));
    return [
      make(
        "div",
        {},
        make(
          "strong",
          {},
          `${cluster.count.toLocaleString("en")} ${isCompared ? "events" : "incidents"}${killed}`,
        ),
        list,
      ),
    ];
  }
}

const SPOT = 0.001;

const PRECISION_WORDS: Record<string, string> = {
  site: "a site",
  town: "a town",
  near: "near the place",
  district: "somewhere in the district",
  province: "somewhere in the province",
  country: "somewhere in the country",
  region: "somewhere in the region",
  sea: "at sea",
};

function grown([west, south, east, north]: Box): Box {
  const wide = Math.max(0.3, (east - west) * 0.08);
  const high = Math.max(0.3, (north - south) * 0.08);
  return [west - wide, Math.max(-84, south - high), east + wide, Math.min(84, north + high)];
}

/** A little more than is seen, so that a small step of the map shows what is there at once; at most the whole world. */
function wider([west, south, east, north]: Box): Box {
  const wide = (east - west) * 0.15;
  const high = (north - south) * 0.15;
  const [w, e] = [west - wide, east + wide];
  const round = e - w >= 360 ? [-180, 180] : [wrapped(w), wrapped(e)];
  return [round[0] as number, Math.max(-90, south - high), round[1] as number, Math.min(90, north + high)];
}

const wrapped = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180;
