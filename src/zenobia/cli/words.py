"""Claims in words a person reads: cells of a table, and sentences with the words of each slot marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from zenobia.cli.console import visible
from zenobia.dates import DatePrecision, DateRange
from zenobia.model import (
    ActorMention,
    Article,
    Claim,
    HeldPlace,
    Holding,
    Mention,
    PlaceMention,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)

SLOT_STYLES = {
    "actors": "bold cyan",
    "targets": "bold magenta",
    "objects": "yellow",
    "place": "bold green",
    "when": "bold blue",
    "toll": "bold red",
    "sources": "underline bold",
    "quote": "italic",
}


def slots(claim: Claim) -> Iterator[tuple[str, Mention]]:
    """Each mention of a claim with its slot's name; a quote comes first, so that others show inside it."""
    singles = (("quote", claim.quote), ("place", claim.place), ("when", claim.when))
    yield from ((slot, mention) for slot, mention in singles if mention is not None)
    for slot in ("actors", "targets", "objects", "toll", "sources"):
        yield from ((slot, mention) for mention in getattr(claim, slot))


def marked(article: Article, sentence: Span, claims: Iterable[Claim]) -> Text:
    """A sentence with the words that fill the claims' slots in the colour of their slot."""
    text = Text(visible_in_place(sentence.of(article.text)))
    for claim in claims:
        for slot, mention in slots(claim):
            if mention.span.overlaps(sentence):
                start, end = mention.span.start - sentence.start, mention.span.end - sentence.start
                text.stylize(SLOT_STYLES[slot], max(start, 0), max(end, 0))
    return text


def visible_in_place(words: str) -> str:
    """The words with each control character as one visible mark, so that spans still fit."""
    return "".join(
        char if char.isprintable() else " " if char in "\n\t\r" else "\N{REPLACEMENT CHARACTER}"
        for char in words
    )


def legend(claims: Iterable[Claim]) -> Text:
    """The slots that are filled, each in its colour."""
    used = dict.fromkeys(slot for claim in claims for slot, _ in slots(claim))
    return Text("  ").join(Text(slot, style=SLOT_STYLES[slot]) for slot in used)


def values(claim: Claim) -> Iterator[tuple[str, str, str, Mention]]:
    """Each filled slot: its name, its words, what they were read as (empty if nothing), and the mention."""
    for mention in (*claim.actors, *claim.targets):
        slot = "actors" if mention in claim.actors else "targets"
        yield slot, mention.text, mention.name or "", mention
    for thing in claim.objects:
        yield "objects", thing.text, "", thing
    if claim.place:
        yield "place", claim.place.text, _position(claim.place), claim.place
    if claim.when:
        yield "when", claim.when.text, days(claim.when.days) if claim.when.days else "", claim.when
    for counted in claim.toll:
        category = "" if counted.category == "unknown" else f", {counted.category.value}"
        yield "toll", counted.text, f"{toll(counted)}{category}", counted
    for source in claim.sources:
        parts = (source.name, source.kind and source.kind.value, source.via and f"via {source.via}")
        yield "sources", source.text, ", ".join(part for part in parts if part), source
    if claim.quote:
        yield "quote", claim.quote.text, "", claim.quote


def _position(mention: PlaceMention) -> str:
    """ "near Palmyra, SY (34.56, 38.27; near)"."""
    if mention.name is None:
        return ""
    known = place(mention)
    if mention.lat is None or mention.lon is None:
        return known
    precision = mention.precision.value if mention.precision else "precision unknown"
    return f"{known} ({mention.lat:.2f}, {mention.lon:.2f}; {precision})"


def party(mention: ActorMention | SourceMention) -> str:
    return mention.name or mention.text


def parties(mentions: Iterable[ActorMention | SourceMention]) -> str:
    return "; ".join(dict.fromkeys(party(mention) for mention in mentions))


def place(mention: PlaceMention | None) -> str:
    """ "near Palmyra, SY", or the words as they stand where the place is not known."""
    if mention is None:
        return ""
    if mention.name is None:
        return mention.text
    name = f"near {mention.name}" if mention.precision == "near" else mention.name
    return f"{name}, {mention.country}" if mention.country and mention.precision != "country" else name


def when(mention: WhenMention | None) -> str:
    """ "2016-03-27", "2015-05", or the words in quotation marks where they have no day."""
    if mention is None:
        return ""
    return days(mention.days) if mention.days else f"“{mention.text}”"


def days(told: DateRange) -> str:
    if told.start and told.start == told.end:
        return told.start.isoformat()
    if (
        told.start
        and told.precision is DatePrecision.MONTH
        and told == DateRange.of_month(told.start.year, told.start.month)
    ):
        return f"{told.start:%Y-%m}"
    if told.start and told.precision is DatePrecision.YEAR and told == DateRange.of_year(told.start.year):
        return f"{told.start:%Y}"
    return f"{told.start or '…'} to {told.end or '…'}"


def held_place(known: HeldPlace) -> str:
    return f"{known.name}, {known.country}" if known.country and known.precision != "country" else known.name


def holding_from(holding: Holding) -> str:
    """ "2016-03-27", "2015-05" for some day of May, or "by 2016-03-26" where the beginning is not told."""
    if holding.began:
        return days(holding.began)
    return holding.first.isoformat() if holding.state == "unknown" else f"by {holding.first}"


def holding_to(holding: Holding) -> str:
    """The days of the change that ended it, or the last day that the horizon allows; empty if it goes on."""
    if holding.ended:
        return days(holding.ended)
    return holding.last.isoformat() if holding.last else ""


def tolls(counted: Iterable[Toll]) -> str:
    return "; ".join(toll(one) for one in counted)


def toll(one: Toll) -> str:
    """ "400+ killed", "≤20 wounded", "12 killed", or "“dozens” killed" where no figure is told."""
    if one.low is None and one.high is None:
        figure = f"“{one.text}”"
    elif one.low is None:
        figure = f"≤{one.high}"
    elif one.high is None:
        figure = f"{one.low}+"
    else:
        figure = f"{one.low}" if one.low == one.high else f"{one.low}–{one.high}"
    return f"{figure} {one.outcome.value}"


def who(claim: Claim) -> str:
    """ "Syrian Army → Islamic State"."""
    return " → ".join(side for side in (parties(claim.actors), parties(claim.targets)) if side)


def kind(claim: Claim) -> str:
    """ "takeover", or "airstrike (denied)" where it is not simply asserted."""
    return claim.kind.value if claim.realis == "asserted" else f"{claim.kind.value} ({claim.realis.value})"


def said_by(claim: Claim) -> str:
    return parties(claim.sources) or "(the report itself)"


def printable(words: str | None) -> str:
    return visible(words or "")
