// Add a claim that the machine missed: select its sentence, say what it is, then its values one by one.
import type { Answers } from "./answers.ts";
import { fill, make } from "./dom.ts";
import type { Judging } from "./judging.ts";
import { Characters, selectedSpan } from "./marked.ts";
import { slotChoice, slotForm, WordsField } from "./slot-form.ts";
import type { ArticleAnswer, Range } from "./types.ts";
import { SLOT_WORDS } from "./words.ts";

type Added = { slot: string; span: Range; value: unknown };

const SLOTS = ["actors", "targets", "place", "when", "toll", "sources", "objects", "quote"];

export class AddClaim {
  readonly element = make("div", { class: "add-claim" });
  private readonly characters: Characters;
  private span: Range | null = null;
  private added: Added[] = [];

  constructor(
    private readonly answer: ArticleAnswer,
    private readonly text: HTMLElement,
    private readonly answers: Answers,
    private readonly judging: Judging,
  ) {
    this.characters = new Characters(answer.text);
    this.closed();
  }

  private closed(): void {
    this.added = [];
    const begin = make(
      "button",
      { type: "button", id: "add-claim", on: { click: () => this.begin(selectedSpan(this.text)) } },
      "Add a missed claim",
      make("kbd", {}, "n"),
    );
    fill(
      this.element,
      begin,
      make("span", { class: "told" }, "Select its sentence in the text first, or type its words."),
    );
  }

  private begin(span: Range | null): void {
    this.span = span;
    const words = new WordsField(
      span ? this.characters.slice(...span) : "",
      (typed) => this.characters.find(typed),
      null,
    );
    if (span) words.select(this.characters.slice(...span), span);
    this.follow(words);
    const { about } = this.answers;
    const kind = make(
      "select",
      { "aria-label": "Kind" },
      ...about.kinds.map(({ id, label }) => make("option", { value: id }, label)),
    );
    const realis = make(
      "select",
      { "aria-label": "How real" },
      ...about.realis.map((one) => make("option", { value: one }, one)),
    );
    const slots = make("div", { class: "slots" });
    const send = (event: Event) => {
      event.preventDefault();
      this.span = words.chosen() ?? this.span;
      if (this.span !== null) void this.send(kind.value, realis.value, this.span);
    };
    const cancel = make(
      "button",
      { type: "button", class: "quiet", on: { click: () => this.closed() } },
      "Cancel",
    );
    fill(
      this.element,
      make(
        "form",
        { "aria-label": "Add a missed claim", on: { submit: send } },
        make("h3", {}, "A claim the machine missed"),
        words.element,
        make(
          "div",
          { class: "fields" },
          make("label", {}, make("span", {}, "Kind"), kind),
          make("label", {}, make("span", {}, "How real"), realis),
        ),
        slots,
        make(
          "div",
          { class: "actions" },
          make("button", { type: "submit", class: "accept" }, "Add the claim"),
          cancel,
        ),
      ),
    );
    this.showSlots(slots);
    this.element.querySelector<HTMLElement>("input")?.focus();
  }

  private showSlots(root: HTMLElement): void {
    const choice = slotChoice(SLOTS, "actors");
    const place = make("div", { class: "slot-editor" });
    const list = make(
      "ul",
      { class: "choices" },
      ...this.added.map(({ slot, span }) =>
        make(
          "li",
          {},
          make(
            "button",
            {
              type: "button",
              "aria-label": `Remove ${SLOT_WORDS[slot] ?? slot}`,
              on: {
                click: () => {
                  this.added = this.added.filter((one) => one.span !== span);
                  this.showSlots(root);
                },
              },
            },
            make("small", {}, SLOT_WORDS[slot] ?? slot),
            make("q", {}, this.characters.slice(...span)),
            " ×",
          ),
        ),
      ),
    );
    const choose = () => {
      const form = slotForm(choice.value, {}, this.answers.about, {
        country: null,
        on: this.answer.article.published,
      });
      const words = new WordsField("", (typed) => this.characters.find(typed, this.span?.[0] ?? 0), null);
      this.follow(words);
      const keep = make(
        "button",
        {
          type: "button",
          on: {
            click: () => {
              const span = words.chosen();
              if (span === null) return;
              this.added.push({ slot: choice.value, span, value: form.value() });
              this.showSlots(root);
            },
          },
        },
        "Add this value",
      );
      fill(place, words.element, form.element, keep);
    };
    choice.addEventListener("change", choose);
    fill(root, list, make("label", {}, make("span", {}, "A value"), choice), place);
    choose();
  }

  /** The field that was shown last takes the words that are selected. */
  private follow(words: WordsField): void {
    const look = () => {
      if (!words.element.isConnected) return document.removeEventListener("selectionchange", look);
      const isLast =
        [...this.element.querySelectorAll(".words")].at(-1) === words.element ||
        this.element.querySelectorAll(".words input:focus").length > 0;
      const span = selectedSpan(this.text);
      if (span && isLast) words.select(this.characters.slice(...span), span);
    };
    setTimeout(() => document.addEventListener("selectionchange", look));
  }

  private async send(kind: string, realis: string, span: Range): Promise<void> {
    const isKept = await this.judging.judge({
      verdict: "add",
      article_id: this.answer.article.id,
      kind,
      realis,
      span,
      slots: this.added,
    });
    if (isKept) this.closed();
  }
}
