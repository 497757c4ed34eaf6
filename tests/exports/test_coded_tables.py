"""One reader for UCDP's tables, ACLED's, and ours in the shape of either."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from told_news import ARMY, ATLAS, IS, MADE_AT, claim, killed, palmyra, told

from zenobia.errors import BadInput
from zenobia.exports.coded_tables import CodedEvent, Sort, Unread, read_events
from zenobia.exports.formats import FORMATS, Material
from zenobia.model import Kind

STRIKE = told(
    claim(
        Kind.AIRSTRIKE,
        actors=(ARMY,),
        targets=(IS,),
        toll=(killed(12, 12),),
        title="=1+1 is no headline,\nsaid the desk",
        place=palmyra(name="Tadmur; the town", lat=-34.5, lon=-38.25),
    )
)


def read(path: Path) -> list[CodedEvent]:
    events = list(read_events(path))
    assert not [event for event in events if isinstance(event, Unread)]
    return [event for event in events if isinstance(event, CodedEvent)]


def ours_as(name: str, path: Path) -> Path:
    stream = io.BytesIO()
    FORMATS[name].write(Material(ATLAS, MADE_AT, [STRIKE]), stream)
    path.write_bytes(stream.getvalue())
    return path


@pytest.mark.parametrize("name", ["ucdp", "acled"])
def test_what_we_write_is_read_back(name: str, tmp_path: Path) -> None:
    (event,) = read(ours_as(name, tmp_path / "ours.csv"))
    assert event.data_set == name
    assert (event.first, event.last) == (date(2016, 3, 27),) * 2
    assert (event.lat, event.lon) == (-34.5, -38.25)
    assert (event.low, event.best, event.high) == (12, 12, 12)
    assert event.place == "Tadmur; the town"
    assert event.country == "SY"
    assert "Islamic State" in event.sides
    assert event.sort is Sort.FORCE
    if name == "ucdp":
        assert event.headline == "=1+1 is no headline,\nsaid the desk"


def test_columns_may_stand_in_any_order_in_capitals_and_between_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(
        "\ufeffLONGITUDE;LATITUDE;FATALITIES;EVENT_TYPE;EVENT_DATE;COUNTRY;TIME_PRECISION;ACTOR1\r\n"
        "38.28;34.56;3;Battles;16 May 2016;Syria;2;Military Forces of Syria (2000-2024)\r\n",
        encoding="utf-8",
    )
    (event,) = read(path)
    assert (event.first, event.last) == (date(2016, 5, 13), date(2016, 5, 19))
    assert (event.best, event.country, event.id) == (3, "SY", "line 2")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2016-03-27", date(2016, 3, 27)),
        ("2016-03-27 00:00:00.000", date(2016, 3, 27)),
        ("27 March 2016", date(2016, 3, 27)),
        ("27-Mar-16", date(2016, 3, 27)),
    ],
)
def test_days_as_tables_write_them(cell: str, day: date, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"event_date,event_type,latitude,longitude\n{cell},Battles,1,2\n")
    assert read(path)[0].first == day


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2016-03-27,Battles,,2", "no point"),
        ("2016-03-27,Battles,nan,2", "no point"),
        ("2016-03-27,Battles,91,2", "no point"),
        ("2016-02-30,Battles,1,2", "no day"),
        ("03/04/2016,Battles,1,2", "no day"),
        ("2016-03-27", "no point"),
    ],
)
def test_a_row_that_holds_no_event_is_told_with_its_line(row: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"event_date,event_type,latitude,longitude\n{row}\n")
    assert list(read_events(path)) == [Unread(2, reason)]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00", "event_date\n"])
def test_another_table_is_refused_with_the_columns_that_are_wanted(text: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match="date_start"):
        list(read_events(path))


def test_ucdps_own_table_is_read_whole(shared: Path) -> None:
    path = shared / "corpora" / "ucdp_ged_syria" / "ged_syria.csv"
    if not path.exists():
        pytest.skip("no table of UCDP's beside the checkout")
    events = read(path)
    assert len(events) == 16_566
    assert all(event.data_set == "ucdp" and event.id.isdecimal() for event in events)
    assert all(event.best is not None and event.sides for event in events)
    assert {event.country for event in events} >= {"SY"}
