// Lay durations out in lanes, so that no two bars cover each other.
import { dayNumber } from "./days.ts";
import type { Days } from "./types.ts";

export type Bar<T> = { thing: T; first: number; last: number; isOpenStart: boolean; isOpenEnd: boolean };

/** Dated things as bars, in order of their first day; an end that is not told stays open. */
export function barsOf<T extends { days: Days | null }>(things: readonly T[]): Bar<T>[] {
  const bars = things.flatMap((thing) => {
    const start = thing.days?.start ?? null;
    const end = thing.days?.end ?? null;
    if (start === null && end === null) return [];
    const first = dayNumber((start ?? end) as string);
    const last = dayNumber((end ?? start) as string);
    return [{ thing, first, last, isOpenStart: start === null, isOpenEnd: end === null }];
  });
  return bars.sort((a, b) => a.first - b.first || b.last - a.last);
}

/** The lane of each bar: the first that is free where the bar begins. */
export function packed<T>(
  bars: readonly Bar<T>[],
  x: (day: number) => number,
  least = 6,
  gap = 2,
): { bar: Bar<T>; lane: number }[] {
  const ends: number[] = [];
  return bars.map((bar) => {
    const left = bar.isOpenStart ? -Infinity : x(bar.first);
    const right = bar.isOpenEnd ? Infinity : Math.max(x(bar.last + 1), x(bar.first) + least);
    let lane = ends.findIndex((end) => end + gap <= left);
    if (lane === -1) lane = ends.length;
    ends[lane] = right;
    return { bar, lane };
  });
}
