// A form for the value of one slot: the words it rests on, and what they mean.
import { fill, make } from "./dom.ts";
import { ask } from "./server.ts";
import type { About, ActorCandidate, PlaceCandidate, Range } from "./types.ts";
import { SLOT_WORDS } from "./words.ts";

/** What the form begins with: the machine's value, as in a claim's record. */
export type Start = Record<string, unknown>;

export type SlotForm = { element: HTMLElement; value(): unknown };

const TYPING_MS = 200;

export function slotForm(
  slot: string,
  start: Start,
  about: About,
  near: { country: string | null; on: string | null },
): SlotForm {
  const text = (key: string) => (start[key] === null || start[key] === undefined ? "" : String(start[key]));
  if (slot === "kind")
    return single(
      select(
        "Kind",
        about.kinds.map(({ id, label }) => [id, label]),
        text("kind"),
      ),
    );
  if (slot === "realis")
    return single(
      select(
        "How real",
        about.realis.map((one) => [one, one]),
        text("realis"),
      ),
    );
  if (slot === "actors" || slot === "targets")
    return partyForm(text("name") || text("text"), text("actor_id"), near);
  if (slot === "place") return placeForm(start, about, near);
  if (slot === "when") return whenForm(text("start"), text("end"));
  if (slot === "toll") return tollForm(start, about);
  if (slot === "sources") return sourceForm(start, about);
  return {
    element: make("div", {}, make("p", { class: "told" }, "The words are the value.")),
    value: () => ({}),
  };
}

type Field<T extends HTMLElement> = { label: HTMLElement; input: T };

function field(
  words: string,
  attributes: Record<string, string | number>,
  value = "",
): Field<HTMLInputElement> {
  const input = make("input", { type: "text", autocomplete: "off", ...attributes });
  input.value = value;
  return { label: make("label", {}, make("span", {}, words), input), input };
}

function select(words: string, options: [string, string][], chosen: string): Field<HTMLSelectElement> {
  const input = make("select", {}, ...options.map(([value, label]) => make("option", { value }, label)));
  if (options.some(([value]) => value === chosen)) input.value = chosen;
  return { label: make("label", {}, make("span", {}, words), input), input };
}

function single({ label, input }: Field<HTMLSelectElement>): SlotForm {
  return { element: make("div", { class: "fields" }, label), value: () => input.value };
}

/** A field that offers candidates while a name is typed; the arrow keys reach them as the buttons they are. */
function candidates<T extends { id: string; name: string }>(
  input: HTMLInputElement,
  look: (named: string) => Promise<T[]>,
  about: (one: T) => string,
  pick: (one: T) => void,
): HTMLElement {
  const list = make("ul", { class: "candidates" });
  let timer = 0;
  const show = async () => {
    const named = input.value.trim();
    const found = named.length < 2 ? [] : await look(named).catch(() => []);
    if (input.value.trim() !== named) return;
    fill(
      list,
      ...found.slice(0, 6).map((one) =>
        make(
          "li",
          {},
          make(
            "button",
            {
              type: "button",
              on: {
                click: () => {
                  pick(one);
                  fill(list);
                  input.focus();
                },
              },
            },
            one.name,
            make("small", {}, about(one)),
          ),
        ),
      ),
    );
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void show(), TYPING_MS);
  });
  return list;
}

function partyForm(name: string, id: string, near: { country: string | null; on: string | null }): SlotForm {
  const { label, input } = field("Party", { placeholder: "name, as usually told in English" }, name);
  let actorId: string | null = id || null;
  const known = make("p", { class: "told" }, id ? `known as ${id}` : "");
  const list = candidates<ActorCandidate>(
    input,
    async (named) => {
      actorId = null;
      known.textContent = "a name of its own, unless you pick one";
      return (await ask<{ actors: ActorCandidate[] }>("/api/actors", asked(named, near))).actors;
    },
    (actor) => [actor.kind, actor.part_of, actor.country.join(", ")].filter(Boolean).join(" · "),
    (actor) => {
      input.value = actor.name;
      actorId = actor.id;
      known.textContent = `known as ${actor.id}`;
    },
  );
  return {
    element: make("div", { class: "fields" }, label, list, known),
    value: () => ({ name: input.value.trim(), actor_id: actorId }),
  };
}

function asked(
  named: string,
  { country, on }: { country: string | null; on: string | null },
): URLSearchParams {
  const query = new URLSearchParams({ named });
  if (country) query.set("country", country);
  if (on) query.set("on", on);
  return query;
}

