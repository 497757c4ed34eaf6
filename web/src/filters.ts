// The filters: each with the count of what it would leave, all of them in the address.
import { countFilters, filterQuery, type Filter } from "./address.ts";
import type { Answers } from "./answers.ts";
import { fill, make } from "./dom.ts";
import { FAMILIES, FAMILY_WORDS, familyOf } from "./kinds.ts";
import { kindIcon } from "./marks.ts";
import { ask } from "./server.ts";
import type { PlaceCandidate, Summary } from "./types.ts";
import { capital, GRADE_WORDS } from "./words.ts";

type Facet = { name: Filter; words: string; open?: boolean; search?: boolean };

const FACETS: Facet[] = [
  { name: "kind", words: "Kind", open: true },
  { name: "side", words: "Side", open: true, search: true },
  { name: "grade", words: "How well founded", open: true },
  { name: "source_kind", words: "Sort of source" },
  { name: "origin", words: "Who says so", search: true },
  { name: "outlet", words: "Outlet", search: true },
  { name: "realis", words: "How real" },
  { name: "place", words: "Place", search: true },
  { name: "precision", words: "How exact the place" },
  { name: "reviewed", words: "Reviewed" },
  { name: "coded_by", words: "Coded by" },
];

const SHORT_LIST = 7;
const REVIEWED_WORDS: Record<string, string> = {
  yes: "reviewed",
  part: "partly",
  no: "not yet",
  look: "asks for a new look",
};
const CODED_WORDS: Record<string, string> = { machine: "machine", hand: "hand" };
const TYPING_MS = 250;

export class FilterPanel {
  private readonly facets = new Map<Filter, HTMLElement>();
  private readonly long = new Set<Filter>();
  private readonly searched = new Map<Filter, string>();
  private readonly chips = make("ul", { class: "chips", "aria-label": "Filters in force" });

  constructor(
    private readonly root: HTMLElement,
    private readonly answers: Answers,
  ) {
    const { board } = answers;
    fill(
      root,
      this.head(),
      this.chips,
      this.days(),
      this.within(),
      ...FACETS.map((facet) => this.section(facet)),
    );
    answers.onCount((summary) => this.show(summary));
    board.on(["filters", "box"], () => this.showChips());
    this.showChips();
  }

  private head(): HTMLElement {
    const reset = make(
      "button",
      { type: "button", class: "quiet", id: "reset", on: { click: () => this.answers.board.reset() } },
      "Reset",
    );
    return make("div", { class: "filters-head" }, make("h2", {}, "Filters"), reset);
  }

  private days(): HTMLElement {
    const { board } = this.answers;
    const day = (name: "since" | "until", words: string) => {
      const input = make("input", {
        type: "date",
        "aria-label": words,
        on: { change: () => board.filter({ [name]: input.value ? [input.value] : [] }) },
      });
      board.on(["filters"], ({ filters }) => (input.value = filters[name]?.[0] ?? ""));
      input.value = board.view.filters[name]?.[0] ?? "";
      return make("label", {}, make("span", {}, words), input);
    };
    const killed = make("input", {
      type: "number",
      min: 0,
      max: 9999999,
      placeholder: "any",
      inputmode: "numeric",
      on: {
        change: () =>
          board.filter({
            min_killed: Number(killed.value) > 0 ? [String(Math.floor(Number(killed.value)))] : [],
          }),
      },
    });
    board.on(["filters"], ({ filters }) => (killed.value = filters.min_killed?.[0] ?? ""));
    killed.value = board.view.filters.min_killed?.[0] ?? "";
    return make(
      "div",
      { class: "days" },
      day("since", "From"),
      day("until", "To"),
      make("label", {}, make("span", {}, "Killed, at least"), killed),
    );
  }

