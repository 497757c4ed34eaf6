// Values in words: tolls, bounds, marks of grade. The same words everywhere.
import type { Bounds, Toll } from "./types.ts";

/** "12", "12–20", "12+" where nobody gives an upper bound. */
export function boundsWords({ low, best, high }: Bounds): string {
  const n = (number: number) => number.toLocaleString("en");
  if (high === null) return best > low ? `${n(low)}+ (best ${n(best)})` : `${n(low)}+`;
  if (low === high) return n(low);
  return best === low || best === high ? `${n(low)}–${n(high)}` : `${n(low)}–${n(high)} (best ${n(best)})`;
}

/** A figure as one claim tells it: "12", "12+", "up to 20", or its words ("dozens") in quotation marks. */
export function tollWords({ low, high, text, outcome, category, who }: Toll): string {
  const n = (number: number) => number.toLocaleString("en");
  let figure = `“${text}”`;
  if (low !== null && high !== null) figure = low === high ? n(low) : `${n(low)}–${n(high)}`;
  else if (low !== null) figure = `${n(low)}+`;
  else if (high !== null) figure = `up to ${n(high)}`;
  const whom = who ?? (category === "unknown" ? "" : `${category}s`);
  return [figure, whom, outcome].filter(Boolean).join(" ");
}

export const SLOT_WORDS: Record<string, string> = {
  actors: "who did it",
  targets: "to whom",
  objects: "what",
  place: "where",
  when: "when",
  toll: "toll",
  sources: "who says so",
  quote: "their words",
  kind: "kind",
  realis: "how real",
};

/** What a grade means, in a sentence (docs/incidents.md). */
export const GRADE_WORDS: Record<string, string> = {
  admitted: "The doer says so, and so does an independent origin",
  corroborated: "Two or more independent origins tell it",
  "single origin": "One origin tells it",
  disputed: "An origin denies it, or two name different doers",
  denied: "Only denied",
  unconfirmed: "Only planned, threatened or suspected",
};

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
