"""The days that the words of news tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.dates import DatePrecision, DateRange
from zenobia.model import Article, Block, BlockLabel, Claim, Kind, Realis, Span, WhenMention
from zenobia.resolving import dated_days, day_words, times
from zenobia.resolving.day_words import Clock
from zenobia.resolving.times import read_days, resolve_days

Linear = Callable[[Callable[[str], object], str], None]
# A Tuesday.
PUBLISHED = date(2017, 6, 13)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def days(words: str, sentence: str = "", **clock: object) -> tuple[str | None, str | None]:
    """Both ends as ISO days, None for an open end or for no days."""
    planned = bool(clock.pop("planned", False))
    settings = {"published_on": PUBLISHED, **clock}
    told, _ = read_days(words, Clock(**settings), sentence=sentence, planned=planned)  # type: ignore[arg-type]
    if told is None:
        return None, None
    return tuple(day.isoformat() if day else None for day in (told.start, told.end))  # type: ignore[return-value]


def one(day: str) -> tuple[str, str]:
    return day, day


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("on Sunday", one("2017-06-11")),
        ("Tuesday", one("2017-06-13")),
        ("last Tuesday", one("2017-06-06")),
        ("late on Saturday night", one("2017-06-10")),
        ("Wednesday before dawn", one("2017-06-07")),
        ("Saturdays", one("2017-06-10")),
        ("Tuesday of last week", one("2017-06-06")),
        ("today", one("2017-06-13")),
        ("yesterday's", one("2017-06-12")),
        ("last night", one("2017-06-12")),
        ("this morning", one("2017-06-13")),
        ("overnight", ("2017-06-12", "2017-06-13")),
        ("the past 48 hours", ("2017-06-11", "2017-06-13")),
        ("over the past three weeks", ("2017-05-23", "2017-06-13")),
        ("last week", ("2017-06-05", "2017-06-11")),
        ("earlier this week", ("2017-06-12", "2017-06-18")),
        ("the past week", ("2017-06-06", "2017-06-13")),
        ("at the weekend", ("2017-06-10", "2017-06-11")),
        ("last month", ("2017-05-01", "2017-05-31")),
        ("last year", ("2016-01-01", "2016-12-31")),
        ("so far this year", ("2017-01-01", "2017-06-13")),
        ("late last year", ("2016-10-01", "2016-12-31")),
        ("a week ago", one("2017-06-06")),
        ("eight days ago", one("2017-06-05")),
        ("two years ago", ("2015-01-01", "2015-12-31")),
        ("three years ago in April", ("2014-04-01", "2014-04-30")),
        ("for a third consecutive night", ("2017-06-11", "2017-06-13")),
        ("in two days", ("2017-06-11", "2017-06-13")),
    ],
)
def test_days_counted_from_publication(words: str, wanted: tuple[str, str]) -> None:
    assert days(words) == wanted
    assert days(words.upper()) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("14 October", one("2016-10-14")),
        ("Oct. 14, 2016", one("2016-10-14")),
        ("Oct.14th", one("2016-10-14")),
        ("2016-10-14", one("2016-10-14")),
        ("14/10/2016", one("2016-10-14")),
        ("the 3rd of June", one("2017-06-03")),
        ("June 15", one("2017-06-15")),
        ("June 20", one("2016-06-20")),
        ("Monday, June 12", one("2017-06-12")),
        ("today (13 June)", one("2017-06-13")),
        ("between 11-13 Dec", ("2016-12-11", "2016-12-13")),
        ("between April 27 and May 18", ("2017-04-27", "2017-05-18")),
        ("between September 30 2015 and March 15 2016", ("2015-09-30", "2016-03-15")),
        ("in March, April and May 2008", ("2008-03-01", "2008-05-31")),
        ("Sunday and Monday", ("2017-06-11", "2017-06-12")),
        ("from Monday to Wednesday", ("2017-06-05", "2017-06-07")),
        ("throughout Friday night and into Saturday morning", ("2017-06-09", "2017-06-10")),
        ("May last year", ("2016-05-01", "2016-05-31")),
        ("last May", ("2017-05-01", "2017-05-31")),
        ("last August", ("2016-08-01", "2016-08-31")),
        ("March of this year", ("2017-03-01", "2017-03-31")),
        ("early May", ("2017-05-01", "2017-05-10")),
        ("late in May", ("2017-05-21", "2017-05-31")),
        ("in the first week of May", ("2017-05-01", "2017-05-07")),
        ("2012", ("2012-01-01", "2012-12-31")),
        ("the 1980s", ("1980-01-01", "1989-12-31")),
        ("the 16th century", ("1501-01-01", "1600-12-31")),
        ("in the first six months of 2016", ("2016-01-01", "2016-06-30")),
        ("last summer", ("2017-06-01", "2017-08-31")),
        ("9/11", one("2001-09-11")),
        ("Eid al-Adha 2016", one("2016-09-12")),
        ("the second day of Eid al-Fitr 2016", one("2016-07-07")),
        ("Palm Sunday", one("2017-04-09")),
        ("02 FEB 90", one("1990-02-02")),
    ],
)
def test_days_told_by_date_or_name(words: str, wanted: tuple[str, str]) -> None:
    assert days(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("since Thursday", ("2017-06-08", None)),
        ("since March", ("2017-03-01", None)),
        ("since mid-2012", ("2012-07-01", None)),
        ("since the fighting broke out in March 2011", ("2011-03-01", None)),
        ("until Friday", (None, "2017-06-09")),
        ("no later than 30 June 2018", (None, "2018-06-30")),
        ("to date", (None, "2017-06-13")),
        ("more than a week ago", (None, "2017-06-06")),
    ],
)
def test_open_ends(words: str, wanted: tuple[str | None, str | None]) -> None:
    assert days(words) == wanted


TOLD = DateRange.of_day(date(2017, 5, 4))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("two days later", one("2017-05-06")),
        ("the following day", one("2017-05-05")),
        ("the day before", one("2017-05-03")),
        ("a week earlier", one("2017-04-27")),
        ("later that day", one("2017-05-04")),
        ("hours later", one("2017-05-04")),
        ("the following month", ("2017-06-01", "2017-06-30")),
        ("the previous year", ("2016-01-01", "2016-12-31")),
        ("two weeks before 9/11", one("2001-08-28")),
        ("within two years before", ("2015-05-04", "2017-05-04")),
    ],
)
def test_days_counted_from_the_last_day_told(words: str, wanted: tuple[str, str]) -> None:
    assert days(words, told=TOLD) == wanted
    assert days(words, told=TOLD, published_on=None) == wanted


def test_since_then_reaches_back_to_a_year() -> None:
    assert days("Since then", then=DateRange.of_year(2011)) == ("2011-01-01", None)


def test_the_act_after_a_day_after_is_the_earlier_one() -> None:
    """Published on Tuesday: the truce was agreed on Sunday, a day before Monday's raid."""
    sentence = "Jets hit the depot on Monday, a day after the two sides agreed a truce."
    assert days("a day after", sentence) == one("2017-06-11")


