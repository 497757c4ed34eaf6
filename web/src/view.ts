// What is shown now: one view that every panel reads, changes and listens to, mirrored in the address.
import { EMPTY, readAddress, writeAddress, type Filters, type View } from "./address.ts";

type Part = keyof View;
type Listener = (view: View) => void;

export class Board {
  view: View;
  private readonly listeners: { parts: readonly Part[]; listener: Listener }[] = [];

  constructor(private readonly browser: Window) {
    this.view = readAddress(browser.location.search);
    browser.addEventListener("popstate", () => this.show(readAddress(browser.location.search)));
  }

  /** Call `listener` whenever one of the parts has changed. */
  on(parts: readonly Part[], listener: Listener): void {
    this.listeners.push({ parts, listener });
  }

  /** Change the view; a step that a person would want to go back over is one in the browser's history. */
  change(part: Partial<View>, step: "step" | "quietly" = "step"): void {
    const view = { ...this.view, ...part };
    const address = writeAddress(view);
    if (address !== writeAddress(this.view)) {
      const full = this.browser.location.pathname + address;
      if (step === "step") this.browser.history.pushState(null, "", full);
      else this.browser.history.replaceState(null, "", full);
    }
    this.show(view);
  }

  filter(filters: Filters): void {
    this.change({ filters: { ...this.view.filters, ...filters } });
  }

  reset(): void {
    const { camera, on, compare, tab } = this.view;
    this.change({ ...EMPTY, camera, on, compare, tab });
  }

  /** The address of this view with some parts changed, to be copied. */
  link(part: Partial<View>): string {
    const { origin, pathname } = this.browser.location;
    return origin + pathname + writeAddress({ ...this.view, ...part });
  }

  private show(view: View): void {
    const before = this.view;
    this.view = view;
    const changed = (Object.keys(view) as Part[]).filter(
      (part) => JSON.stringify(view[part]) !== JSON.stringify(before[part]),
    );
    for (const { parts, listener } of this.listeners) {
      if (parts.some((part) => changed.includes(part))) listener(view);
    }
  }
}
