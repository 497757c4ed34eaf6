"""The file: whose it is, how new, who may read it, and what a full disk or damage does to it."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from news import TEXT, article_of, page_of, shelling
from sqlalchemy import create_engine

from zenobia.errors import StoreError, StoreIsNewer
from zenobia.store import Added, check, open_view, open_writer
from zenobia.store.migrations import NEWEST
from zenobia.store.tables import metadata


def keep_one(path: Path, text: str = TEXT) -> str:
    page = page_of(text)
    article = article_of(page, text)
    with open_writer(path, "test") as writer:
        writer.keep(page, article, [shelling(article)])
    return article.id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    keep_one(path)
    return path


def test_migrations_lead_to_the_tables_that_are_declared(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def is_ours(name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or not (name or "").startswith("claim_search")

    with create_engine(f"sqlite:///{path}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        assert context.get_current_revision() == NEWEST
        assert compare_metadata(context, metadata) == []


def test_the_newest_revision_is_the_last_migration() -> None:
    from zenobia.store import migrations

    versions = sorted((Path(migrations.__file__).parent / "versions").glob("[0-9]*.py"))
    assert versions[-1].name.startswith(NEWEST + "_")


def test_opening_a_store_that_is_up_to_date_loads_no_alembic(path: Path) -> None:
    code = f"""
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zenobia.store import open_view, open_writer
assert "sqlalchemy" not in sys.modules
open_writer(Path({str(path)!r}), "test").close()
open_view(Path({str(path)!r})).close()
assert "alembic" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_pragmas_that_promises_rest_on(path: Path) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "application_id")
    with open_writer(path, "test") as writer:
        told = [writer._connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert told == ["wal", 2, 1, 1, 0x5A4E4F42]


APPEND_ONLY = ("pages", "articles", "blocks", "codings", "claims", "evidence", "slots", "set_aside")
CHANGES = ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}")


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", CHANGES)
def test_the_ledger_only_grows(path: Path, table: str, act: str) -> None:
    with open_writer(path, "test") as writer:
        writer.set_aside("empty.txt", b"", "no text", "it is empty")
        column = next(iter(metadata.tables[table].columns)).name
        with pytest.raises(Exception, match=f"the ledger only grows: no (UPDATE|DELETE) on {table}"):
            writer._connection.exec_driver_sql(act.format(table, column))
    assert check(path) == []


def test_a_view_cannot_write(path: Path) -> None:
    with open_view(path) as view, pytest.raises(Exception, match=r"readonly|read-only|read only"):
        view._connection.exec_driver_sql("INSERT INTO readings VALUES (1, '', NULL, NULL, 0, 0, 0)")


