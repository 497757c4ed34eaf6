"""The library: what a command can do, a script can do.

Everything that the command line and the page show comes through here. Heavy parts are opened when they are
first needed, so that `import zenobia` stays light.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.errors import BadInput, NotFound, PageError
from zenobia.exports.coding import article_record as article_record
from zenobia.exports.coding import claim_record as claim_record
from zenobia.exports.coding import coded_claims
from zenobia.exports.incidents import incident_record as incident_record
from zenobia.model import Claim as Claim
from zenobia.model import CodedArticle, Judgement, Reason, Verdict
from zenobia.model import Incident as Incident
from zenobia.model import Kind as Kind
from zenobia.resolving.registry import Candidate as Candidate
from zenobia.resolving.registry import Registry
from zenobia.resolving.tables import KINDS
from zenobia.resolving.tables import Actor as Actor
from zenobia.settings import Settings
from zenobia.store import ArticlePage as ArticlePage
from zenobia.store import ArticleQuery as ArticleQuery
from zenobia.store import ClaimPage as ClaimPage
from zenobia.store import ClaimQuery as ClaimQuery
from zenobia.store import FoundClaim as FoundClaim
from zenobia.store import open_view, open_writer

if TYPE_CHECKING:
    from zenobia.pipeline.local import InputResult as InputResult
    from zenobia.pipeline.stages import Stages

ACTOR_KINDS = KINDS
"""The kinds of party there are (docs/actors.md)."""

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is to do."""


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
    return stages().code([article])[0]


def read_paths(
    paths: Sequence[str | Path],
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    store: Path | None = None,
    count: Callable[[int], None] | None = None,
    progress: Progress | None = None,
) -> Iterator[InputResult]:
    """Read files and folders ("-" is standard input) into the store; tell what becomes of each as it goes.

    `published` and `outlet` hold for pages that do not say them. `count` is called once with how many inputs
    there are; `progress` while the gazetteer is built, which the first run does. Raises NotFound for a path
    that does not exist, before anything is read.
    """
    from zenobia.pipeline.local import Given, read_inputs

    given = Given(as_day(published), outlet)
    path = store or Settings.from_environment().store
    return read_inputs(paths, given, stages=lambda: stages(progress), store=path, count=count)


def claims(query: ClaimQuery, *, store: Path | None = None) -> ClaimPage:
    """The claims in the store that `query` asks for. Raises StoreError where there is no store."""
    with open_view(store or Settings.from_environment().store) as view:
        return view.claims(query)


def incidents(query: ClaimQuery, *, store: Path | None = None) -> Incidents:
    """The incidents with a claim that `query` asks for, each with its account. Raises StoreError."""
    from zenobia.pipeline.regrouping import incident_of

    with open_view(store or Settings.from_environment().store) as view:
        page = view.incidents(query)
    return Incidents(tuple(map(incident_of, page.found)), page.total, page.undated)


def incident(id_: str, *, store: Path | None = None) -> FoundAccount:
    """The incident whose id, present or former, begins with `id_`, with its claims. Raises NotFound."""
    from zenobia.pipeline.regrouping import incident_of

    with open_view(store or Settings.from_environment().store) as view:
        found = view.incident(id_)
    return FoundAccount(incident_of(found), found.claims, found.parts)


def judge_same(
    claim_id: str, other_id: str, same: bool, *, reviewer: str, why: str = "", store: Path | None = None
) -> Judgement:
    """Keep that two claims tell, or do not tell, of one happening, and group again what that touches.

    No score overrules it; a later judgement on the same two does. Raises NotFound for no such claim.
    """
    from zenobia.pipeline.regrouping import regroup

    path = store or Settings.from_environment().store
    with open_view(path) as view:
        one, other = view.claim(claim_id).claim.id, view.claim(other_id).claim.id
    if one == other:
        raise BadInput("a claim is the same as itself; two claims are wanted")
    verdict = Verdict.SAME if same else Verdict.NOT_SAME
    judgement = Judgement(one, other, verdict, reviewer, datetime.now(UTC), why)
    with open_writer(path, "judge_same") as writer:
        writer.judge(judgement)
        regroup(writer, path, touched=(one, other))
    return judgement


