"""Whether everything that Zenobia needs is there, and what to do where it is not."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from zenobia.errors import ZenobiaError
from zenobia.settings import Settings

OLDEST_PYTHON = (3, 11)
# A gazetteer of 66 MB is written beside the one it replaces, and a ledger grows by some 20 KB a report.
LEAST_FREE_BYTES = 250_000_000
LIBRARIES = ("onnxruntime", "tokenizers", "numpy", "sqlalchemy", "lxml", "trafilatura", "click", "rich")
ONLINE_SECONDS = 10


class Health(StrEnum):
    """How a check came out; only FAILED keeps something from working."""

    OK = "ok"
    NOTE = "note"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, and what to do about it; `details` are for programs."""

    name: str
    health: Health
    found: str
    advice: str | None = None
    details: dict[str, object] = field(default_factory=dict)


def doctor(*, store: Path | None = None, online: bool = False) -> tuple[Check, ...]:
    """Look at everything that Zenobia stands on. Nothing is built, changed or fetched.

    Only with `online` is the network tried, by asking GeoNames for the head of one file.
    """
    try:
        settings = Settings.from_environment()
    except ZenobiaError as error:
        return (Check("settings", Health.FAILED, str(error), "set it right, or leave it out"), *_versions())
    looks: list[Callable[[], Iterator[Check]]] = [
        lambda: _store(store or settings.store),
        _model,
        lambda: _gazetteer(settings),
        lambda: _parties(settings.actors),
        lambda: _disk({"store": store or settings.store, "cache": settings.cache / "gazetteer.sqlite"}),
        lambda: _network(online),
        _versions,
    ]
    return tuple(check for look in looks for check in look())


def _store(path: Path) -> Iterator[Check]:
    from zenobia.store import open_view, quick_check

    details: dict[str, object] = {"path": str(path)}
    if not path.exists():
        trouble = _cannot_write(path)
        if trouble:
            yield Check("store", Health.FAILED, f"none at {path}, and {trouble}", _ELSEWHERE, details)
        else:
            advice = "“zenobia read PATH” makes it; “zenobia demo” has one of its own"
            yield Check("store", Health.NOTE, f"none yet at {path}", advice, details)
        return
    try:
        wrong = quick_check(path)
        with open_view(path) as view:
            counts = view.counts()
    except ZenobiaError as error:
        yield Check("store", Health.FAILED, str(error), None, details)
        return
    details |= {"articles": counts.articles, "claims": counts.claims, "bytes": path.stat().st_size}
    if wrong:
        advice = "restore it from a copy, or read the reports into another --store"
        yield Check("store", Health.FAILED, f"{path} is damaged: {wrong[0]}", advice, details)
        return
    size = path.stat().st_size / 1e6
    found = f"{path}: {counts.articles:,} reports, {counts.claims:,} claims, {size:,.1f} MB, sound"
    if not os.access(path, os.W_OK):
        advice = "it can be asked; to read into it, get the right to write to it"
        yield Check("store", Health.NOTE, f"{found}, but not yours to write to", advice, details)
        return
    yield Check("store", Health.OK, found, None, details)


_ELSEWHERE = "name another file with --store or ZENOBIA_STORE"


def _model() -> Iterator[Check]:
    from zenobia.articles.plain import article_from_text
    from zenobia.reading.reader import TrainedReader, model_folder

    folder = model_folder()
    details: dict[str, object] = {"path": str(folder)}
    advice = "install Zenobia anew: its weights are missing or damaged"
    try:
        digests = {path.name: _sha256(path) for path in sorted(folder.iterdir())}
        details |= {"sha256": digests}
        reader = TrainedReader()
        reader.read_claims([article_from_text("Government forces shelled the town of Sukhna on Friday.")])
    except Exception as error:
        yield Check("model", Health.FAILED, f"{folder} cannot be opened: {error}"[:400], advice, details)
        return
    changed = sorted(name for name, digest in _installed_digests().items() if digests.get(name) != digest)
    if changed:
        found = f"{', '.join(changed)} in {folder}: not what was installed"
        yield Check("model", Health.FAILED, found, advice, details)
        return
    found = f"{reader.name} opens; read.onnx has sha256 {digests['read.onnx'][:12]}…"
    yield Check("model", Health.OK, found, None, {**details, "name": reader.name})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _installed_digests() -> dict[str, str]:
    """The digests of the model's files that the installer wrote down; none in an editable checkout."""
    import base64

    try:
        files = metadata.files("zenobia") or []
    except metadata.PackageNotFoundError:
        return {}
    weights = [file for file in files if file.hash and file.parts[:3] == ("zenobia", "reading", "model")]
    return {file.name: base64.urlsafe_b64decode(file.hash.value + "=").hex() for file in weights if file.hash}


