"""The ledger as a script or a notebook uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import zenobia
from zenobia.api import answers
from zenobia.api.questions import open_ledger
from zenobia.errors import BadInput, MissingExtra, NotFound, StoreError
from zenobia.model import Kind
from zenobia.resolving.gazetteer import PlaceKind
from zenobia.resolving.gazetteer_build import Part, PlaceRow, write_gazetteer

TOWNS = [
    PlaceRow("geonames:1", "Tadmur", PlaceKind.TOWN, "SY", "11", 34.56, 38.28, 51_015, ("Palmyra",)),
    PlaceRow("geonames:2", "Homs", PlaceKind.TOWN, "SY", "11", 34.73, 36.72, 775_404),
]
REPORTS = {
    "monday.txt": """Army retakes Palmyra from Islamic State

Syrian troops recaptured the city of Palmyra from Islamic State on Sunday, state media said.

At least 400 militants were killed in the battle, the Syrian Observatory for Human Rights said.
""",
    "tuesday.txt": """Shelling in Homs

Artillery fire killed 12 civilians in the city of Homs on Monday, a doctor said.
""",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two reports, read with a gazetteer of two towns."""
    folder = tmp_path_factory.mktemp("ledger")
    write_gazetteer(folder / "cache" / "gazetteer.sqlite", [Part("towns", TOWNS, "by hand")])
    for name, text in REPORTS.items():
        (folder / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZENOBIA_CACHE", str(folder / "cache"))
        patch.setenv("ZENOBIA_PLACES", str(folder / "places"))
        read = open_ledger(folder / "ledger.sqlite").read(
            *(folder / name for name in REPORTS), published="2016-03-29", outlet="Orontes Wire"
        )
    assert [each.fate.value for each in read] == ["read", "read"]
    return folder / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> zenobia.OpenLedger:
    return zenobia.open(path)


def test_questions_have_the_names_of_the_command_line(ledger: zenobia.OpenLedger) -> None:
    (taken,) = ledger.claims(place="Palmyra", kind="takeover", since="2016-03-27", until=date(2016, 3, 27))
    assert taken.claim.kind is Kind.TAKEOVER
    assert "recaptured the city of Palmyra" in taken.sentences[0]
    assert len(ledger.claims(country="sy", words="artillery")) == 1
    assert [each.claim.kind for each in ledger.claims(source="doctor")] == ["shelling"]
    assert len(ledger.claims(realis="denied")) == 0
    assert {each.outlet for each in ledger.articles()} == {"Orontes Wire"}
    assert {len(ledger.articles(words="shelling")), len(ledger.articles(limit=1))} == {1}


def test_every_filter_of_the_command_line_is_an_argument() -> None:
    from zenobia.api.questions import Filters
    from zenobia.cli.ask import claims

    options = {option.opts[0].removeprefix("--") for option in claims.params}
    renamed = {"from": "since", "to": "until"}
    asked = {renamed.get(name, name) for name in options} - {"store", "json"}
    assert asked <= set(Filters.__annotations__)


def test_an_answer_is_a_sequence(ledger: zenobia.OpenLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = ledger.claims()
    whole = list(claims)
    assert len(whole) == len(claims) == claims.total > 2
    monkeypatch.setattr(answers, "PAGE", 2)
    paged = ledger.claims()
    assert list(paged) == whole
    assert [paged[number] for number in range(len(whole))] == whole
    assert (paged[-1], paged[1:3], list(reversed(paged))) == (whole[-1], whole[1:3], whole[::-1])
    assert whole[1] in paged
    with pytest.raises(IndexError):
        paged[len(whole)]
    few = ledger.claims(limit=3)
    assert (list(few), few.total) == (whole[:3], len(whole))


def test_nothing_is_fetched_before_it_is_looked_at(tmp_path: Path) -> None:
    nowhere = zenobia.open(tmp_path / "none.sqlite").claims()
    with pytest.raises(StoreError, match="zenobia read"):
        len(nowhere)


def test_what_has_no_day_is_counted(ledger: zenobia.OpenLedger) -> None:
    every, dated = ledger.claims(), ledger.claims(since="2000-01-01")
    assert dated.undated == len(every) - len(dated)
    assert every.undated == 0


def test_a_ledger_that_changes_under_an_answer_is_said(
    ledger: zenobia.OpenLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PAGE", 1)
    found = [1, 2, 3]

    class Growing(answers.Claims):
        pass

    growing = Growing(lambda limit, offset: (found[offset : offset + limit], len(found), 0))  # type: ignore[arg-type]
    rows = iter(growing)
    next(rows)
    found.append(4)
    with pytest.raises(StoreError, match="ask again"):
        next(rows)


@pytest.mark.parametrize(
    "asked",
    [{"kind": "takeovr"}, {"realis": "sure"}, {"since": "March"}, {"limit": 0},
     {"since": "2016-05-01", "until": "2016-04-01"}],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(ledger: zenobia.OpenLedger, asked: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        ledger.claims(**asked)  # type: ignore[arg-type]


def test_incidents_and_control_open_into_their_claims(ledger: zenobia.OpenLedger) -> None:
    (shelling,) = ledger.incidents(kind="shelling")
    assert shelling.claims[0].claim.id == shelling.incident.members[0].claim_id
    assert ledger.incident(shelling.incident.id[:8]) == shelling
    (held,) = ledger.control("Palmyra", on="2016-03-28")
    assert held.holding is not None
    assert [side.name for side in held.holding.sides]
    assert held.found[held.holding.claim_ids[0]].sentences
    assert len(ledger.control(on="2016-03-28", country="SY")) == 1
    with pytest.raises(NotFound):
        ledger.control("Atlantis")
    with pytest.raises(BadInput):
        ledger.control()


def test_one_of_each_is_found_by_the_beginning_of_its_id(ledger: zenobia.OpenLedger) -> None:
    found = ledger.claims()[0]
    assert ledger.claim(found.claim.id[:10]) == found
    assert found.claim in ledger.article(found.article.id).claims


QUESTIONS = {
    "claims": lambda ledger: ledger.claims(),
    "incidents": lambda ledger: ledger.incidents(),
    "articles": lambda ledger: ledger.articles(),
    "control": lambda ledger: ledger.control("Palmyra"),
    "none": lambda ledger: ledger.claims(kind="chemical"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_three_libraries_make_the_same_table(ledger: zenobia.OpenLedger, question: str) -> None:
    answer = QUESTIONS[question](ledger)
    arrow = answer.to_arrow()
    assert arrow.column_names == list(answer.columns)
    assert answer.to_polars().to_arrow().to_pylist() == arrow.to_pylist()
    pandas = answer.to_pandas()
    assert list(pandas.columns) == list(answer.columns)
    assert len(pandas) == arrow.num_rows
    for name in answer.columns:
        column = [None if pd.isna(value) else value for value in pandas[name].astype(object)]
        values = [value.date() if hasattr(value, "date") else value for value in column]
        assert values == arrow[name].to_pylist()


def test_columns_keep_their_types_where_nothing_is_told(ledger: zenobia.OpenLedger) -> None:
    none, some = ledger.claims(kind="chemical"), ledger.claims()
    assert none.to_arrow().schema == some.to_arrow().schema
    assert none.to_polars().schema == some.to_polars().schema
    assert list(none.to_pandas().dtypes) == list(some.to_pandas().dtypes)


def test_days_and_figures_are_days_and_figures(ledger: zenobia.OpenLedger) -> None:
    (row,) = ledger.claims(kind="shelling").to_arrow().to_pylist()
    assert (row["first_day"], row["killed_low"], row["killed_high"]) == (date(2016, 3, 28), 12, 12)
    frame = ledger.claims(kind="shelling").to_pandas()
    assert frame["killed_low"].sum() == 12
    assert frame["first_day"].dt.year.tolist() == [2016]


@pytest.mark.parametrize(
    ("library", "method", "extra"),
    [("pandas", "to_pandas", "pandas"), ("polars", "to_polars", "polars"), ("pyarrow", "to_arrow", "arrow")],
)
def test_a_library_that_is_missing_is_named_with_its_extra(
    ledger: zenobia.OpenLedger, library: str, method: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=rf"pip install 'zenobia\[{extra}\]'"):
        getattr(ledger.claims(), method)()


def test_records_are_what_json_prints(ledger: zenobia.OpenLedger) -> None:
    for question in QUESTIONS.values():
        answer = question(ledger)
        assert json.loads(json.dumps(answer.records())) == answer.records()


class Tags(HTMLParser):
    """Every tag and attribute, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_shows_itself_in_a_notebook(ledger: zenobia.OpenLedger, question: str) -> None:
    answer = QUESTIONS[question](ledger)
    shown = Tags(answer._repr_html_())
    assert f"of {answer.total} {answer.noun} shown" in shown.words
    assert ("svg" in shown.tags) == (question in ("claims", "incidents", "control"))
    assert not shown.attributes & {"src", "href", "onload", "onclick"}, "nothing is fetched and nothing runs"


def test_the_sentence_is_shown_with_its_words_marked(ledger: zenobia.OpenLedger) -> None:
    shown = ledger.claims(kind="takeover")._repr_html_()
    assert 'title="place">' in shown
    assert "Syrian troops recaptured the city of Palmyra" in Tags(shown).words
    assert repr(ledger.claims(kind="shelling")) == "<1 claims>"


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def test_hostile_text_stays_text(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A headline, an outlet and a sentence that try to be HTML, and one that turns the direction of text."""
    monkeypatch.setenv("ZENOBIA_CACHE", str(path.parent / "cache"))
    monkeypatch.setenv("ZENOBIA_PLACES", str(path.parent / "places"))
    text = f"Attack {HOSTILE}\n\nGunmen {HOSTILE} killed 12 people \u202ein Homs on Monday, police {HOSTILE} said.\n"
    (tmp_path / "hostile.txt").write_text(text, "utf-8")
    ledger = zenobia.open(tmp_path / "ledger.sqlite")
    ledger.read(tmp_path / "hostile.txt", published="2016-03-29", outlet=HOSTILE)
    assert len(ledger.claims())
    for answer in (ledger.claims(), ledger.incidents(), ledger.articles()):
        shown = answer._repr_html_()
        seen = Tags(shown)
        assert not seen.tags & {"script", "img"}
        assert "alert(1)" in seen.words
        assert "onerror" not in seen.attributes


def test_importing_the_library_opens_nothing_heavy() -> None:
    code = "import sys, zenobia; zenobia.open(); print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not set(loaded.split()) & {"pandas", "polars", "pyarrow", "sqlalchemy", "onnxruntime", "numpy"}
