"""Bring the names of one party together: "Syrian troops" and "the government" hold a place for one side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from zenobia.model import ActorMention, Claim, Kind, Realis, Side, SourceMention

Lineage = Callable[[str], Sequence[Side]]
"""An actor's id to the actor and what it is part of, upwards; nothing where the id is not known."""

_FIGHTING = frozenset({Kind.TAKEOVER, Kind.CLASH, Kind.SIEGE})


class Sides:
    """The sides that fight for one place, as the claims about it name them.

    Two actors are one side where one is part of the other or both are parts of one whole. Where they have
    no more in common than the top of their lineage (a state, or a movement such as al-Qaeda), they are one
    side unless a claim tells of one fighting the other: "Iraqi forces took Kirkuk from the Peshmerga".
    """

    def __init__(self, claims: Sequence[Claim], lineage: Lineage) -> None:
        self._lineage = lineage
        parties = [mention for claim in claims for mention in (*claim.actors, *claim.targets)]
        self._ids = {
            _key(mention.name): mention.actor_id
            for mention in sorted(parties, key=lambda mention: mention.actor_id or "", reverse=True)
            if mention.actor_id is not None and mention.name
        }
        members = {actor_id for mention in parties if (actor_id := self._id_of(mention)) is not None}
        self._opposed = frozenset(_opposed(claims, self._id_of, self._branch))
        self._sides = self._grouped(sorted(members))

    def of(self, mentions: Iterable[ActorMention]) -> tuple[Side, ...]:
        """The sides that the mentions name, each once, those with a name first."""
        found = dict.fromkeys(self._side_of(mention) for mention in mentions)
        return tuple(sorted(found, key=lambda side: not side.is_named))

    def speaks_for(self, source: SourceMention | str, sides: Iterable[Side]) -> bool:
        """Whether a source, or the actor with this id, belongs to one of the sides."""
        if isinstance(source, str):
            actor_id: str | None = source
        else:
            actor_id = source.actor_id or self._ids.get(_key(source.name or source.text))
        if actor_id is not None:
            return self._side_with(actor_id) in set(sides)
        names = {_key(side.name) for side in sides}
        return not isinstance(source, str) and _key(source.name or source.text) in names

    def _side_of(self, mention: ActorMention) -> Side:
        actor_id = self._id_of(mention)
        if actor_id is not None:
            return self._side_with(actor_id)
        return Side(mention.name or mention.text, None, mention.name is not None)

    def _id_of(self, mention: ActorMention) -> str | None:
        return mention.actor_id or self._ids.get(_key(mention.name or mention.text))

    def _side_with(self, actor_id: str) -> Side:
        """The side of an actor; one that does not fight, such as a state's news agency, joins its whole."""
        if actor_id in self._sides:
            return self._sides[actor_id]
        line = self._line(actor_id)
        around = (side for side in self._sides.values() if side in line)
        beside = (
            side for member, side in self._sides.items() if self._branch(member) == self._branch(actor_id)
        )
        return next(around, None) or next(beside, line[0])

    def _grouped(self, members: Sequence[str]) -> dict[str, Side]:
        """The side of every member. Branches of one top share a side with the first they do not oppose."""
        groups: dict[str, list[list[str]]] = {}
        for top, branch in sorted({self._branch(member) for member in members}):
            known = groups.setdefault(top, [])
            friends = (
                group for group in known if not any(frozenset({branch, o}) in self._opposed for o in group)
            )
            group = next(friends, None)
            if group is None:
                known.append([branch])
            else:
                group.append(branch)
        sides = {}
        for top, known in groups.items():
            for branches in known:
                of_group = [
                    m for m in members if self._branch(m)[0] == top and self._branch(m)[1] in branches
                ]
                sides.update(dict.fromkeys(of_group, self._common(of_group)))
        return sides

    def _common(self, members: Sequence[str]) -> Side:
        """The nearest whole that all members are part of, which may be a member itself."""
        first, *others = (self._line(member) for member in members)
        shared = (side for side in first if all(side in other for other in others))
        return next(shared, first[-1])

    def _branch(self, actor_id: str) -> tuple[str, str]:
        """The top of an actor's lineage, and the part of it just below that the actor belongs to."""
        line = [side.actor_id or side.name for side in self._line(actor_id)]
        return line[-1], line[-2] if len(line) > 1 else line[-1]

    def _line(self, actor_id: str) -> Sequence[Side]:
        return self._lineage(actor_id) or (Side(actor_id, actor_id),)


def meet(left: Iterable[Side], right: Iterable[Side]) -> bool:
    return not set(left).isdisjoint(right)


def _opposed(
    claims: Iterable[Claim],
    id_of: Callable[[ActorMention], str | None],
    branch_of: Callable[[str], tuple[str, str]],
) -> Iterator[frozenset[str]]:
    """Pairs of branches of one top of which one is told to fight the other."""
    for claim in claims:
        if claim.kind not in _FIGHTING or claim.realis is not Realis.ASSERTED:
            continue
        actors, targets = (
            {branch_of(actor_id) for mention in mentions if (actor_id := id_of(mention)) is not None}
            for mentions in (claim.actors, claim.targets)
        )
        for top, branch in actors:
            for other_top, other in targets:
                if top == other_top and branch != other:
                    yield frozenset({branch, other})


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
