"""`zenobia read` killed, out of disk, or run twice at once: no report and no claim is lost, halved or doubled.

ZENOBIA_KILLS=200 python -m pytest tests/pipeline/test_nothing_lost.py runs the whole number; a few are always run.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zenobia.store import check, open_view

KILLS = int(os.environ.get("ZENOBIA_KILLS", "4"))
REPORTS = 12
TOWNS = ("Tel Safir", "Ras Dahra", "Qasr Nahr", "Ain Zeitun")
NEWS = """Mortars hit market of {town}

Mortar rounds fell on the covered market of {town} after the noon prayer on Thursday and killed {number} people, the
army said. Rebels who hold the ridge above the town denied having fired, and accused the {number}th brigade of it.
Report {number} of the day.
"""

Kept = dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for number in range(REPORTS):
        text = NEWS.format(town=TOWNS[number % len(TOWNS)], number=number + 20)
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def unharmed(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, float]:
    """What a run keeps that nothing happens to, and how long it takes."""
    store = tmp_path_factory.mktemp("unharmed") / "ledger.sqlite"
    began = time.monotonic()
    with start(reports, store) as reading:
        _, said = reading.communicate(timeout=250)
    assert reading.returncode == 0, said
    return kept_in(store), time.monotonic() - began


def start(reports: Path, store: Path, most_bytes: int | None = None) -> subprocess.Popen[str]:
    def limit() -> None:
        if most_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    command = [sys.executable, "-m", "zenobia.cli", "read", str(reports), "--published", "2026-03-06"]
    return subprocess.Popen(
        [*command, "--store", str(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,
        start_new_session=True,
    )


def finish(reports: Path, store: Path) -> str:
    with start(reports, store) as reading:
        _, said = reading.communicate(timeout=250)
    assert reading.returncode == 0, said
    return said


def kept_in(store: Path) -> Kept:
    with open_view(store) as view:
        ids = [header.id for header in view.articles().found]
        return {id: tuple(claim.id for claim in view.article(id).claims) for id in ids}


def grew_whole(store: Path, before: Kept, whole: Kept) -> Kept:
    """What is kept now: all that was before, and each report with all its claims or not at all."""
    if not store.exists():
        return before
    assert check(store) == []
    now = kept_in(store)
    assert before.items() <= now.items()
    assert now.items() <= whole.items()
    return now


@pytest.mark.timeout(300 + 60 * KILLS)
def test_kills_at_any_moment(reports: Path, tmp_path: Path, unharmed: tuple[Kept, float]) -> None:
    whole, seconds = unharmed
    seeded, store, kept, killed_at_work = random.Random(20260306), tmp_path / "ledger.sqlite", {}, 0  # noqa: S311
    for _ in range(KILLS):
        if len(kept) == len(whole):  # begin anew, so that every kill has something to harm
            store, kept = tmp_path / f"ledger-{killed_at_work}.sqlite", {}
        with start(reports, store) as reading:
            time.sleep(seeded.uniform(0.2, 1.0) * seconds)
            killed_at_work += reading.poll() is None
            reading.kill()
        kept = grew_whole(store, kept, whole)
    assert killed_at_work > 0
    said = finish(reports, store)
    assert f"{REPORTS} inputs = {REPORTS - len(kept)} read + {len(kept)} duplicate + 0 set aside" in said
    assert grew_whole(store, kept, whole) == whole


@pytest.mark.parametrize("most_bytes", [4_096, 150_000, 300_000])
def test_a_full_disk(reports: Path, tmp_path: Path, unharmed: tuple[Kept, float], most_bytes: int) -> None:
    store = tmp_path / "ledger.sqlite"
    with start(reports, store, most_bytes) as reading:
        _, said = reading.communicate(timeout=250)
    assert reading.returncode == 1
    assert "Traceback" not in said
    assert "disk full" in said or "cannot" in said
    kept = grew_whole(store, {}, unharmed[0])
    assert len(kept) < REPORTS
    finish(reports, store)
    assert grew_whole(store, kept, unharmed[0]) == unharmed[0]


def test_a_place_that_cannot_be_written(reports: Path) -> None:
    with start(reports, Path("/proc/zenobia/ledger.sqlite")) as reading:
        _, said = reading.communicate(timeout=250)
    assert reading.returncode == 1
    assert "Traceback" not in said
    assert "use another --store" in said


def test_two_readers_at_once(reports: Path, tmp_path: Path, unharmed: tuple[Kept, float]) -> None:
    store = tmp_path / "ledger.sqlite"
    with start(reports, store) as one, start(reports, store) as other:
        told = [reading.communicate(timeout=250)[1] for reading in (one, other)]
    codes = sorted((one.returncode, other.returncode))
    assert codes in ([0, 0], [0, 1]), told
    assert codes == [0, 0] or any("is being written to by process" in said for said in told)
    assert grew_whole(store, {}, unharmed[0]) == unharmed[0]
