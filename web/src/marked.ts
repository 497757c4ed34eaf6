// Text with marked spans. Offsets count Unicode characters, as the server does, and not JavaScript's code units.
import { make } from "./dom.ts";
import type { Range } from "./types.ts";
import { SLOT_WORDS } from "./words.ts";

/** A span to mark; `slot` says as what. Spans may overlap and nest. */
export type Marked = { slot: string; start: number; end: number };
export type Segment = { start: number; end: number; slots: string[] };

/** Cut `start`..`end` where any span begins or ends. Slots of a piece stand shortest span first: the innermost gives the colour. */
export function segments(start: number, end: number, spans: readonly Marked[]): Segment[] {
  const inside = spans.filter((span) => span.start < end && span.end > start && span.start < span.end);
  const cuts = new Set([start, end]);
  for (const span of inside) {
    cuts.add(Math.max(start, span.start));
    cuts.add(Math.min(end, span.end));
  }
  const at = [...cuts].sort((a, b) => a - b);
  const shortest = [...inside].sort((a, b) => a.end - a.start - (b.end - b.start));
  return at.slice(1).map((to, i) => {
    const from = at[i] as number;
    const slots = shortest.filter((span) => span.start <= from && span.end >= to).map(({ slot }) => slot);
    return { start: from, end: to, slots: [...new Set(slots)] };
  });
}

/** A text that is cut by Unicode characters. */
export class Characters {
  private readonly points: string[] | null;

  constructor(private readonly text: string) {
    // Most reports hold no character beyond the basic plane; theirs are cut as they are.
    this.points = /[\ud800-\udbff]/.test(text) ? [...text] : null;
  }

  slice(start: number, end: number): string {
    return this.points ? this.points.slice(start, end).join("") : this.text.slice(start, end);
  }

  /** Where words stand, at or after `from`; null where they do not. */
  find(words: string, from = 0): Range | null {
    const unit = this.slice(0, from).length;
    const at = this.text.indexOf(words, unit);
    if (at === -1 || words === "") return null;
    const start = countCharacters(this.text.slice(0, at));
    return [start, start + countCharacters(words)];
  }
}

export function countCharacters(text: string): number {
  return /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
}

/** The pieces of a text as elements that know their offset, marked by slot. `text` begins at `offset`. */
export function markedText(text: string, offset: number, spans: readonly Marked[]): HTMLElement[] {
  const characters = new Characters(text);
  return segments(offset, offset + countCharacters(text), spans).map(({ start, end, slots }) => {
    const words = characters.slice(start - offset, end - offset);
    const [first, ...others] = slots;
    if (first === undefined) return make("span", { "data-start": start }, words);
    return make(
      "mark",
      {
        class: `slot ${first}`,
        "data-start": start,
        "data-slots": slots.join(" "),
        title: [first, ...others].map(slotTitle).join(" · "),
      },
      words,
    );
  });
}

const slotTitle = (slot: string) => SLOT_WORDS[slot] ?? slot;

/** What is selected inside `root`, as offsets of the article's text; null where nothing is. */
export function selectedSpan(root: HTMLElement): Range | null {
  const selection = document.getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const start = offsetOf(root, range.startContainer, range.startOffset);
  const end = offsetOf(root, range.endContainer, range.endOffset);
  if (start === null || end === null || start >= end) return null;
  return trimmed(range.toString(), start, end);
}

/** Space that was selected along with the words is left out. */
function trimmed(words: string, start: number, end: number): Range | null {
  const before = countCharacters(words) - countCharacters(words.trimStart());
  const after = countCharacters(words) - countCharacters(words.trimEnd());
  return end - after > start + before ? [start + before, end - after] : null;
}

function offsetOf(root: HTMLElement, node: Node, offset: number): number | null {
  if (node.nodeType === Node.TEXT_NODE) {
    const holder = node.parentElement?.closest<HTMLElement>("[data-start]");
    if (!holder) return null;
    return Number(holder.dataset["start"]) + countCharacters((node.textContent ?? "").slice(0, offset));
  }
  // Between elements: the piece that follows says where it begins, the one before where it ends.
  const pieces = [...root.querySelectorAll<HTMLElement>("[data-start]")];
  const child = node.childNodes[offset];
  const next =
    child &&
    pieces.find(
      (piece) =>
        child === piece ||
        child.contains(piece) ||
        (child.compareDocumentPosition(piece) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
    );
  if (next) return Number(next.dataset["start"]);
  const last = pieces.filter((piece) => node.contains(piece)).at(-1);
  return last ? Number(last.dataset["start"]) + countCharacters(last.textContent ?? "") : null;
}

/** What the colours stand for; only the slots that are there. */
export function legend(slots: Iterable<string>): HTMLElement {
  const list = make("ul", { class: "legend", "aria-label": "What the colours mean" });
  const there = new Set(slots);
  for (const slot of Object.keys(SLOT_WORDS)) {
    if (there.has(slot))
      list.append(make("li", {}, make("mark", { class: `slot ${slot}` }, slotTitle(slot))));
  }
  return list;
}
