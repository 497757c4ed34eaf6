// A claim as a card: who says so first, then the sentence with its words marked, then what each was taken to mean.
import type { Answers } from "./answers.ts";
import { daysWords, dayWords } from "./days.ts";
import { fill, make } from "./dom.ts";
import { reviewMark } from "./incidents.ts";
import { kindIcon } from "./marks.ts";
import { legend, markedText } from "./marked.ts";
import type { Claim, Mention, Party, Place, Reason, Source } from "./types.ts";
import { percent, SLOT_WORDS, tollWords } from "./words.ts";

export type CardActions = {
  accept(claim: Claim): void;
  reject(claim: Claim): void;
  correct(claim: Claim): void;
  openArticle(claim: Claim): void;
  copy(claim: Claim): void;
  history(claim: Claim, place: HTMLElement): void;
};

export type Value = { slot: string; words: string; meaning: string; mention: Mention };

export function claimCard(
  claim: Claim,
  answers: Answers,
  actions: CardActions,
  tick: HTMLElement | null,
): HTMLElement {
  const past = make("div", { class: "past" });
  const slots = new Set(claim.sentences.flatMap((sentence) => sentence.slots.map(({ slot }) => slot)));
  return make(
    "article",
    {
      class: `claim${claim.rejected ? " rejected" : ""}`,
      tabindex: -1,
      "data-claim": claim.id,
      "aria-label": `Claim: ${speakers(claim)}`,
    },
    head(claim, answers, tick),
    ...claim.look.map((words) => make("p", { class: "look-again" }, `Look again: ${words}`)),
    make(
      "div",
      { class: "sentences" },
      ...claim.sentences.map((sentence) =>
        make("p", { class: "sentence" }, ...markedText(sentence.text, sentence.start, sentence.slots)),
      ),
    ),
    legend(slots),
    values(claim),
    reasons(claim),
    make("div", { class: "card-editor" }),
    buttons(claim, actions, past),
    past,
  );
}

function head(claim: Claim, answers: Answers, tick: HTMLElement | null): HTMLElement {
  const { article } = claim;
  const told = [
    article.outlet ?? "unknown outlet",
    article.published ? dayWords(article.published) : "no day of publication",
  ];
  const realis =
    claim.realis === "asserted"
      ? null
      : make("span", { class: `badge realis ${claim.realis}` }, claim.realis);
  return make(
    "header",
    {},
    tick,
    make("div", { class: "speakers" }, ...speakerParts(claim)),
    make(
      "p",
      { class: "told" },
      kindIcon(claim.kind, 12),
      answers.kindWords(claim.kind),
      realis,
      ` · ${told.join(", ")}`,
    ),
    make(
      "div",
      { class: "marks" },
      reviewMark(claim.reviewed, claim.coded_by),
      make(
        "span",
        { class: "told", title: "How sure the reader is" },
        `sure to ${percent(claim.confidence)}`,
      ),
    ),
  );
}

function speakers(claim: Claim): string {
  return claim.sources.length === 0
    ? "the report itself says so"
    : `${claim.sources.map(({ name, text }) => name ?? text).join(" and ")} say so`;
}

function speakerParts(claim: Claim): HTMLElement[] {
  if (claim.sources.length === 0)
    return [
      make(
        "span",
        { class: "speaker" },
        make("strong", {}, "The report itself"),
        make("small", {}, "in its own voice"),
      ),
    ];
  return claim.sources.map((source) => {
    const about = [
      source.kind,
      source.relation && source.relation !== source.kind ? source.relation : null,
      source.via ? `via ${source.via}` : null,
    ];
    return make(
      "span",
      { class: "speaker" },
      make("strong", {}, source.name ?? source.text),
      make("small", {}, about.filter(Boolean).join(" · ")),
    );
  });
}

/** Every value of a claim beside the words it came from. */
export function valuesOf(claim: Claim): Value[] {
  const party =
    (slot: string) =>
    (mention: Party): Value => ({ slot, words: mention.text, meaning: mention.name ?? "", mention });
  const listed = [
    ...claim.sources.map((mention): Value => ({
      slot: "sources",
      words: mention.text,
      meaning: sourceWords(mention),
      mention,
    })),
    ...claim.actors.map(party("actors")),
    ...claim.targets.map(party("targets")),
    ...claim.objects.map((mention): Value => ({
      slot: "objects",
      words: mention.text,
      meaning: "",
      mention,
    })),
    ...claim.toll.map((mention): Value => ({
      slot: "toll",
      words: mention.text,
      meaning: tollWords(mention),
      mention,
    })),
  ];
  if (claim.place)
    listed.push({
      slot: "place",
      words: claim.place.text,
      meaning: placeWords(claim.place),
      mention: claim.place,
    });
  if (claim.when)
    listed.push({
      slot: "when",
      words: claim.when.text,
      meaning: daysWords(claim.when),
      mention: claim.when,
    });
  return listed;
}

