// The list: every incident that the filters leave, and apart, those that have no day or no place.
import { filterQuery, type Tab } from "./address.ts";
import type { Answers } from "./answers.ts";
import { fill, make } from "./dom.ts";
import { kindIcon } from "./marks.ts";
import { Latest } from "./server.ts";
import type { QueueItem, Short, Summary } from "./types.ts";
import { boundsWords, GRADE_WORDS } from "./words.ts";

const PAGE = 60;

const SORTS: [string, string][] = [
  ["day", "oldest first"],
  ["-day", "newest first"],
  ["killed", "most killed"],
  ["claims", "most told"],
  ["importance", "to review first"],
];

const EMPTY_WORDS: Record<Tab, string> = {
  incidents: "Nothing in the ledger matches. Loosen a filter, or reset them all.",
  undated: "Every incident that matches has a day.",
  unplaced: "Every incident that matches has a place.",
  queue: "Nothing is left to review here.",
};

type Row = { incident: Short; why: string[] };

export class IncidentList {
  readonly rows: Row[] = [];
  private readonly latest = new Latest();
  private readonly list = make("ol", { class: "incidents", "aria-label": "Incidents" });
  private readonly more = make(
    "button",
    { type: "button", class: "more", on: { click: () => void this.load(this.rows.length) } },
    "Show more",
  );
  private readonly tabs: HTMLElement;
  private readonly sort: HTMLSelectElement;
  /** What was ticked for merging. */
  readonly ticked = new Set<string>();

  constructor(
    root: HTMLElement,
    private readonly answers: Answers,
    private readonly failed: (error: unknown) => void,
  ) {
    const { board } = answers;
    this.tabs = make("div", {
      class: "tabs",
      role: "tablist",
      "aria-label": "Lists of incidents",
      on: { keydown: (event) => this.pressTab(event) },
    });
    this.sort = make("select", {
      "aria-label": "Order of the list",
      on: { change: () => board.change({ sort: this.sort.value }) },
    });
    for (const [value, words] of SORTS) this.sort.append(make("option", { value }, words));
    const panel = make(
      "div",
      { class: "list-body", id: "list-body", role: "tabpanel" },
      this.list,
      this.more,
    );
    fill(
      root,
      this.tabs,
      make("div", { class: "list-head" }, make("span", { id: "list-count", role: "status" }), this.sort),
      panel,
    );
    board.on(["filters", "box", "tab", "sort"], () => void this.load());
    board.on(["incident"], () => this.mark());
    answers.onCount((summary) => this.showTabs(summary));
    answers.onStale(() => void this.load(0, Math.max(PAGE, this.rows.length)));
  }

  async load(offset = 0, limit = PAGE): Promise<void> {
    const { filters, box, tab, sort } = this.answers.board.view;
    const query = filterQuery(filters, box);
    query.set("offset", String(offset));
    query.set("limit", String(limit));
    try {
      if (tab === "queue") {
        const answer = await this.latest.ask<{ total: number; items: QueueItem[] }>("/api/queue", query);
        if (answer) this.show(answer.total, answer.items, offset);
        return;
      }
      if (tab !== "incidents") query.set("only", tab);
      query.set("sort", sort ?? "day");
      const answer = await this.latest.ask<{ total: number; incidents: Short[] }>("/api/incidents", query);
      if (answer)
        this.show(
          answer.total,
          answer.incidents.map((incident) => ({ incident, why: [] })),
          offset,
        );
    } catch (error) {
      this.failed(error);
    }
  }

  /** The incident before or after one, in the order of the list. */
  beside(id: string | null, step: 1 | -1): string | null {
    const at = this.rows.findIndex(({ incident }) => incident.id === id);
    const next = at === -1 ? (step === 1 ? 0 : this.rows.length - 1) : at + step;
    return this.rows[next]?.incident.id ?? null;
  }

  private show(total: number, rows: Row[], offset: number): void {
    if (offset === 0) this.rows.length = 0;
    this.rows.push(...rows);
    const { tab, sort } = this.answers.board.view;
    this.sort.value = sort ?? "day";
    this.sort.hidden = tab === "queue";
    if (this.rows.length === 0) fill(this.list, make("li", { class: "empty" }, EMPTY_WORDS[tab]));
    else fill(this.list, ...this.rows.map((row) => this.row(row)));
    this.more.hidden = this.rows.length >= total;
    const shown =
      this.rows.length < total
        ? `${this.rows.length} of ${total.toLocaleString("en")}`
        : total.toLocaleString("en");
    fill(
      document.getElementById("list-count") as HTMLElement,
      tab === "queue" ? `${shown} to review` : `${shown} ${total === 1 ? "incident" : "incidents"}`,
    );
    this.mark();
  }

