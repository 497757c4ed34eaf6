// What the server says of the filters now: one question for all panels that count.
import { filterQuery, type View } from "./address.ts";
import { Latest } from "./server.ts";
import type { About, Summary } from "./types.ts";
import { Board } from "./view.ts";

export class Answers {
  summary: Summary | null = null;
  private readonly latest = new Latest();
  private readonly counted: ((summary: Summary, view: View) => void)[] = [];
  private readonly stale: (() => void)[] = [];

  constructor(
    readonly board: Board,
    readonly about: About,
    private readonly failed: (error: unknown) => void,
  ) {
    board.on(["filters", "box"], () => void this.count());
    this.onStale(() => void this.count());
  }

  onCount(listener: (summary: Summary, view: View) => void): void {
    this.counted.push(listener);
  }

  /** Call `listener` when a judgement may have changed anything that is shown. */
  onStale(listener: () => void): void {
    this.stale.push(listener);
  }

  /** Everything shown is asked for again. */
  reload(): void {
    for (const listener of this.stale) listener();
  }

  async count(): Promise<void> {
    const { filters, box } = this.board.view;
    try {
      const summary = await this.latest.ask<Summary>("/api/summary", filterQuery(filters, box));
      if (summary === null) return;
      this.summary = summary;
      for (const listener of this.counted) listener(summary, this.board.view);
    } catch (error) {
      this.failed(error);
    }
  }

  kindWords(kind: string): string {
    return this.about.kinds.find(({ id }) => id === kind)?.label ?? kind;
  }
}
