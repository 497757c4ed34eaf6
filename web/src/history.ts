// What was decided, by whom, when and why; also what was taken back.
import { make } from "./dom.ts";
import type { Judging } from "./judging.ts";
import type { Judgement } from "./types.ts";
import { SLOT_WORDS } from "./words.ts";

export function historyList(history: readonly Judgement[], judging: Judging): HTMLElement {
  return make(
    "ol",
    { class: "history", "aria-label": "History" },
    ...history.map((judgement) => entry(judgement, judging)),
  );
}

function entry(judgement: Judgement, judging: Judging): HTMLElement {
  const { id, act, verdict, slot, value, reviewer, made_at, why, stands } = judgement;
  const what = [act || verdict, slot ? (SLOT_WORDS[slot] ?? slot) : null, valueWords(value)]
    .filter(Boolean)
    .join(": ");
  const undo = make(
    "button",
    { type: "button", class: "quiet", on: { click: () => void judging.undo(id) } },
    "Undo",
  );
  return make(
    "li",
    { class: stands ? "stands" : "undone" },
    make("strong", {}, what),
    make(
      "span",
      { class: "told" },
      ` ${reviewer || "somebody"}, ${made_at.slice(0, 16).replace("T", " ")}`,
      stands ? null : " · undone",
    ),
    why ? make("q", {}, why) : null,
    stands && verdict !== "undo" ? undo : null,
  );
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return Object.values(value as Record<string, unknown>)
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join(" ");
}
