// Who holds what on a chosen day, as tinted places, with a slider of days that plays.
import type { Answers } from "./answers.ts";
import { dayNumber, dayWords, isoDay } from "./days.ts";
import { fill, make } from "./dom.ts";
import { Latest } from "./server.ts";
import type { Tint } from "./surface.ts";
import type { ControlAnswer, Holding } from "./types.ts";

const STEP_MS = 900;
/** As many sides as colours that can be told apart; the rest share one. */
const SIDE_COLOURS = 7;

export const STATE_WORDS: Record<string, string> = {
  held: "held",
  contested: "contested",
  claimed: "claimed by nobody but itself",
  unknown: "nobody can say",
};

export class ControlPanel {
  private readonly latest = new Latest();
  private readonly sides = new Map<string, number>();
  private readonly open = make(
    "button",
    {
      type: "button",
      class: "control-open",
      "aria-expanded": "false",
      "aria-controls": "control-body",
      on: { click: () => this.toggle() },
    },
    "Who holds what",
  );
  private readonly body = make("div", { id: "control-body", hidden: true });
  private readonly slider = make("input", {
    type: "range",
    "aria-label": "Day on which control is shown",
    step: 1,
    on: { input: () => this.choose(isoDay(Number(this.slider.value))) },
  });
  private readonly play = make(
    "button",
    { type: "button", class: "play", "aria-label": "Play", on: { click: () => this.playOrPause() } },
    "▶",
  );
  private readonly day = make("output", { class: "day" });
  private readonly legend = make("ul", { class: "sides", "aria-label": "Sides" });
  private days: string[] = [];
  private timer = 0;

  constructor(
    root: HTMLElement,
    private readonly answers: Answers,
    private readonly showTints: (tints: Tint[]) => void,
    private readonly failed: (error: unknown) => void,
  ) {
    const states = make("ul", { class: "states", "aria-label": "What the tints mean" });
    for (const state of ["held", "contested", "claimed", "unknown"])
      states.append(
        make(
          "li",
          { class: state },
          make("span", { class: "swatch", "aria-hidden": "true" }),
          STATE_WORDS[state] ?? state,
        ),
      );
    fill(this.body, make("div", { class: "row" }, this.play, this.slider, this.day), this.legend, states);
    fill(root, this.open, this.body);
    answers.board.on(["on"], () => void this.load());
    answers.onStale(() => void this.load());
    if (answers.board.view.on !== null) void this.load();
  }

  toggle(): void {
    const { board, about } = this.answers;
    this.pause();
    board.change({ on: board.view.on === null ? (about.last_day ?? isoDay(Date.now() / 86_400_000)) : null });
  }

  private choose(day: string): void {
    this.answers.board.change({ on: day }, "quietly");
  }

  private async load(): Promise<void> {
    const { on } = this.answers.board.view;
    this.body.hidden = on === null;
    this.open.setAttribute("aria-expanded", String(on !== null));
    if (on === null) return this.showTints([]);
    try {
      const answer = await this.latest.ask<ControlAnswer>("/api/control", new URLSearchParams({ on }));
      if (answer) this.show(answer);
    } catch (error) {
      this.failed(error);
    }
  }

  private show({ on, holdings, days }: ControlAnswer): void {
    this.days = days;
    const { first_day, last_day } = this.answers.about;
    const ends = [...days, first_day ?? on, last_day ?? on, on].map(dayNumber);
    this.slider.min = String(Math.min(...ends));
    this.slider.max = String(Math.max(...ends));
    this.slider.value = String(dayNumber(on));
    this.slider.setAttribute("aria-valuetext", dayWords(on));
    fill(this.day, dayWords(on));
    const colour = getComputedStyle(document.documentElement);
    const tints = holdings.flatMap((holding) =>
      this.tintOf(holding, (name) => colour.getPropertyValue(`--${name}`).trim()),
    );
    this.showTints(tints);
    const named = [
      ...new Set(
        holdings
          .filter(({ state }) => state !== "unknown")
          .flatMap(({ sides, rivals }) => [...sides, ...rivals].map(({ name }) => name)),
      ),
    ];
    fill(
      this.legend,
      ...named.map((name) => {
        const swatch = make("span", { class: "swatch", "aria-hidden": "true" });
        swatch.style.background = `var(--side-${this.sideNumber(name)})`;
        return make("li", {}, swatch, name);
      }),
    );
    if (named.length === 0)
      fill(this.legend, make("li", { class: "none" }, "Nobody is told to hold a place on this day."));
  }

  private tintOf(holding: Holding, colour: (name: string) => string): Tint[] {
    const { place, state, sides, rivals, first, last } = holding;
    if (place.lat === null || place.lon === null) return [];
    const of = (name: string | undefined) =>
      name === undefined ? colour("unknown") : colour(`side-${this.sideNumber(name)}`);
    const until = last === null ? "" : ` to ${dayWords(last)}`;
    const who = sides.map(({ name }) => name).join(" and ") || "nobody known";
    const against = rivals.length > 0 ? `, against ${rivals.map(({ name }) => name).join(" and ")}` : "";
    const line = `${place.name}: ${STATE_WORDS[state] ?? state}${state === "unknown" ? `, last told of ${rivals[0]?.name ?? who}` : ` by ${who}${against}`} (from ${dayWords(first)}${until})`;
    const mine = sides[0]?.name;
    const rival = rivals[0]?.name ?? sides[1]?.name;
    return [
      {
        lon: place.lon,
        lat: place.lat,
        name: place.name,
        state,
        precision: place.precision,
        country: place.country,
        colour: state === "unknown" ? colour("unknown") : of(mine),
        rival: of(rival),
        line,
      },
    ];
  }

  /** A side keeps its colour while the page is open. */
  private sideNumber(name: string): number {
    if (!this.sides.has(name)) this.sides.set(name, Math.min(this.sides.size + 1, SIDE_COLOURS));
    return this.sides.get(name) as number;
  }

  private playOrPause(): void {
    if (this.timer !== 0) return this.pause();
    const { on } = this.answers.board.view;
    if (on !== null && (this.days.at(-1) ?? "") <= on && this.days[0]) this.choose(this.days[0]);
    this.play.textContent = "❚❚";
    this.play.setAttribute("aria-label", "Pause");
    this.timer = window.setInterval(() => this.step(), STEP_MS);
  }

  private pause(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = "▶";
    this.play.setAttribute("aria-label", "Play");
  }

  /** On to the next day on which something changes. */
  private step(): void {
    const { on } = this.answers.board.view;
    const next = this.days.find((day) => day > (on ?? ""));
    if (on === null || next === undefined) this.pause();
    else this.choose(next);
  }
}