def test_a_weekday_to_come_only_where_the_sentence_says_so() -> None:
    assert days("on Friday", "The envoys will meet on Friday in Muscat.") == one("2017-06-16")
    assert days("on Friday", "The envoy said on Friday that they will meet.") == one("2017-06-09")
    assert days("Friday", "They must leave by noon on Friday.", planned=True) == one("2017-06-16")
    assert days("within 60 days", "A vote will be held within 60 days.", planned=True) == (
        "2017-06-13",
        "2017-08-12",
    )


def test_on_a_monday_this_week_is_the_one_just_ended() -> None:
    assert days("earlier this week", published_on=date(2017, 6, 12)) == ("2017-06-05", "2017-06-11")


@pytest.mark.parametrize(
    "words",
    [
        "recently",
        "in recent weeks",
        "for more than two years",
        "the six-year war",
        "in the past",
        "over the past few days",
        "at some point",
    ],
)
def test_words_that_tell_no_day_stay_words(words: str) -> None:
    assert days(words) == (None, None)


@pytest.mark.parametrize(
    "words", ["on Sunday", "yesterday", "last month", "the past 24 hours", "June 3", "in May", "overnight"]
)
def test_relative_words_of_a_report_without_a_day_stay_words(words: str) -> None:
    told, reason = read_days(words, Clock())
    assert told is None
    assert reason.rule


def test_a_date_of_a_report_without_a_day_takes_the_year_told() -> None:
    assert days("10 November", published_on=None, told=DateRange.of_month(2005, 11)) == one("2005-11-10")
    assert days("in May", published_on=None, told=DateRange.of_month(2005, 11)) == (None, None)


def test_no_such_day() -> None:
    assert days("31 February 2016") == (None, None)
    assert days("99999 years ago") == (None, None)


@pytest.mark.parametrize(
    ("words", "sentence", "wanted"),
    [
        ("Friday", "They took the mill last Friday.", one("2017-06-09")),
        ("May", "They took the mill in May last year.", ("2016-05-01", "2016-05-31")),
        ("two days", "They took the mill two days ago.", one("2017-06-11")),
        ("days ago", "They took the mill two days ago.", one("2017-06-11")),
        ("October 7", "He was seized in the October 7 attacks.", one("2023-10-07")),
    ],
)
def test_a_word_that_the_reader_cut_off_is_taken_in(
    words: str, sentence: str, wanted: tuple[str, str]
) -> None:
    assert days(words, sentence) == wanted


def test_a_total_counts_from_the_start_of_its_war() -> None:
    sentence = "More than 9,000 people have been killed in the war, which began in 2013."
    told, _ = read_days("2013", Clock(PUBLISHED), sentence=sentence, kind=Kind.CASUALTIES)
    assert told == DateRange(date(2013, 1, 1), None, DatePrecision.LONGER)


