// Send what a person decides, show what came of it, and take it back.
import type { Answers } from "./answers.ts";
import { make } from "./dom.ts";
import { complain, say } from "./notices.ts";
import { send } from "./server.ts";
import type { Judged, Range } from "./types.ts";

export type Verdict =
  | { verdict: "accept" | "reject"; claim_id: string }
  | { verdict: "accept" | "reject"; incident_id: string }
  | {
      verdict: "correct";
      claim_id: string;
      slot: string;
      at: Range | null;
      span: Range | null;
      value: unknown;
    }
  | {
      verdict: "add";
      article_id: string;
      kind: string;
      realis: string;
      span: Range;
      slots: { slot: string; span: Range; value: unknown }[];
    }
  | { verdict: "same" | "not same"; pair: [string, string] }
  | { verdict: "merge"; incident_ids: string[] }
  | { verdict: "split"; incident_id: string; claim_ids: string[] }
  | { verdict: "note"; claim_id: string; why: string };

const DONE: Record<string, string> = {
  accept: "Accepted",
  reject: "Rejected",
  correct: "Corrected",
  add: "Claim added",
  same: "Joined as the same",
  "not same": "Kept apart",
  merge: "Merged",
  split: "Split",
  note: "Note kept",
};

const NAME_KEY = "zenobia-reviewer";

export class Judging {
  /** Judgements of this visit that stand, the last at the end. */
  private readonly made: string[] = [];
  private isBusy = false;
  readonly nameField: HTMLInputElement;

  constructor(private readonly answers: Answers) {
    const known = localStorage.getItem(NAME_KEY) ?? answers.about.reviewer ?? "";
    this.nameField = make("input", {
      id: "reviewer",
      type: "text",
      maxlength: 80,
      autocomplete: "off",
      placeholder: "your name",
      value: known,
      "aria-label": "Reviewing as",
      on: { change: () => localStorage.setItem(NAME_KEY, this.nameField.value.trim()) },
    });
  }

  /** Whether it was kept. What is shown follows: ids that a correction changed, and the incident to show now. */
  async judge(verdict: Verdict, why = ""): Promise<boolean> {
    const reviewer = this.nameField.value.trim();
    return this.post(
      "/api/judgements",
      { ...verdict, ...(why && { why }), ...(reviewer && { reviewer }) },
      (judged) => {
        const batch = judged.judgements[0]?.batch ?? judged.judgements[0]?.id;
        if (batch) this.made.push(batch);
        say(`${DONE[verdict.verdict] ?? "Kept"}.`, { label: "Undo (u)", act: () => void this.undo() });
      },
    );
  }

  async undo(id = this.made.at(-1)): Promise<boolean> {
    if (id === undefined) {
      say("Nothing to undo in this visit. Older judgements can be undone in the history of each claim.");
      return false;
    }
    return this.post(`/api/judgements/${encodeURIComponent(id)}/undo`, {}, () => {
      const at = this.made.lastIndexOf(id);
      if (at !== -1) this.made.splice(at, 1);
      say("Undone.");
    });
  }

  private async post(path: string, body: unknown, done: (judged: Judged) => void): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    try {
      const judged = await send<Judged>(path, body);
      done(judged);
      this.follow(judged);
      return true;
    } catch (error) {
      complain(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  private follow({ changed }: Judged): void {
    const { board } = this.answers;
    const { claim, incident } = board.view;
    const moved = changed.claims.find(({ was }) => was === claim);
    const isShown = incident !== null && changed.incident !== null;
    board.change(
      { claim: moved ? moved.is : claim, incident: isShown ? changed.incident : incident },
      "quietly",
    );
    this.answers.reload();
  }
}
