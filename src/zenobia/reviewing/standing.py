"""Which judgements stand: nothing is deleted, so a judgement that is taken back is one that another undoes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zenobia.model import Judgement, Verdict


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that hold, in the order in which they were made, without those that take back.

    Undoing an undoing brings the first back.
    """
    in_order = list(judgements)
    undone = undone_by(in_order)
    return [each for each in in_order if each.verdict is not Verdict.UNDO and each.id not in undone]


def undone_by(judgements: Sequence[Judgement]) -> dict[str, str]:
    """By which judgement each that does not stand was taken back, the latest first to be heard."""
    undone: dict[str, str] = {}
    for judgement in reversed(judgements):
        if judgement.undoes is not None and judgement.id not in undone:
            undone.setdefault(judgement.undoes, judgement.id)
    return undone