function placeForm(
  start: Start,
  about: About,
  near: { country: string | null; on: string | null },
): SlotForm {
  const { label, input } = field(
    "Place",
    { placeholder: "find in the gazetteer" },
    String(start["name"] ?? start["text"] ?? ""),
  );
  const precision = select(
    "Told as",
    about.precisions.map((one) => [one, one]),
    String(start["precision"] ?? "town"),
  );
  let picked: PlaceCandidate | null = null;
  const known = make("p", { class: "told" }, "pick one of the candidates");
  const list = candidates<PlaceCandidate>(
    input,
    async (named) => {
      picked = null;
      const query = new URLSearchParams({ named });
      if (near.country) query.set("country", near.country);
      const here = (await ask<{ places: PlaceCandidate[] }>("/api/places", query)).places;
      return here.length > 0 || !near.country
        ? here
        : (await ask<{ places: PlaceCandidate[] }>("/api/places", new URLSearchParams({ named }))).places;
    },
    (place) => [place.kind, place.division, place.country].filter(Boolean).join(", "),
    (place) => {
      picked = place;
      input.value = place.name;
      if (about.precisions.includes(place.kind)) precision.input.value = place.kind;
      known.textContent = `${place.lat.toFixed(3)}, ${place.lon.toFixed(3)}`;
    },
  );
  const kept = () => {
    if (picked) return { place_id: picked.id, precision: precision.input.value };
    const { place_id, name, country, lat, lon } = start as Record<string, unknown>;
    if (place_id && input.value.trim() === name) return { place_id, precision: precision.input.value };
    return {
      name: input.value.trim(),
      country: country ?? null,
      lat: input.value.trim() === name ? (lat ?? null) : null,
      lon: input.value.trim() === name ? (lon ?? null) : null,
      precision: precision.input.value,
    };
  };
  return { element: make("div", { class: "fields" }, label, list, known, precision.label), value: kept };
}

function whenForm(first: string, last: string): SlotForm {
  const start = field("First day", { type: "date" }, first);
  const end = field("Last day", { type: "date" }, last);
  return {
    element: make("div", { class: "fields" }, start.label, end.label),
    value: () => ({ start: start.input.value || null, end: end.input.value || null }),
  };
}

function tollForm(start: Start, about: About): SlotForm {
  const number = (key: string) => (typeof start[key] === "number" ? String(start[key]) : "");
  const outcome = select(
    "Outcome",
    about.outcomes.map((one) => [one, one]),
    String(start["outcome"] ?? "killed"),
  );
  const low = field("At least", { type: "number", min: 0, inputmode: "numeric" }, number("low"));
  const high = field("At most", { type: "number", min: 0, inputmode: "numeric" }, number("high"));
  const category = select(
    "Who",
    about.categories.map((one) => [one, one]),
    String(start["category"] ?? "unknown"),
  );
  const count = (input: HTMLInputElement) => (input.value === "" ? null : Number(input.value));
  return {
    element: make("div", { class: "fields" }, low.label, high.label, outcome.label, category.label),
    value: () => ({
      outcome: outcome.input.value,
      low: count(low.input),
      high: count(high.input),
      category: category.input.value,
    }),
  };
}

function sourceForm(start: Start, about: About): SlotForm {
  const name = field("Name", {}, String(start["name"] ?? ""));
  const kind = select(
    "Sort of source",
    about.source_kinds.filter((one) => one !== "report").map((one) => [one, one]),
    String(start["kind"] ?? "other"),
  );
  const via = field("Via", { placeholder: "who passed it on, if anybody" }, String(start["via"] ?? ""));
  return {
    element: make("div", { class: "fields" }, name.label, kind.label, via.label),
    value: () => ({
      name: name.input.value.trim() || null,
      kind: kind.input.value,
      via: via.input.value.trim() || null,
    }),
  };
}

/** The words a value rests on: selected in the text, or typed as they stand there. */
export class WordsField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private span: Range | null = null;
  private readonly told = make("p", { class: "told", role: "status" });

  constructor(
    words: string,
    private readonly find: (words: string) => Range | null,
    private readonly first: Range | null,
  ) {
    this.input = make("input", { type: "text", autocomplete: "off", on: { change: () => this.look() } });
    this.input.value = words;
    this.element = make(
      "div",
      { class: "fields words" },
      make("label", {}, make("span", {}, "Words"), this.input),
      this.told,
    );
    this.told.textContent = "Select the words in the text with the mouse, or type them as they stand there.";
  }

  select(words: string, span: Range): void {
    this.input.value = words;
    this.span = span;
    this.told.textContent = "Words taken from the text.";
  }

  private look(): void {
    this.span = this.find(this.input.value.trim());
    this.told.textContent = this.span ? "Words found in the text." : "These words do not stand in the text.";
  }

  /** The words chosen anew; null keeps those that were there. */
  chosen(): Range | null {
    const isSame =
      this.span !== null &&
      this.first !== null &&
      this.span[0] === this.first[0] &&
      this.span[1] === this.first[1];
    return isSame ? null : this.span;
  }
}

export function slotChoice(slots: readonly string[], chosen: string): HTMLSelectElement {
  const choice = make(
    "select",
    { "aria-label": "What the words tell" },
    ...slots.map((slot) => make("option", { value: slot }, SLOT_WORDS[slot] ?? slot)),
  );
  if (slots.includes(chosen)) choice.value = chosen;
  return choice;
}
