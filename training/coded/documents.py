"""The documents of public corpora, as they were coded: each a text, a title, a publisher and an address.

A corpus that gives tokens alone is printed here by a rule of ours; the fingerprints in the stand-off files tell
whether it is still the rule that was coded by.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Coded = dict[str, Any]


def read_lines(path: Path) -> Iterator[Coded]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_re3d(folder: Path) -> dict[str, Coded]:
    """The documents of re3d by ``_id``, text letter for letter."""
    return {
        row["_id"]: {
            "text": row["text"],
            "title": row["title"].strip(),
            "publisher": row["sourceName"],
            "url": row["sourceUrl"],
        }
        for row in read_lines(folder / "documents.jsonl")
    }


NO_SPACE_BEFORE = frozenset([".", ",", ";", ":", "!", "?", "%", ")", "]", "}", "’", "”", "..."])
NO_SPACE_AFTER = frozenset(["(", "[", "{", "“", "‘", "$", "£", "€"])
CLITICS = frozenset(["s", "t", "re", "ve", "ll", "d", "m"])
ABBREVIATIONS = """
Mr Mrs Ms Dr Lt Gen Col Capt Maj Sgt Brig Adm Sen Rep Gov Prof Rev St Jr Sr No vs Inc Corp Co Ltd
Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec U.S U.N U.K U.A.E a.m p.m D.C
"""
NOT_THE_END = frozenset(ABBREVIATIONS.split())


def joins(tokens: list[str], i: int, quoted: bool) -> tuple[bool, bool]:
    """Whether piece i touches the piece before it, and the one after it, in print."""
    piece, before, after = tokens[i], tokens[i - 1] if i else "", tokens[i + 1] if i + 1 < len(tokens) else ""
    inside_word = bool(re.match(r"\w", before[-1:])) and bool(re.match(r"\w", after[:1]))
    if piece in "'’" and after in CLITICS and inside_word:  # "it ' s"
        return True, True
    if piece in ('"', "'"):
        plural = piece == "'" and before.endswith("s") and not quoted
        return (True, False) if quoted or plural else (False, True)
    if piece in "-/":  # "80 - year"
        return inside_word, inside_word
    number = before.isdigit() and after.isdigit()  # "10 : 30", "2 . 5", "4 , 000"; but "19 , 1995"
    if number and (piece == ":" or (piece == "." and len(before) < 3) or (piece == "," and len(after) == 3)):
        return True, True
    initials = re.fullmatch(r"[A-Zap]", before) and re.fullmatch(r"[A-Zm]", after)  # "p . m ."
    if piece == "." and initials and tokens[i + 2 : i + 3] == ["."]:
        return True, True
    return piece in NO_SPACE_BEFORE, piece in NO_SPACE_AFTER


def ends_sentence(tokens: list[str], i: int, line: str, quoted: bool) -> bool:
    """Whether a new line begins after piece i: a stop, its closing quote included, before a capital."""
    after = tokens[i + 1] if i + 1 < len(tokens) else ""
    closed = i > 0 and tokens[i] in ('"', "”") and not quoted and tokens[i - 1] in (".", "!", "?")
    opens = re.match(r"[A-Z0-9“]", after) or (after == '"' and not quoted)
    if closed or tokens[i] in ("!", "?"):
        return bool(opens)
    if tokens[i] != "." or not opens:
        return False
    word = re.search(r"([\w.]{1,20})\.$", line)
    return not (word and (word[1] in NOT_THE_END or re.fullmatch(r"[A-Z]", word[1])))


def print_tokens(tokens: list[str]) -> str:
    """Tokens as they would be printed, one sentence a line.

    WikiEvents gives tokens alone, so this rule *is* the text that was coded: it may not be changed
    without coding anew (the fingerprints tell).
    """
    lines, line, touch = [], "", True
    quoted = {'"': False, "'": False}
    for i, piece in enumerate(tokens):
        open_before = quoted.get(piece, False)
        to_before, to_after = joins(tokens, i, open_before)
        line += piece if to_before or touch else f" {piece}"
        if piece in quoted and to_before != to_after:
            quoted[piece] = to_after
        touch = to_after
        if not to_after and ends_sentence(tokens, i, line, quoted['"']):
            lines.append(line)
            line, touch = "", True
    return "\n".join([*lines, line] if line else lines)


def read_wikievents(folder: Path) -> dict[str, Coded]:
    """The training documents of WikiEvents by ``docid``; they have no title but their first words."""
    documents = {}
    for row in read_lines(folder / "train.jsonl"):
        text = print_tokens(row["tokens"])
        documents[row["docid"]] = {"text": text, "title": text[:120], "publisher": "WikiEvents", "url": None}
    return documents


GLUED = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))")


def glue_clitics(tokens: list[str]) -> list[str]:
    """RAMS keeps "'s" and "n't" as tokens of their own, which print as one word with what they follow."""
    words: list[str] = []
    for token in tokens:
        if words and GLUED.fullmatch(token):
            words[-1] += token
        else:
            words.append(token)
    return words


def read_rams(folder: Path) -> dict[str, Coded]:
    """RAMS by ``doc_key``: five sentences of an article, printed as those of WikiEvents are, without a title."""
    documents = {}
    for row in read_lines(folder / "dev.jsonl"):
        tokens = [token for sentence in row["sentences"] for token in sentence]
        text = print_tokens(glue_clitics(tokens))
        url = row["source_url"]
        documents[row["doc_key"]] = {"text": text, "title": "", "publisher": "RAMS", "url": url}
    return documents


LINK = re.compile(r"\[([^\[\]]{0,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?: \"[^\"]{0,300}\")?\)")
CONFLICT_SECTION = re.compile(
    r"^#### Armed conflicts and attacks\n(.*?)(?=^#### |\Z)", re.DOTALL | re.MULTILINE
)


def read_bulletins(page: str) -> list[str]:
    """The bulletins on armed conflict of one day, in order, without links, emphasis and outlets.

    Headings ("* [Gaza war](…)") are list items too; a bulletin is one that ends with its outlets.
    """
    section = CONFLICT_SECTION.search(page)
    items = re.findall(r"^ *\* (.+)$", section[1], re.MULTILINE) if section else []
    bulletins = [item.partition("[(")[0] for item in items if "[(" in item]
    return [LINK.sub(r"\1", bulletin).replace("*", "").strip() for bulletin in bulletins]


def read_current_events(folder: Path) -> dict[str, Coded]:
    """Wikipedia's current events, one bulletin a document: ``2025-02-08/3`` is the third of its day."""
    return {
        f"{page.stem}/{number}": {
            "text": text,
            "title": f"Armed conflicts and attacks, {page.stem}",
            "publisher": "Wikipedia Current Events",
            "url": None,
        }
        for page in sorted(folder.glob("*.md"))
        for number, text in enumerate(read_bulletins(page.read_text(encoding="utf-8")), start=1)
    }


