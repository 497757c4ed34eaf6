// What others coded beside the ledger: on the map in two colours, and in a table with both tolls.
import { filterQuery } from "./address.ts";
import type { Answers } from "./answers.ts";
import { reachOf, type Spot } from "./clusters.ts";
import { dayWords } from "./days.ts";
import { fill, make } from "./dom.ts";
import type { Point } from "./geometry.ts";
import { STATUSES, type Status } from "./kinds.ts";
import { kindIcon } from "./marks.ts";
import { Latest } from "./server.ts";
import type { Link } from "./surface.ts";
import type { BesideLine, ComparisonAnswer } from "./types.ts";
import { boundsWords, capital } from "./words.ts";

const CLOSER = 8;
const DATA_SETS: Record<string, string> = { ucdp: "UCDP GED", acled: "ACLED" };
const HEADINGS = ["Day", "Place", "Killed, ours", "Killed, theirs", "What is told"];

export class ComparingPanel {
  private readonly latest = new Latest();
  private readonly hiddenGroups = new Set<Status>();
  private readonly counts = new Map<Status, HTMLElement>();
  private readonly status = make("p", { class: "told", role: "status" });
  private readonly table = make("table", {});
  private answer: ComparisonAnswer | null = null;
  private readonly open = make(
    "button",
    {
      type: "button",
      class: "control-open",
      "aria-expanded": "false",
      "aria-controls": "comparing",
      on: { click: () => this.toggle() },
    },
    "Compare",
  );

  constructor(
    buttons: HTMLElement,
    private readonly root: HTMLElement,
    private readonly answers: Answers,
    private readonly showOnMap: (spots: readonly Spot[] | null, links: readonly Link[]) => void,
    private readonly failed: (error: unknown) => void,
  ) {
    buttons.append(this.open);
    fill(root, this.head(), this.scrolled());
    answers.board.on(["compare", "filters", "box"], () => void this.load());
    answers.onStale(() => void this.load());
    if (answers.board.view.compare) void this.load();
  }

  toggle(): void {
    this.answers.board.change({ compare: !this.answers.board.view.compare });
  }

  private head(): HTMLElement {
    const { beside } = this.answers.about;
    const close = make(
      "button",
      { type: "button", class: "quiet", on: { click: () => this.close() } },
      "Close",
    );
    const name = beside === null ? "" : `Beside ${beside.name} (${DATA_SETS[beside.data_set] ?? ""})`;
    const groups = make(
      "fieldset",
      {},
      make("legend", {}, name),
      ...STATUSES.map((each) => this.group(each)),
    );
    return make("div", { class: "comparing-head" }, groups, close, this.status);
  }

  /** A group's mark, name and count; unticked it leaves map and table. */
  private group(status: Status): HTMLElement {
    const count = make("span", { class: "count" });
    this.counts.set(status, count);
    const box = make("input", {
      type: "checkbox",
      checked: true,
      "data-status": status,
      on: { change: () => this.choose(status, box.checked) },
    });
    return make("label", {}, box, kindIcon(status, 14), capital(status), " ", count);
  }

  private scrolled(): HTMLElement {
    const label = "Events of both, with both tolls";
    return make(
      "div",
      { class: "comparing-lines", role: "region", tabindex: 0, "aria-label": label },
      this.table,
    );
  }

  private close(): void {
    this.toggle();
    this.open.focus();
  }

  private choose(status: Status, isShown: boolean): void {
    if (isShown) this.hiddenGroups.delete(status);
    else this.hiddenGroups.add(status);
    this.show();
  }

  private async load(): Promise<void> {
    const { compare, filters, box } = this.answers.board.view;
    this.root.hidden = !compare;
    this.open.setAttribute("aria-expanded", String(compare));
    if (!compare) return this.showOnMap(null, []);
    try {
      const answer = await this.latest.ask<ComparisonAnswer>("/api/comparison", filterQuery(filters, box));
      if (answer === null || !this.answers.board.view.compare) return;
      this.answer = answer;
      this.show();
    } catch (error) {
      this.failed(error);
    }
  }

  private show(): void {
    if (this.answer === null) return;
    const { counts, lines } = this.answer;
    for (const [status, element] of this.counts) fill(element, counts[status].toLocaleString("en"));
    const shown = lines.filter(({ status }) => !this.hiddenGroups.has(status));
    fill(this.status, summaryWords(this.answer));
    const heads = make("tr", {}, ...HEADINGS.map((words) => make("th", { scope: "col" }, words)));
    fill(
      this.table,
      make("caption", {}, "Events of both, with both tolls"),
      make("thead", {}, heads),
      ...STATUSES.map((status) => this.rows(status, shown)),
    );
    this.showOnMap(
      shown.flatMap((line) => spotOf(line) ?? []),
      shown.flatMap(linkOf),
    );
  }

