// What the keys do in a review: move, judge, correct, merge, split, undo.
import type { ControlPanel } from "./control.ts";
import type { Evidence } from "./evidence.ts";
import type { IncidentList } from "./incidents.ts";
import type { Judging } from "./judging.ts";
import type { Key } from "./keyboard.ts";
import type { MapPanel } from "./map.ts";
import { copyLink, say } from "./notices.ts";
import type { Claim } from "./types.ts";
import type { Board } from "./view.ts";

export type Desk = {
  board: Board;
  list: IncidentList;
  evidence: Evidence;
  judging: Judging;
  control: ControlPanel;
  map: MapPanel;
  help: () => void;
};

export function reviewKeys(desk: Desk): Key[] {
  const { board, evidence, judging, control, map } = desk;
  const onClaim = (act: (claim: Claim) => void) => () => {
    const claim = evidence.current();
    if (claim === null) say("Choose a claim first: j goes to the next.");
    else act(claim);
  };
  document.addEventListener("merge", () => void merge(desk));
  return [
    {
      keys: ["j"],
      words: "next claim of the open incident, or next incident of the list",
      act: () => step(desk, 1),
    },
    { keys: ["k"], words: "the one before", act: () => step(desk, -1) },
    { keys: ["]"], words: "next incident", act: () => stepIncident(desk, 1) },
    { keys: ["["], words: "incident before", act: () => stepIncident(desk, -1) },
    {
      keys: ["a"],
      words: "accept the claim",
      act: onClaim((claim) => void judging.judge({ verdict: "accept", claim_id: claim.id })),
    },
    { keys: ["A"], words: "accept every claim of the incident", act: () => acceptAll(desk) },
    {
      keys: ["r"],
      words: "reject the claim",
      act: onClaim((claim) => void judging.judge({ verdict: "reject", claim_id: claim.id })),
    },
    { keys: ["e"], words: "correct the claim", act: onClaim((claim) => evidence.correct(claim)) },
    {
      keys: ["x"],
      words: "tick: an incident of the list to merge, a claim to split off",
      act: () => tick(desk),
    },
    { keys: ["m"], words: "merge what is ticked, with the open incident", act: () => void merge(desk) },
    { keys: ["s"], words: "split ticked claims off", act: () => void evidence.split() },
    {
      keys: ["n"],
      words: "add a claim that the machine missed, in the open report",
      act: () => document.getElementById("add-claim")?.click(),
    },
    { keys: ["u"], words: "undo", act: () => void judging.undo() },
    {
      keys: ["o"],
      words: "open the report of the claim",
      act: onClaim((claim) => board.change({ article: claim.article.id, claim: claim.id })),
    },
    {
      keys: ["q"],
      words: "the queue of what to review",
      act: () => board.change({ tab: "queue", incident: null, claim: null, article: null }),
    },
    { keys: ["t"], words: "who holds what", act: () => control.toggle() },
    { keys: ["c"], words: "copy a link to this view", act: () => void copyLink(board.link({})) },
    { keys: ["0"], words: "show all on the map", act: () => void map.showAll() },
    { keys: ["/"], words: "search", act: () => document.getElementById("search")?.focus() },
    { keys: ["Escape"], words: "close what is open: report, incident", act: () => close(board) },
    { keys: ["?"], words: "this help", act: desk.help },
  ];
}

function step(desk: Desk, by: 1 | -1): void {
  const { board, evidence } = desk;
  if (board.view.incident === null) return stepIncident(desk, by);
  const ids = [...document.querySelectorAll<HTMLElement>("#evidence > [data-claim]")].map(
    (card) => card.dataset["claim"] as string,
  );
  const at = ids.indexOf(board.view.claim ?? "");
  const next = ids[at === -1 ? (by === 1 ? 0 : ids.length - 1) : at + by];
  if (next === undefined) return stepIncident(desk, by);
  board.change({ claim: next }, "quietly");
  evidence.card(next)?.focus({ preventScroll: true });
}

function stepIncident({ board, list }: Desk, by: 1 | -1): void {
  const next = list.beside(board.view.incident, by);
  if (next === null)
    return say(by === 1 ? "That was the last of the list." : "That was the first of the list.");
  board.change({ incident: next, claim: null, article: null });
}

function acceptAll({ board, judging }: Desk): void {
  const { incident } = board.view;
  if (incident !== null) void judging.judge({ verdict: "accept", incident_id: incident });
}

function tick({ board, evidence }: Desk): void {
  const focused = document.activeElement
    ?.closest("li, .claim")
    ?.querySelector<HTMLInputElement>("input.tick");
  const claim =
    board.view.claim && evidence.card(board.view.claim)?.querySelector<HTMLInputElement>("input.tick");
  (claim || focused)?.click();
}

async function merge({ board, list, judging }: Desk): Promise<void> {
  const ids = new Set(list.ticked);
  if (board.view.incident !== null) ids.add(board.view.incident);
  if (ids.size < 2) return say("Tick the incidents to merge in the list (x), then press m.");
  const isKept = await judging.judge({ verdict: "merge", incident_ids: [...ids] });
  if (isKept) list.ticked.clear();
}

function close(board: Board): void {
  const { article, incident } = board.view;
  if (article !== null) board.change({ article: null });
  else if (incident !== null) board.change({ incident: null, claim: null });
}
