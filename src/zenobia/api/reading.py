"""Read reports: one text, files into the store, or a folder coded without a store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.api.opening import Progress, as_day, opened_stages
from zenobia.errors import BadInput, PageError
from zenobia.exports.coding import coded_claims
from zenobia.model import CodedArticle
from zenobia.settings import Settings

if TYPE_CHECKING:
    from zenobia.pipeline.local import InputResult
    from zenobia.pipeline.stages import Stages


def read(
    text: str,
    *,
    title: str | None = None,
    published: date | str | None = None,
    outlet: str | None = None,
) -> CodedArticle:
    """The claims of one report, given as plain text.

    Without `published` (a day, or its ISO form), days told as "on Sunday" keep their words and stay undated.
    Raises BadInput if `published` is no day, and NoText or UnsupportedLanguage if there is nothing to read.
    """
    from zenobia.articles.plain import article_from_text

    article = article_from_text(text, title=title, published_on=as_day(published), outlet=outlet)
    return opened_stages().code([article])[0]


def read_paths(
    paths: Sequence[str | Path],
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    everything: bool = False,
    store: Path | None = None,
    count: Callable[[int], None] | None = None,
    progress: Progress | None = None,
    allow_private: bool = False,
) -> Iterator[InputResult]:
    """Read files, folders, web archives and web addresses ("-" is standard input) into the store; tell what becomes
    of each as it goes.

    `published` and `outlet` hold for pages that do not say them. A page that is not about armed conflict is set aside
    unread (`passed_over` lists those), unless `everything` is wanted. `count` is called with how many inputs there
    are, again when more are known of; `progress` while the gazetteer is built, which the first run does. Addresses
    are of the public internet unless `allow_private`. Raises BadInput for a path that does not exist, before
    anything is read.
    """
    from zenobia.pipeline.local import Given, read_inputs

    given = Given(as_day(published), outlet, everything)
    path = store or Settings.from_environment().store
    return read_inputs(
        paths,
        given,
        stages=lambda: opened_stages(progress),
        store=path,
        count=count,
        allow_private=allow_private,
    )


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of one file of `code_folder`.

    `set_aside` says why a report holds nothing that can be read; `problem` why the file is no report at all,
    and then nothing was written for it.
    """

    name: str
    claims: int = 0
    set_aside: str | None = None
    problem: str | None = None


def code_folder(in_dir: Path, out_dir: Path, *, progress: Progress | None = None) -> Iterator[Coded]:
    """Code each `*.json` report in `in_dir` into a file of the same name in `out_dir`, without a store.

    A file that cannot be coded is told and the rest goes on. Raises BadInput if there is nothing to code.
    """
    paths = sorted(in_dir.glob("*.json"))
    if not paths:
        raise BadInput(
            f"no *.json in {in_dir}; each report is a file with “title”, “text”, “published”, “publisher”"
        )
    if out_dir.exists() and in_dir.samefile(out_dir):
        raise BadInput("OUT_DIR must not be IN_DIR: the claims would be written over the reports")
    out_dir.mkdir(parents=True, exist_ok=True)
    opened = opened_stages(progress)
    for path in paths:
        try:
            yield _code_file(path, out_dir / path.name, opened)
        except BadInput as error:
            yield Coded(path.name, problem=str(error))


def _code_file(path: Path, target: Path, opened: Stages) -> Coded:
    from zenobia.articles.plain import article_from_text
    from zenobia.pipeline.reports import Report

    report = Report.load(path)
    claims, set_aside = [], None
    try:
        article = article_from_text(
            report.text, title=report.title, published_on=report.published, outlet=report.publisher
        )
        claims = coded_claims(article, opened.code([article])[0].claims)
    except PageError as error:
        set_aside = str(error)
    record = {
        "id": path.stem,
        "title": report.title,
        "published": report.published and report.published.isoformat(),
        "publisher": report.publisher,
        "set_aside": set_aside,
        "claims": claims,
    }
    written = target.with_name(target.name + ".part")
    written.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    written.replace(target)
    return Coded(path.name, len(claims), set_aside)
