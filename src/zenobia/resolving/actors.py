"""Who did it and to whom: the words of a party into a name and, where the registry knows it, an id.

alias -> state and organ -> bracket -> person -> "fighters of X" -> fuller mention -> stand-in
-> organ of the country of the report -> the name as it stands; a generic party stays without a name
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from zenobia.model import ActorMention, Article, Claim, Reason
from zenobia.resolving.coreference import Named, Report, party_words
from zenobia.resolving.registry import Actor, Candidate, Registry
from zenobia.resolving.wording import LONGEST_MENTION, bare, key_of

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,80})[)\]]\s*")
_QUOTED = re.compile(r"[\"“”][^\"“”]{1,40}[\"“”]\s?|\(.{1,40}?\)\s?")
_LOYAL = re.compile(
    r"\b(?:loyal|allied|affiliated|linked|belonging|aligned)\s(?:to|with)\s(?:the\s)?(.{2,80})"
)
_OF = re.compile(r"\s(?:of|from|in|within|with|for|at|like|such as|including)\s(?:the\s)?")
_PLACED = re.compile(r"\s(?:in|at|from|near|inside|outside|based)\s")
_QUALIFIED = re.compile(
    r".+-(?:based|backed|led|linked|run|aligned|held|affiliated|allied|supported|funded)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d[\d,.]*")
_NAME_PART = re.compile(r"(?:(?:al|el|ar|as|an|ash|ad|at|ul)[-‑])?[^\W\d_a-zß-öø-ÿ].*")

_STAND_IN_KINDS = {
    "monitor": frozenset({"monitor"}),
    "armed": frozenset({"armed group", "criminal group"}),
    "media": frozenset({"media", "state media"}),
    "coalition": frozenset({"coalition"}),
    "un": frozenset({"un"}),
}
_ITS_OWN = frozenset({"other", "our", "their", "its"})
_FIGHTERS = frozenset({"armed group", "criminal group"})
# A person's name has at most this many words ("Abdullah bin Zayed bin Sultan Al Nahyan").
_LONGEST_PERSON = 7


@dataclass(frozen=True, slots=True)
class Party:
    """What the words of a mention come to; `name` None where they mean nobody in particular."""

    name: str | None
    actor: Actor | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One mention to be resolved, with all that may help."""

    words: str
    at: int
    report: Report
    registry: Registry
    country: str | None

    def find(self, words: str) -> Candidate | None:
        return self.registry.find(words, self.report.day, self.country)


NOBODY = Party(None, None, ())


def resolve_actors(claims: Sequence[Claim], article: Article, registry: Registry) -> list[Claim]:
    """The claims with the names of their actors and targets, in the same order; words and spans as they were."""
    report = Report(article, registry)
    resolved = []
    for claim in claims:
        country = country_of(claim, report)
        resolved.append(
            replace(
                claim,
                actors=tuple(_named(mention, report, registry, country) for mention in claim.actors),
                targets=tuple(_named(mention, report, registry, country) for mention in claim.targets),
            )
        )
    return resolved


def country_of(claim: Claim, report: Report) -> str | None:
    """Where the claim is set, else what the report is about."""
    return (claim.place.country if claim.place else None) or report.country


def _named(mention: ActorMention, report: Report, registry: Registry, country: str | None) -> ActorMention:
    party = resolve_party(Asked(mention.text, mention.span.start, report, registry, country))
    actor_id = party.actor.id if party.actor else None
    return replace(mention, name=party.name, actor_id=actor_id, reasons=mention.reasons + party.reasons)


def resolve_party(asked: Asked) -> Party:
    """The party these words mean in this place; the first rule that answers wins."""
    words = bare(asked.words)
    if not words or len(words) > LONGEST_MENTION:
        return NOBODY
    asked = replace(asked, words=words)
    for rule in _RULES:
        party = rule(asked)
        if party is not None:
            return party
    return NOBODY


def _of(found: Candidate, *more: Reason) -> Party:
    return Party(found.actor.name, found.actor, (*found.reasons, *more))


def _meant(named: Named, rule: str, points: float) -> Party:
    return Party(named.name, named.actor, (Reason(rule, points, named.words),))


# ---- the rules, in order


def _pronoun(asked: Asked) -> Party | None:
    """ "He said": the last person named, where the sentence before names one; "we" is left alone."""
    words, lowered = party_words(), asked.words.lower()
    if asked.words.isupper() and len(asked.words) > 1:
        return None
    if lowered not in words.singular_pronouns | words.plural_pronouns | words.speaker_pronouns:
        return None
    wants_person = lowered in words.singular_pronouns
    if lowered in words.speaker_pronouns:
        return NOBODY
    near = [n for n in asked.report.before(asked.at) if asked.at - n.start <= _PRONOUN_REACH]
    fitting = [n for n in near if _is_person(n) == wants_person]
    if len({n.name for n in fitting}) == 1:
        return _meant(fitting[0], "pronoun", 0.5)
    return NOBODY


