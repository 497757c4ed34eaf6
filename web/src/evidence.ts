// The evidence of an incident: its account with what is disputed and by whom, then every claim in the sentence that says it.
import type { Answers } from "./answers.ts";
import { accountSection } from "./account.ts";
import { claimCard, reasonList, type CardActions } from "./claim-card.ts";
import { daysWords } from "./days.ts";
import { fill, make } from "./dom.ts";
import { historyList } from "./history.ts";
import { gradeMark, reviewMark } from "./incidents.ts";
import type { Judging } from "./judging.ts";
import { kindIcon } from "./marks.ts";
import { copyLink } from "./notices.ts";
import { ask, Latest } from "./server.ts";
import type { Claim, Incident, IncidentAnswer, Judgement, SuggestedPair } from "./types.ts";
import { GRADE_WORDS } from "./words.ts";
import { openCorrection } from "./correct.ts";

export class Evidence {
  shown: IncidentAnswer | null = null;
  readonly ticked = new Set<string>();
  private readonly latest = new Latest();
  private readonly actions: CardActions;

  constructor(
    private readonly root: HTMLElement,
    private readonly answers: Answers,
    private readonly judging: Judging,
    private readonly opened: (answer: IncidentAnswer | null) => void,
    private readonly failed: (error: unknown) => void,
  ) {
    const { board } = answers;
    this.actions = {
      accept: (claim) => void judging.judge({ verdict: "accept", claim_id: claim.id }),
      reject: (claim) => void judging.judge({ verdict: "reject", claim_id: claim.id }),
      correct: (claim) => this.correct(claim),
      openArticle: (claim) => board.change({ article: claim.article.id, claim: claim.id }),
      copy: (claim) =>
        void copyLink(board.link({ incident: claim.incident_id, claim: claim.id, article: null })),
      history: (claim, place) => void this.showHistory(claim.id, place),
    };
    board.on(["incident"], () => void this.load());
    board.on(["claim"], () => this.mark());
    answers.onStale(() => void this.load());
  }

  async load(): Promise<void> {
    const { incident } = this.answers.board.view;
    this.root.hidden = incident === null;
    if (incident === null) {
      this.shown = null;
      fill(this.root);
      return this.opened(null);
    }
    try {
      const answer = await this.latest.ask<IncidentAnswer>(`/api/incidents/${encodeURIComponent(incident)}`);
      if (answer) this.show(answer);
    } catch (error) {
      this.failed(error);
      this.answers.board.change({ incident: null, claim: null }, "quietly");
    }
  }

  claims(): Claim[] {
    return this.shown?.claims ?? [];
  }

  /** The claim that keys act on: the one in the address, or the only one. */
  current(): Claim | null {
    const claims = this.claims();
    return (
      claims.find(({ id }) => id === this.answers.board.view.claim) ??
      (claims.length === 1 ? (claims[0] ?? null) : null)
    );
  }

  correct(claim: Claim): void {
    const card = this.card(claim.id);
    if (!card) return;
    this.answers.board.change({ claim: claim.id }, "quietly");
    openCorrection(card, claim, this.answers, this.judging);
  }

  async split(): Promise<void> {
    const { shown, ticked } = this;
    if (shown === null || ticked.size === 0) return;
    await this.judging.judge({ verdict: "split", incident_id: shown.incident.id, claim_ids: [...ticked] });
    ticked.clear();
  }

  card(id: string): HTMLElement | null {
    return (
      [...this.root.querySelectorAll<HTMLElement>("[data-claim]")].find(
        (card) => card.dataset["claim"] === id,
      ) ?? null
    );
  }

  private show(answer: IncidentAnswer): void {
    const isOther = this.shown?.incident.id !== answer.incident.id;
    this.shown = answer;
    if (isOther) this.ticked.clear();
    const { incident, short, claims, rejected, suggested_pairs: pairs, history } = answer;
    const scroll = this.root.scrollTop;
    fill(
      this.root,
      this.head(answer),
      accountSection(incident, (claim) => this.answers.board.change({ claim })),
      this.incidentActions(answer),
      pairs.length > 0 ? this.suggestions(pairs) : null,
      make(
        "h3",
        { id: "claims-title" },
        `${claims.length} ${claims.length === 1 ? "claim" : "claims"}, ${short.origins} ${short.origins === 1 ? "origin" : "origins"}`,
      ),
      ...this.ordered(incident, claims).map((claim) =>
        claimCard(claim, this.answers, this.actions, claims.length > 1 ? this.tick(claim) : null),
      ),
      rejected.length > 0
        ? make(
            "details",
            { class: "rejected-claims" },
            make("summary", {}, `${rejected.length} rejected`),
            ...rejected.map((claim) => claimCard(claim, this.answers, this.actions, null)),
          )
        : null,
      history.length > 0
        ? make(
            "details",
            { class: "past" },
            make("summary", {}, `History (${history.length})`),
            historyList(history, this.judging),
          )
        : null,
      this.memberReasons(incident),
    );
    this.root.scrollTop = isOther ? 0 : scroll;
    this.mark(isOther);
    this.opened(answer);
  }

  /** Claims by who says so, so that the voices of one origin stand together. */
  private ordered(incident: Incident, claims: readonly Claim[]): Claim[] {
    const order = incident.origins.flatMap((origin) => origin.claims);
    const place = (claim: Claim) => order.indexOf(claim.id) + 1 || order.length + 1;
    return [...claims].sort((a, b) => place(a) - place(b));
  }

