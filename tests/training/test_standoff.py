"""Stand-off labels keep every word's place, say when the text is another, and hold no text themselves."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.coded import standoff

SHELLED = "On Tuesday the army shelled Ortakale, killing two bakers, the mayor said."
FLED = "“Half of Ortakale fled to the hills,” the mayor said on Friday."
NEWS = f"EUROPE and the EU watch Ortakale.\n\nThe army holds the hills. {SHELLED}\n{FLED}\n"


def claim(**fields: Any) -> dict[str, Any]:
    empty = {"realis": "asserted", "actors": [], "targets": [], "objects": [], "sources": []}
    return empty | {"place": None, "when": None, "toll": [], "quote": None} | fields


def place(text: str) -> dict[str, Any]:
    return {"text": text, "name": text, "country": None, "lat": None, "lon": None, "precision": "town"}


MAYOR = {"text": "the mayor", "name": None, "kind": "government"}
TOLL = {
    "text": "two bakers",
    "outcome": "killed",
    "category": "civilian",
    "low": 2,
    "high": 2,
    "who": "bakers",
}
SHELLING = claim(
    kind="shelling",
    actors=[{"text": "the army", "name": None}],
    targets=[{"text": "two bakers", "name": None}],
    sources=[MAYOR],
    place=place("Ortakale"),
    when={"text": "Tuesday", "start": None, "end": None, "precision": None},
    toll=[TOLL],
    evidence=[SHELLED],
)
FLIGHT = claim(
    kind="displacement",
    objects=[{"text": "the hills"}],
    sources=[MAYOR],
    quote="Half of Ortakale fled to the hills,",
    evidence=[FLED],
)
REPORT = {
    "id": "own-1",
    "title": "Ortakale shelled",
    "published": None,
    "publisher": "The Valley Post",
    "url": None,
    "text": NEWS,
    "claims": [SHELLING, FLIGHT],
}
DOCUMENT = {field: REPORT[field] for field in ("text", "title", "publisher", "url")}


def test_a_report_comes_back_as_it_was_coded() -> None:
    assert standoff.restore_report(standoff.strip_report(REPORT, "A1"), DOCUMENT) == REPORT


def test_no_word_of_the_report_is_kept_but_the_names_we_gave() -> None:
    kept = json.dumps(standoff.strip_report(REPORT, "A1"), ensure_ascii=False)
    for word in ("army", "bakers", "mayor", "hills", "Tuesday", "fled"):
        assert word not in kept


def test_a_repeated_word_is_the_one_in_the_claim_s_own_sentence() -> None:
    first, second = standoff.strip_report(REPORT, "A1")["claims"]
    assert first["place"]["at"][0] == NEWS.index(SHELLED) + SHELLED.index("Ortakale")
    assert first["sources"][0]["at"][0] == NEWS.index(SHELLED) + SHELLED.index("the mayor")
    assert second["objects"][0]["at"][0] == NEWS.index(FLED) + FLED.index("the hills")


def test_a_word_outside_the_evidence_is_the_nearest_before_it() -> None:
    start = NEWS.index(FLED)
    nearest = NEWS.rindex("Ortakale", 0, start)
    assert standoff.locate(NEWS, "Ortakale", [[start + 20, start + len(FLED)]])[0] >= nearest
    assert standoff.locate(NEWS, "Ortakale", [[NEWS.index(FLED) - 1, NEWS.index(FLED)]])[0] == nearest


def test_a_word_that_stands_only_after_the_evidence_is_the_first_after() -> None:
    assert standoff.locate(NEWS, "Tuesday", [[0, 6]])[0] == NEWS.index("Tuesday")


def test_a_name_is_not_found_inside_a_longer_word() -> None:
    assert standoff.locate(NEWS, "EU", [[0, 33]])[0] == NEWS.index("EU watch")


def test_words_that_are_not_in_the_report_are_refused() -> None:
    wrong = REPORT | {"claims": [SHELLING | {"place": place("Yenikale")}]}
    with pytest.raises(standoff.NotInText, match="Yenikale"):
        standoff.strip_report(wrong, "A1")


def test_another_text_is_refused_rather_than_read_at_the_old_offsets() -> None:
    stripped = standoff.strip_report(REPORT, "A1")
    with pytest.raises(standoff.TextDiffers, match="A1"):
        standoff.restore_report(stripped, DOCUMENT | {"text": " " + NEWS})


def test_the_command_goes_to_stand_off_and_back(tmp_path: Path) -> None:
    row = {
        "_id": "A1",
        "text": NEWS,
        "title": "Ortakale shelled\n",
        "sourceName": "The Valley Post",
        "sourceUrl": None,
    }
    (tmp_path / "documents.jsonl").write_text(json.dumps(row) + "\n")
    coded, back = tmp_path / "coded", tmp_path / "back"
    coded.mkdir()
    (coded / "own-1.json").write_text(json.dumps(REPORT))
    one_file, corpus = str(tmp_path / "re3d.json"), ["--corpus-folder", str(tmp_path)]
    standoff.main(["strip", str(coded), "--corpus", "re3d", *corpus, "--out", one_file])
    standoff.main(["restore", one_file, *corpus, "--out", str(back)])
    assert json.loads((back / "own-1.json").read_text()) == REPORT


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 20))
def test_whatever_stands_in_the_text_is_found_as_itself(text: str, start: int, length: int) -> None:
    value = text[start : start + length]
    if value:
        assert text[slice(*standoff.locate(text, value, []))] == value
