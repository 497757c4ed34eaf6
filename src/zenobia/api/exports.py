"""Write what the ledger holds in the formats that others read."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, TypeVar

from zenobia.api.control import timelines
from zenobia.api.opening import opened_registry
from zenobia.api.placing import refuse_to_replace, written_whole
from zenobia.errors import BadInput
from zenobia.exports.atlas import Atlas
from zenobia.exports.formats import FORMATS, Holds, Material
from zenobia.exports.redaction import STATEMENT, Redactor
from zenobia.exports.told import LeftOut, ToldIncident, last_day_of_claim, last_day_of_incident
from zenobia.settings import Settings
from zenobia.store import ClaimQuery, FoundClaim, open_view

_Kept = TypeVar("_Kept", ToldIncident, FoundClaim)
_WITHIN_DELAY = "within the delay"
_NO_DAY = "no day, and days were asked for"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was asked for and what became of it: `asked` is `written` and all of `left_out` together.

    `rows` are those of the file: an incident of three days has three in ACLED's format.
    """

    format: str
    holds: str
    asked: int
    written: int
    rows: int
    left_out: Mapping[str, int]


def export(
    format: str,
    query: ClaimQuery | None = None,
    to: Path | str | BinaryIO = "-",
    *,
    force: bool = False,
    delay_days: int = 0,
    redact: bool = False,
    store: Path | None = None,
) -> Exported:
    """Write what `query` asks for into a file, a binary stream, or standard output ("-").

    A file is written beside its place and moved there when it is whole; one that is there is not replaced
    without `force`. What happened, or where no day is told was published, in the last `delay_days` days is
    left out. `redact` takes out the names of private persons and rounds places (docs/exports.md). Raises
    BadInput for an unknown format or a file that is there, and StoreError.
    """
    if format not in FORMATS:
        raise BadInput(f"there is no format “{format[:40]}”; there are {', '.join(FORMATS)}")
    path = Path(to) if isinstance(to, str | Path) and str(to) != "-" else None
    if path is not None:
        refuse_to_replace(path, force)
    chosen = FORMATS[format]
    made_at = datetime.now(UTC)
    until = made_at.date() - timedelta(days=delay_days) if delay_days else None
    material, held_back = _material(chosen.holds, query or ClaimQuery(), made_at, until, store)
    if redact:
        material, withheld = _redacted(material)
        held_back += withheld
    if path is not None:
        with written_whole(path, force=force) as file:
            tally = chosen.write(material, file)
    else:
        stream = sys.stdout.buffer if isinstance(to, str | Path) else to
        tally = chosen.write(material, stream)
        stream.flush()
    left_out = held_back + tally.left_out
    asked = tally.written + left_out.total()
    return Exported(format, chosen.holds.value, asked, tally.written, tally.rows, dict(left_out))


def export_formats() -> dict[str, str]:
    """The formats there are, each with what it is."""
    return {name: each.says for name, each in FORMATS.items()}


def _material(
    holds: Holds, query: ClaimQuery, made_at: datetime, until: date | None, store: Path | None
) -> tuple[Material, Counter[str]]:
    """What is to be written, and how many are held back by the delay."""
    from zenobia.pipeline.briefing import incident_of

    settings = Settings.from_environment()
    material = Material(Atlas(opened_registry(), settings.gazetteer), made_at)
    if holds is Holds.HOLDINGS:
        traced = timelines(query, published_until=until, store=store)
        return replace(material, holdings=[held for each in traced for held in each.holdings]), Counter()
    with open_view(store or settings.store) as view:
        if holds is Holds.CLAIMS:
            claims = view.claims(query)
            kept, held_back = _before(claims.found, last_day_of_claim, until)
            return replace(material, claims=kept), held_back + _undated(claims.undated)
        page = view.incidents(query)
    found = [ToldIncident(incident_of(each), each.claims) for each in page.found]
    incidents, held_back = _before(found, last_day_of_incident, until)
    return replace(material, incidents=incidents), held_back + _undated(page.undated)


def _redacted(material: Material) -> tuple[Material, Counter[str]]:
    redactor = Redactor(material.atlas)
    held, withheld = [], Counter[str]()
    for holding in map(redactor.holding, material.holdings):
        if isinstance(holding, LeftOut):
            withheld[holding.reason] += 1
        else:
            held.append(holding)
    redacted = replace(
        material,
        incidents=list(map(redactor.incident, material.incidents)),
        claims=list(map(redactor.claim, material.claims)),
        holdings=held,
        redaction=STATEMENT,
    )
    return redacted, withheld


def _undated(count: int) -> Counter[str]:
    """What matches but for having no day, where days were asked for."""
    return Counter({_NO_DAY: count} if count else {})


def _before(
    found: Iterable[_Kept], last_day: Callable[[_Kept], date | None], until: date | None
) -> tuple[list[_Kept], Counter[str]]:
    """Those of `until` or earlier, and how many are not known to be."""
    kept, late = [], Counter[str]()
    for each in found:
        day = last_day(each)
        if until is not None and (day is None or day > until):
            late[_WITHIN_DELAY if day is not None else "no day to measure the delay by"] += 1
        else:
            kept.append(each)
    return kept, late