function sourceWords({ name, kind }: Source): string {
  return [name, kind].filter(Boolean).join(", ");
}

function placeWords({ name, country, precision }: Place): string {
  return (
    [name, country, precision ? `(${precision})` : null].filter(Boolean).join(" ") ||
    "not found in the gazetteer"
  );
}

function values(claim: Claim): HTMLElement {
  const list = make("dl", { class: "values" });
  for (const { slot, words, meaning, mention } of valuesOf(claim)) {
    const change = claim.corrected.find((one) => one.slot === slot && sameSpan(one.span, mention.span));
    const by =
      change &&
      make(
        "span",
        { class: "badge coded hand", title: `The machine read ${machineWords(change.machine)}` },
        "corrected",
      );
    list.append(
      make(
        "div",
        { class: slot },
        make("dt", {}, SLOT_WORDS[slot] ?? slot),
        make("dd", {}, make("q", {}, words), meaning && meaning !== words ? ` ${meaning}` : null, by || null),
      ),
    );
  }
  return list;
}

const sameSpan = (a: [number, number] | null, b: [number, number]) =>
  a === null || (a[0] === b[0] && a[1] === b[1]);

function machineWords(machine: Record<string, unknown> | null): string {
  if (machine === null) return "nothing";
  const told = ["name", "text", "low", "high", "start", "end"].flatMap((key) =>
    machine[key] === null || machine[key] === undefined ? [] : [String(machine[key])],
  );
  return told.length > 0 ? `“${told.join(" ")}”` : "another value";
}

/** How each value came to be: told when asked for. */
function reasons(claim: Claim): HTMLElement {
  const details = make("details", { class: "reasons" }, make("summary", {}, "How each value came to be"));
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    for (const { slot, words, meaning, mention } of valuesOf(claim)) {
      details.append(
        make(
          "section",
          {},
          make("h4", {}, `${SLOT_WORDS[slot] ?? slot}: “${words}”`, meaning ? ` → ${meaning}` : null),
          make("p", { class: "told" }, `words found with ${percent(mention.confidence)}`),
          reasonList(mention.reasons ?? []),
        ),
      );
    }
    details.append(make("p", { class: "told" }, `Read by ${claim.reader}.`));
  });
  return details;
}

export function reasonList(list: readonly Reason[]): HTMLElement {
  if (list.length === 0) return make("p", { class: "told" }, "Taken as it stands.");
  return make(
    "ul",
    { class: "points" },
    ...list.map(({ rule, points, detail }) =>
      make(
        "li",
        {},
        make(
          "span",
          { class: points < 0 ? "minus" : "plus" },
          points === 0 ? "·" : `${points > 0 ? "+" : "−"}${Math.abs(points)}`,
        ),
        ` ${rule.replaceAll("_", " ")}`,
        detail ? make("small", {}, ` ${detail}`) : null,
      ),
    ),
  );
}

function buttons(claim: Claim, actions: CardActions, past: HTMLElement): HTMLElement {
  const button = (words: string, key: string, act: () => void, name = "") =>
    make(
      "button",
      { type: "button", class: name, on: { click: act } },
      words,
      key ? make("kbd", {}, key) : null,
    );
  const row = make("div", { class: "actions" });
  if (claim.editable) {
    fill(
      row,
      button("Accept", "a", () => actions.accept(claim), "accept"),
      button("Reject", "r", () => actions.reject(claim), "reject"),
      button("Correct", "e", () => actions.correct(claim), "correct"),
    );
  }
  row.append(
    button("In the report", "o", () => actions.openArticle(claim)),
    button("Copy link", "", () => actions.copy(claim), "quiet"),
    button(
      claim.judgements > 0 ? `History (${claim.judgements})` : "History",
      "",
      () => actions.history(claim, past),
      "quiet",
    ),
  );
  return row;
}
