"""Who did it and to whom: the words of a party into a name and, where the registry knows it, an id.

    alias, state and organ -> "fighters of X" -> name after a title -> fuller mention in the article
    -> the one it stands in for -> organ of the country of the report -> the name as it stands

The first rule that answers wins; "rebels" and "gunmen" are nobody in particular and stay without a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zenobia.model import ActorMention, Article, Claim, Reason, Span
from zenobia.resolving.coreference import Named, Report, report_of
from zenobia.resolving.phrases import (
    LONGEST_PERSON,
    forms,
    is_capital,
    is_title,
    party_words,
    person_in,
    proper_name,
    stand_in,
)
from zenobia.resolving.registry import Candidate, Registry
from zenobia.resolving.tables import Actor
from zenobia.resolving.wording import LONGEST_MENTION, bare, key_of

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,80})[)\]]\s*")
_LOYAL = re.compile(
    r"\b(?:loyal|allied|affiliated|linked|belonging|aligned)\s(?:to|with)\s(?:the\s)?(.{2,80})"
)
_OF = re.compile(r"\s(?:of|from|in|within|with|for|at|like|such as|including)\s(?:the\s)?")
_PLACED = re.compile(r"\s(?:in|at|from|near|inside|outside|based)\s")

_FIGHTERS = frozenset({"armed group", "criminal group"})
_STAND_IN_KINDS = {
    "monitor": frozenset({"monitor"}),
    "armed": _FIGHTERS,
    "media": frozenset({"media", "state media"}),
    "coalition": frozenset({"coalition"}),
    "un": frozenset({"un"}),
}
# Stand-ins that are also said of nobody in particular unless "the" stands before them.
_NEED_ARTICLE = frozenset({"armed", "media"})
# "Syrian fighters" are not Syria, "Assad supporters" not Assad.
_NOT_THEIR_PEOPLE = frozenset({"state", "people", "person"})
_OWNING = frozenset({"other", "our", "their", "its"})
# "UK Special Representative for Syria" is as long as an office gets here.
_LONGEST_OFFICE = 5
# "He" reaches no farther back than about two sentences. Chosen on gold/train.
_PRONOUN_REACH = 300

# Points of the rules, by how often each was right on gold/train.
_SURE, _LIKELY, _FAIR, _WEAK = 0.8, 0.7, 0.5, 0.4
_ROUNDABOUT = -0.1


@dataclass(frozen=True, slots=True)
class Party:
    """What the words of a mention come to; `name` None where they mean nobody in particular."""

    name: str | None
    actor: Actor | None
    reasons: tuple[Reason, ...]


NOBODY = Party(None, None, ())


@dataclass(frozen=True, slots=True)
class Asked:
    """One mention to be resolved, with all that may help."""

    words: str
    at: int
    report: Report
    country: str | None

    def find(self, words: str) -> Candidate | None:
        return self.report.registry.find(words, self.report.day, self.country)

    @property
    def is_definite(self) -> bool:
        """Whether "the" stands before the words or with them."""
        near = self.report.text[max(0, self.at - len("the ")) : self.at + len("the ")].lower()
        return "the " in near


def resolve_actors(claims: Sequence[Claim], article: Article, registry: Registry) -> list[Claim]:
    """The claims, in the same order, with their actors and targets named, each once a role; words as they were."""
    report = report_of(article, registry)
    return [
        replace(
            claim,
            actors=_each_once(_named(mention, claim, report) for mention in claim.actors),
            targets=_each_once(_named(mention, claim, report) for mention in claim.targets),
        )
        for claim in claims
    ]


def _each_once(mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """ "The Syrian Democratic Forces", said again as "the SDF", are one doer of a claim; who has no name stays."""
    told: dict[str | Span, ActorMention] = {}
    for mention in mentions:
        told.setdefault(mention.name or mention.span, mention)
    return tuple(told.values())


def _named(mention: ActorMention, claim: Claim, report: Report) -> ActorMention:
    party = resolve_party(Asked(mention.text, mention.span.start, report, country_of(claim, report)))
    actor_id = party.actor.id if party.actor else None
    return replace(mention, name=party.name, actor_id=actor_id, reasons=mention.reasons + party.reasons)


def country_of(claim: Claim, report: Report) -> str | None:
    """Where the claim is set, else what the report is about."""
    return (claim.place.country if claim.place else None) or report.country


def known_as(
    words: str, registry: Registry, day: date | None = None, country: str | None = None
) -> tuple[Candidate, ...]:
    """Whom the words may mean without a report around them; "IS fighters" are asked for as "IS" too."""
    asked = bare(words)[:LONGEST_MENTION]
    found = (registry.candidates(form, day, country) for form in (asked, *(form for form, _ in forms(asked))))
    return next((candidates for candidates in found if candidates), ())


def resolve_party(asked: Asked) -> Party:
    """The party these words mean in this place."""
    words = bare(asked.words)
    if not words or len(words) > LONGEST_MENTION:
        return NOBODY
    asked = replace(asked, words=words)
    answers = (rule(asked) for rule in _RULES)
    return next((party for party in answers if party is not None), NOBODY)


def _of(found: Candidate, *more: Reason) -> Party:
    return Party(found.actor.name, found.actor, (*found.reasons, *more))


def _told(actor: Actor, rule: str, points: float, detail: str) -> Party:
    return Party(actor.name, actor, (Reason(rule, points, detail),))


def _meant(named: Named, rule: str, points: float) -> Party:
    return Party(named.name, named.actor, (Reason(rule, points, named.words),))


# ---- the rules, in the order they are asked


def _pronoun(asked: Asked) -> Party | None:
    """ "He said": the one person named just before; "we" is left alone."""
    lists, lowered = party_words(), asked.words.lower()
    if asked.words.isupper() and len(asked.words) > 1:  # "US" is no pronoun
        return None
    if lowered in lists.speaker_pronouns:
        return NOBODY
    if lowered not in lists.singular_pronouns | lists.plural_pronouns:
        return None
    near = asked.report.within(asked.at - _PRONOUN_REACH, asked.at)
    fitting = [named for named in near if named.is_person == (lowered in lists.singular_pronouns)]
    if len({named.name for named in fitting}) != 1:
        return NOBODY
    return _meant(fitting[-1], "pronoun", _FAIR)


def _known(asked: Asked) -> Party | None:
    """The registry's own name; a surname is first looked for in the article ("Davis": which Davis?)."""
    found = asked.find(asked.words)
    if found is None:
        return None
    if found.actor.kind == "person" and " " not in asked.words:
        fuller = asked.report.person(asked.words, asked.at)
        if fuller is not None and fuller.actor is not found.actor:
            return _meant(fuller, "fuller name in the article", _SURE)
    return _of(found)