  private rows(status: Status, shown: readonly BesideLine[]): HTMLElement | null {
    const lines = shown.filter((line) => line.status === status);
    if (lines.length === 0) return null;
    const all = this.answer?.counts[status] ?? lines.length;
    const cut = lines.length < all ? ` (the ${lines.length} deadliest of ${all.toLocaleString("en")})` : "";
    const title = make(
      "th",
      { scope: "rowgroup", colspan: HEADINGS.length },
      kindIcon(status, 12),
      ` ${capital(status)}${cut}`,
    );
    return make("tbody", {}, make("tr", {}, title), ...lines.map((line) => this.row(line)));
  }

  private row(line: BesideLine): HTMLElement {
    const { ours, theirs } = line;
    const told = ours ?? theirs;
    const day = told?.first_day ?? null;
    const go = make(
      "button",
      { type: "button", class: "quiet", on: { click: () => this.go(line) } },
      day === null ? "no day" : dayWords(day),
    );
    const our = ours && killedWords(ours.killed_low, ours.killed_best, ours.killed_high);
    const their = theirs && killedWords(theirs.low, theirs.best, theirs.high);
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, go),
      make("td", {}, told?.place ?? ""),
      make("td", { class: "number" }, our ?? "–"),
      make("td", { class: "number" }, their ?? "–"),
      make("td", {}, this.toldWords(line)),
    );
  }

  private toldWords({ ours, theirs }: BesideLine): string {
    const our = ours && [this.answers.kindWords(ours.kind), ours.sides].filter(Boolean).join(": ");
    const their = theirs && (theirs.headline || [theirs.type, theirs.sides].filter(Boolean).join(": "));
    return [our, their].filter(Boolean).join(" | ");
  }

  /** Open ours; what only they have is brought into view. */
  private go({ ours, theirs }: BesideLine): void {
    const { board } = this.answers;
    const point = pointOf(ours) ?? pointOf(theirs);
    const zoom = Math.max(CLOSER, board.view.camera?.zoom ?? 0);
    const opened = ours && { incident: ours.incident, claim: null, article: null };
    board.change({ ...opened, ...(point && { camera: { ...point, zoom } }) });
  }
}

function summaryWords({
  counts,
  tolls_meet,
  not_asked_of_theirs,
  ours_not_compared,
}: ComparisonAnswer): string {
  const left = Object.values(ours_not_compared).reduce((sum, n) => sum + n, 0);
  return [
    `Of the ${counts.matched} matched, the tolls of ${tolls_meet} have a number in common.`,
    left > 0 && `${left} of our incidents are of a sort, a time or a country that the table does not hold.`,
    not_asked_of_theirs.length > 0 &&
      `Not asked of their table, which does not have it: ${not_asked_of_theirs.join(", ").replaceAll("_", " ")}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function killedWords(low: number | null, best: number | null, high: number | null): string | null {
  return best === null ? null : boundsWords({ low: low ?? best, best, high });
}

function pointOf(told: { latitude: number | null; longitude: number | null } | null): Point | null {
  if (told === null || told.latitude === null || told.longitude === null) return null;
  return { lon: told.longitude, lat: told.latitude };
}

/** The way from our point to theirs. */
function linkOf({ ours, theirs }: BesideLine): Link[] {
  const [from, to] = [pointOf(ours), pointOf(theirs)];
  return from !== null && to !== null ? [[from, to]] : [];
}

/** A line as a mark: at our point where we have one. */
function spotOf(line: BesideLine): Spot | null {
  const { ours, theirs, status } = line;
  const point = pointOf(ours) ?? pointOf(theirs);
  if (point === null) return null;
  const told = ours ?? theirs;
  const precision = told?.precision ?? null;
  const tolls = [
    ours && `ours: ${killedWords(ours.killed_low, ours.killed_best, ours.killed_high) ?? "no toll"}`,
    theirs && `theirs: ${killedWords(theirs.low, theirs.best, theirs.high) ?? "no toll"}`,
  ];
  const where = [told?.first_day && dayWords(told.first_day), told?.place].filter(Boolean).join(", ");
  return {
    ...point,
    id: ours?.incident ?? null,
    count: 1,
    killed: Math.max(ours?.killed_best ?? 0, theirs?.best ?? 0),
    kinds: { [status]: 1 },
    precision,
    country: null,
    reach: reachOf(precision),
    bounds: [point.lon, point.lat, point.lon, point.lat],
    line: `${capital(status)} · ${where} · killed, ${tolls.filter(Boolean).join("; ")}`,
  };
}