# "He" reaches no farther back than about two sentences. Chosen on gold/train.
_PRONOUN_REACH = 300


def _is_person(named: Named) -> bool:
    if named.actor is not None:
        return named.actor.kind == "person"
    return bool(named.title) or len(named.words.split()) in (2, 3)


def _known(asked: Asked) -> Party | None:
    found = asked.find(asked.words)
    if found is None:
        return None
    if found.actor.kind == "person" and " " not in asked.words:
        fuller = asked.report.person(asked.words, asked.at)
        if fuller is not None and fuller.actor is not found.actor:
            return _meant(fuller, "fuller name in the article", 0.8)
    return _of(found)


def _bracketed(asked: Asked) -> Party | None:
    """ "Rapid Support Forces (RSF)", "the Islamic State of Iraq and al-Sham (ISIS) group"."""
    bracket = _BRACKET.search(asked.words)
    if bracket is None:
        return None
    outer = bare(_BRACKET.sub(" ", asked.words))
    for words in (outer, bracket.group(1).strip()):
        if words:
            party = resolve_party(replace(asked, words=words))
            if party.actor is not None:
                return party
    return resolve_party(replace(asked, words=outer)) if outer else None


def _loyal(asked: Asked) -> Party | None:
    """ "forces loyal to President Assad" are his government's; "groups affiliated with ISIS" are its own."""
    match = _LOYAL.search(asked.words)
    if match is None:
        return None
    party = resolve_party(replace(asked, words=match.group(1)))
    if party.actor is None:
        return None
    above = party.actor.part_of or ""
    if party.actor.kind == "person" and above.endswith(".government"):
        forces = asked.registry.get(above + "_forces")
        if forces is not None:
            return Party(forces.name, forces, (Reason("loyal to", 0.7, match.group(1)),))
    return Party(party.name, party.actor, (*party.reasons, Reason("affiliated with", -0.1)))


def _titled(asked: Asked) -> Party | None:
    """ "US Secretary of Defense Ashton Carter", "Observatory director Rami Abdel Rahman", "Mr Colville"."""
    name = person_in(asked.words, asked.registry)
    if name is None:
        return None
    found = asked.find(name)
    if found is not None and found.actor.kind == "person":
        return _known(replace(asked, words=name))
    if " " not in name:
        fuller = asked.report.person(name, asked.at)
        if fuller is not None:
            return _meant(fuller, "fuller name in the article", 0.8)
    return Party(name, None, (Reason("name after a title", 0.6, asked.words),))


def _leaders_own(asked: Asked) -> Party | None:
    """ "Syrian President Bashar al-Assad's forces", "the Bashar al-Assad regime"."""
    tokens = asked.words.split()
    for cut in range(1, min(len(tokens), _LONGEST_PERSON)):
        if tokens[cut - 1].lower().rstrip(".") in party_words().titles:
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
                return Party(party.name, party.actor, (*party.reasons, Reason("part of", -0.1, head[-1])))
    return None


def _whole(asked: Asked, head: str) -> Party | None:
    """What stands after "of": a party, an organ of the country, a leader's government, or a body by its name."""
    name = person_in(asked.words, asked.registry) or asked.words
    led = asked.find(f"{name} {head}")
    if led is not None:
        return _of(led)
    party = _shortened(asked) or _organ(asked)
    if party is None and any(token.lower() in party_words().bodies for token in asked.words.split()):
        party = _as_it_stands(asked)
    return party


def _before_link(asked: Asked) -> Party | None:
    """ "SANA reporter in Deir Ezzor": where they are is no part of who they are."""
    head = _PLACED.split(asked.words, maxsplit=1)[0]
    if head == asked.words or not head:
        return None
    party = _shortened(replace(asked, words=head))
    return party if party is not None and party.actor is not None and party.actor.kind != "state" else None


def _shortened(asked: Asked) -> Party | None:
    """The registry's actor in the words without what may stand around a name: "12 Daesh terrorists"."""
    for form, after in _forms(asked.words):
        found = asked.find(form)
        if found is not None and not (after and found.actor.kind in ("state", "people", "person")):
            return _of(found, Reason("head noun", -0.1, asked.words)) if form != asked.words else _of(found)
    return None