def _bracketed(asked: Asked) -> Party | None:
    """ "Rapid Support Forces (RSF)", "the Islamic State of Iraq and al-Sham (ISIS) group"."""
    bracket = _BRACKET.search(asked.words)
    if bracket is None:
        return None
    outer = resolve_party(replace(asked, words=_BRACKET.sub(" ", asked.words)))
    if outer.actor is not None:
        return outer
    inner = resolve_party(replace(asked, words=bracket.group(1)))
    return inner if inner.actor is not None else outer


def _loyal(asked: Asked) -> Party | None:
    """ "forces loyal to President Assad" are his government's; "groups affiliated with ISIS" are its own."""
    match = _LOYAL.search(asked.words)
    party = resolve_party(replace(asked, words=match.group(1))) if match else NOBODY
    if party.actor is None:
        return None
    above = party.actor.part_of or ""
    forces = asked.report.registry.get(f"{above}_forces") if above.endswith(".government") else None
    if party.actor.kind == "person" and forces is not None:
        return _told(forces, "loyal to", _LIKELY, party.actor.name)
    return replace(party, reasons=(*party.reasons, Reason("affiliated with", _ROUNDABOUT)))


def _leaders_own(asked: Asked) -> Party | None:
    """ "Syrian President Bashar al-Assad's forces"."""
    tokens = asked.words.split()
    for cut in range(1, min(len(tokens), LONGEST_PERSON)):
        if is_title(tokens[cut - 1]):
            found = asked.find(" ".join(tokens[cut:]))
            if found is not None and "." in found.actor.id:
                return _of(found)
    return None


