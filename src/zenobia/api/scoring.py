"""How good the coding of reports is, measured on reports that a person coded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from zenobia.api.opening import Progress
from zenobia.api.reading import code_folder
from zenobia.errors import BadInput
from zenobia.exports.scoring import Score, ScoredReport, claims_in, score


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores by measure, over how many reports, and the names of those that were not coded.

    A report that was not coded counts with all its claims missed.
    """

    scores: Mapping[str, Score]
    reports: int
    missing: tuple[str, ...]


def score_folder(
    gold_dir: Path, coded_dir: Path | None = None, *, progress: Progress | None = None
) -> Scored:
    """Measure coded reports against files of the same name that a person coded (docs/exports.md, "Measuring").

    Without `coded_dir` the reports are coded first, from the texts that the person's files hold; `progress`
    is then called after each. Raises BadInput where a file is not in the codebook's shape.
    """
    paths = sorted(gold_dir.glob("*.json"))
    if not paths:
        raise BadInput(f"no *.json in {gold_dir}; each is a report with “text” and the “claims” of a person")
    if coded_dir is not None:
        return _scored(paths, coded_dir)
    with TemporaryDirectory(prefix="zenobia-score-") as folder:
        for done, _ in enumerate(code_folder(gold_dir, Path(folder)), 1):
            if progress is not None:
                progress(done, len(paths))
        return _scored(paths, Path(folder))


def _scored(paths: list[Path], coded_dir: Path) -> Scored:
    reports, missing = [], []
    for path in paths:
        gold = _record(path)
        text = gold.get("text")
        if not isinstance(text, str):
            raise BadInput(f"{path.name} has no “text”, which the evidence is looked up in")
        coded = coded_dir / path.name
        if coded.exists():
            claims = claims_in(_record(coded), coded.name)
        else:
            missing.append(path.name)
            claims = []
        reports.append(ScoredReport(text, claims, claims_in(gold, path.name)))
    return Scored(score(reports), len(reports), tuple(missing))


def _record(path: Path) -> Mapping[str, object]:
    try:
        record = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name} is not JSON: {error}") from error
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error
    if not isinstance(record, Mapping):
        raise BadInput(f"{path.name} holds no JSON object")
    return record