def _of_a_country(asked: Asked) -> Party | None:
    """ "Iran's Islamic Revolutionary Guard Corps", "Lebanese Hezbollah": the state before it is no part of the name."""
    tokens = asked.words.split()
    for cut in range(1, min(len(tokens), 4)):
        state = asked.find(" ".join(tokens[:cut]))
        if state is None or state.actor.kind != "state":
            continue
        rest = " ".join(tokens[cut:])
        found = asked.registry.find(rest, asked.report.day, state.actor.country[0])
        party = _of(found) if found is not None else _shortened(replace(asked, words=rest))
        if (
            party is not None
            and party.actor is not None
            and party.actor.kind not in ("state", "person", "people")
        ):
            return party
    return None


def _forms(words: str) -> Iterator[tuple[str, bool]]:
    """The words with ever more taken off either side, and whether anything was taken off the end.

    Off the beginning goes any word in lower case that links nothing; off the end only what closes with the
    word for a group or its people: "Peshmerga counter-attack brigades", not "ISIS crimes".
    """
    lists, tokens = party_words(), words.split()
    left = 0
    while left < len(tokens) - 1 and _may_precede(tokens[left]):
        left += 1
    right = len(tokens)
    if tokens and tokens[-1].lower().rstrip(".,") in lists.after:
        right -= 1
        while right > 1 and _may_follow(tokens[right - 1]):
            right -= 1
    cuts = sorted(
        ((start, end) for start in range(left + 1) for end in range(right, len(tokens) + 1) if start < end),
        key=lambda cut: cut[0] + len(tokens) - cut[1],
    )
    for start, end in cuts:
        yield bare(" ".join(tokens[start:end])), end < len(tokens)


def _may_precede(token: str) -> bool:
    lowered = token.lower()
    if _NUMBER.fullmatch(token) or lowered in party_words().before or _QUALIFIED.fullmatch(token):
        return True
    lists = party_words()
    if lowered in lists.generic | lists.small | lists.links or lowered.endswith("ing"):
        return False
    return token.islower() and not lowered.startswith(("anti", "non-"))


def _may_follow(token: str) -> bool:
    lowered = token.lower()
    return lowered in party_words().after | {"and"} or (
        token.islower() and lowered not in party_words().small
    )


def _fuller(asked: Asked) -> Party | None:
    """ "the Observatory", "SDF alliance", "the Council": the longer mention in the same article."""
    if asked.words in asked.report.acronyms:
        full = asked.report.acronyms[asked.words]
        return Party(full, None, (Reason("spelled out in the article", 0.8, full),))
    first = asked.words.split()[0]
    definite = bool(_NAME_PART.fullmatch(first)) and not asked.report.says(first)
    if not definite and not _is_definite(asked):
        return None
    if " " not in asked.words and key_of(asked.words) not in _generic_keys():
        fuller = asked.report.person(asked.words, asked.at)
        if fuller is not None:
            return _meant(fuller, "fuller name in the article", 0.8)
    if asked.registry.is_organ_word(asked.words) or key_of(asked.words) in _generic_keys():
        return None
    stands_in = key_of(asked.words) in party_words().stand_ins
    fuller = asked.report.fuller(asked.words, asked.at, _FIGHTERS if stands_in else frozenset())
    if fuller is None or (fuller.actor is None and not _is_definite(asked)):
        return None
    return _meant(fuller, "fuller mention in the article", 0.7)


def _stand_in(asked: Asked) -> Party | None:
    """ "the monitor", "the terrorist group": the one party of that kind told of before."""
    kinds = (party_words().stand_ins.get(key_of(form)) for form, _ in _forms(asked.words))
    kind = next((kind for kind in kinds if kind), None)
    if kind is None:
        return None
    if kind in ("armed", "media") and not _is_definite(asked):
        return None
    actor = asked.report.only(_STAND_IN_KINDS[kind], asked.at)
    return Party(actor.name, actor, (Reason("the one told of before", 0.5, kind),)) if actor else None


def _coalition(asked: Asked) -> Party | None:
    """ "the coalition" in a report on Yemen, where none was named: the one at war there at the time."""
    first = asked.words.split()[0]
    forms = [form for form, _ in _forms(asked.words) if form.startswith(first) or first.lower() in _ITS_OWN]
    if asked.country is None or "coalition" not in map(party_words().stand_ins.get, map(key_of, forms)):
        return None
    actor = asked.report.whole_of(asked.registry.of_kind("coalition", asked.country, asked.report.day))
    return (
        Party(actor.name, actor, (Reason("coalition at war in the country", 0.4, asked.country),))
        if actor
        else None
    )