def articles(query: ArticleQuery, *, store: Path | None = None) -> ArticlePage:
    """The reports that were read. Raises StoreError where there is no store."""
    with open_view(store or Settings.from_environment().store) as view:
        return view.articles(query)


def find(id_: str, *, store: Path | None = None) -> tuple[CodedArticle, Claim | None]:
    """The claim whose id begins with `id_`, in its article; or the article whose id does, and no claim.

    Raises NotFound where neither is there, or several are.
    """
    with open_view(store or Settings.from_environment().store) as view:
        try:
            found = view.claim(id_)
        except NotFound as no_claim:
            try:
                return view.article(id_), None
            except NotFound:
                raise no_claim from None
        return view.article(found.article.id), found.claim


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents by their first day, those without one last; `total` and `undated` as for claims."""

    found: tuple[Incident, ...]
    total: int
    undated: int


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An incident, the claims it is made of by day of publication, and the ids of its parts."""

    incident: Incident
    claims: tuple[FoundClaim, ...]
    parts: tuple[str, ...]


def bundled_reports() -> Path:
    """The folder of reports that come with Zenobia."""
    return Path(__file__).with_name("bundled") / "reports"


def demo_store() -> Path:
    """Where `zenobia demo` keeps its ledger: a cache, apart from the user's own."""
    return Settings.from_environment().cache / "demo.sqlite"


def as_day(day: date | str | None) -> date | None:
    """The day meant by `day`. Raises BadInput where the words are not an ISO day."""
    if not isinstance(day, str):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise BadInput(f"“{day[:40]}” is not a day; write it like 2016-03-28") from error


@cache
def stages(progress: Progress | None = None) -> Stages:
    """The stages that code an article, opened once; the gazetteer is built first where there is none yet."""
    from zenobia.pipeline.stages import open_stages

    settings = Settings.from_environment()
    return open_stages(settings.gazetteer, settings.actors, progress)


def known_actors(
    name: str, *, on: date | str | None = None, country: str | None = None
) -> tuple[Candidate, ...]:
    """Whom a name, an alias, an id or words like "Syrian troops" may mean, the likeliest first.

    `on` is a day and `country` a code like SY that settle names which several parties have borne.
    """
    from zenobia.resolving.actors import known_as

    registry = _registry()
    actor = registry.get(name)
    if actor is not None:
        return (Candidate(actor, (Reason("id", 1.0, name),)),)
    return known_as(name, registry, as_day(on), country)


def actors(*, kind: str | None = None, country: str | None = None, organs: bool = False) -> tuple[Actor, ...]:
    """The parties that are known, by name; the organs of states only where they are asked for."""
    found = (actor for actor in _registry() if organs or "." not in actor.id)
    chosen = (actor for actor in found if kind in (None, actor.kind) and country in (None, *actor.country))
    return tuple(sorted(chosen, key=lambda actor: actor.name.casefold()))


def lineage(actor: Actor) -> tuple[Actor, ...]:
    """What an actor is part of, upwards, itself left out."""
    return _registry().lineage(actor)[1:]


def add_actors(path: Path) -> tuple[int, int]:
    """Keep the rows of a table of one's own; how many are new, and how many replace a known actor.

    Raises BadInput, and keeps nothing, where a row is not as docs/actors.md has it.
    """
    from zenobia.resolving.registry import add_actors as add

    return add(path, Settings.from_environment().actors)


def _registry() -> Registry:
    from zenobia.resolving.registry import open_registry

    own = Settings.from_environment().actors
    return open_registry([own] if own.exists() else [])


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
    opened = stages(progress)
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
