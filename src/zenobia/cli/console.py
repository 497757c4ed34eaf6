"""How the terminal is written to: answers on standard output, progress and complaints on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

# What a terminal shows of a list unless more is asked for: about a screen. Pipes and --json get everything.
SHOWN_ON_A_TERMINAL = 50

out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
err = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def print_json(value: Any, *, to_err: bool = False) -> None:
    """One JSON document on standard output or standard error, never coloured or wrapped."""
    stream = sys.stderr if to_err else sys.stdout
    stream.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str | Text]], *, flexible: str | None = None
) -> None:
    """A table for a person, or tab-separated lines with nothing cut off when the output is piped."""
    if not out.is_terminal:
        for row in (headings, *rows):
            sys.stdout.write("\t".join(_one_line(str(cell)) for cell in row) + "\n")
        return
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold", ratio=1 if heading == flexible else None)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(visible(cell)) for cell in row))
    out.print(table)


def progress_bar() -> Progress:
    """A bar on standard error that leaves nothing behind; silent where nobody is looking."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )


def visible(words: str) -> str:
    """The words with control and direction marks spelled out, so that text cannot drive the terminal."""
    return "".join(char if char.isprintable() or char in "\n\t" else f"\\u{ord(char):04x}" for char in words)


def _one_line(words: str) -> str:
    return " ".join(visible(words).split())
