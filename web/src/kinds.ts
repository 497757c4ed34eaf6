// What each kind looks like: a colour for its family, and a shape of its own, so that no reader depends on colour.

export const FAMILIES = ["strikes", "fighting", "territory", "people", "politics"] as const;
export type Family = (typeof FAMILIES)[number];

export const FAMILY_WORDS: Record<Family, string> = {
  strikes: "Strikes and explosives",
  fighting: "Fighting and its harm",
  territory: "Territory",
  people: "People taken or moved",
  politics: "Politics and relief",
};

/** Where two codings are laid side by side a mark says whose it is, and no longer what happened. */
export const STATUSES = ["matched", "only theirs", "only ours"] as const;
export type Status = (typeof STATUSES)[number];
export type Coder = "both" | "theirs" | "ours";

type Look = { family: Family | Coder; path: string };

/** Shapes stand in a square of 24 by 24 and are filled even-odd, so that a second outline is a hole. */
const LOOKS: Record<string, Look> = {
  airstrike: { family: "strikes", path: polygon(3, 90, 12.5) },
  shelling: { family: "strikes", path: polygon(3, -90, 12.5) },
  bombing: { family: "strikes", path: star(8, 11.5, 6) },
  chemical: { family: "strikes", path: polygon(6, 0, 11) + polygon(6, 0, 4.5) },
  clash: { family: "fighting", path: star(4, 12, 4.8) },
  attack: { family: "fighting", path: polygon(4, 0, 11.5) },
  siege: { family: "fighting", path: polygon(8, 22.5, 11.5) + polygon(8, 22.5, 6) },
  casualties: { family: "fighting", path: "M9 2h6v7h7v6h-7v7H9v-7H2V9h7Z" },
  destruction: { family: "fighting", path: "M3 3h18l-5 6 5 6-4 6H3l5-6-5-6 4-3Z" },
  takeover: { family: "territory", path: "M3 3h18v18H3Z" },
  control: { family: "territory", path: "M3 3h18v18H3ZM8 8v8h8V8Z" },
  advance: { family: "territory", path: "M12 2 22 12v9L12 12 2 21v-9Z" },
  withdrawal: { family: "territory", path: "M12 22 22 12V3L12 12 2 3v9Z" },
  abduction: { family: "people", path: polygon(5, -90, 12) },
  arrest: { family: "people", path: polygon(5, -90, 12) + polygon(5, -90, 5.5) },
  abuse: { family: "people", path: polygon(5, 90, 12) },
  displacement: { family: "people", path: "M2 4h11l9 8-9 8H2l6-8Z" },
  agreement: { family: "politics", path: disc(10.5) },
  talks: { family: "politics", path: `${disc(10.5)}M6 10.5h12v3H6Z` },
  support: { family: "politics", path: `${disc(10.5)}M10.5 6h3v4.5H18v3h-4.5V18h-3v-4.5H6v-3h4.5Z` },
  aid: { family: "politics", path: disc(10.5) + disc(6) + disc(3) },
  sanction: { family: "politics", path: `${disc(10.5)}M7 15l8-8 2 2-8 8Z` },
  protest: { family: "politics", path: disc(10.5) + disc(4) },
  statement: { family: "politics", path: "M3 4h18v12h-9l-6 6v-6H3Z" },
  matched: { family: "both", path: "M12 2A10 10 0 0 0 12 22ZM12 0 24 12 12 24Z" },
  "only theirs": { family: "theirs", path: polygon(4, 0, 12) },
  "only ours": { family: "ours", path: disc(10) },
};
/** What both have is half of ours and half of theirs. */
const HALVES: Look[] = [
  { family: "ours", path: "M12 2A10 10 0 0 0 12 22Z" },
  { family: "theirs", path: "M12 0 24 12 12 24Z" },
];

const UNKNOWN: Look = { family: "politics", path: disc(8) };

export function familyOf(kind: string): Family | Coder {
  return (LOOKS[kind] ?? UNKNOWN).family;
}

export function shapeOf(kind: string): string {
  return (LOOKS[kind] ?? UNKNOWN).path;
}

/** What a mark is drawn of, each part in the colour of its family. */
export function partsOf(kind: string): readonly Look[] {
  return kind === "matched" ? HALVES : [LOOKS[kind] ?? UNKNOWN];
}

/** How many of each family a count of kinds holds, in a set order. */
export function byFamily(kinds: Record<string, number>): [Family | Coder, number][] {
  const counts = new Map<Family | Coder, number>();
  for (const [kind, count] of Object.entries(kinds)) {
    const family = familyOf(kind);
    counts.set(family, (counts.get(family) ?? 0) + count);
  }
  return ORDER.filter((family) => counts.has(family)).map((family) => [family, counts.get(family) as number]);
}

const ORDER = [...FAMILIES, "both", "theirs", "ours"] as const;

function polygon(corners: number, turn: number, radius: number): string {
  return outline(Array.from({ length: corners }, (_, i) => corner(turn + (360 * i) / corners, radius)));
}

function star(points: number, outer: number, inner: number): string {
  const corners = Array.from({ length: points * 2 }, (_, i) =>
    corner(-90 + (180 * i) / points, i % 2 === 0 ? outer : inner),
  );
  return outline(corners);
}

function disc(radius: number): string {
  const across = radius * 2;
  return `M${12 - radius} 12a${radius} ${radius} 0 1 0 ${across} 0a${radius} ${radius} 0 1 0 ${-across} 0Z`;
}

function corner(degrees: number, radius: number): [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [12 + radius * Math.cos(angle), 12 + radius * Math.sin(angle)];
}

function outline(points: [number, number][]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}
