// The head of the page: search, totals, links, downloads, who reviews, light or dark.
import { filterQuery } from "./address.ts";
import type { Answers } from "./answers.ts";
import { fill, make } from "./dom.ts";
import { copyLink } from "./notices.ts";
import { switchTheme } from "./theme.ts";
import type { Summary } from "./types.ts";
import { boundsWords } from "./words.ts";

const FORMATS = ["csv", "geojson", "json"] as const;
const TYPING_MS = 300;

export class Header {
  readonly search: HTMLInputElement;
  private readonly totals = make("p", { class: "totals", role: "status" });

  constructor(
    root: HTMLElement,
    private readonly answers: Answers,
    reviewer: HTMLElement,
    help: () => void,
    private readonly recolour: () => void,
  ) {
    const { board } = answers;
    let timer = 0;
    this.search = make("input", {
      type: "search",
      id: "search",
      placeholder: "Words in the reports",
      "aria-label": "Words in the reports",
      autocomplete: "off",
      on: {
        input: () => {
          clearTimeout(timer);
          timer = window.setTimeout(() => this.find(), TYPING_MS);
        },
        change: () => this.find(),
      },
    });
    this.search.value = board.view.filters.words?.[0] ?? "";
    board.on(["filters"], ({ filters }) => {
      if (document.activeElement !== this.search) this.search.value = filters.words?.[0] ?? "";
    });
    const link = make(
      "button",
      { type: "button", class: "quiet", on: { click: () => void copyLink(board.link({})) } },
      "Copy link",
    );
    const keys = make(
      "button",
      { type: "button", class: "quiet round", "aria-label": "Keys", on: { click: help } },
      "?",
    );
    fill(
      root,
      make("h1", {}, make("img", { src: "/assets/icon.svg", alt: "", width: 22, height: 22 }), "Zenobia"),
      this.search,
      this.totals,
      make(
        "div",
        { class: "tools" },
        make("label", { class: "reviewer" }, make("span", {}, "Reviewing as"), reviewer),
        link,
        this.downloads(),
        this.theme(),
        keys,
      ),
    );
    answers.onCount((summary) => this.show(summary));
  }

  private find(): void {
    const words = this.search.value.trim();
    if (words !== (this.answers.board.view.filters.words?.[0] ?? ""))
      this.answers.board.filter({ words: words ? [words] : [] });
  }

  private show({ total, claims, killed }: Summary): void {
    const number = (n: number) => n.toLocaleString("en");
    fill(
      this.totals,
      make("strong", {}, number(total)),
      " incidents ",
      make("strong", {}, number(claims)),
      " claims ",
      make("strong", {}, boundsWords(killed)),
      " killed",
    );
  }

  /** What is shown, as a file. */
  private downloads(): HTMLElement {
    const { board } = this.answers;
    const links = FORMATS.map((format) =>
      make("a", { download: true }, format === "geojson" ? "GeoJSON" : format.toUpperCase()),
    );
    const point = () =>
      links.forEach((link, i) => {
        const query = filterQuery(board.view.filters, board.view.box);
        query.set("format", FORMATS[i] as string);
        link.href = `/api/download?${query}`;
      });
    board.on(["filters", "box"], point);
    point();
    const menu = make(
      "details",
      { class: "menu" },
      make("summary", { class: "quiet" }, "Download"),
      make("div", {}, make("p", { class: "told" }, "What is shown, as"), ...links),
    );
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target as Node)) menu.open = false;
    });
    menu.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") menu.open = false;
    });
    return menu;
  }

  private theme(): HTMLElement {
    const change = () => {
      switchTheme();
      this.recolour();
    };
    return make(
      "button",
      { type: "button", class: "quiet round", "aria-label": "Light or dark", on: { click: change } },
      "◐",
    );
  }
}
