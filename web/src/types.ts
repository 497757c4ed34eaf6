// The shapes that the server answers with. `zenobia ... --json` prints the same claims and incidents.

export type Days = { start: string | null; end: string | null; precision: string };
export type Reason = { rule: string; points: number; detail?: string; claim?: string };
export type Range = [number, number];

export type About = {
  version: string;
  store: string;
  reviewer: string | null;
  counts: Record<string, number>;
  kinds: { id: string; label: string; family: string }[];
  realis: string[];
  grades: string[];
  source_kinds: string[];
  precisions: string[];
  outcomes: string[];
  categories: string[];
  slots: string[];
  first_day: string | null;
  last_day: string | null;
  box: [number, number, number, number] | null;
  /** What others coded, where the page was started with it. */
  beside: { name: string; data_set: string; rows: number; unread: number } | null;
};

export type Bounds = { low: number; best: number; high: number | null };

export type Summary = {
  total: number;
  dated: number;
  undated: number;
  placed: number;
  unplaced: number;
  claims: number;
  without_day?: number;
  killed: Bounds;
  facets: Record<string, [string, number][]>;
  facet_sizes: Record<string, number>;
  bin: "day" | "month" | "year";
  days: [string, number, number][];
};

export type ShortPlace = {
  id: string | null;
  name: string;
  country: string | null;
  lat: number | null;
  lon: number | null;
  precision: string | null;
};

export type Short = {
  id: string;
  kind: string;
  grade: string;
  line: string;
  days: Days | null;
  place: ShortPlace | null;
  killed: Bounds | null;
  actors: string[];
  targets: string[];
  claims: number;
  origins: number;
  disputed: boolean;
  confidence: number;
  reviewed: string;
  coded_by: string;
  part_of: string | null;
};

export type Cell = {
  lon: number;
  lat: number;
  count: number;
  killed: number;
  class: "exact" | "near" | "wide";
  kinds: Record<string, number>;
  bounds: [number, number, number, number];
  precisions?: Record<string, number>;
};
export type MapAnswer = { total: number; cells: Cell[]; incidents: Short[] };
export type Town = { name: string; lat: number; lon: number; rank: number };

export type Mention = { text: string; span: Range; confidence: number; reasons?: Reason[] };
export type Party = Mention & { name: string | null; actor_id?: string | null };
export type Place = Mention & {
  name: string | null;
  country: string | null;
  lat: number | null;
  lon: number | null;
  precision: string | null;
  place_id?: string | null;
};
export type When = Mention & Days;
export type Toll = Mention & {
  outcome: string;
  who: string | null;
  category: string;
  low: number | null;
  high: number | null;
  scope?: string;
};
export type Source = Mention & {
  name: string | null;
  kind: string | null;
  via: string | null;
  origin: string | null;
  relation: string | null;
};

export type ArticleHead = {
  id: string;
  title: string | null;
  outlet: string | null;
  url: string | null;
  published: string | null;
  published_how: string | null;
};
export type SlotSpan = { slot: string; start: number; end: number };
export type Sentence = { text: string; start: number; end: number; slots: SlotSpan[] };

export type Claim = {
  id: string;
  article: ArticleHead;
  kind: string;
  realis: string;
  actors: Party[];
  targets: Party[];
  objects: Mention[];
  place: Place | null;
  when: When | null;
  toll: Toll[];
  sources: Source[];
  quote: string | null;
  evidence: { text: string; span: Range }[];
  confidence: number;
  reader: string;
  sentences: Sentence[];
  incident_id: string | null;
  coded_by: string;
  reviewed: string;
  rejected: boolean;
  corrected: { slot: string; span: Range | null; machine: Record<string, unknown> | null }[];
  look: string[];
  judgements: number;
  editable: boolean;
};

