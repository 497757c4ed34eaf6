"""The account of an incident: what its claims say together, where they agree, and where they do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from zenobia.dates import DateRange
from zenobia.incidents.depositions import Deposition
from zenobia.incidents.figures import figures
from zenobia.incidents.kinds import precedence
from zenobia.incidents.origins import Voice, origins, voices
from zenobia.incidents.traits import RADIUS_KM, WIDEST_KM, side_of
from zenobia.model import (
    Account,
    ActorMention,
    Field,
    Figure,
    Grade,
    Kind,
    PlaceMention,
    PlacePrecision,
    Realis,
    Version,
)

_Value = TypeVar("_Value")
_HAPPENED = Realis.ASSERTED


def give_account(depositions: Sequence[Deposition]) -> Account:
    """What the depositions say together; the order they come in does not matter.

    Those that tell it as having happened are heard first; where none does, the others are.
    """
    in_order = sorted(depositions, key=lambda deposition: deposition.claim.id)
    spoken = voices(in_order)
    heard = [voice for voice in spoken if voice.deposition.claim.realis is _HAPPENED] or spoken
    toll = figures(spoken)
    return Account(
        kind=min((voice.deposition.claim.kind for voice in heard), key=precedence().__getitem__),
        days=_most_told(heard, _days, _length),
        place=_best_place(heard),
        actors=_names(voice.deposition.claim.actors for voice in heard),
        targets=_names(voice.deposition.claim.targets for voice in heard),
        objects=tuple(sorted({thing.text for voice in heard for thing in voice.deposition.claim.objects})),
        toll=toll,
        fields=tuple(_fields(heard, toll)),
        origins=origins(spoken),
        grade=_grade(spoken),
    )


def _grade(spoken: Sequence[Voice]) -> Grade:
    """How well it is founded that this happened, and who did it (docs/incidents.md)."""
    deposition = [voice for voice in spoken if voice.deposition.claim.realis is _HAPPENED]
    denying = {voice.name for voice in spoken if voice.deposition.claim.realis is Realis.DENIED}
    names = {voice.name for voice in deposition}
    doers = {voice.name for voice in deposition if voice.is_doer}
    if not deposition:
        return Grade.DENIED if denying else Grade.UNCONFIRMED
    if denying - names or _sides_dispute(deposition):
        return Grade.DISPUTED
    if doers and names - doers:
        return Grade.ADMITTED
    return Grade.CORROBORATED if len(names) > 1 else Grade.SINGLE_ORIGIN


def _sides_dispute(spoken: Sequence[Voice]) -> bool:
    """Whether two origins name doers that have no side in common."""
    named: dict[str, set[str]] = defaultdict(set)
    for voice in spoken:
        claim = voice.deposition.claim
        if claim.actors and all(actor.actor_id for actor in claim.actors) and claim.kind is not Kind.CLASH:
            named[voice.name] |= {side_of(actor) for actor in claim.actors}
    every = list(named.values())
    return any(not one & other for at, one in enumerate(every) for other in every[at + 1 :])


def _fields(spoken: Sequence[Voice], toll: Sequence[Figure]) -> Iterable[Field]:
    """What is said of each thing, with who says it; things that nobody tells are left out."""
    told: tuple[tuple[str, Callable[[Voice], str | None]], ...] = (
        ("kind", lambda voice: voice.deposition.claim.kind.value),
        ("days", lambda voice: _days_in_words(_days(voice))),
        ("place", _place_name),
        ("actors", lambda voice: _side_names(voice.deposition.claim.actors)),
        ("targets", lambda voice: _side_names(voice.deposition.claim.targets)),
    )
    disputes = {"days": _days_dispute(spoken), "actors": _sides_dispute(spoken)}
    for name, value in told:
        versions = _versions(spoken, value)
        if versions:
            yield Field(name, versions, disputes.get(name, False))
    for figure in toll:
        if figure.is_total:
            yield Field(figure.outcome.value, figure.versions, _figures_dispute(figure))


def _figures_dispute(figure: Figure) -> bool:
    """Whether one origin's most is less than another's least: "12" and "over 20" cannot both be true."""
    exact = [int(v.value) for v in figure.versions if v.value.isdigit()]
    least = [int(v.value.rstrip("+").split("–")[0]) for v in figure.versions if not v.value.startswith("≤")]
    most = exact + [int(v.value[1:]) for v in figure.versions if v.value.startswith("≤")]
    most += [int(v.value.split("–")[1]) for v in figure.versions if "–" in v.value]
    return bool(least and most) and min(most) < max(least)


def _days_dispute(spoken: Sequence[Voice]) -> bool:
    days = [told for told in map(_days, spoken) if told is not None]
    return any(
        not one.meets(other.start, other.end) for at, one in enumerate(days) for other in days[at + 1 :]
    )


def _versions(spoken: Sequence[Voice], value: Callable[[Voice], str | None]) -> tuple[Version, ...]:
    """Each value with its origins, that of most origins first."""
    by_value: dict[str, list[Voice]] = defaultdict(list)
    for voice in spoken:
        words = value(voice)
        if words:
            by_value[words].append(voice)
    versions = [
        Version(
            words,
            tuple(sorted({voice.name for voice in same})),
            tuple(sorted({voice.deposition.claim.id for voice in same})),
            max((v.deposition.published_on for v in same if v.deposition.published_on), default=None),
        )
        for words, same in by_value.items()
    ]
    return tuple(sorted(versions, key=lambda version: (-len(version.origins), version.value)))


def _most_told(
    spoken: Sequence[Voice],
    value: Callable[[Voice], _Value | None],
    width: Callable[[_Value], float],
) -> _Value | None:
    """The narrowest value, among equals that of most origins, then the first told."""
    told: dict[_Value, set[str]] = defaultdict(set)
    for voice in spoken:
        found = value(voice)
        if found is not None:
            told[found].add(voice.name)
    return min(told, key=lambda each: (width(each), -len(told[each]), str(each)), default=None)


def _days(voice: Voice) -> DateRange | None:
    when = voice.deposition.claim.when
    return when.days if when is not None else None


def _length(days: DateRange) -> float:
    if days.start is None or days.end is None:
        return float("inf")
    return float((days.end - days.start).days)


def _best_place(spoken: Sequence[Voice]) -> PlaceMention | None:
    """The most exact place, among equals that of most claims; the mention of the first that tells it."""
    mentions: dict[str, tuple[float, PlaceMention]] = {}
    told: Counter[str] = Counter()
    for voice in spoken:
        place = voice.deposition.claim.place
        if place is not None and place.lat is not None:
            name = place.place_id or f"{place.lat} {place.lon}"
            width = RADIUS_KM.get(place.precision or PlacePrecision.REGION, WIDEST_KM)
            if name not in mentions or width < mentions[name][0]:
                mentions[name] = (width, place)
            told[name] += 1
    if not mentions:
        return None
    best = min(mentions, key=lambda name: (mentions[name][0], -told[name], name))
    return mentions[best][1]


def _place_name(voice: Voice) -> str | None:
    place = voice.deposition.claim.place
    return (place.name or place.text) if place is not None else None


def _side_names(mentions: Iterable[ActorMention]) -> str | None:
    return "; ".join(sorted({mention.name or mention.text for mention in mentions})) or None


def _names(sides: Iterable[Iterable[ActorMention]]) -> tuple[str, ...]:
    """Names by how many claims tell them, the most first."""
    told = Counter(mention.name or mention.text for side in sides for mention in side)
    return tuple(sorted(told, key=lambda name: (-told[name], name)))


def _days_in_words(days: DateRange | None) -> str | None:
    if days is None:
        return None
    if days.start == days.end:
        return str(days.start)
    return f"{days.start or '…'} to {days.end or '…'}"
