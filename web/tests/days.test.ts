import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber, daysWords, isoDay, ticks } from "../src/days.ts";

test("a day is told as exactly as it was", () => {
  const words = (start: string | null, end: string | null, precision: string) =>
    daysWords({ start, end, precision });
  assert.equal(words("2016-03-27", "2016-03-27", "day"), "27 Mar 2016");
  assert.equal(words("2015-05-01", "2015-05-31", "month"), "May 2015");
  assert.equal(words("2013-01-01", "2013-12-31", "year"), "2013");
  assert.equal(words("2015-05-21", "2015-05-28", "week"), "21–28 May 2015");
  assert.equal(words("2015-05-21", "2015-06-02", "longer"), "21 May – 2 Jun 2015");
  assert.equal(words("2015-12-21", "2016-01-02", "longer"), "21 Dec 2015 – 2 Jan 2016");
  assert.equal(words("2014-10-01", null, "longer"), "since 1 Oct 2014");
  assert.equal(words(null, "2014-10-01", "longer"), "until 1 Oct 2014");
  assert.equal(daysWords(null), "no day told");
});

test("days are counted without a clock", () => {
  for (const day of ["1970-01-01", "2016-02-29", "2016-03-27", "1899-12-31"])
    assert.equal(isoDay(dayNumber(day)), day);
  assert.equal(dayNumber("2016-03-28") - dayNumber("2016-03-27"), 1);
  assert.ok(Number.isNaN(dayNumber("2016-3-27")));
});

test("an axis has a few round ticks, whatever it spans", () => {
  for (const [first, last] of [
    ["2016-03-01", "2016-03-20"],
    ["2016-01-01", "2016-12-31"],
    ["2013-01-01", "2025-06-01"],
    ["1945-01-01", "2025-01-01"],
  ] as const) {
    const marks = ticks(dayNumber(first), dayNumber(last), 640);
    assert.ok(marks.length >= 2 && marks.length <= 14, `${first}: ${marks.length}`);
    assert.ok(marks.every(({ at }) => at >= dayNumber(first) && at <= dayNumber(last)));
    assert.deepEqual(
      [...marks].sort((a, b) => a.at - b.at),
      marks,
    );
  }
});
