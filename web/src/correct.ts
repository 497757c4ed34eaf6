// Correct a claim: change the words of a value, what they mean, or take the value away; or give one that is missing.
import type { Answers } from "./answers.ts";
import { valuesOf, type Value } from "./claim-card.ts";
import { fill, make } from "./dom.ts";
import type { Judging } from "./judging.ts";
import { Characters, selectedSpan } from "./marked.ts";
import { slotChoice, slotForm, WordsField, type SlotForm } from "./slot-form.ts";
import type { Claim, Range } from "./types.ts";
import { SLOT_WORDS } from "./words.ts";

const FILLED = ["toll", "place", "when", "actors", "targets", "objects", "sources", "quote"];

/** Open the editor in a claim's card. A second call closes it. */
export function openCorrection(card: HTMLElement, claim: Claim, answers: Answers, judging: Judging): void {
  const root = card.querySelector<HTMLElement>(".card-editor");
  if (root === null) return;
  if (root.childElementCount > 0) return fill(root);
  const edit = make("div", { class: "slot-editor" });
  const editor = new Correction(card, claim, answers, judging, edit, () => fill(root));
  const rows = valuesOf(claim).map((value) =>
    make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: value.slot, on: { click: () => editor.open(value) } },
        make("small", {}, SLOT_WORDS[value.slot] ?? value.slot),
        make("q", {}, value.words),
        value.meaning ? ` ${value.meaning}` : null,
      ),
    ),
  );
  const whole = ["kind", "realis"].map((slot) =>
    make(
      "li",
      {},
      make(
        "button",
        { type: "button", on: { click: () => editor.openWhole(slot as "kind" | "realis") } },
        make("small", {}, SLOT_WORDS[slot] ?? slot),
        slot === "kind" ? answers.kindWords(claim.kind) : claim.realis,
      ),
    ),
  );
  const add = make(
    "li",
    {},
    make(
      "button",
      { type: "button", on: { click: () => editor.openMissing() } },
      "+ a value that is missing",
    ),
  );
  fill(
    root,
    make("h4", {}, "What is wrong?"),
    make("ul", { class: "choices" }, ...rows, ...whole, add),
    edit,
  );
  root.querySelector<HTMLElement>("button")?.focus();
}

class Correction {
  private why = make("input", {
    type: "text",
    maxlength: 2000,
    placeholder: "why (optional)",
    "aria-label": "Why",
  });

  constructor(
    private readonly card: HTMLElement,
    private readonly claim: Claim,
    private readonly answers: Answers,
    private readonly judging: Judging,
    private readonly root: HTMLElement,
    private readonly close: () => void,
  ) {}

  open({ slot, words, mention }: Value): void {
    const form = slotForm(
      slot,
      mention as unknown as Record<string, unknown>,
      this.answers.about,
      this.near(),
    );
    const field = new WordsField(words, (typed) => this.find(typed), mention.span);
    const remove = make(
      "button",
      {
        type: "button",
        class: "reject",
        on: { click: () => void this.send(slot, mention.span, null, null) },
      },
      "Not said: take it away",
    );
    this.show(slot, form, field, () => this.send(slot, mention.span, field.chosen(), form.value()), remove);
  }

  openWhole(slot: "kind" | "realis"): void {
    const form = slotForm(slot, { [slot]: this.claim[slot] }, this.answers.about, this.near());
    this.show(slot, form, null, () => this.send(slot, null, null, form.value()), null);
  }

  openMissing(): void {
    const choice = slotChoice(FILLED, "toll");
    const place = make("div", {});
    const choose = () => {
      const slot = choice.value;
      const form = slotForm(slot, {}, this.answers.about, this.near());
      const field = new WordsField("", (typed) => this.find(typed), null);
      this.show(slot, form, field, () => this.send(slot, null, field.chosen(), form.value()), null, place);
    };
    choice.addEventListener("change", choose);
    fill(this.root, make("label", {}, make("span", {}, "What is missing"), choice), place);
    choose();
  }

  private show(
    slot: string,
    form: SlotForm,
    field: WordsField | null,
    save: () => Promise<void>,
    remove: HTMLElement | null,
    into = this.root,
  ): void {
    const send = (event: Event) => {
      event.preventDefault();
      void save();
    };
    const cancel = make("button", { type: "button", class: "quiet", on: { click: this.close } }, "Cancel");
    fill(
      into,
      make(
        "form",
        { "aria-label": `Correct ${SLOT_WORDS[slot] ?? slot}`, on: { submit: send } },
        field?.element ?? null,
        form.element,
        make("label", {}, make("span", {}, "Why"), this.why),
        make(
          "div",
          { class: "actions" },
          make("button", { type: "submit", class: "accept" }, "Save"),
          remove,
          cancel,
        ),
      ),
    );
    into.querySelector<HTMLElement>("input, select")?.focus();
    if (field) this.watch(field, into);
  }

  /** Words selected in the card while the form is open fill it. */
  private watch(field: WordsField, form: HTMLElement): void {
    const look = () => {
      if (!form.isConnected) return document.removeEventListener("selectionchange", look);
      const sentences = this.card.querySelector<HTMLElement>(".sentences");
      const span = sentences && (selectedSpan(sentences) ?? articleSelection(this.claim.article.id));
      if (span) field.select(document.getSelection()?.toString().trim() ?? "", span);
    };
    document.addEventListener("selectionchange", look);
  }

  private find(words: string): Range | null {
    for (const { text, start } of this.claim.sentences) {
      const span = new Characters(text).find(words);
      if (span) return [span[0] + start, span[1] + start];
    }
    return null;
  }

  private async send(slot: string, at: Range | null, span: Range | null, value: unknown): Promise<void> {
    const isKept = await this.judging.judge(
      { verdict: "correct", claim_id: this.claim.id, slot, at, span, value },
      this.why.value.trim(),
    );
    if (isKept) this.close();
  }

  private near(): { country: string | null; on: string | null } {
    return {
      country: this.claim.place?.country ?? null,
      on: this.claim.when?.start ?? this.claim.article.published,
    };
  }
}

/** Words may also be selected in the report, when it is open beside the card. */
function articleSelection(articleId: string): Range | null {
  const text = document.querySelector<HTMLElement>(".article-text");
  return text && text.dataset["article"] === articleId ? selectedSpan(text) : null;
}
