"""`zenobia control`, as a person types it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from zenobia.cli import main
from zenobia.dates import DateRange
from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Claim,
    Kind,
    Page,
    PlaceMention,
    PlacePrecision,
    Realis,
    Span,
    WhenMention,
)
from zenobia.store import open_writer

Party = tuple[str, str, str]
"""Words, name and id."""

FALL = "Islamic State fighters captured the city of Palmyra from Syrian troops, the Observatory said."
RECAPTURE = "Syrian troops took the city of Palmyra back from Islamic State, the Observatory said."
DENIAL = "Islamic State said that Syrian troops had not taken Palmyra."

TROOPS, JIHADISTS = (
    ("Syrian troops", "Syrian Army", "syria.army"),
    ("Islamic State", "Islamic State", "islamic-state"),
)


def captured(
    text: str, day: date, who: Party, whom: Party, *, denied: bool = False
) -> tuple[Page, Article, Claim]:
    """A report of one sentence, and the taking that it tells of."""
    page = Page(f"{day}.txt", text.encode(), datetime(2017, 1, 1, tzinfo=UTC))
    body = Block(BlockLabel.BODY, Span(0, len(text)))
    article = Article(text, (body,), published_on=day, published_how="given", page_sha256=page.sha256)

    def of(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    def party(told: Party) -> ActorMention:
        return ActorMention(text=told[0], span=of(told[0]), name=told[1], actor_id=told[2])

    claim = Claim(
        article_id=article.id,
        kind=Kind.TAKEOVER,
        evidence=(Span(0, len(text)),),
        realis=Realis.DENIED if denied else Realis.ASSERTED,
        actors=(party(who),),
        targets=(party(whom),),
        place=PlaceMention(
            text="Palmyra",
            span=of("Palmyra"),
            name="Tadmur",
            country="SY",
            precision=PlacePrecision.TOWN,
            place_id="geonames:163808",
        ),
        when=WhenMention(text="said", span=of("said"), days=DateRange.of_day(day)),
        reader="by hand",
    )
    return page, article, claim


class Said(NamedTuple):
    status: int
    out: str
    err: str


Zenobia = Callable[..., Said]


@pytest.fixture
def zenobia(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Zenobia:
    """Run a command as a shell does, with a store of its own."""
    monkeypatch.setenv("ZENOBIA_STORE", str(tmp_path / "ledger.sqlite"))
    monkeypatch.delenv("ZENOBIA_HORIZON", raising=False)

    def run(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["zenobia", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        return Said(status, *capfd.readouterr())

    return run


@pytest.fixture
def ledger(zenobia: Zenobia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Zenobia:
    """Three reports: Palmyra falls on 20 May 2015, is retaken on 27 March 2016, and somebody denies it.

    There is no gazetteer beside it: what is kept is enough to ask.
    """
    monkeypatch.setenv("ZENOBIA_CACHE", str(tmp_path / "cache"))
    with open_writer(tmp_path / "ledger.sqlite", "test") as writer:
        for page, article, claim in (
            captured(FALL, date(2015, 5, 20), JIHADISTS, TROOPS),
            captured(RECAPTURE, date(2016, 3, 27), TROOPS, JIHADISTS),
            captured(DENIAL, date(2016, 3, 29), TROOPS, JIHADISTS, denied=True),
        ):
            writer.keep(page, article, [claim])
    return zenobia


def cells(said: Said) -> list[dict[str, str]]:
    headings, *rows = (line.split("\t") for line in said.out.splitlines())
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_a_place_from_hand_to_hand(ledger: Zenobia) -> None:
    rows = [
        (row["FROM"], row["TO"], row["STATE"], row["HELD BY"]) for row in cells(ledger("control", "Palmyra"))
    ]
    assert rows == [
        ("by 2015-05-19", "2015-05-20", "held", "Government of Syria"),
        ("2015-05-20", "2016-03-27", "held", "Islamic State"),
        ("2016-03-27", "2016-09-23", "held", "Government of Syria"),
        ("2016-09-24", "", "unknown", ""),
    ]


def test_each_period_opens_into_its_claims(ledger: Zenobia) -> None:
    held = cells(ledger("control", "Palmyra", "--on", "2015-08-01"))
    assert [row["HELD BY"] for row in held] == ["Islamic State"]
    shown = ledger("show", held[0]["CLAIMS"].split()[0])
    assert "captured the city of Palmyra" in shown.out
    listed = cells(ledger("control", "Palmyra", "--on", "2015-08-01", "--claims"))
    assert {row["CLAIM"] for row in listed if row["BEARING"] == "decides"} == set(held[0]["CLAIMS"].split())


def test_a_denial_is_shown_beside_and_never_lost(ledger: Zenobia) -> None:
    assert "1 more claims decide nothing" in ledger("control", "Palmyra").err
    beside = [row for row in cells(ledger("control", "Palmyra", "--claims")) if row["BEARING"] == "beside"]
    assert [(row["FROM"], row["KIND"]) for row in beside] == [("2016-03-27", "takeover (denied)")]


def test_json_carries_the_claims_whole(ledger: Zenobia) -> None:
    (answer,) = json.loads(ledger("control", "Palmyra", "--json").out)
    ids = {claim["id"] for claim in answer["claims"]}
    assert answer["place"]["country"] == "SY"
    assert answer["holdings"]
    assert all({telling["claim"] for telling in holding["claims"]} <= ids for holding in answer["holdings"])
    assert answer["holdings"][1]["held_by"] == [
        {"name": "Islamic State", "id": "islamic-state", "named": True}
    ]


def test_a_country_on_a_day(ledger: Zenobia) -> None:
    rows = cells(ledger("control", "--on", "2016-03-28", "--country", "sy"))
    assert [(row["STATE"], row["HELD BY"]) for row in rows] == [("held", "Government of Syria")]
    assert cells(ledger("control", "--on", "2016-03-28", "--country", "IQ")) == []


def test_the_horizon_is_an_option_and_a_setting(ledger: Zenobia, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("control", "Palmyra", "--on", "2016-05-28")
    assert cells(ledger(*asked))[0]["STATE"] == "held"
    assert cells(ledger(*asked, "--horizon", "30"))[0]["STATE"] == "unknown"
    monkeypatch.setenv("ZENOBIA_HORIZON", "30")
    assert cells(ledger(*asked))[0]["STATE"] == "unknown"
    monkeypatch.setenv("ZENOBIA_HORIZON", "soon")
    refused = ledger(*asked)
    assert refused.status == 1
    assert "ZENOBIA_HORIZON is “soon”" in refused.err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["control"], "--on"),
        (["control", "Atlantis"], "nothing is told of who holds “Atlantis”"),
        (["control", "Palmyra", "--on", "Easter"], "2016-03-28"),
        (["control", "Palmyra", "--country", "IQ"], "nothing is told"),
        (["control", "Palmyra", "--horizon", "0"], "horizon"),
    ],
)
def test_a_mistake_is_answered_with_what_to_do(ledger: Zenobia, typed: list[str], told: str) -> None:
    said = ledger(*typed)
    assert said.status in (1, 2)
    assert told in said.err
    assert "Traceback" not in said.err


def test_before_anything_is_told_nothing_is_said(ledger: Zenobia) -> None:
    said = ledger("control", "Palmyra", "--on", "2014-01-01")
    assert cells(said) == []
    assert "Nothing is told of it by that day" in said.err


def test_there_is_no_store_yet(zenobia: Zenobia) -> None:
    assert "zenobia read" in zenobia("control", "Palmyra").err


def test_the_bundled_reports_tell_of_palmyra(zenobia: Zenobia, tmp_path: Path) -> None:
    """Islamic State from May 2015, the government from 27 March 2016, Islamic State from December 2016.

    The reader finds the three changes; a side it misreads may stand between them, and is not looked at here.
    """
    store = tmp_path / "demo.sqlite"
    assert zenobia("demo", "--store", store).status == 0
    (answer,) = json.loads(zenobia("control", "Palmyra", "--store", store, "--json").out)
    held = [
        (holding["began"]["start"], [side["name"] for side in holding["held_by"]])
        for holding in answer["holdings"]
        if holding["state"] == "held" and holding["began"]
    ]
    for month, side in (
        ("2015-05", "Islamic State"),
        ("2016-03-27", "Government of Syria"),
        ("2016-12", "Islamic State"),
    ):
        assert any(day.startswith(month) and side in sides for day, sides in held), (month, side, held)
    assert all(re.fullmatch("[0-9a-f]{16}", claim["id"]) for claim in answer["claims"])
    assert all(holding["claims"] for holding in answer["holdings"])