def _part_of(asked: Asked) -> Party | None:
    """ "members of IS", "a source in the YPG", "militias such as Hezbollah", "units of the armed forces"."""
    for match in _OF.finditer(asked.words):
        head = asked.words[: match.start()].split()
        if head and head[-1].lower() in party_words().heads_of:
            whole = replace(asked, words=bare(asked.words[match.end() :]))
            party = _whole(whole, head[-1]) if whole.words else None
            if party is not None:
                return replace(party, reasons=(*party.reasons, Reason("part of", _ROUNDABOUT, head[-1])))
    return None


def _whole(asked: Asked, head: str) -> Party | None:
    """What stands after "of": a leader's government, a party, an organ of the country, a body by its name."""
    name = person_in(asked.words, asked.report.registry.nationalities) or asked.words
    led = asked.find(f"{name} {head}")
    if led is not None:
        return _of(led)
    party = _shortened(asked) or _organ(asked)
    if party is None and any(token.lower() in party_words().bodies for token in asked.words.split()):
        return _as_it_stands(asked)
    return party


def _shortened(asked: Asked) -> Party | None:
    """The registry's actor in the words without what may stand around a name: "12 Daesh terrorists"."""
    for form, after in forms(asked.words):
        found = asked.find(form)
        if found is not None and not (after and found.actor.kind in _NOT_THEIR_PEOPLE):
            return _of(found, Reason("head noun", _ROUNDABOUT, asked.words))
    return None


def _of_a_country(asked: Asked) -> Party | None:
    """ "Iran's Islamic Revolutionary Guard Corps", "Lebanese Hezbollah": the state is no part of the name."""
    tokens = asked.words.split()
    for cut in range(1, min(len(tokens), 4)):
        state = asked.find(" ".join(tokens[:cut]))
        if state is not None and state.actor.kind == "state":
            party = _shortened(replace(asked, words=" ".join(tokens[cut:]), country=state.actor.country[0]))
            if party is not None and party.actor and party.actor.kind not in _NOT_THEIR_PEOPLE:
                return party
    return None


def _before_link(asked: Asked) -> Party | None:
    """ "SANA reporter in Deir Ezzor": where they are is no part of who they are."""
    head = _PLACED.split(asked.words, maxsplit=1)[0]
    party = _shortened(replace(asked, words=head)) if head and head != asked.words else None
    return party if party is not None and party.actor and party.actor.kind != "state" else None


def _titled(asked: Asked) -> Party | None:
    """ "US Secretary of Defense Ashton Carter", "Observatory director Rami Abdel Rahman", "Mr Colville"."""
    name = person_in(asked.words, asked.report.registry.nationalities)
    if name is None:
        return None
    found = asked.find(name)
    if found is not None and found.actor.kind == "person":
        return _known(replace(asked, words=name))
    fuller = asked.report.person(name, asked.at) if " " not in name else None
    if fuller is not None:
        return _meant(fuller, "fuller name in the article", _SURE)
    return Party(name, None, (Reason("name after a title", _LIKELY, asked.words),))


