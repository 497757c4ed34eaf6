// What the marks of the map mean.
import type { Answers } from "./answers.ts";
import { make } from "./dom.ts";
import { FAMILIES, FAMILY_WORDS, familyOf, STATUSES, type Status } from "./kinds.ts";
import { kindIcon } from "./marks.ts";

export function mapLegend({ about }: Answers): HTMLElement {
  const families = FAMILIES.map((family) => {
    const kinds = about.kinds.filter(({ id }) => familyOf(id) === family);
    const list = make("ul", {}, ...kinds.map(({ id, label }) => make("li", {}, kindIcon(id, 12), label)));
    return make("section", {}, make("h3", {}, FAMILY_WORDS[family]), list);
  });
  const how: [string, string][] = [
    ["exact", "filled: a site or a town"],
    ["near", "dashed ring: near the place, or in its district"],
    ["wide", "hollow in a wash: somewhere in a province, a country, a region"],
    ["size", "larger: more people killed"],
    ["group", "ring with a number: several incidents, coloured by what they are"],
  ];
  const precision = make(
    "section",
    {},
    make("h3", {}, "How exact, how deadly"),
    make(
      "ul",
      { class: "how" },
      ...how.map(([name, words]) =>
        make("li", {}, make("span", { class: `sample ${name}`, "aria-hidden": "true" }), words),
      ),
    ),
  );
  return make(
    "details",
    { class: "legend-box" },
    make("summary", {}, "Legend"),
    make(
      "div",
      { role: "region", tabindex: 0, "aria-label": "What the marks mean" },
      ...families,
      precision,
      about.beside && comparedLegend(),
    ),
  );
}

function comparedLegend(): HTMLElement {
  const words: Record<Status, string> = {
    matched:
      "half and half, or a ring in two bands: ours and theirs are one event; a line goes to where they put it",
    "only theirs": "only they have it",
    "only ours": "only we have it",
  };
  const items = STATUSES.map((status) => make("li", {}, kindIcon(status, 12), words[status]));
  return make("section", {}, make("h3", {}, "When comparing"), make("ul", { class: "how" }, ...items));
}
