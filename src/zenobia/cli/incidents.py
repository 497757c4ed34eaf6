"""`zenobia incidents` and `zenobia incident`: what happened, by all that is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
from rich.text import Text

from zenobia import api
from zenobia.cli import words
from zenobia.cli.ask import CLAIM_HEADINGS, claim_row, limit_of, tell_what_is_not_shown
from zenobia.cli.console import out, print_json, print_table
from zenobia.cli.options import claim_filters, listing_options, store_option
from zenobia.model import Account, Field, Figure, Incident, Version

INCIDENT_HEADINGS = ("INCIDENT", "WHEN", "KIND", "WHO", "WHERE", "TOLL", "GRADE", "CLAIMS", "ORIGINS")


@click.command()
@claim_filters
@listing_options
def incidents(
    query: api.ClaimQuery,
    limit: int | None,
    as_json: bool,
    store: Path | None,
) -> None:
    """List incidents: claims of one happening, joined, with the account that they give together.

    An incident is listed where one of its claims is what the options ask for (see "zenobia claims").

    \b
    Examples:
      zenobia incidents --place Palmyra --from 2016-03-01 --to 2016-04-30
      zenobia incidents --kind airstrike --json
    """
    query = replace(query, limit=limit_of(limit, as_json))
    answer = api.incidents(query, store=store)
    if as_json:
        print_json([api.incident_record(found) for found in answer.found])
    else:
        print_table(INCIDENT_HEADINGS, [incident_row(found) for found in answer.found])
    tell_what_is_not_shown(len(answer.found), answer.total, answer.undated, "incidents")


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--why", is_flag=True, help="Say why each claim is one of the incident's.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@store_option
def incident(id_: str, why: bool, as_json: bool, store: Path | None) -> None:
    """Show an incident: the account, what is disputed and by whom, and the claims.

    The first characters of the id are enough. An id that an incident once had still finds it.

    \b
    Example: zenobia incident 3f617d82 --why
    """
    answer = api.incident(id_, store=store)
    if as_json:
        claims = [api.claim_record(f.claim, f.article, f.sentences) for f in answer.claims]
        record = api.incident_record(answer.incident)
        print_json({**record, "parts": list(answer.parts), "claims": claims})
    else:
        show_incident(answer, why)


def incident_row(found: Incident) -> tuple[str, ...]:
    account = found.account
    return (
        found.id[:8],
        words.days(account.days) if account.days else "",
        account.kind.value,
        _sides(account),
        words.place(account.place),
        "; ".join(_figure(figure) for figure in account.toll if figure.is_total),
        account.grade.value,
        str(len(found.members)),
        str(len(account.origins)),
    )


def show_incident(answer: api.FoundAccount, why: bool = False) -> None:
    """The account of an incident, its disputes and its claims."""
    account = answer.incident.account
    out.print(Text(account.kind.value, style="bold"), Text(answer.incident.id, style="dim"))
    for name, value in _summary(answer):
        if value:
            out.print(Text(f"{name:9}{words.printable(value)}"))
    for figure in account.toll:
        if not figure.is_total:
            out.print(Text(f"{'':9}{words.printable(_figure(figure))}"))
    for field in account.fields:
        if len(field.versions) > 1:
            out.print()
            _show_field(field)
    out.print()
    print_table(CLAIM_HEADINGS, [claim_row(found.claim) for found in answer.claims])
    if why:
        out.print()
        for member in answer.incident.members:
            points = ", ".join(f"{reason.rule} {reason.points:+g}" for reason in member.reasons)
            to = f" with {member.reasons[0].detail[:8]}" if member.reasons else ""
            out.print(Text(f"{member.claim_id[:8]}{to}: {points or 'alone'}", style="dim"))


def _summary(answer: api.FoundAccount) -> list[tuple[str, str]]:
    account = answer.incident.account
    origins = (f"{o.name} (a party to it)" if o.is_party else o.name for o in account.origins)
    return [
        ("when", words.days(account.days) if account.days else ""),
        ("where", words.place(account.place)),
        ("who", _sides(account)),
        ("toll", "; ".join(_figure(figure) for figure in account.toll if figure.is_total)),
        ("objects", "; ".join(account.objects)),
        ("grade", account.grade.value),
        ("origins", "; ".join(origins)),
        ("part of", answer.incident.part_of or ""),
        ("parts", "; ".join(part[:8] for part in answer.parts)),
    ]


def _show_field(field: Field) -> None:
    """ "killed, disputed: 12 (state media, 2016-03-27) · 20+ (Observatory, 2016-03-28)"."""
    style = "bold red" if field.is_disputed else "bold"
    told = " · ".join(_version(version) for version in field.versions)
    heading = Text(f"{field.name}{', disputed' if field.is_disputed else ''}: ", style=style)
    out.print(heading.append(words.printable(told), style="default"))


def _version(version: Version) -> str:
    on = f", {version.told_on}" if version.told_on else ""
    return f"{version.value} ({', '.join(version.origins)}{on})"


def _sides(account: Account) -> str:
    return " → ".join(side for side in ("; ".join(account.actors), "; ".join(account.targets)) if side)


def _figure(figure: Figure) -> str:
    """ "12–20 killed, best 20", "12+ killed", "12 civilians of the Syrian Army killed"."""
    if figure.high is None:
        told = f"{figure.low}+" if figure.best == figure.low else f"{figure.low}+, best {figure.best},"
    elif figure.low == figure.high:
        told = f"{figure.low}"
    else:
        told = f"{figure.low}–{figure.high}, best {figure.best},"
    who = "" if figure.category == "unknown" else f" {figure.category.value}"
    side = f" ({figure.side})" if figure.side else ""
    return f"{told}{who}{side} {figure.outcome.value}"
