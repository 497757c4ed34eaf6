// The timeline: how many and how deadly over time, durations as bars as exact as they were told, and a brush that filters.
import { filterQuery } from "./address.ts";
import type { Answers } from "./answers.ts";
import { dayNumber, daysWords, dayWords, isoDay, ticks } from "./days.ts";
import { draw, fill, make } from "./dom.ts";
import { familyOf } from "./kinds.ts";
import { barsOf, packed, type Bar } from "./lanes.ts";
import { Latest } from "./server.ts";
import type { Short, Summary } from "./types.ts";

const LEFT = 44;
const RIGHT = 16;
const CHART_HEIGHT = 58;
const LANE_HEIGHT = 9;
const MOST_BARS = 300;

type Scale = { first: number; last: number; width: number; x(day: number): number; day(x: number): number };

export class Timeline {
  private readonly chart = draw("svg", { class: "chart", role: "img" });
  private readonly lanes = draw("svg", {
    class: "lanes",
    role: "group",
    "aria-label": "Incidents by their days",
  });
  private readonly brush = make("div", { class: "brush", hidden: true });
  private readonly handles: Record<"since" | "until", HTMLElement>;
  private readonly caption = make("p", { class: "caption", role: "status" });
  private readonly latest = new Latest();
  private bars: Bar<Short>[] = [];
  private scale: Scale | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly answers: Answers,
    private readonly failed: (error: unknown) => void,
  ) {
    this.handles = {
      since: this.handle("since", "First day shown"),
      until: this.handle("until", "Last day shown"),
    };
    const stage = make("div", { class: "stage" }, this.brush, this.handles.since, this.handles.until);
    stage.prepend(this.chart);
    const lanes = make("div", {
      class: "lanes-frame",
      tabindex: 0,
      role: "region",
      "aria-label": "Durations",
    });
    lanes.append(this.lanes);
    fill(root, this.caption, stage, lanes);
    answers.onCount(() => this.draw());
    answers.board.on(["filters", "box"], () => void this.load());
    answers.board.on(["incident"], () => this.mark());
    answers.onStale(() => void this.load());
    new ResizeObserver(() => this.draw()).observe(root);
    this.listen(stage);
  }

  async load(): Promise<void> {
    const { filters, box } = this.answers.board.view;
    const query = filterQuery(filters, box);
    query.set("sort", "killed");
    query.set("limit", String(MOST_BARS));
    try {
      const answer = await this.latest.ask<{ incidents: Short[] }>("/api/incidents", query);
      if (answer === null) return;
      this.bars = barsOf(answer.incidents);
      this.draw();
    } catch (error) {
      this.failed(error);
    }
  }

  private draw(): void {
    const { summary } = this.answers;
    if (summary === null) return;
    const scale = this.makeScale(summary);
    this.scale = scale;
    this.drawChart(summary, scale);
    this.drawLanes(scale);
    this.drawBrush(scale);
    const { filters } = this.answers.board.view;
    const range =
      filters.since || filters.until
        ? `${filters.since ? dayWords(filters.since[0] as string) : "the first day"} to ${filters.until ? dayWords(filters.until[0] as string) : "the last"}`
        : "all days";
    const apart =
      summary.undated > 0
        ? ` · ${summary.undated} have no day and are listed under Undated`
        : summary.without_day
          ? ` · ${summary.without_day} more match but have no day`
          : "";
    fill(
      this.caption,
      make("strong", {}, `${summary.dated.toLocaleString("en")} dated`),
      ` · ${range}${apart}`,
    );
  }

  private makeScale(summary: Summary): Scale {
    const { first_day, last_day } = this.answers.about;
    const days = summary.days.map(([day]) => dayNumber(day)).filter(Number.isFinite);
    let first = first_day ? dayNumber(first_day) : Math.min(...days);
    let last = last_day ? dayNumber(last_day) : Math.max(...days);
    if (!Number.isFinite(first) || !Number.isFinite(last)) [first, last] = [0, 1];
    const margin = Math.max(2, (last - first) * 0.01);
    [first, last] = [first - margin, last + margin];
    const width = Math.max(120, this.root.clientWidth - LEFT - RIGHT);
    const x = (day: number) => LEFT + ((day - first) / (last - first)) * width;
    return { first, last, width, x, day: (at) => first + ((at - LEFT) / width) * (last - first) };
  }

  private drawChart(summary: Summary, scale: Scale): void {
    const { chart } = this;
    const bottom = CHART_HEIGHT - 16;
    chart.setAttribute("viewBox", `0 0 ${scale.width + LEFT + RIGHT} ${CHART_HEIGHT}`);
    chart.setAttribute(
      "aria-label",
      `Incidents and people killed over time, ${summary.bin} by ${summary.bin}`,
    );
    const most = Math.max(1, ...summary.days.map(([, count]) => count));
    const mostKilled = Math.max(1, ...summary.days.map(([, , killed]) => killed));
    const daysWide = { day: 1, month: 30.4, year: 365 }[summary.bin];
    const wide = Math.max(2.5, (daysWide / (scale.last - scale.first)) * scale.width - 1);
    const parts: SVGElement[] = [
      draw("line", { x1: LEFT, x2: LEFT + scale.width, y1: bottom, y2: bottom, class: "axis" }),
    ];
    for (const { at, label, major } of ticks(scale.first, scale.last, scale.width)) {
      parts.push(
        draw("line", {
          x1: scale.x(at),
          x2: scale.x(at),
          y1: 0,
          y2: bottom,
          class: major ? "grid major" : "grid",
        }),
      );
      if (scale.x(at) < LEFT + scale.width - 24)
        parts.push(
          draw("text", { x: scale.x(at), y: CHART_HEIGHT - 4, class: major ? "tick major" : "tick" }, label),
        );
    }
    for (const [day, count, killed] of summary.days) {
      const x = scale.x(dayNumber(day));
      const high = Math.max(2, Math.sqrt(count / most) * (bottom - 6));
      const words = `${dayWords(day)}: ${count} ${count === 1 ? "incident" : "incidents"}${killed ? `, ${killed.toLocaleString("en")} killed` : ""}`;
      const bar = draw("rect", { x, y: bottom - high, width: wide, height: high, rx: 1, class: "count" });
      bar.append(draw("title", {}, words));
      parts.push(bar);
      if (killed === 0) continue;
      const y = bottom - 3 - Math.sqrt(killed / mostKilled) * (bottom - 8);
      parts.push(
        draw("line", { x1: x + wide / 2, x2: x + wide / 2, y1: bottom, y2: y, class: "toll" }),
        draw("circle", { cx: x + wide / 2, cy: y, r: 2.4, class: "toll" }),
      );
    }
    parts.push(
      draw("text", { x: 4, y: 10, class: "scale" }, `${most} inc.`),
      draw("text", { x: 4, y: 22, class: "scale toll" }, `${mostKilled.toLocaleString("en")} †`),
    );
    fill(chart, ...parts);
  }

  private drawLanes(scale: Scale): void {
    const rows = packed(this.bars, (day) => scale.x(day));
    const lanes = rows.reduce((most, { lane }) => Math.max(most, lane + 1), 1);
    const height = lanes * LANE_HEIGHT + 6;
    this.lanes.setAttribute("viewBox", `0 0 ${scale.width + LEFT + RIGHT} ${height}`);
    this.lanes.setAttribute("height", String(height));
    fill(this.lanes, ...rows.map(({ bar, lane }) => this.bar(bar, lane, scale)));
    this.mark();
  }

  private bar(bar: Bar<Short>, lane: number, scale: Scale): SVGElement {
    const { thing, first, last, isOpenStart, isOpenEnd } = bar;
    const y = lane * LANE_HEIGHT + 3;
    const left = isOpenStart ? LEFT - 6 : scale.x(first);
    const right = isOpenEnd ? LEFT + scale.width + 6 : scale.x(last + 1);
    const wide = Math.max(6, right - left);
    const classes = `bar ${familyOf(thing.kind)} told-${thing.days?.precision ?? "day"}${isOpenStart || isOpenEnd ? " open" : ""}`;
    const shape = draw("rect", {
      x: left,
      y,
      width: wide,
      height: LANE_HEIGHT - 3,
      rx: 3,
      class: classes,
      "data-id": thing.id,
    });
    shape.append(draw("title", {}, `${daysWords(thing.days)}: ${thing.line}`));
    shape.addEventListener("click", () =>
      this.answers.board.change({ incident: thing.id, claim: null, article: null }),
    );
    return shape;
  }

  private mark(): void {
    const { incident } = this.answers.board.view;
    for (const bar of this.lanes.querySelectorAll(".bar"))
      bar.classList.toggle("chosen", bar.getAttribute("data-id") === incident);
  }

  private range(): [number, number] | null {
    const { filters } = this.answers.board.view;
    const { scale } = this;
    if (scale === null || (!filters.since && !filters.until)) return null;
    return [
      filters.since ? dayNumber(filters.since[0] as string) : scale.first,
      filters.until ? dayNumber(filters.until[0] as string) + 1 : scale.last,
    ];
  }

  private drawBrush(scale: Scale, range: [number, number] | null = this.range()): void {
    this.brush.hidden = range === null;
    const [from, to] = range ?? [scale.first, scale.last];
    const at = (day: number) => Math.max(LEFT, Math.min(LEFT + scale.width, scale.x(day)));
    this.brush.style.left = `${at(from)}px`;
    this.brush.style.width = `${Math.max(2, at(to) - at(from))}px`;
    for (const [name, day] of [
      ["since", from],
      ["until", to],
    ] as const) {
      const handle = this.handles[name];
      const shown = isoDay(name === "until" ? day - 1 : day);
      handle.style.left = `${at(day)}px`;
      handle.setAttribute("aria-valuemin", String(Math.round(scale.first)));
      handle.setAttribute("aria-valuemax", String(Math.round(scale.last)));
      handle.setAttribute("aria-valuenow", String(Math.round(day)));
      handle.setAttribute("aria-valuetext", range === null ? "all days" : dayWords(shown));
    }
  }

  private handle(name: "since" | "until", words: string): HTMLElement {
    return make("div", {
      class: `handle ${name}`,
      role: "slider",
      tabindex: 0,
      "aria-label": words,
      "aria-valuenow": 0,
      on: { keydown: (event) => this.pressHandle(name, event) },
    });
  }

  private pressHandle(name: "since" | "until", event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30 };
    const step = steps[event.key];
    if (step === undefined || this.scale === null) return;
    event.preventDefault();
    const [from, to] = this.range() ?? [this.scale.first, this.scale.last];
    const day = name === "since" ? Math.min(from + step, to - 1) : Math.max(to + step, from + 1) - 1;
    this.answers.board.filter({ [name]: [isoDay(day)] });
  }

  private listen(stage: HTMLElement): void {
    let held: { from: number; moves: "since" | "until" | "both" } | null = null;
    const at = (event: PointerEvent) =>
      (this.scale as Scale).day(
        Math.max(
          LEFT,
          Math.min(LEFT + (this.scale as Scale).width, event.clientX - stage.getBoundingClientRect().left),
        ),
      );
    const drawn = (event: PointerEvent): [number, number] => {
      const now = at(event);
      const [from, to] = this.range() ?? [(this.scale as Scale).first, (this.scale as Scale).last];
      if (held?.moves === "since") return [Math.min(now, to - 1), to];
      if (held?.moves === "until") return [from, Math.max(now, from + 1)];
      return [Math.min(held?.from ?? now, now), Math.max(held?.from ?? now, now)];
    };
    stage.addEventListener("pointerdown", (event) => {
      if (this.scale === null) return;
      const handle = (["since", "until"] as const).find((name) => event.target === this.handles[name]);
      held = { from: at(event), moves: handle ?? "both" };
      stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener(
      "pointermove",
      (event) => held && this.scale && this.drawBrush(this.scale, drawn(event)),
    );
    stage.addEventListener("pointerup", (event) => {
      if (held === null || this.scale === null) return;
      const [from, to] = drawn(event);
      const isClick = held.moves === "both" && this.scale.x(to) - this.scale.x(from) < 4;
      held = null;
      if (isClick) this.answers.board.filter({ since: [], until: [] });
      else
        this.answers.board.filter({
          since: [isoDay(Math.floor(from))],
          until: [isoDay(Math.max(Math.floor(from), Math.ceil(to) - 1))],
        });
    });
    stage.addEventListener("pointercancel", () => (held = null));
  }
}