def report(text: str, *words: str, published_on: date | None = PUBLISHED) -> tuple[Article, list[Claim]]:
    article = Article(
        text=text, blocks=(Block(BlockLabel.BODY, Span(0, len(text))),), published_on=published_on
    )
    claims = []
    for when in words:
        at = text.index(when)
        mention = WhenMention(text=when, span=Span(at, at + len(when)))
        claims.append(
            Claim(article_id=article.id, kind=Kind.CLASH, evidence=(Span(0, len(text)),), when=mention)
        )
    return article, claims


def test_claims_keep_order_number_words_and_spans() -> None:
    article, claims = report(
        "Fighting began in Zarqan on 4 May. Two days later the mill fell. A day after that the bridge fell.",
        "A day after",
        "on 4 May",
        "Two days later",
    )
    undated = Claim(article_id=article.id, kind=Kind.TALKS, evidence=())
    resolved = resolve_days([*claims, undated], article)
    assert [claim.id for claim in resolved] == [claim.id for claim in (*claims, undated)]
    told = [claim.when.days.start for claim in resolved if claim.when and claim.when.days]
    assert told == [date(2017, 5, 7), date(2017, 5, 4), date(2017, 5, 6)]
    assert all(claim.when.reasons for claim in resolved if claim.when)
    assert resolved[-1].when is None


def test_a_day_later_than_publication_is_kept_and_flagged() -> None:
    article, claims = report("The accord expires on 31 December 2019.", "on 31 December 2019")
    when = resolve_days(claims, article)[0].when
    assert when is not None
    assert when.days == DateRange.of_day(date(2019, 12, 31))
    assert [reason.rule for reason in when.reasons][-1] == "later than publication"


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_the_last_one_on_or_before_publication(published_on: date, weekday: int) -> None:
    told, _ = read_days(f"on {WEEKDAYS[weekday]}", Clock(published_on))
    assert told is not None
    assert told.start is not None
    assert told.start.weekday() == weekday
    assert timedelta() <= published_on - told.start <= timedelta(days=6)


@given(
    st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%b. %d %Y", "%Y-%m-%d", "on %A, %d %b %Y", "%d.%m.%Y"]),
)
def test_a_whole_date_reads_the_same_without_a_day_of_publication(day: date, form: str) -> None:
    told, _ = read_days(day.strftime(form), Clock())
    assert told == DateRange.of_day(day)


LISTED = st.sampled_from(
    [
        "since",
        "two",
        "days",
        "after",
        "before",
        "last",
        "the",
        "past",
        "May",
        "31",
        "2016",
        "-",
        "9/11",
        "week",
        "of",
        "first",
        "century",
        "ago",
        "Friday",
        "early",
        "year",
        "Eid",
        "al-Adha",
        "0",
        "00",
        "99999",
        "a",
        "mid",
        "half",
        "in",
    ]
)


@given(st.lists(LISTED, max_size=12).map(" ".join), st.booleans(), st.booleans())
def test_words_of_time_in_any_order_never_raise(words: str, dated: bool, planned: bool) -> None:
    clock = Clock(PUBLISHED if dated else None, TOLD, TOLD, TOLD)
    told, _ = read_days(words, clock, sentence=f"They will {words} leave {words}", planned=planned)
    assert told is None or told.start is None or told.end is None or told.start <= told.end


@given(st.text(max_size=300))
def test_unknown_text_never_raises(words: str) -> None:
    article, claims = report(f"{words} on Sunday {words}", "on Sunday")
    resolve_days(claims, article)
    read_days(words, Clock(PUBLISHED))


def test_a_planned_act_by_friday_has_no_start() -> None:
    article, claims = report("They are to leave by Friday.", "by Friday")
    planned = replace(claims[0], realis=Realis.PLANNED)
    when = resolve_days([planned], article)[0].when
    assert when is not None
    assert when.days == DateRange(None, date(2017, 6, 16), DatePrecision.DAY)


PATTERNS = [
    pattern
    for module in (day_words, dated_days, times)
    for pattern in vars(module).values()
    if isinstance(pattern, re.Pattern)
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:20])
@pytest.mark.parametrize(
    "seed", ["1", "1-", "1/1/", "9 /", "a'", "- ", ", of 2016", " ", "a", "x" * 12 + "-"]
)
def test_patterns_are_linear(pattern: re.Pattern[str], seed: str, assert_linear: Linear) -> None:
    assert_linear(lambda text: sum(1 for _ in pattern.finditer(text)), seed)


@pytest.mark.parametrize(
    "seed", ["on Sunday ", "4 May ", "2016 and ", "a day after ", "the ", "(", "Eid al-Adha "]
)
def test_a_long_page_takes_time_by_its_length(seed: str, assert_linear: Linear) -> None:
    def resolve(text: str) -> None:
        article, claims = report(f"{text} on Sunday.", "on Sunday.")
        resolve_days(claims, article)

    assert_linear(resolve, seed)
