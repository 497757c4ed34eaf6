"""`zenobia control`: who held a place, from when to when, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from zenobia import api
from zenobia.cli import words
from zenobia.cli.console import err, out, print_json, print_table, visible
from zenobia.cli.options import DAY, store_option
from zenobia.model import Holding, HoldingState, Side, Telling

# On a terminal a cell names so many, and counts the rest; pipes and --json get all.
_NAMED_IN_A_CELL = 3


@click.command()
@click.argument("place", required=False)
@click.option("--on", type=DAY, metavar="DAY", help="On this day, like 2016-03-27.")
@click.option("--country", metavar="CODE", help="In this country, like SY.")
@click.option(
    "--claims", "with_claims", is_flag=True, help="List the claims behind each period, and beside it."
)
@click.option(
    "--horizon",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="So long after the last word of a holder, nobody knows. [default: 180, or ZENOBIA_HORIZON]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, whole.")
@store_option
def control(
    place: str | None,
    on: date | None,
    country: str | None,
    with_claims: bool,
    horizon: int | None,
    as_json: bool,
    store: Path | None,
) -> None:
    """Show who held PLACE and when, or who held what on a day.

    PLACE is a name, or an id such as geonames:163808. What held, contested, claimed and unknown mean is in
    docs/control.md.

    \b
    Examples:
      zenobia control Palmyra
      zenobia control Palmyra --on 2016-03-28 --claims
      zenobia control --on 2016-03-28 --country SY
    """
    code = country.upper() if country else None
    if place is not None:
        answers = api.control(place, on, country=code, horizon_days=horizon, store=store)
        _tell_namesakes(place, answers)
        answers = answers[:1]
    elif on is not None:
        answers = api.control_on(on, country=code, horizon_days=horizon, store=store)
    else:
        raise click.UsageError("Name a place, or a day with --on, or both.")
    if as_json:
        print_json([_record(answer, on) for answer in answers])
    elif with_claims:
        rows = [row for answer in answers for row in _claim_rows(answer, on)]
        print_table(
            ("PLACE", "FROM", "STATE", "BEARING", "CLAIM", "WHEN", "KIND", "WHO", "ACCORDING TO"), rows
        )
    else:
        rows = [_row(answer, holding) for answer in answers for holding in _shown(answer, on)]
        print_table(("PLACE", "FROM", "TO", "STATE", "HELD BY", "OTHERS", "ACCORDING TO", "CLAIMS"), rows)
    _tell_what_is_missing(answers, on, with_claims=with_claims or as_json)


def _shown(answer: api.Control, on: date | None) -> tuple[Holding, ...]:
    if on is None:
        return answer.timeline.holdings
    return (answer.holding,) if answer.holding is not None else ()


def _row(answer: api.Control, holding: Holding) -> tuple[str, ...]:
    said = dict.fromkeys(
        name
        for claim_id in holding.claim_ids
        for name in words.said_by(answer.found[claim_id].claim).split("; ")
    )
    return (
        words.held_place(holding.place),
        words.holding_from(holding),
        words.holding_to(holding),
        holding.state.value,
        _sides(holding.sides),
        f"last told: {_sides(holding.rivals)}" if _is_silent(holding) else _sides(holding.rivals),
        _few(list(said)),
        _few([claim_id[:8] for claim_id in holding.claim_ids], between=" "),
    )


def _is_silent(holding: Holding) -> bool:
    return holding.state is HoldingState.UNKNOWN and bool(holding.rivals)


def _claim_rows(answer: api.Control, on: date | None) -> Iterator[tuple[str, ...]]:
    for holding in _shown(answer, on):
        first = (words.held_place(holding.place), words.holding_from(holding), holding.state.value)
        yield from _bearing(answer, (*first, "decides"), holding.tellings)
        yield from _bearing(answer, (*first, "beside"), holding.beside)
    yield from _bearing(
        answer, (words.held_place(answer.timeline.place), "", "", "none"), answer.timeline.unused
    )


def _bearing(
    answer: api.Control, first: tuple[str, ...], tellings: Iterable[Telling]
) -> Iterator[tuple[str, ...]]:
    for telling in tellings:
        claim = answer.found[telling.claim_id].claim
        kind, who = words.kind(claim), words.who(claim)
        told = words.when(claim.when)
        if telling.is_day_of_report and telling.days is not None:
            told = f"{words.days(telling.days)} (day of the report)"
        yield (*first, claim.id[:8], told, kind, who, words.said_by(claim))


def _sides(sides: Sequence[Side]) -> str:
    return "; ".join(side.name if side.is_named else f"“{side.name}”" for side in sides)


def _few(names: list[str], between: str = "; ") -> str:
    shown = names[:_NAMED_IN_A_CELL] if out.is_terminal else names
    more = f"{between}+{len(names) - len(shown)}" if len(shown) < len(names) else ""
    return between.join(shown) + more


def _record(answer: api.Control, on: date | None) -> dict[str, object]:
    timeline = answer.timeline
    return {
        "place": api.place_record(timeline.place),
        "on": on.isoformat() if on else None,
        "holdings": [api.holding_record(holding) for holding in _shown(answer, on)],
        "unused": [api.telling_record(telling) for telling in timeline.unused],
        "claims": [
            api.claim_record(found.claim, found.article, found.sentences) for found in answer.found.values()
        ],
    }


def _tell_namesakes(place: str, answers: Sequence[api.Control]) -> None:
    for other in answers[1:]:
        known = other.timeline.place
        name = visible(known.place_id or known.name)
        err.print(
            f"Also {words.held_place(known)}, told of in {len(other.found)} claims: zenobia control {name}"
        )


def _tell_what_is_missing(answers: Sequence[api.Control], on: date | None, *, with_claims: bool) -> None:
    """On standard error: nothing is left out in silence."""
    if not any(_shown(answer, on) for answer in answers):
        err.print(
            "Nothing that is told says who held it." if on is None else "Nothing is told of it by that day."
        )
    idle = sum(
        len(answer.timeline.unused) + sum(len(holding.beside) for holding in _shown(answer, on))
        for answer in answers
    )
    if idle and not with_claims:
        err.print(
            f"{idle} more claims decide nothing (no day, denied, planned, near it); --claims lists them."
        )