  /** A province or a country holds its towns: pick one from the gazetteer. */
  private within(): HTMLElement {
    const { board } = this.answers;
    const found = make("ul", { class: "candidates" });
    let timer = 0;
    const look = async () => {
      const named = input.value.trim();
      if (named.length < 2) return fill(found);
      const { places } = await ask<{ places: PlaceCandidate[] }>(
        "/api/places",
        new URLSearchParams({ named }),
      );
      fill(
        found,
        ...places.slice(0, 6).map((place) =>
          make(
            "li",
            {},
            make(
              "button",
              {
                type: "button",
                on: {
                  click: () => {
                    input.value = "";
                    fill(found);
                    remember(place);
                    board.filter({ within: [place.id] });
                  },
                },
              },
              place.name,
              make("small", {}, [place.kind, place.division, place.country].filter(Boolean).join(", ")),
            ),
          ),
        ),
      );
    };
    const input = make("input", {
      type: "search",
      placeholder: "a country, province, town",
      "aria-label": "Within a country, province or district",
      autocomplete: "off",
      on: {
        input: () => {
          clearTimeout(timer);
          timer = window.setTimeout(() => void look().catch(() => fill(found)), TYPING_MS);
        },
      },
    });
    return make("div", { class: "within" }, make("label", {}, make("span", {}, "Within"), input), found);
  }

  private section({ name, words, open, search }: Facet): HTMLElement {
    const body = make("div", { class: "facet-body" });
    this.facets.set(name, body);
    const isOpen = open || (this.answers.board.view.filters[name]?.length ?? 0) > 0;
    const finder =
      search &&
      make("input", {
        type: "search",
        class: "find",
        placeholder: `Find in ${words.toLowerCase()}`,
        "aria-label": `Find in ${words.toLowerCase()}`,
        on: { input: () => this.find(name, (finder as HTMLInputElement).value) },
      });
    return make(
      "details",
      { class: `facet facet-${name}`, open: isOpen },
      make("summary", {}, words, make("span", { class: "size", id: `size-${name}` })),
      finder || null,
      body,
    );
  }

  private find(name: Filter, words: string): void {
    this.searched.set(name, words);
    if (words.trim() === "") return void (this.answers.summary && this.show(this.answers.summary));
    const { filters, box } = this.answers.board.view;
    const query = filterQuery(filters, box);
    query.set("facet", name);
    query.set("named", words);
    void ask<{ values: [string, number][] }>("/api/values", query).then(
      ({ values }) => this.searched.get(name) === words && this.showValues(name, values, true),
      () => undefined,
    );
  }

  private show(summary: Summary): void {
    for (const { name } of FACETS) {
      if (this.searched.get(name)?.trim()) continue;
      const values = summary.facets[name] ?? [];
      const size = summary.facet_sizes[name] ?? values.length;
      const label = document.getElementById(`size-${name}`);
      if (label) label.textContent = size > SHORT_LIST ? size.toLocaleString("en") : "";
      if (name === "kind") this.showKinds(values);
      else this.showValues(name, values, false);
    }
  }

  private showKinds(values: [string, number][]): void {
    const body = this.facets.get("kind") as HTMLElement;
    this.keepFocus(body, () => {
      fill(
        body,
        ...FAMILIES.flatMap((family) => {
          const mine = this.withChosen("kind", values).filter(([kind]) => familyOf(kind) === family);
          if (mine.length === 0) return [];
          return [
            make(
              "fieldset",
              { class: `family ${family}` },
              make("legend", {}, FAMILY_WORDS[family]),
              ...mine.map((value) => this.value("kind", value)),
            ),
          ];
        }),
      );
    });
  }

  private showValues(name: Filter, values: [string, number][], isSearch: boolean): void {
    const body = this.facets.get(name) as HTMLElement;
    const all = this.withChosen(name, values);
    const isLong = this.long.has(name) || isSearch;
    const shown = isLong ? all : all.slice(0, SHORT_LIST);
    const more =
      all.length > SHORT_LIST &&
      !isSearch &&
      make(
        "button",
        {
          type: "button",
          class: "quiet",
          on: {
            click: () => {
              this.toggleLong(name);
              this.showValues(name, values, false);
            },
          },
        },
        isLong ? "Fewer" : `${all.length - SHORT_LIST} more`,
      );
    this.keepFocus(body, () => fill(body, ...shown.map((value) => this.value(name, value)), more || null));
  }

