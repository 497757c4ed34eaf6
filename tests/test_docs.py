"""The documents are true: their lines run as they stand, their links lead somewhere, and nothing is left untold."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zenobia.resolving.gazetteer import PlaceKind
from zenobia.resolving.gazetteer_build import Part, PlaceRow, write_gazetteer

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
REPORTS = ROOT / "src" / "zenobia" / "bundled" / "reports"

PLACES = [
    PlaceRow("geonames:1", "Tadmur", PlaceKind.TOWN, "SY", "11", 34.56, 38.28, 51_015, ("Palmyra",)),
    PlaceRow("geonames:2", "Homs", PlaceKind.TOWN, "SY", "11", 34.73, 36.72, 775_404),
    PlaceRow("geonames:3", "As Sukhnah", PlaceKind.TOWN, "SY", "11", 34.89, 38.87, 16_173, ("Sukhna",)),
]
CELLS = ["7", "Bir Hauran", "Bir Hauran", "", "33.5", "38.1", "P", "PPL", "SY", "", "11", "", "", "", "40"]
DUMP = "\t".join([*CELLS, "", "400", "Asia/Damascus", "2020-01-01"]) + "\n"

# An id in a document stands for one that the reader has; a test asks no network, and waits for no browser.
AN_ID = re.compile(r"(zenobia (show|incident)) [0-9a-f]{8}\b")
NOT_HERE = re.compile(r"^(make|zenobia (serve|follow|read https|gazetteer add geonames)) ?.*$", re.MULTILINE)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_YET_KNOWN = r'^(zenobia place "Bir Qasab" --country.*|zenobia actor "Guards.*)$'
FIRST_ID = """first_id() {
  listed=claims; if [ "$1" = incident ]; then listed=incidents; fi
  zenobia "$listed" --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])'
}
"""


def script_of(document: Path) -> str:
    """All the lines of a document that a reader types, in their order, as one script.

    What Python was told in one block it knows in the next.
    """
    parts = [FIRST_ID]
    told = ""
    for language, lines in BLOCK.findall(document.read_text("utf-8")):
        if language == "sh":
            parts.append(AN_ID.sub(r'\1 "$(first_id \2)"', NOT_HERE.sub("", lines)))
        elif language == "python":
            told += lines
            parts.append(f"python3 - <<'END_OF_PYTHON'\n{told}END_OF_PYTHON\n")
    return "\n".join(parts)


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """An empty folder with what the documents take to be there, and the environment of its shell."""
    write_gazetteer(tmp_path / "cache" / "gazetteer.sqlite", [Part("towns", PLACES, "by hand")])
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, command in (("zenobia", "-m zenobia.cli"), ("python3", "")):
        (tools / name).write_text(f'#!/bin/sh\nexec {sys.executable} {command} "$@"\n', "utf-8")
        (tools / name).chmod(0o755)
    own = {"STORE": "ledger.sqlite", "CACHE": "cache", "ACTORS": "actors.csv", "PLACES": "places"}
    named = {f"ZENOBIA_{name}": str(tmp_path / path) for name, path in own.items()}
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder, {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tmp_path), **named}


def lay_out(document: str, desk: Path) -> None:
    """Put there what the document says its reader has."""
    if document in ("README.md", "docs/library.md"):
        (desk / "reports").mkdir()
        for report in (
            "palmyra-2016-03-wire.html",
            "palmyra-2016-03-state.html",
            "palmyra-2016-03-monitor.txt",
        ):
            shutil.copy(REPORTS / report, desk / "reports")
        shutil.copy(REPORTS / "palmyra-2016-03-monitor.txt", desk / "palmyra.txt")
    if document == "docs/own-places-and-parties.md":
        tables = [
            lines for language, lines in BLOCK.findall((ROOT / document).read_text()) if language == "csv"
        ]
        for name, lines in zip(("wells.csv", "militias.csv"), tables, strict=True):
            (desk / name).write_text(lines, "utf-8")
        (desk / "SY.zip").write_text(DUMP, "utf-8")


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("README.md", ["takeover", "according to ['state media']", "Sukhnah"]),
        ("docs/tutorial.md", ["state media", "takeover", "Damascus Gazette"]),
        ("docs/library.md", ["killed in the words"]),
        ("docs/own-places-and-parties.md", ["Bir Qasab wells:W1", "wadi-guard", "1 actors added"]),
    ],
)
def test_every_line_runs(document: str, told: list[str], desk: tuple[Path, dict[str, str]]) -> None:
    folder, environment = desk
    lay_out(document, folder)
    # Before they are added they are not known, and asking for them fails as it should.
    script = re.sub(NOT_YET_KNOWN, r"! \1", script_of(ROOT / document), count=2, flags=re.MULTILINE)
    said = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout[-2000:] + said.stderr[-2000:]
    assert [words for words in told if words not in said.stdout] == []
    assert "Traceback" not in said.stderr


def test_every_command_is_told_of_in_the_documents() -> None:
    from zenobia.cli.main import COMMANDS

    told = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    assert [name for name in COMMANDS if f"zenobia {name}" not in told] == []


def test_every_setting_is_told_of() -> None:
    asked = re.findall(r"\"(ZENOBIA_[A-Z]+)\"", (ROOT / "src/zenobia/settings.py").read_text("utf-8"))
    told = (ROOT / "docs" / "shell.md").read_text("utf-8")
    assert len(set(asked)) >= 5
    assert [name for name in asked if f"`{name}`" not in told] == []


LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)|!\[[^\]\n]*\]\(([^)\s]+)\)")


def anchors(document: Path) -> set[str]:
    """The headings of a document as they are linked to."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text("utf-8"), flags=re.DOTALL)
    for link in (each or image for each, image in LINK.findall(without_code)):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{target.name} has no heading {anchor}"


def test_every_document_is_linked_to() -> None:
    """A page that no other names is read by nobody."""
    told = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    pages = [path for path in (ROOT / "docs").glob("*.md") if path.name != "index.md"]
    assert [path.name for path in pages if f"{path.name})" not in told] == []


def test_the_notebook_runs_and_is_kept_small(desk: tuple[Path, dict[str, str]]) -> None:
    folder, environment = desk
    kept = ROOT / "docs" / "tutorial.ipynb"
    command = [sys.executable, str(ROOT / ".ci" / "notebook.py"), str(kept)]
    said = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr[-2000:]
    for old, new in zip(
        json.loads(kept.read_text("utf-8"))["cells"], json.loads(said.stdout)["cells"], strict=True
    ):
        kinds = [sorted(output.get("data", ["text"])) for output in new.get("outputs", [])]
        assert [sorted(output.get("data", ["text"])) for output in old.get("outputs", [])] == kinds
    assert kept.stat().st_size < 60_000