  private row({ incident, why }: Row): HTMLElement {
    const { board } = this.answers;
    const open = () => board.change({ incident: incident.id, claim: null, article: null });
    const tick = make("input", {
      type: "checkbox",
      class: "tick",
      "aria-label": `Tick to merge: ${incident.line}`,
      on: { change: () => this.tick(incident.id, tick.checked) },
    });
    tick.checked = this.ticked.has(incident.id);
    const marks = [
      gradeMark(incident.grade),
      incident.disputed && incident.grade !== "disputed"
        ? make("span", { class: "badge disputed" }, "versions differ")
        : null,
      incident.reviewed === "no" && incident.coded_by === "machine"
        ? null
        : reviewMark(incident.reviewed, incident.coded_by),
      make(
        "span",
        { class: "told" },
        `${incident.origins} ${incident.origins === 1 ? "origin" : "origins"}, ${incident.claims} ${incident.claims === 1 ? "claim" : "claims"}`,
      ),
    ];
    const toll =
      incident.killed && incident.killed.best > 0
        ? make("span", { class: "killed" }, `${boundsWords(incident.killed)} killed`)
        : null;
    const button = make(
      "button",
      { type: "button", class: "incident", "data-id": incident.id, on: { click: open } },
      kindIcon(incident.kind),
      make("span", { class: "line" }, incident.line),
      make("span", { class: "marks" }, ...marks, toll),
      why.length > 0 ? make("span", { class: "why" }, why.join(" · ")) : null,
    );
    return make("li", {}, tick, button);
  }

  private tick(id: string, isTicked: boolean): void {
    if (isTicked) this.ticked.add(id);
    else this.ticked.delete(id);
    document.dispatchEvent(new CustomEvent("ticked", { detail: this.ticked.size }));
  }

  private mark(): void {
    const { incident } = this.answers.board.view;
    for (const row of this.list.querySelectorAll<HTMLElement>("button.incident")) {
      const isOpen = row.dataset["id"] === incident;
      if (isOpen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (isOpen) row.scrollIntoView({ block: "nearest" });
    }
  }

  private showTabs(summary: Summary): void {
    const { board } = this.answers;
    const open =
      summary.facets["reviewed"]
        ?.filter(([value]) => value !== "yes")
        .reduce((sum, [, count]) => sum + count, 0) ?? 0;
    const tabs: [Tab, string, number][] = [
      ["incidents", "All", summary.total],
      ["undated", "Undated", summary.undated],
      ["unplaced", "Unplaced", summary.unplaced],
      ["queue", "Review", open],
    ];
    const hadFocus = this.tabs.contains(document.activeElement);
    fill(
      this.tabs,
      ...tabs.map(([tab, words, count]) => {
        const isOpen = board.view.tab === tab;
        const attributes = {
          type: "button",
          role: "tab",
          "data-tab": tab,
          "aria-selected": String(isOpen),
          "aria-controls": "list-body",
          tabindex: isOpen ? 0 : -1,
        };
        return make(
          "button",
          { ...attributes, on: { click: () => this.openTab(tab) } },
          words,
          make("span", { class: "count" }, count.toLocaleString("en")),
        );
      }),
    );
    if (hadFocus) this.tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private openTab(tab: Tab): void {
    this.answers.board.change({ tab });
    if (this.answers.summary) this.showTabs(this.answers.summary);
  }

  private pressTab(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const tabs = [...this.tabs.querySelectorAll<HTMLElement>("[role=tab]")];
    const at = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    tabs[(at + step + tabs.length) % tabs.length]?.click();
    this.tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }
}

export function gradeMark(grade: string): HTMLElement {
  return make(
    "span",
    { class: `badge grade ${grade.replaceAll(" ", "-")}`, title: GRADE_WORDS[grade] ?? "" },
    grade,
  );
}

/** Two marks that are kept apart: who coded it, and whether a person has looked. */
export function reviewMark(reviewed: string, codedBy: string): HTMLElement {
  const looked: Record<string, string> = {
    yes: "reviewed",
    part: "partly reviewed",
    no: "not reviewed",
    look: "look again",
  };
  return make(
    "span",
    { class: "hands" },
    make("span", { class: `badge coded ${codedBy}` }, codedBy === "hand" ? "by hand" : "by machine"),
    make("span", { class: `badge looked ${reviewed}` }, looked[reviewed] ?? reviewed),
  );
}