export type Version = { value: string; origins: string[]; claims: string[]; told_on: string | null };
export type Figure = Bounds & {
  outcome: string;
  side: string | null;
  category: string;
  is_total: boolean;
  versions: Version[];
};
export type Field = { name: string; is_disputed: boolean; versions: Version[] };

export type Incident = {
  id: string;
  part_of: string | null;
  parts: string[];
  grade: string;
  kind: string;
  line: string;
  days: Days | null;
  place: {
    name: string;
    country: string | null;
    lat: number | null;
    lon: number | null;
    precision: string | null;
  } | null;
  actors: string[];
  targets: string[];
  objects: string[];
  toll: Figure[];
  fields: Field[];
  origins: { name: string; is_party: boolean; claims: string[] }[];
  members: { claim: string; reasons: Reason[] }[];
  killed: Bounds | null;
};

export type SuggestedPair = {
  incident: Short;
  pair: [string, string];
  points: number;
  bar: number;
  reasons: Reason[];
  sentence: string;
};

export type IncidentAnswer = {
  incident: Incident;
  short: Short;
  claims: Claim[];
  rejected: Claim[];
  suggested_pairs: SuggestedPair[];
  history: Judgement[];
};

export type Judgement = {
  id: string;
  batch: string;
  verdict: string;
  act: string;
  claim_id: string | null;
  other_id: string | null;
  incident_id: string | null;
  article_id: string | null;
  slot: string | null;
  at: Range | null;
  value: unknown;
  span: Range | null;
  reviewer: string;
  made_at: string;
  why: string;
  stands: boolean;
  undone_by: string | null;
  look: string | null;
};

export type Judged = {
  judgements: Judgement[];
  changed: { claims: { was: string; is: string | null }[]; incidents: string[]; incident: string | null };
};

export type ArticleAnswer = {
  article: ArticleHead;
  text: string;
  blocks: { label: string; start: number; end: number }[];
  claims: Claim[];
  rejected: Claim[];
  versions: {
    id: string;
    title: string | null;
    outlet: string | null;
    published: string | null;
    relation: string;
  }[];
  original: { sha256: string; name: string; content_type: string | null; bytes: number; href: string };
};

export type HoldingSide = { name: string; id: string | null };
export type Holding = {
  place: {
    id: string | null;
    name: string;
    country: string | null;
    lat: number | null;
    lon: number | null;
    precision: string;
  };
  state: string;
  sides: HoldingSide[];
  rivals: HoldingSide[];
  first: string;
  last: string | null;
  claim_ids: string[];
};
export type ControlAnswer = { on: string; holdings: Holding[]; days: string[] };

export type PlaceCandidate = {
  id: string;
  name: string;
  kind: string;
  country: string | null;
  division: string | null;
  lat: number;
  lon: number;
  population: number | null;
  points: number;
};
export type ActorCandidate = {
  id: string;
  name: string;
  kind: string;
  country: string[];
  part_of: string | null;
  points: number;
};
export type QueueItem = { incident: Short; claims: string[]; why: string[]; weight: number };

type Told = {
  first_day: string | null;
  last_day: string | null;
  place: string | null;
  latitude: number | null;
  longitude: number | null;
  sides: string | null;
  precision?: string | null;
};
export type OurEvent = Told & {
  incident: string;
  kind: string;
  killed_low: number | null;
  killed_best: number | null;
  killed_high: number | null;
};
export type TheirEvent = Told & {
  id: string;
  type: string;
  low: number | null;
  best: number | null;
  high: number | null;
  headline: string | null;
};
export type BesideLine = {
  status: "matched" | "only theirs" | "only ours";
  days_apart: number | null;
  km: number | null;
  tolls_meet: boolean | null;
  ours: OurEvent | null;
  theirs: TheirEvent | null;
};
export type ComparisonAnswer = {
  counts: Record<BesideLine["status"], number>;
  tolls_meet: number;
  lines: BesideLine[];
  not_asked_of_theirs: string[];
  ours_not_compared: Record<string, number>;
};
