// Days as text: ISO days in, words out. All arithmetic is in UTC, so that no clock moves a day.
import type { Days } from "./types.ts";

const MILLISECONDS = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Days since 1970 of an ISO day or month ("2016-03"); NaN for what is neither. */
export function dayNumber(iso: string): number {
  const match = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(iso);
  if (match === null) return NaN;
  return Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3] ?? 1)) / MILLISECONDS;
}

export function isoDay(number: number): string {
  return new Date(Math.round(number) * MILLISECONDS).toISOString().slice(0, 10);
}

/** "27 Mar 2016". */
export function dayWords(iso: string): string {
  const [year, month, day] = iso.split("-");
  return [day === undefined ? "" : String(Number(day)), MONTHS[Number(month) - 1] ?? month ?? "", year]
    .join(" ")
    .trim();
}

/** A range as exactly as it was told: "27 Mar 2016", "March 2016" for a month, "2016", "since 3 May 2015". */
export function daysWords(days: Days | null): string {
  if (days === null || (days.start === null && days.end === null)) return "no day told";
  const { start, end, precision } = days;
  if (start === null) return `until ${dayWords(end as string)}`;
  if (end === null) return `since ${dayWords(start)}`;
  if (start === end) return dayWords(start);
  if (precision === "month" && start.slice(0, 7) === end.slice(0, 7)) return dayWords(start.slice(0, 7));
  if (precision === "year" && start.slice(0, 4) === end.slice(0, 4)) return start.slice(0, 4);
  if (start.slice(0, 7) === end.slice(0, 7)) return `${Number(start.slice(8))}–${dayWords(end)}`;
  if (start.slice(0, 4) === end.slice(0, 4)) return `${dayWords(start).slice(0, -5)} – ${dayWords(end)}`;
  return `${dayWords(start)} – ${dayWords(end)}`;
}

export type Tick = { at: number; label: string; major: boolean };

/** Ticks of a time axis at round days: years, months or days, at most one each `room` pixels. */
export function ticks(first: number, last: number, width: number, room = 72): Tick[] {
  const most = Math.max(2, Math.floor(width / room));
  const span = last - first;
  if (span / 365 > most * 0.9) return yearTicks(first, last, Math.ceil(span / 365 / most));
  for (const step of [1, 3, 6])
    if (span / 30.4 / step <= most && span > 75) return monthTicks(first, last, step);
  if (span > 75) return yearTicks(first, last, 1);
  const step = [1, 2, 5, 7, 14, 28].find((days) => span / days <= most) ?? 28;
  const marks: Tick[] = [];
  for (let at = Math.ceil(first); at <= last; at += step) {
    const iso = isoDay(at);
    marks.push({ at, label: dayWords(iso).slice(0, -5), major: iso.endsWith("-01") });
  }
  return marks;
}

function monthTicks(first: number, last: number, step: number): Tick[] {
  const marks: Tick[] = [];
  const start = new Date(first * MILLISECONDS);
  for (
    let month = start.getUTCFullYear() * 12 + Math.ceil(start.getUTCMonth() / step) * step;
    ;
    month += step
  ) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / MILLISECONDS;
    if (at > last) return marks;
    const major = month % 12 === 0;
    if (at >= first)
      marks.push({ at, label: major ? String(month / 12) : (MONTHS[month % 12] ?? ""), major });
  }
}

function yearTicks(first: number, last: number, step: number): Tick[] {
  const marks: Tick[] = [];
  const start = new Date(first * MILLISECONDS).getUTCFullYear();
  for (let year = Math.ceil(start / step) * step; ; year += step) {
    const at = Date.UTC(year, 0, 1) / MILLISECONDS;
    if (at > last) return marks;
    if (at >= first) marks.push({ at, label: String(year), major: true });
  }
}
