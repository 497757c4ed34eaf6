// A report with all its claims in place, its furniture greyed, and its original bytes one click away as a download.
import type { Answers } from "./answers.ts";
import { dayWords } from "./days.ts";
import { fill, make, outsideLink } from "./dom.ts";
import { AddClaim } from "./add-claim.ts";
import type { Judging } from "./judging.ts";
import { kindIcon } from "./marks.ts";
import { Characters, legend, markedText, type Marked } from "./marked.ts";
import { Latest } from "./server.ts";
import type { ArticleAnswer, Claim } from "./types.ts";
import { bytesWords } from "./words.ts";

const TOLD = new Set(["headline", "body"]);

export class ArticlePanel {
  private readonly latest = new Latest();
  private shown: ArticleAnswer | null = null;
  private before: Element | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly answers: Answers,
    private readonly judging: Judging,
    private readonly failed: (error: unknown) => void,
  ) {
    const { board } = answers;
    board.on(["article"], () => void this.load(true));
    board.on(["claim"], () => this.shown && this.show(this.shown, false));
    answers.onStale(() => void this.load(false));
    if (board.view.article !== null) void this.load(true);
  }

  private async load(isNew: boolean): Promise<void> {
    const { article } = this.answers.board.view;
    if (article === null) return this.hide();
    if (isNew && this.root.hidden) this.before = document.activeElement;
    try {
      const answer = await this.latest.ask<ArticleAnswer>(`/api/articles/${encodeURIComponent(article)}`);
      if (answer) this.show(answer, isNew);
    } catch (error) {
      this.failed(error);
      this.answers.board.change({ article: null }, "quietly");
    }
  }

  private hide(): void {
    const wasShown = !this.root.hidden;
    this.root.hidden = true;
    this.shown = null;
    fill(this.root);
    if (wasShown && this.before instanceof HTMLElement && this.before.isConnected) this.before.focus();
  }

  private show(answer: ArticleAnswer, isNew: boolean): void {
    const scroll = this.root.querySelector(".article-scroll")?.scrollTop ?? 0;
    this.shown = answer;
    this.root.hidden = false;
    const chosen = answer.claims.find(({ id }) => id === this.answers.board.view.claim) ?? null;
    const text = this.text(answer, chosen);
    const add = new AddClaim(answer, text, this.answers, this.judging);
    fill(
      this.root,
      this.head(answer),
      make(
        "div",
        { class: "article-scroll", tabindex: 0, role: "region", "aria-label": "Text of the report" },
        this.claimList(answer, chosen),
        chosen ? legend(slotsOf(chosen).map(({ slot }) => slot)) : null,
        text,
      ),
      add.element,
    );
    if (isNew) this.root.querySelector<HTMLElement>("h2")?.focus();
    const frame = this.root.querySelector(".article-scroll") as HTMLElement;
    frame.scrollTop = isNew ? 0 : scroll;
    text.querySelector(".told.chosen, mark.slot")?.scrollIntoView({ block: "center" });
  }

  private head({ article, original, versions }: ArticleAnswer): HTMLElement {
    const { board } = this.answers;
    const close = make(
      "button",
      { type: "button", class: "quiet back", on: { click: () => board.change({ article: null }) } },
      "← Map",
    );
    const published = article.published
      ? `${dayWords(article.published)} (day from ${article.published_how ?? "the page"})`
      : "no day of publication";
    const download = make(
      "a",
      { href: original.href, download: true, class: "button" },
      `Original, ${bytesWords(original.bytes)}`,
    );
    download.title = `As received: ${original.name}, ${original.content_type ?? "type not told"}, sha256 ${original.sha256}`;
    const copies = versions.map(({ id, outlet, published: day, relation }) =>
      make(
        "button",
        { type: "button", class: "quiet", on: { click: () => board.change({ article: id, claim: null }) } },
        `${relation}: ${outlet ?? "unknown"}${day ? `, ${dayWords(day)}` : ""}`,
      ),
    );
    return make(
      "header",
      {},
      make("div", { class: "row" }, close, download),
      make("h2", { tabindex: -1 }, article.title ?? "Report without a title"),
      make(
        "p",
        { class: "told" },
        `${article.outlet ?? "unknown outlet"} · ${published}`,
        article.url ? " · " : null,
        article.url ? outsideLink(article.url, "where it was published") : null,
      ),
      copies.length > 0 ? make("p", { class: "copies" }, ...copies) : null,
    );
  }

  private claimList({ claims }: ArticleAnswer, chosen: Claim | null): HTMLElement {
    const item = (claim: Claim) => {
      const words = [claim.actors[0]?.name ?? claim.actors[0]?.text, claim.place?.name ?? claim.place?.text]
        .filter(Boolean)
        .join(" · ");
      const attributes = {
        type: "button",
        class: "quiet",
        ...(claim === chosen && { "aria-current": "true" }),
      };
      return make(
        "li",
        {},
        make(
          "button",
          { ...attributes, on: { click: () => this.choose(claim) } },
          kindIcon(claim.kind, 11),
          `${this.answers.kindWords(claim.kind)}${words ? `: ${words}` : ""}`,
        ),
      );
    };
    return make(
      "details",
      { class: "article-claims", open: true },
      make("summary", {}, `${claims.length} ${claims.length === 1 ? "claim" : "claims"} in this report`),
      make("ul", {}, ...claims.map(item)),
    );
  }

  private choose(claim: Claim): void {
    this.answers.board.change({
      claim: claim.id,
      incident: claim.incident_id ?? this.answers.board.view.incident,
    });
  }

  private text({ article, text, blocks, claims }: ArticleAnswer, chosen: Claim | null): HTMLElement {
    const characters = new Characters(text);
    const root = make("div", { class: "article-text", "data-article": article.id });
    const slots = chosen ? slotsOf(chosen) : [];
    for (const { label, start, end } of blocks) {
      const words = characters.slice(start, end);
      if (!TOLD.has(label)) {
        root.append(
          make(
            "p",
            { class: "furniture" },
            make("span", { class: "label" }, label),
            ...markedText(words, start, []),
          ),
        );
        continue;
      }
      const paragraph = make("p", { class: label });
      for (const piece of told(claims, start, end))
        paragraph.append(this.piece(piece, characters, slots, chosen));
      root.append(paragraph);
    }
    return root;
  }

  /** A stretch of a paragraph: plain, or told by claims, which a click opens one after the other. */
  private piece(
    { start, end, claims }: Piece,
    characters: Characters,
    slots: readonly Marked[],
    chosen: Claim | null,
  ): HTMLElement {
    const words = markedText(characters.slice(start, end), start, slots);
    if (claims.length === 0) return make("span", {}, ...words);
    const isChosen = chosen !== null && claims.includes(chosen);
    const next = claims[(chosen ? claims.indexOf(chosen) + 1 : 0) % claims.length] as Claim;
    const open = () => document.getSelection()?.isCollapsed && this.choose(next);
    const title = claims.map((claim) => this.answers.kindWords(claim.kind)).join(", ");
    return make("span", { class: `told${isChosen ? " chosen" : ""}`, title, on: { click: open } }, ...words);
  }
}

type Piece = { start: number; end: number; claims: Claim[] };

/** Cut a block where the evidence of any claim begins or ends. */
function told(claims: readonly Claim[], start: number, end: number): Piece[] {
  const spans = claims
    .flatMap((claim) =>
      claim.evidence.map(({ span: [from, to] }) => ({
        from: Math.max(start, from),
        to: Math.min(end, to),
        claim,
      })),
    )
    .filter(({ from, to }) => from < to);
  const cuts = [...new Set([start, end, ...spans.flatMap(({ from, to }) => [from, to])])].sort(
    (a, b) => a - b,
  );
  return cuts.slice(1).map((to, i) => {
    const from = cuts[i] as number;
    return {
      start: from,
      end: to,
      claims: spans.filter((span) => span.from <= from && span.to >= to).map(({ claim }) => claim),
    };
  });
}

function slotsOf(claim: Claim): Marked[] {
  return claim.sentences.flatMap(({ slots }) => slots);
}
