"""Say what became of the people of a toll, from its own words or from the verb that governs them.

"15 injured" → wounded      (killing) "two women" → killed      "27 soldiers" (were killed or wounded) → both
"""

from __future__ import annotations

from zenobia.model import Kind, Outcome, Reason
from zenobia.resolving.toll_words import TollWords, outcome_word, toll_lists, word_set

# The verb of a passive is looked for so many words on: "12 civilians, among them a child, were killed".
VERB_REACH = 25
# "have also been reported" killed: so many small words between people and the verb right after them.
VERBS_APART = 4


def tell_outcome(view: TollWords, guess: Outcome | None, kind: Kind | None) -> tuple[Outcome | None, Reason]:
    """The outcome and how it was read: plain words before the reader's guess, the guess before looser signs.

    Plain are the toll's own words ("15 injured") and the verb right before them ("wounding [15]"); the guess
    stays where it is one of two told together ("killed or wounded").
    """
    own = _own_outcomes(view)
    of_act = toll_lists()["kinds"].get(kind)
    plain = own or (() if of_act and guess in (None, of_act) else _verb_right_before(view) or ())
    if plain and (guess is None or (guess not in plain and len(plain) == 1)):
        return plain[0], Reason("outcome in the words" if own else "outcome of the verb", detail=plain[0])
    if guess is not None:
        return guess, Reason("outcome as read", detail=guess)
    if of_act:
        return Outcome(of_act), Reason("outcome of the act", detail=of_act)
    if told := governing_outcomes(view):
        return told[0], Reason("outcome of the verb", detail=told[0])
    weak = next((found for word in view.own() if (found := outcome_word(word))), None) or _weak_verb_after(
        view
    )
    return weak, Reason("outcome of a word" if weak else "no outcome told", detail=weak or "")


def _weak_verb_after(view: TollWords) -> Outcome | None:
    """ "[the minister] was stabbed": a verb that is often another's, where nothing plainer is said."""
    after = (view.word(at) for at in range(view.last, view.last + VERB_REACH))
    return next((found for word in after if (found := outcome_word(word))), None)


def joint_outcomes(view: TollWords) -> tuple[Outcome, ...]:
    """The two outcomes of one count: "27 soldiers were killed or wounded"; empty for a count of one."""
    told = governing_outcomes(view)
    own = _pair_within(view)
    return own or (told if len(told) == 2 else ())


def _own_outcomes(view: TollWords) -> tuple[Outcome, ...]:
    """The outcomes that the toll's own words say plainly ("15 injured"), each once."""
    strong = [word for word in view.own() if word not in word_set("weak", "words")]
    return tuple(dict.fromkeys(found for word in strong if (found := outcome_word(word))))


def _pair_at(view: TollWords, at: int) -> tuple[Outcome, ...]:
    """The two outcomes of "killed or wounded" at token `at`, else nothing ("killed and 12 wounded")."""
    left, right = outcome_word(view.word(at)), outcome_word(view.word(at + 2))
    alike = view.word(at).endswith("ing") == view.word(at + 2).endswith("ing")
    if left and right and left != right and alike and view.word(at + 1) in ("or", "and"):
        return (left, right)
    return ()


def _pair_within(view: TollWords) -> tuple[Outcome, ...]:
    for at in range(view.first, view.last - 2):
        if pair := _pair_at(view, at):
            return pair
    return ()


def governing_outcomes(view: TollWords) -> tuple[Outcome, ...]:
    """The outcome of the verb that governs the words, or both of two joined; empty where none is near."""
    direct = _verb_right_before(view)
    if direct is not None:
        return direct
    if (right_after := _verb_right_after(view)) or not is_part(view):
        return right_after or _verb_after(view) or _last_verb_before(view)
    return _last_verb_before(view) or _verb_after(view)


def is_part(view: TollWords) -> bool:
    """Whether the words are part of people told before: "12 were killed, including a guard and [a child]"."""
    if view.word(view.last) == "among" and view.word(view.last + 1) in ("them", "whom"):
        return True
    for at in range(view.first, -1, -1):
        word = view.word(at)
        if word in ("including", "included") or (word == "among" and view.word(at + 1) in ("them", "whom")):
            return True
        if word in (".", ";") or (at < view.first and outcome_word(word)):
            return False
    return False


def _verb_right_before(view: TollWords) -> tuple[Outcome, ...] | None:
    """ "killing [two women]", "left at least [40]", "killed and wounded [dozens]"."""
    at = view.first - 1
    while at >= 0 and (view.word(at) in word_set("grammar", "before_people") or view.is_number(at)):
        at -= 1
    found = outcome_word(view.word(at)) if at >= 0 else None
    passive = view.word(at - 1) in ("were", "was", "been", "are", "is", "be")
    weak = view.word(at) in word_set("weak", "words") and view.word(at + 1) != "of"
    if found is None or passive or weak:
        return None
    pair = _pair_at(view, at - 2)
    return pair if pair and not view.is_number(at - 3) else (found,)


def _verb_right_after(view: TollWords) -> tuple[Outcome, ...]:
    """ "[15 others] are injured", left "[29 people] injured": nothing but small verbs between."""
    at = view.last
    while at < view.last + VERBS_APART and (
        view.word(at) in word_set("grammar", "verbs") or view.word(at).endswith("ly")
    ):
        at += 1
    found = outcome_word(view.word(at))
    if found is None or view.word(at) in word_set("weak", "words") or _has_object(view, at + 1):
        return ()
    pair = _pair_at(view, at)
    return pair if pair and not _has_object(view, at + 3) else (found,)


def _verb_after(view: TollWords) -> tuple[Outcome, ...]:
    """ "[12 civilians] including a child were killed"; a verb with people of its own is another toll's."""
    for at in range(view.last, min(view.last + VERB_REACH, len(view.tokens))):
        word = view.word(at)
        if word in (".", ";"):
            return ()
        found = outcome_word(word)
        if found is None or word in word_set("weak", "words"):
            continue
        pair = _pair_at(view, at)
        if word.endswith("ing") and at > view.last + 1:
            return ()
        if pair and not _has_object(view, at + 3):
            return pair
        if at > view.last and not _is_passive(view, at) and _has_object(view, at + 1):
            return ()
        return (found,)
    return ()


def _is_passive(view: TollWords, at: int) -> bool:
    """Whether the verb at `at` tells what was done to the people before it ("were reportedly killed")."""
    return any(view.word(n) in ("were", "was", "been", "are", "is", "be", "being") for n in range(at - 3, at))


def _has_object(view: TollWords, at: int) -> bool:
    """Whether people follow: "killed 12", "wounding several others"."""
    words = [view.word(n) for n in range(at, at + 4)]
    if words[0] in word_set("people_told", "vague") or view.is_number(at):
        return True
    return words[0] in word_set("grammar", "before_people") and any(view.is_number(at + n) for n in range(4))


def _last_verb_before(view: TollWords) -> tuple[Outcome, ...]:
    """ "killed six soldiers, [two policemen] and a child": the nearest verb before the words."""
    for at in range(view.first - 1, -1, -1):
        if view.word(at) == ".":
            break
        found = outcome_word(view.word(at))
        if found:
            return (found,)
    return ()