def test_nobody_else_may_look(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "ledger.sqlite"
    old_mask = os.umask(0)
    try:
        with open_writer(path, "test") as writer:
            writer.begin_reading()
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(old_mask)
    assert set(modes) == {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.sqlite.lock"}
    assert set(modes.values()) == {0o600}
    assert [stat.S_IMODE(f.stat().st_mode) for f in (path.parent, path.parent.parent)] == [0o700, 0o700]


def test_a_later_version_wrote_it(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    for opens in (open_view, lambda path: open_writer(path, "test")):
        with pytest.raises(StoreIsNewer, match=r"later version of Zenobia .*9999.*install the newer"):
            opens(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("whose", ["text", "sqlite", "short", "folder"])
def test_what_is_no_store_is_never_touched(tmp_path: Path, whose: str) -> None:
    path = tmp_path / "notes"
    if whose == "text":
        path.write_text("my notes, not yours\n" * 20)
    elif whose == "short":
        path.write_bytes(b"SQLite")
    elif whose == "folder":
        path.mkdir()
    else:
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE bookmarks (url)")
        connection.commit()
        connection.close()
    before = None if whose == "folder" else path.read_bytes()
    for opens in (open_view, check, lambda path: open_writer(path, "test")):
        with pytest.raises(StoreError, match=r"is not a Zenobia store|cannot be read"):
            opens(path)
    assert before is None or path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path], "and nothing is laid beside it"


@pytest.mark.parametrize("left", [0, 16, 99, 100, 4096, 20_000, 0.9])
def test_a_truncated_store_is_told_of(path: Path, left: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(left * len(whole)) if left == 0.9 else int(left)])
    with (
        pytest.raises(StoreError, match=r"damaged|is not a Zenobia|there is no store"),
        open_view(path) as view,
    ):
        view.claims()


def test_every_damage_is_told_of_in_words_and_nothing_else_is_raised(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for at in range(100, len(whole), 997):
        damaged = bytearray(whole)
        damaged[at : at + 40] = b"\xff" * 40
        path.write_bytes(damaged)
        try:
            with open_view(path) as view:
                view.claims()
                view.articles()
            check(path)
        except StoreError:
            pass


def test_a_full_disk_leaves_nothing_half_written(path: Path) -> None:
    """The limit on file sizes stands in for the disk; SQLite sees the same refusal to write."""
    long = TEXT + "\n" + "".join(f"{number:x} " for number in range(200_000))
    page = page_of(long)
    article = article_of(page, long)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_writer(path, "test") as writer:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20_000, limits[1]))
        try:
            with pytest.raises(StoreError, match="is the disk full"):
                writer.keep(page, article, [shelling(article)])
            with open_view(path) as view:
                assert view.counts().articles == 1
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert writer.keep(page, article, [shelling(article)]).added is Added.ARTICLE, "with room again"
    assert check(path) == []


def test_no_room_to_make_a_store_leaves_none(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    try:
        with pytest.raises(StoreError, match="is the disk full"):
            open_writer(tmp_path / "ledger.sqlite", "test")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [file.name for file in tmp_path.iterdir()] == ["ledger.sqlite.lock"]
    open_writer(tmp_path / "ledger.sqlite", "test").close()


def test_a_half_made_store_of_a_killed_process_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite.new").write_bytes(b"SQLite format 3\0 half of it")
    (tmp_path / "ledger.sqlite.new-journal").write_bytes(b"junk")
    keep_one(tmp_path / "ledger.sqlite")
    assert not list(tmp_path.glob("*.new*"))
    assert check(tmp_path / "ledger.sqlite") == []


AS_NOBODY = """
import os, sys
import alembic.command, sqlalchemy.dialects.sqlite, zenobia.store.view, zenobia.store.writer
from pathlib import Path
from zenobia.errors import StoreError
from zenobia.store import open_view, open_writer

path = Path(sys.argv[1])
os.getuid() or os.setuid(65534)  # root may write anywhere
with open_view(path) as view:
    print(view.counts().articles)
try:
    open_writer(path, "test")
except StoreError as error:
    print(error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may look into; those of pytest are closed to them."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
@pytest.mark.parametrize("state", ["closed", "read before", "being written"])
def test_a_folder_that_is_read_only_can_be_read_in(open_folder: Path, state: str) -> None:
    path = open_folder / "ledger.sqlite"
    keep_one(path)
    writer = None
    if state == "read before":
        open_view(path).close()
    if state == "being written":
        writer = open_writer(path, "test")
        writer.keep(page := page_of(TEXT + " 2"), article_of(page, TEXT + " 2"), [])
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        command = [sys.executable, "-c", AS_NOBODY, str(path)]
        child = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        path.parent.chmod(0o755)
        if writer:
            writer.close()
    articles, refusal = child.stdout.splitlines() or ["", child.stderr]
    assert articles == ("2" if state == "being written" else "1"), refusal
    assert refusal.startswith("cannot write beside")


def test_a_log_that_a_crash_left_is_read_and_not_touched(path: Path, tmp_path: Path) -> None:
    """No reader ever checkpoints: two at it at once is how SQLite before 3.51.3 can lose pages."""
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with open_writer(path, "test") as writer:
        writer.keep(page := page_of(TEXT + " 2"), article_of(page, TEXT + " 2"), [])
        for name in (path.name, path.name + "-wal"):
            shutil.copy(path.with_name(name), crashed / name)
    left = crashed / path.name
    before = left.read_bytes(), left.with_name(path.name + "-wal").read_bytes()
    assert before[1]
    for _ in range(2):
        with open_view(left) as view:
            assert view.counts().articles == 2
        assert check(left) == []
    assert (left.read_bytes(), left.with_name(path.name + "-wal").read_bytes()) == before
    open_writer(left, "test").close()
    with open_view(left) as view:
        assert view.counts().articles == 2