def _by_office(asked: Asked) -> Party | None:
    """ "The minister", where the report has one "Minister Jane Roe", or one "Jane Roe, the minister"."""
    tokens = asked.words.split()
    if not asked.is_definite or not is_title(tokens[-1]) or len(tokens) > _LONGEST_OFFICE:
        return None
    office = re.escape(asked.words)
    before_name = re.compile(rf"\b{office}\s(?=[A-Z])", re.IGNORECASE)
    after_name = re.compile(rf",\s(?:the\s)?{office}\b", re.IGNORECASE)
    begin = {match.end() for match in before_name.finditer(asked.report.text)}
    end = {match.start() for match in after_name.finditer(asked.report.text)}
    holders = {
        named.name: named
        for named in asked.report.named
        if named.is_person and (named.start in begin or named.start + len(named.words) in end)
    }
    return _meant(holders.popitem()[1], "by office", _LIKELY) if len(holders) == 1 else None


def _standing_in(asked: Asked) -> Party | None:
    """ "the monitor", "the terrorist group": the one party of that kind told of before."""
    kind = stand_in(asked.words)
    if kind is None or (kind in _NEED_ARTICLE and not asked.is_definite):
        return None
    actor = asked.report.only(_STAND_IN_KINDS[kind], asked.at)
    return _told(actor, "the one told of before", _FAIR, kind) if actor else None


def _fuller(asked: Asked) -> Party | None:
    """ "the Observatory", "Davis", "the Council": the longer mention in the same article."""
    full = asked.report.acronyms.get(asked.words)
    if full is not None:
        return Party(full, None, (Reason("spelled out in the article", _SURE, full),))
    key, first = key_of(asked.words), asked.words.split()[0]
    is_name = is_capital(first) and not asked.report.says(first)
    generic = key in party_words().generic or asked.report.registry.is_organ_word(asked.words)
    if generic or not (is_name or asked.is_definite):
        return None
    person = asked.report.person(asked.words, asked.at) if " " not in asked.words else None
    if person is not None:
        return _meant(person, "fuller name in the article", _SURE)
    fuller = asked.report.fuller(asked.words, asked.at, _FIGHTERS if stand_in(asked.words) else ())
    if fuller is None or (fuller.actor is None and not asked.is_definite):
        return None
    return _meant(fuller, "fuller mention in the article", _LIKELY)


def _coalition(asked: Asked) -> Party | None:
    """ "the coalition" in a report on Yemen, where none was named: the one at war there at the time."""
    first, _, rest = asked.words.partition(" ")
    words = rest if first.lower() in _OWNING else asked.words
    said = (form for form, _ in forms(words) if words.startswith(form))
    if asked.country is None or "coalition" not in (
        party_words().stand_ins.get(key_of(form)) for form in said
    ):
        return None
    at_war = asked.report.registry.of_kind("coalition", asked.country, asked.report.day)
    actor = asked.report.whole_of(at_war)
    return _told(actor, "coalition at war in the country", _WEAK, asked.country) if actor else None


def _organ(asked: Asked) -> Party | None:
    """ "the army" and "government forces" of the country of the report."""
    if asked.country is None:
        return None
    registry, country = asked.report.registry, asked.country
    found = (registry.organ_alone(form, country) for form, after in forms(asked.words) if not after)
    organ = next((candidate for candidate in found if candidate is not None), None)
    return _of(organ) if organ is not None else None


def _nation(asked: Asked) -> Party | None:
    """ "the Turks" do what Turkey does; "Turks", without the article, are people."""
    state = asked.report.registry.nation(asked.words)
    if state is None:
        return None
    return _told(state, "people for their state", _FAIR, asked.words) if asked.is_definite else NOBODY


def _as_it_stands(asked: Asked) -> Party | None:
    """A proper name the registry does not know is its own name, without an id."""
    name = proper_name(asked.words)
    small = party_words().small
    if name is None or all(asked.report.says(token) or token.lower() in small for token in name.split()):
        return None
    return Party(name, None, (Reason("named in the report", _WEAK),))


_RULES: tuple[Callable[[Asked], Party | None], ...] = (
    _pronoun,
    _known,
    _bracketed,
    _loyal,
    _leaders_own,
    _part_of,
    _shortened,
    _of_a_country,
    _before_link,
    _by_office,
    _titled,
    _standing_in,
    _fuller,
    _coalition,
    _organ,
    _nation,
    _as_it_stands,
)
