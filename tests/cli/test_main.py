"""What a person sees at the terminal: answers, counts, refusals."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from shell import Zenobia

NEWS = """Army retakes Palmyra from Islamic State

Syrian troops recaptured the desert city of Palmyra from Islamic State on Sunday, state media said.

The Syrian Observatory for Human Rights said at least 400 militants were killed in the battle.

Read here : Ten beaches for the spring
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "palmyra.txt"
    path.write_text(NEWS, "utf-8")
    return path


def test_a_report_is_read_once_and_can_be_asked_for(zenobia: Zenobia, report: Path) -> None:
    first = zenobia("read", report, "--published", "2016-03-28", "--outlet", "Orontes Wire")
    assert first.status == 0
    assert "1 inputs = 1 read + 0 duplicate + 0 set aside" in first.err
    assert "1 inputs = 0 read + 1 duplicate + 0 set aside; 0 new claims" in zenobia("read", report).err

    taken = json.loads(zenobia("claims", "--place", "palmyra", "--kind", "takeover", "--json").out)
    assert {claim["when"]["start"] for claim in taken if claim["when"]} == {"2016-03-27"}
    assert "state media" in {source["text"] for claim in taken for source in claim["sources"]}
    assert taken[0]["article"]["outlet"] == "Orontes Wire"


def test_a_piped_table_is_tab_separated_and_uncut(zenobia: Zenobia, report: Path) -> None:
    zenobia("read", report, "--published", "2016-03-28")
    lines = zenobia("claims").out.splitlines()
    assert lines[0].split("\t")[0] == "CLAIM"
    assert len({line.count("\t") for line in lines}) == 1


def test_show_prints_the_sentence_that_says_it(zenobia: Zenobia, report: Path) -> None:
    zenobia("read", report, "--published", "2016-03-28")
    claim = json.loads(zenobia("claims", "--kind", "takeover", "--from", "2016-03-27", "--json").out)[0]
    shown = zenobia("show", claim["id"][:8]).out
    assert "Syrian troops recaptured the desert city of Palmyra from Islamic State on Sunday" in shown
    assert "2016-03-27" in shown
    assert "[link] Read here" in zenobia("show", claim["article"]["id"]).out


def test_days_that_nobody_gave_are_not_invented(zenobia: Zenobia, report: Path) -> None:
    said = zenobia("read", report)
    assert "1 of them do not say when they were published" in said.err
    taken = json.loads(zenobia("claims", "--kind", "takeover", "--json").out)
    assert [claim["when"]["text"] for claim in taken if claim["when"]]
    assert not [claim for claim in taken if claim["when"] and claim["when"]["start"]]
    assert "“" in zenobia("claims", "--kind", "takeover").out, "the words stand where the day would"
    filtered = zenobia("claims", "--from", "2016-01-01")
    assert re.search(r"\d+ more claims match but have no day", filtered.err)


HOSTILE = {
    "empty.txt": (b"", "empty"),
    "photo.txt": (bytes(range(256)) * 40, "not text"),
    "arabic.txt": (
        "قال المرصد السوري إن المعارك مستمرة في محيط المدينة منذ الصباح. ".encode() * 20,
        "Arabic",
    ),
    "huge.html": (b"<p>word</p>" * 1_900_000, "20,000,000"),
    "deep.html": (b"<div>" * 10_000 + b"Troops took the town." + b"</div>" * 10_000, "deep"),
}


def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    zenobia: Zenobia, report: Path, tmp_path: Path
) -> None:
    for name, (content, _) in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    said = zenobia("read", *(tmp_path / name for name in HOSTILE), report)
    assert said.status == 3
    assert f"{len(HOSTILE) + 1} inputs = 1 read + 0 duplicate + {len(HOSTILE)} set aside" in said.err
    assert "Traceback" not in said.err
    for name, (_, reason) in HOSTILE.items():
        line = next(line for line in said.err.splitlines() if f"/{name}:" in line)
        assert reason in line


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["clams"], "Did you mean “claims”?"),
        (["claims", "--kind", "takeovr"], "takeover"),
        (["claims", "--from", "March"], "2016"),
        (["read", "nowhere.txt"], "nowhere.txt"),
        (["claims"], "zenobia read"),
        (["show", "ffff"], "zenobia read"),
    ],
)
def test_a_mistake_is_answered_with_what_to_do(zenobia: Zenobia, typed: list[str], told: str) -> None:
    said = zenobia(*typed)
    assert said.status in (1, 2)
    assert told in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("command", ["read", "claims", "articles", "show", "code", "demo"])
def test_every_command_has_help(zenobia: Zenobia, command: str) -> None:
    said = zenobia(command, "--help")
    assert said.status == 0
    assert command == "demo" or f"zenobia {command} " in said.out.split("Example", 1)[1]


def test_code_writes_the_shape_of_hand_coded_reports(zenobia: Zenobia, tmp_path: Path) -> None:
    reports, coded = tmp_path / "in", tmp_path / "out"
    reports.mkdir()
    text = NEWS.split("\n\n", 1)[1]
    report = {"title": "Army retakes Palmyra", "text": text, "published": "2016-03-28", "publisher": None}
    (reports / "a.json").write_text(json.dumps(report), "utf-8")
    (reports / "b.json").write_text("{", "utf-8")
    said = zenobia("code", reports, coded)
    assert said.status == 3
    assert "2 reports = 1 coded" in said.err
    assert "b.json is not JSON" in said.err
    claims = json.loads((coded / "a.json").read_text("utf-8"))["claims"]
    slots = {
        "kind",
        "realis",
        "actors",
        "targets",
        "objects",
        "place",
        "when",
        "toll",
        "sources",
        "quote",
        "evidence",
    }
    assert claims
    assert all(set(claim) == slots for claim in claims)
    assert all(sentence in text for claim in claims for sentence in claim["evidence"])