  private head({ incident, short }: IncidentAnswer): HTMLElement {
    const { board } = this.answers;
    const back = make(
      "button",
      {
        type: "button",
        class: "quiet back",
        on: { click: () => board.change({ incident: null, claim: null, article: null }) },
      },
      "← List",
    );
    const link = make(
      "button",
      {
        type: "button",
        class: "quiet",
        on: { click: () => void copyLink(board.link({ incident: incident.id, claim: null, article: null })) },
      },
      "Copy link",
    );
    return make(
      "header",
      { class: "incident-head" },
      make("div", { class: "row" }, back, link),
      make("h2", { tabindex: -1, id: "incident-title" }, kindIcon(incident.kind, 17), incident.line),
      make(
        "div",
        { class: "marks" },
        gradeMark(incident.grade),
        make("span", { class: "told" }, GRADE_WORDS[incident.grade] ?? ""),
        reviewMark(short.reviewed, short.coded_by),
      ),
      this.relatives(incident),
    );
  }

  private relatives({ part_of, parts }: Incident): HTMLElement | null {
    const { board } = this.answers;
    const open = (id: string, words: string) =>
      make(
        "button",
        { type: "button", class: "quiet", on: { click: () => board.change({ incident: id, claim: null }) } },
        words,
      );
    if (part_of === null && parts.length === 0) return null;
    return make(
      "p",
      { class: "relatives" },
      part_of ? open(part_of, "Part of a longer incident") : null,
      ...parts.map((id, i) => open(id, `Part ${i + 1}`)),
    );
  }

  private incidentActions({ incident, claims }: IncidentAnswer): HTMLElement {
    const accept = make(
      "button",
      {
        type: "button",
        class: "accept",
        on: { click: () => void this.judging.judge({ verdict: "accept", incident_id: incident.id }) },
      },
      claims.length === 1 ? "Accept" : `Accept all ${claims.length}`,
      make("kbd", {}, "A"),
    );
    const merge = make(
      "button",
      { type: "button", on: { click: () => document.dispatchEvent(new CustomEvent("merge")) } },
      "Merge",
      make("kbd", {}, "m"),
    );
    merge.title = "Tick other incidents in the list first; they become one with this";
    const split = make(
      "button",
      { type: "button", id: "split", disabled: true, on: { click: () => void this.split() } },
      "Split ticked",
      make("kbd", {}, "s"),
    );
    return make(
      "div",
      { class: "actions incident-actions" },
      accept,
      merge,
      claims.length > 1 ? split : null,
    );
  }

  private suggestions(pairs: readonly SuggestedPair[]): HTMLElement {
    const one = ({ incident, pair, points, bar, reasons, sentence }: SuggestedPair) =>
      make(
        "li",
        {},
        make(
          "p",
          {},
          kindIcon(incident.kind, 12),
          make("strong", {}, incident.line),
          make(
            "span",
            { class: "told" },
            ` ${daysWords(incident.days)}, ${incident.place?.name ?? "no place"}`,
          ),
        ),
        make("q", { class: "sentence" }, sentence),
        make(
          "div",
          { class: "actions" },
          make(
            "button",
            { type: "button", on: { click: () => void this.judging.judge({ verdict: "same", pair }) } },
            "The same",
          ),
          make(
            "button",
            { type: "button", on: { click: () => void this.judging.judge({ verdict: "not same", pair }) } },
            "Not the same",
          ),
          make(
            "button",
            {
              type: "button",
              class: "quiet",
              on: { click: () => this.answers.board.change({ incident: incident.id, claim: null }) },
            },
            "Look at it",
          ),
        ),
        make(
          "details",
          { class: "reasons" },
          make("summary", {}, `${points.toFixed(1)} of ${bar.toFixed(1)} points`),
          reasonList(reasons),
        ),
      );
    return make(
      "details",
      { class: "suggestions", open: true },
      make("summary", {}, `May be the same as ${pairs.length === 1 ? "another" : `${pairs.length} others`}`),
      make("ul", {}, ...pairs.map(one)),
    );
  }

  private tick(claim: Claim): HTMLElement {
    const box = make("input", {
      type: "checkbox",
      class: "tick",
      "aria-label": "Tick to split off",
      on: { change: () => this.changeTick(claim.id, box.checked) },
    });
    box.checked = this.ticked.has(claim.id);
    return box;
  }

  private changeTick(id: string, isTicked: boolean): void {
    if (isTicked) this.ticked.add(id);
    else this.ticked.delete(id);
    const split = document.getElementById("split") as HTMLButtonElement | null;
    if (split) split.disabled = this.ticked.size === 0 || this.ticked.size === this.claims().length;
  }

  private memberReasons({ members }: Incident): HTMLElement | null {
    const told = members.filter(({ reasons }) => reasons.length > 0);
    if (told.length === 0) return null;
    return make(
      "details",
      { class: "reasons" },
      make("summary", {}, "Why these claims are one incident"),
      ...told.map(({ claim, reasons }) =>
        make(
          "section",
          {},
          make("h4", {}, `Claim ${claim.slice(0, 8)}`),
          reasonList(reasons.map(({ rule, points }) => ({ rule, points }))),
        ),
      ),
    );
  }

  private async showHistory(id: string, place: HTMLElement): Promise<void> {
    try {
      const { history } = await ask<{ history: Judgement[] }>(`/api/history/${encodeURIComponent(id)}`);
      fill(
        place,
        history.length > 0
          ? historyList(history, this.judging)
          : make("p", { class: "told" }, "Nobody has judged this claim yet."),
      );
    } catch (error) {
      this.failed(error);
    }
  }

  private mark(isNew = false): void {
    const { claim } = this.answers.board.view;
    for (const card of this.root.querySelectorAll<HTMLElement>("[data-claim]")) {
      const isChosen = card.dataset["claim"] === claim;
      card.classList.toggle("chosen", isChosen);
      if (isChosen) card.scrollIntoView({ block: isNew ? "start" : "nearest" });
    }
  }
}
