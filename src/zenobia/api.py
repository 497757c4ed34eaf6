"""The library: what a command can do, a script can do.

Everything that the command line and the page show comes through here. Heavy parts are opened when they are
first needed, so that `import zenobia` stays light.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.errors import BadInput, NotFound, PageError
from zenobia.exports.coding import article_record as article_record
from zenobia.exports.coding import claim_record as claim_record
from zenobia.exports.coding import coded_claims
from zenobia.exports.holdings import holding_record as holding_record
from zenobia.exports.holdings import place_record as place_record
from zenobia.exports.holdings import telling_record as telling_record
from zenobia.exports.incidents import incident_record as incident_record
from zenobia.holdings import CONTROL_KINDS, Background, holding_on, place_key, place_of, trace_timelines
from zenobia.model import Claim as Claim
from zenobia.model import CodedArticle, Judgement, Reason, Verdict
from zenobia.model import Holding as Holding
from zenobia.model import Incident as Incident
from zenobia.model import Kind as Kind
from zenobia.model import Telling as Telling
from zenobia.model import Timeline as Timeline
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
    from zenobia.resolving.gazetteer import Gazetteer
    from zenobia.resolving.gazetteer import PlaceSource as PlaceSource
    from zenobia.resolving.gazetteer_build import Part
    from zenobia.resolving.place_ranking import PlaceCandidate as PlaceCandidate

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
class Control:
    """Who held a place, by what the store tells; `found` holds the claims, by id.

    `holding` is that of the day asked for, and None where no day was, or nothing is told of it by then.
    """

    timeline: Timeline
    found: Mapping[str, FoundClaim]
    holding: Holding | None = None


def control(
    place: str,
    on: date | str | None = None,
    *,
    country: str | None = None,
    horizon_days: int | None = None,
    store: Path | None = None,
) -> list[Control]:
    """Who held a place, by its name or id; each place of that name, the one that most is told of first.

    Raises NotFound where nothing is told of who holds it, BadInput for a day that is none or a horizon of
    less than a day, and StoreError where there is no store.
    """
    day, horizon = as_day(on), _horizon(horizon_days)
    asked = ClaimQuery(kinds=CONTROL_KINDS, country=country)
    asked = replace(asked, place_ids=(place,)) if ":" in place else replace(asked, place=place)
    registry = _registry()
    with open_view(store or Settings.from_environment().store) as view:
        named = view.claims(asked).found
        meant = Counter(known for found in named if (known := place_of(found.claim)) is not None)
        areas = _background(registry, ()).areas
        ids = {id_ for known in meant for id_ in (known.place_id, *areas(known)) if id_ is not None}
        told = view.claims(ClaimQuery(kinds=CONTROL_KINDS, place_ids=tuple(ids))).found if ids else ()
    exact = Counter(known for known in meant.elements() if known.name.casefold() == place.casefold())
    keys = {place_key(known): (exact[known], count) for known, count in meant.items()}
    answers = _trace({found.claim.id: found for found in (*named, *told)}, day, horizon, registry)
    wanted = [answer for answer in answers if place_key(answer.timeline.place) in keys]
    if not wanted:
        raise NotFound(
            f"nothing is told of who holds “{place[:40]}”; “zenobia claims --place” tells what else is"
        )
    return sorted(wanted, key=lambda answer: keys[place_key(answer.timeline.place)], reverse=True)


def control_on(
    day: date | str,
    *,
    country: str | None = None,
    horizon_days: int | None = None,
    store: Path | None = None,
) -> list[Control]:
    """Who held each place on a day, in one country or in all of them; places that nothing is told of by then
    are left out.

    Raises BadInput and StoreError as `control` does.
    """
    on, horizon = as_day(day), _horizon(horizon_days)
    with open_view(store or Settings.from_environment().store) as view:
        told = view.claims(ClaimQuery(kinds=CONTROL_KINDS, country=country)).found
    answers = _trace({found.claim.id: found for found in told}, on, horizon, _registry())
    return [answer for answer in answers if answer.holding is not None]


def _trace(
    found: Mapping[str, FoundClaim], day: date | None, horizon_days: int, registry: Registry
) -> list[Control]:
    background = _background(registry, found.values())
    timelines = trace_timelines([each.claim for each in found.values()], background, horizon_days)
    return [
        Control(
            timeline,
            {telling.claim_id: found[telling.claim_id] for telling in timeline.tellings},
            holding_on(timeline.holdings, day) if day is not None else None,
        )
        for timeline in timelines
    ]


def _background(registry: Registry, found: Iterable[FoundClaim]) -> Background:
    from zenobia.pipeline.background import open_background

    outlets = {each.article.id: each.article.outlet for each in found}
    return open_background(registry, Settings.from_environment().gazetteer, outlets)


def _horizon(days: int | None) -> int:
    horizon = days if days is not None else Settings.from_environment().horizon_days
    if horizon < 1:
        raise BadInput(f"a horizon of {horizon} days is none; it must be a day or more")
    return horizon


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
class Added:
    """What came of adding places: how many, how many rows could not be read, and the first of those."""

    source: str
    places: int
    skipped: int = 0
    first_skipped: str | None = None


def known_places(
    name: str, *, country: str | None = None, progress: Progress | None = None
) -> tuple[PlaceCandidate, ...]:
    """The places a name may mean, the likeliest first, with reasons; in one country near spellings too."""
    from zenobia.resolving.places import candidates

    return tuple(candidates(name, _gazetteer(progress), country))


def place_sources(progress: Progress | None = None) -> tuple[PlaceSource, ...]:
    """What the gazetteer is made of, and whom to thank for it."""
    return tuple(_gazetteer(progress).sources())


def add_geonames_countries(
    countries: Sequence[str], *, address: str | None = None, progress: Progress | None = None
) -> Iterator[Added]:
    """Fetch GeoNames' dump of each country (a code like SY) and add its places.

    `address` is where the dumps are, if not at GeoNames. Raises FetchFailed; what was added before is kept.
    """
    from zenobia.pages.fetch import download
    from zenobia.resolving.place_files import DUMPS_AT, LARGEST_DUMP_BYTES

    codes = [code.upper() for code in countries]
    if wrong := [code for code in codes if not (len(code) == 2 and code.isascii() and code.isalpha())]:
        raise BadInput(f"“{wrong[0]}” is not the code of a country; write it like SY")
    for code in codes:
        path = Settings.from_environment().cache / "geonames" / f"{code}.zip"
        download(f"{address or DUMPS_AT}/{code}.zip", path, limit_bytes=LARGEST_DUMP_BYTES, progress=progress)
        yield add_geonames_file(path, source=f"geonames-{code}", progress=progress)


def add_geonames_file(path: Path, *, source: str | None = None, progress: Progress | None = None) -> Added:
    """Add the places of a dump of GeoNames that is at hand, zipped or not."""
    from zenobia.resolving.gazetteer_build import GEONAMES_THANKS, Part
    from zenobia.resolving.place_files import Skipped, read_geonames

    skipped = Skipped()
    name = source or f"geonames-{path.stem}"
    added = _add_places(Part(name, read_geonames(path, skipped), GEONAMES_THANKS), progress)
    return Added(name, added, skipped.rows, skipped.first)


def add_places_table(
    path: Path,
    columns: Mapping[str, str],
    *,
    country: str | None = None,
    source: str | None = None,
    attribution: str | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add the places of a CSV whose columns are named: name, lat and lon at least (docs/gazetteer.md).

    Adding the same source again replaces it. Raises BadInput where a column is not there.
    """
    from zenobia.resolving.gazetteer_build import Part
    from zenobia.resolving.place_files import Skipped, read_table

    skipped = Skipped()
    name = source or path.stem
    gazetteer = _gazetteer(progress)
    rows = read_table(
        path,
        columns,
        source=name,
        country=country,
        division_of=lambda province: gazetteer.division_called(province, country),
        skipped=skipped,
    )
    added = _add_places(Part(name, rows, attribution or path.name), progress)
    return Added(name, added, skipped.rows, skipped.first)


def _add_places(part: Part, progress: Progress | None) -> int:
    from zenobia.resolving.gazetteer_build import add_places

    _gazetteer(progress)
    added = add_places(Settings.from_environment().gazetteer, part, progress)
    stages.cache_clear()
    return added


def _gazetteer(progress: Progress | None) -> Gazetteer:
    """The gazetteer, built first where there is none yet."""
    from zenobia.resolving.gazetteer import Gazetteer
    from zenobia.resolving.gazetteer_build import build_gazetteer

    path = Settings.from_environment().gazetteer
    build_gazetteer(path, progress)
    return Gazetteer.open(path)


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