def _gazetteer(settings: Settings) -> Iterator[Check]:
    from zenobia.resolving.gazetteer import Gazetteer
    from zenobia.resolving.own_places import kept_parts

    path = settings.gazetteer
    details: dict[str, object] = {"path": str(path), "own": str(settings.places)}
    try:
        own = [part.source for part in kept_parts(settings.places)]
    except (ZenobiaError, OSError) as error:
        yield Check("gazetteer", Health.FAILED, str(error), None, details)
        return
    if not path.exists():
        trouble = _cannot_write(path)
        if trouble:
            advice = "name another folder with ZENOBIA_CACHE"
            yield Check("gazetteer", Health.FAILED, f"none at {path}, and {trouble}", advice, details)
        else:
            found = f"not built yet at {path}"
            advice = "the first “zenobia read” builds it from what is installed, in half a minute"
            yield Check("gazetteer", Health.NOTE, found, advice, details)
        return
    try:
        opened = Gazetteer.open(path)
        sources, places = opened.sources(), sum(opened.counts().values())
        opened.close()
    except (ZenobiaError, sqlite3.Error) as error:
        found = f"{path} cannot be used ({error})"
        yield Check("gazetteer", Health.NOTE, found, "it is built anew when it is next needed", details)
        return
    details |= {"places": places, "sources": {one.name: one.places for one in sources}, "own_sources": own}
    added = f"; of your own: {', '.join(own)}" if own else ""
    yield Check("gazetteer", Health.OK, f"{path}: {places:,} places{added}", None, details)


def _parties(own: Path) -> Iterator[Check]:
    from zenobia.resolving.registry import open_registry

    details: dict[str, object] = {"own": str(own)}
    try:
        known = sum(1 for _ in open_registry([own] if own.exists() else []))
    except (ZenobiaError, OSError) as error:
        yield Check("parties", Health.FAILED, str(error), "set the table right, or move it away", details)
        return
    mine = f", with those of {own}" if own.exists() else ""
    yield Check("parties", Health.OK, f"{known:,} parties known{mine}", None, {**details, "known": known})


def _disk(files: dict[str, Path]) -> Iterator[Check]:
    for name, path in files.items():
        folder = _nearest_folder(path)
        free = shutil.disk_usage(folder).free
        short = free < LEAST_FREE_BYTES
        yield Check(
            f"disk of the {name}",
            Health.FAILED if short else Health.OK,
            f"{free / 1e9:,.1f} GB free at {folder}",
            f"make room: {LEAST_FREE_BYTES // 1_000_000} MB are needed" if short else None,
            {"path": str(folder), "free_bytes": free},
        )


def _network(online: bool) -> Iterator[Check]:
    """Zenobia goes to the network for what it is told to fetch, and for nothing else."""
    from zenobia.pages.fetch import Fetcher
    from zenobia.resolving.place_files import DUMPS_AT

    only = "nothing is fetched unless you ask for it"
    if not online:
        yield Check(
            "network", Health.OK, f"{only}; --online tries whether it could be", None, {"tried": False}
        )
        return
    address = f"{DUMPS_AT}/readme.txt"
    details: dict[str, object] = {"tried": True, "address": address}
    try:
        Fetcher(seconds=ONLINE_SECONDS).get(address)
    except ZenobiaError as error:
        advice = "all but fetching works offline; fetch with another program, and give the files"
        yield Check("network", Health.FAILED, f"{address} cannot be reached: {error}", advice, details)
        return
    yield Check("network", Health.OK, f"{address} can be reached; {only}", None, details)


def _versions() -> Iterator[Check]:
    from zenobia import __version__

    yield Check(
        "zenobia", Health.OK, f"{__version__} on {platform.platform()}", None, {"version": __version__}
    )
    python, is_old = platform.python_version(), sys.version_info[:2] < OLDEST_PYTHON
    advice = f"install Python {'.'.join(map(str, OLDEST_PYTHON))} or later" if is_old else None
    health = Health.FAILED if is_old else Health.OK
    yield Check("python", health, python, advice, {"version": python})
    yield _sqlite()
    versions = {name: _version_of(name) for name in LIBRARIES}
    missing = [name for name, version in versions.items() if version is None]
    told = ", ".join(f"{name} {version or 'missing'}" for name, version in versions.items())
    advice = f"install {', '.join(missing)}, or Zenobia anew" if missing else None
    health = Health.FAILED if missing else Health.OK
    yield Check("libraries", health, told, advice, {"versions": versions})


def _sqlite() -> Check:
    """The ledger's filters need the full-text index, which some systems build their SQLite without."""
    details: dict[str, object] = {"version": sqlite3.sqlite_version}
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
        except sqlite3.OperationalError as error:
            advice = "use a Python whose SQLite has FTS5, such as the one from python.org"
            return Check("sqlite", Health.FAILED, f"{sqlite3.sqlite_version}: {error}", advice, details)
    return Check("sqlite", Health.OK, f"{sqlite3.sqlite_version}, with full-text search", None, details)


def _version_of(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _nearest_folder(path: Path) -> Path:
    return next(folder for folder in path.absolute().parents if folder.is_dir())


def _cannot_write(path: Path) -> str | None:
    """Why a file cannot be made there, as far as can be told without trying."""
    folder = _nearest_folder(path)
    inside = [above for above in path.absolute().parents if above.exists() and not above.is_dir()]
    if inside:
        return f"{inside[0]} is no folder"
    return None if os.access(folder, os.W_OK | os.X_OK) else f"{folder} is not yours to write to"