def read_fa_kes(folder: Path) -> dict[str, Coded]:
    """The articles of FA-KES by ``unit_id``, text letter for letter."""
    with (folder / "articles.csv").open(encoding="utf-8", newline="") as rows:
        return {
            row["unit_id"]: {
                "text": row["article_content"],
                "title": row["article_title"].strip(),
                "publisher": row["source"],
                "url": None,
            }
            for row in csv.DictReader(rows)
        }


MAX_OPENING = 2600


def opening(text: str) -> str:
    """The text to the end of the last paragraph that ends within `MAX_OPENING` characters, or of a sentence there."""
    if len(text) <= MAX_OPENING:
        return text
    cut = text.rfind("\n", 0, MAX_OPENING)
    if cut > MAX_OPENING // 2:
        return text[:cut].rstrip()
    return text[: text.rfind(". ", 0, MAX_OPENING) + 1]


def read_polnear(folder: Path) -> dict[str, Coded]:
    """The openings of PolNeAR's training articles, by the names of their files, which begin with the outlet."""
    return {
        path.stem: {
            "text": opening(path.read_text(encoding="utf-8")),
            "title": "",
            "publisher": path.stem.partition("_")[0],
            "url": None,
        }
        for path in sorted((folder / "train" / "text").glob("*.txt"))
    }


CORPORA: dict[str, Callable[[Path], dict[str, Coded]]] = {
    "re3d": read_re3d,
    "wikievents": read_wikievents,
    "rams": read_rams,
    "wiki_current_events": read_current_events,
    "fa_kes": read_fa_kes,
    "polnear": read_polnear,
}