  private toggleLong(name: Filter): void {
    if (!this.long.delete(name)) this.long.add(name);
  }

  /** What is chosen comes first, even where nothing is left of it. */
  private withChosen(name: Filter, values: [string, number][]): [string, number][] {
    const chosen = this.answers.board.view.filters[name] ?? [];
    const counts = new Map(values);
    return [
      ...chosen.map((value): [string, number] => [value, counts.get(value) ?? 0]),
      ...values.filter(([value]) => !chosen.includes(value)),
    ];
  }

  private value(name: Filter, [value, count]: [string, number]): HTMLElement {
    const { board } = this.answers;
    const chosen = board.view.filters[name] ?? [];
    const box = make("input", {
      type: "checkbox",
      "data-key": `${name}:${value}`,
      on: {
        change: () =>
          board.filter({ [name]: box.checked ? [...chosen, value] : chosen.filter((one) => one !== value) }),
      },
    });
    box.checked = chosen.includes(value);
    const hint = name === "grade" ? (GRADE_WORDS[value] ?? "") : value;
    return make(
      "label",
      { class: "value", title: hint },
      box,
      name === "kind" ? kindIcon(value, 12) : null,
      make("span", { class: "name" }, this.words(name, value)),
      make("span", { class: "count" }, count.toLocaleString("en")),
    );
  }

  private words(name: Filter, value: string): string {
    if (name === "kind") return this.answers.kindWords(value);
    if (name === "source_kind" && value === "report") return "the report itself";
    if (name === "reviewed") return REVIEWED_WORDS[value] ?? value;
    if (name === "coded_by") return CODED_WORDS[value] ?? value;
    if (name === "within") return WITHIN.get(value) ?? value;
    return value;
  }

  /** A box that was ticked keeps the focus although the list is drawn anew. */
  private keepFocus(body: HTMLElement, redraw: () => void): void {
    const key = body.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset["key"]
      : undefined;
    redraw();
    if (key)
      [...body.querySelectorAll<HTMLElement>("[data-key]")]
        .find((element) => element.dataset["key"] === key)
        ?.focus();
  }

  private showChips(): void {
    const { board } = this.answers;
    const { filters, box } = board.view;
    const chip = (words: string, remove: () => void) =>
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", "aria-label": `Remove filter ${words}`, on: { click: remove } },
          words,
          make("span", { "aria-hidden": "true" }, "×"),
        ),
      );
    const chips = (Object.entries(filters) as [Filter, string[]][]).flatMap(([name, values]) =>
      values.map((value) =>
        chip(chipWords(name, this.words(name, value)), () =>
          board.filter({ [name]: values.filter((one) => one !== value) }),
        ),
      ),
    );
    if (box !== null) chips.push(chip("this part of the map", () => board.change({ box: null })));
    fill(this.chips, ...chips);
    this.chips.hidden = chips.length === 0;
    this.root.dataset["count"] = String(countFilters(filters));
    (document.getElementById("reset") as HTMLButtonElement).disabled = chips.length === 0;
  }
}

/** Names of places picked in "within", which go by their ids in the address. */
const WITHIN = new Map<string, string>();

function remember({ id, name, country }: PlaceCandidate): void {
  WITHIN.set(id, country === null || name === country ? name : `${name}, ${country}`);
}

function chipWords(name: Filter, words: string): string {
  const before: Partial<Record<Filter, string>> = {
    since: "from ",
    until: "to ",
    min_killed: "killed ≥ ",
    words: "words: ",
    within: "within ",
    origin: "says: ",
    outlet: "outlet: ",
    reviewed: "",
    coded_by: "by ",
  };
  return capital(`${before[name] ?? ""}${words}`);
}
