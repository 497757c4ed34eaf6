"""Claims handed to a person for correction, and taken back as judgements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zenobia.api import review
from zenobia.api.opening import Progress
from zenobia.api.placing import written_whole
from zenobia.errors import BadInput, NotFound
from zenobia.exports.annotation import Taken, annotation_record, take
from zenobia.settings import Settings
from zenobia.store import ClaimQuery, open_view


@dataclass(frozen=True, slots=True)
class TakenFile:
    """What came of one corrected file; `problem` says why nothing of it was taken, or where taking it ended."""

    name: str
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    added: int = 0
    problem: str | None = None


def annotate(query: ClaimQuery, to_dir: Path, *, force: bool = False, store: Path | None = None) -> int:
    """Write each report with a claim that is asked for, and all its claims, into a file; how many reports.

    Raises BadInput where a file is there and `force` is not given, and StoreError.
    """
    with open_view(store or Settings.from_environment().store) as view:
        ids = list(dict.fromkeys(found.article.id for found in view.claims(query).found))
        for id_ in ids:
            article = view.article(id_)
            record = annotation_record(article, article.claims)
            with written_whole(to_dir / f"{id_}.json", force=force) as stream:
                stream.write(
                    json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
                )
    return len(ids)


def take_annotations(
    from_dir: Path, reviewer: str, *, store: Path | None = None, progress: Progress | None = None
) -> Iterator[TakenFile]:
    """Take corrected files back, each as judgements of `reviewer`: one after the other, told as it goes.

    A claim that is left is accepted, with its corrections; one that is gone is rejected; one without an id is
    added. A file with a fault is told, and nothing of it is taken. Raises BadInput where there is no file.
    """
    paths = sorted(from_dir.glob("*.json"))
    if not paths:
        raise BadInput(f"no *.json in {from_dir}; “zenobia annotate -o DIR” writes them")
    by = review.Reviewer(reviewer, "annotated", store)
    for done, path in enumerate(paths, 1):
        try:
            yield _take_file(path, by)
        except (BadInput, NotFound) as error:
            yield TakenFile(path.name, problem=str(error))
        if progress is not None:
            progress(done, len(paths))


def _take_file(path: Path, by: review.Reviewer) -> TakenFile:
    record = _record(path)
    with open_view(by.path) as view:
        article = view.article(str(record.get("id")))
    taken = take(record, article, article.claims)
    done: Counter[str] = Counter()
    problem = None
    try:
        for what in _judged(taken, by, article.id):
            done[what] += 1
    except BadInput as error:
        problem = str(error)
    return TakenFile(path.name, **done, problem=problem)


def _judged(taken: Taken, by: review.Reviewer, article_id: str) -> Iterator[str]:
    """Make each judgement, and say what it was; the corrections of a claim come before its acceptance."""
    for claim_id, changes in taken.corrected.items():
        for change in changes:
            review.correct(by, claim_id, change.slot, change.value, at=change.at, span=change.span)
        yield "corrected"
    for claim_id in taken.accepted:
        review.accept(by, claim_id=claim_id)
        yield "accepted"
    for claim_id in taken.rejected:
        review.reject(by, claim_id=claim_id)
        yield "rejected"
    for missed in taken.missed:
        slots = [{"slot": each.slot, "span": each.span, "value": each.value} for each in missed.slots]
        review.add_claim(by, article_id, missed.kind, missed.span, realis=missed.realis, slots=slots)
        yield "added"


def _record(path: Path) -> Mapping[str, Any]:
    try:
        record = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}") from error
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}") from error
    if not isinstance(record, Mapping) or not isinstance(record.get("claims"), list):
        raise BadInput("no report with a list of “claims”")
    return record
