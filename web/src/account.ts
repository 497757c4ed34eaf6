// The account of an incident: what its claims say together, what is disputed and by whom, and who tells it.
import { daysWords, dayWords } from "./days.ts";
import { make } from "./dom.ts";
import type { Field, Figure, Incident, Version } from "./types.ts";
import { boundsWords, capital } from "./words.ts";

/** Go to a claim that tells a value. */
type Open = (claim: string | null) => void;

const FIELD_WORDS: Record<string, string> = {
  days: "when",
  actors: "who did it",
  targets: "to whom",
  objects: "what",
};

export function accountSection(incident: Incident, open: Open): HTMLElement {
  const place = incident.place;
  const rows: [string, (Node | string)[]][] = [
    ["When", [capital(daysWords(incident.days))]],
    [
      "Where",
      place
        ? [
            `${place.name}${place.country ? `, ${place.country}` : ""}`,
            make("small", {}, `  told as a ${place.precision ?? "place that was not found"}`),
          ]
        : ["No place told"],
    ],
    ["Who", [incident.actors.join("; ") || "Not told"]],
    ["To whom", [incident.targets.join("; ") || "Not told"]],
  ];
  if (incident.objects.length > 0) rows.push(["What", [incident.objects.join("; ")]]);
  const list = make(
    "dl",
    { class: "account" },
    ...rows.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, ...value))),
  );
  for (const figure of incident.toll.filter(({ is_total }) => is_total))
    list.append(figureRow(figure, incident.toll));
  const differing = incident.fields.filter(({ versions, is_disputed }) => is_disputed || versions.length > 1);
  return make(
    "section",
    { "aria-label": "Account" },
    list,
    differing.length > 0 ? versionTables(differing, open) : null,
    tellers(incident, open),
  );
}

function figureRow(total: Figure, all: readonly Figure[]): HTMLElement {
  const parts = all.filter(({ is_total, outcome }) => !is_total && outcome === total.outcome);
  const part = (figure: Figure) =>
    make(
      "li",
      {},
      `${boundsWords(figure)} ${[figure.side, figure.category === "unknown" ? null : figure.category].filter(Boolean).join(", ")}`,
    );
  const isWorthSaying = parts.some(({ side, category }) => side !== null || category !== "unknown");
  return make(
    "div",
    { class: "toll-row" },
    make("dt", {}, capital(total.outcome)),
    make(
      "dd",
      {},
      make("strong", {}, boundsWords(total)),
      isWorthSaying ? make("ul", {}, ...parts.map(part)) : null,
    ),
  );
}

function versionTables(fields: readonly Field[], open: Open): HTMLElement {
  const version = ({ value, origins, told_on, claims }: Version) =>
    make(
      "tr",
      {},
      make(
        "td",
        {},
        make(
          "button",
          {
            type: "button",
            class: "quiet version",
            on: { click: () => open(claims[0] ?? null) },
          },
          value,
        ),
      ),
      make("td", {}, origins.join(", ")),
      make("td", { class: "told" }, told_on ? dayWords(told_on) : ""),
    );
  const block = ({ name, is_disputed, versions }: Field) =>
    make(
      "table",
      { class: is_disputed ? "versions disputed" : "versions" },
      make(
        "caption",
        {},
        FIELD_WORDS[name] ?? name,
        make(
          "span",
          { class: `badge ${is_disputed ? "disputed" : ""}` },
          is_disputed ? "disputed" : "versions",
        ),
      ),
      make(
        "thead",
        { class: "unseen" },
        make(
          "tr",
          {},
          make("th", { scope: "col" }, "Value"),
          make("th", { scope: "col" }, "Who says so"),
          make("th", { scope: "col" }, "Told on"),
        ),
      ),
      make("tbody", {}, ...versions.map(version)),
    );
  const disputed = fields.filter(({ is_disputed }) => is_disputed);
  const others = fields.filter(({ is_disputed }) => !is_disputed);
  return make(
    "div",
    { class: "all-versions" },
    ...disputed.map(block),
    others.length > 0
      ? make(
          "details",
          {},
          make(
            "summary",
            {},
            `Told in other words too: ${others.map(({ name }) => FIELD_WORDS[name] ?? name).join(", ")}`,
          ),
          ...others.map(block),
        )
      : null,
  );
}

function tellers({ origins }: Incident, open: Open): HTMLElement {
  return make(
    "p",
    { class: "origins" },
    make("strong", {}, "Told by "),
    ...origins.flatMap(({ name, is_party, claims }, i) => [
      i > 0 ? "; " : "",
      make(
        "button",
        {
          type: "button",
          class: "quiet",
          on: { click: () => open(claims[0] ?? null) },
        },
        name,
      ),
      is_party ? make("small", {}, " (a party to it)") : "",
    ]),
  );
}
