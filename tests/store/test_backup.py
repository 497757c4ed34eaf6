"""A backup is a sound copy of one state, also under a writer; what is damaged is neither kept nor restored."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from pathlib import Path

import pytest
from news import TEXT, article_of, page_of, shelling, talks

from zenobia.errors import BadInput, NotFound, StoreError, StoreInUse
from zenobia.store import back_up, check, open_view, open_writer, restore
from zenobia.store.writer import Writer


def keep(writer: Writer, number: int) -> None:
    page = page_of(f"{TEXT}\nReport {number}.")
    article = article_of(page, f"{TEXT}\nReport {number}.")
    writer.keep(page, article, [shelling(article), talks(article)])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with open_writer(path, "test") as writer:
        keep(writer, 1)
    return path


def kept_in(path: Path) -> set[str]:
    with open_view(path) as view:
        return {article.id for article in view.articles().found}


def test_a_backup_is_one_sealed_file_that_holds_it_all(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    done = back_up(store, target)
    assert (done.articles, done.claims) == (1, 2)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == done.sha256
    assert (tmp_path / "backup.sqlite.sha256").read_text() == f"{done.sha256}  backup.sqlite\n"
    assert kept_in(target) == kept_in(store)
    assert check(target) == []
    assert not list(tmp_path.glob("backup.sqlite*.part*"))


def test_backups_of_a_store_that_is_written_to_are_each_sound(store: Path, tmp_path: Path) -> None:
    enough = threading.Event()

    def write() -> None:
        with open_writer(store, "test") as writer:
            number = 2
            while not enough.is_set():
                keep(writer, number)
                number += 1

    writing = threading.Thread(target=write)
    writing.start()
    try:
        done = [back_up(store, tmp_path / f"backup-{n}.sqlite") for n in range(4)]
    finally:
        enough.set()
        writing.join()
    counts = [each.articles for each in done]
    assert counts == sorted(counts)
    assert all(each.claims == 2 * each.articles for each in done), "no report is there by half"
    assert all(kept_in(each.path) <= kept_in(store) for each in done)


def test_a_damaged_store_gives_no_backup(store: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(store)
    connection.execute("DROP TRIGGER claims_refuse_update")
    connection.execute("UPDATE claims SET kind = 'siege'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="not sound"):
        back_up(store, tmp_path / "backup.sqlite")
    assert not list(tmp_path.glob("backup*"))


def test_what_is_there_is_not_written_over_unasked(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    back_up(store, target)
    with pytest.raises(BadInput, match="--force"):
        back_up(store, target)
    with pytest.raises(BadInput, match="into itself"):
        back_up(store, store, force=True)
    with pytest.raises(BadInput, match="--force"):
        restore(target, store)
    with pytest.raises(NotFound):
        back_up(tmp_path / "none.sqlite", tmp_path / "other.sqlite")
    with pytest.raises(NotFound):
        restore(tmp_path / "none.sqlite", tmp_path / "other.sqlite")
    back_up(store, target, force=True)


def test_a_restored_backup_is_the_store_and_the_one_before_is_kept_aside(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    back_up(store, target)
    before = kept_in(store)
    with open_writer(store, "test") as writer:
        keep(writer, 2)
    after = kept_in(store)
    done = restore(target, store, force=True)
    assert kept_in(store) == before
    assert done.replaced is not None
    assert kept_in(done.replaced) == after
    with open_writer(store, "test") as writer:
        keep(writer, 3)
    assert check(store) == []


def test_a_store_that_is_torn_can_be_replaced(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    back_up(store, target)
    whole = store.read_bytes()
    store.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="is damaged"):
        check(store)
    done = restore(target, store, force=True)
    assert check(store) == []
    assert done.replaced is not None
    assert done.replaced.read_bytes()[5000:6000] == b"\xff" * 1000


@pytest.mark.parametrize("at", range(100, 100_000, 9_973))
def test_a_flipped_byte_in_a_backup_is_noticed(store: Path, tmp_path: Path, at: int) -> None:
    target = tmp_path / "backup.sqlite"
    back_up(store, target)
    content = bytearray(target.read_bytes())
    content[at % len(content)] ^= 0x10
    target.write_bytes(content)
    with pytest.raises(StoreError):
        restore(target, tmp_path / "other.sqlite")
    assert not list(tmp_path.glob("other.sqlite.*part*"))
    assert not (tmp_path / "other.sqlite").exists()


def test_a_store_that_is_in_use_is_not_replaced(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    back_up(store, target)
    with open_writer(store, "zenobia read reports/") as writer:
        keep(writer, 2)
        with pytest.raises(StoreInUse, match="being written to"):
            restore(target, store, force=True)
    with open_view(store) as view, view.snapshot(), pytest.raises(StoreInUse, match="looked at"):
        restore(target, store, force=True)
    assert len(kept_in(store)) == 2
    assert check(store) == []