def _nation(asked: Asked) -> Party | None:
    """ "the Turks" do what Turkey does; "Turks", without the article, are people."""
    state = asked.registry.nation(asked.words)
    if state is None:
        return None
    if not _is_definite(asked):
        return NOBODY
    return Party(state.name, state, (Reason("people for their state", 0.5, asked.words),))


def _organ(asked: Asked) -> Party | None:
    """ "the army" and "government forces" of the country of the report."""
    if asked.country is None:
        return None
    for form, after in _forms(asked.words):
        found = asked.registry.organ_alone(form, asked.country) if not after else None
        if found is not None:
            return _of(found)
    return None


def _as_it_stands(asked: Asked) -> Party | None:
    """A proper name the registry does not know is its own name, without an id."""
    words = bare(_QUOTED.sub("", asked.words))
    tokens = words.split()
    lists = party_words()
    if not tokens or _NUMBER.fullmatch(tokens[0]):
        return None
    if tokens[0].lower() in lists.generic and any(token in lists.links for token in tokens[1:2]):
        return None
    while len(tokens) > 2 and tokens[-1].lower().strip(".") in lists.after_name:
        tokens.pop()
    if not tokens or not all(_is_name_part(token) for token in tokens):
        return None
    if all(token.lower().strip(".,") in lists.generic | lists.small | lists.titles for token in tokens):
        return None
    if all(asked.report.says(token) or token.lower() in lists.small for token in tokens):
        return None
    if len(tokens) <= 2 and tokens[-1].lower() in lists.generic | lists.titles:
        return None
    if _is_nationality(tokens, asked.registry):
        return None
    return Party(" ".join(tokens), None, (Reason("named in the report", 0.4),))


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
    _titled,
    _stand_in,
    _fuller,
    _coalition,
    _organ,
    _nation,
    _as_it_stands,
)


# ---- what the rules ask


def person_in(words: str, registry: Registry) -> str | None:
    """The person's name at the end of the words, after a title or a description; None where there is none."""
    lists = party_words()
    tokens = _QUOTED.sub("", words).split(",")[0].split()
    while len(tokens) > 2 and tokens[-1].lower().strip(".") in lists.after_name:
        tokens.pop()
    begin = len(tokens)
    while begin > 0 and _is_name_part(
        tokens[begin - 1], small=lists.small if begin < len(tokens) else frozenset()
    ):
        begin -= 1
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].rstrip(".").lower() in lists.titles:
            begin = _after_title(tokens, max(begin, at + 1))
            break
    else:
        if begin == 0 or not tokens[begin - 1].islower():
            return None
        if sum(_is_name_part(token, small=frozenset()) for token in tokens[begin:]) < 2:
            return None
    if begin == 0 or tokens[begin - 1].lower() in lists.small | lists.links:
        return None
    name = tokens[begin:]
    while len(name) > 1 and (
        name[0].lower() in lists.small or _is_nationality(name[:1], registry, adjective=True)
    ):
        name = name[1:]
    if not name or len(name) > _LONGEST_PERSON:
        return None
    if name[-1].lower() in lists.generic or name[-1].lower() in lists.after:
        return None
    return bare(" ".join(name)) or None


def _after_title(tokens: Sequence[str], begin: int) -> int:
    """Past what the title is of: "Secretary of | State Marco Rubio"; a place stays and spoils the name."""
    lists, at = party_words(), begin
    if at < len(tokens) and tokens[at] in ("of", "for"):
        at += 1
    if at == begin:
        return begin
    while at < len(tokens) and (tokens[at].lower() in lists.offices or tokens[at] in ("and", "for", "the")):
        at += 1
    return at


def _is_name_part(token: str, small: frozenset[str] | None = None) -> bool:
    if token.lower() in (party_words().small if small is None else small):
        return True
    return bool(_NAME_PART.fullmatch(token)) or token[0].isdigit()


def _is_nationality(tokens: Sequence[str], registry: Registry, adjective: bool = False) -> bool:
    """ "Syrians", "Israelis": a people, not its state."""
    if len(tokens) != 1:
        return False
    form = tokens[0] if adjective else tokens[0].removesuffix("s")
    found = registry.find(form)
    return found is not None and found.actor.kind == "state"


def _is_definite(asked: Asked) -> bool:
    """Whether "the" stands before the words or with them."""
    before = asked.report.text[max(0, asked.at - 4) : asked.at + 4].lower()
    return "the " in before or before.endswith("the")


def _generic_keys() -> frozenset[str]:
    return party_words().generic
