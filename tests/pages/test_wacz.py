"""WACZ files: the records of the WARC files in them, and nothing that swells or leads out."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from archives import answer, news, record, zipped

from zenobia.errors import BadArchive, PageTooLarge
from zenobia.pages.arrivals import Arrival
from zenobia.pages.wacz import read_wacz

WARC = zipped(record(answer(news(1))), record(answer(news(2))))


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def manifest(content: bytes, path: str = "archive/data.warc.gz") -> bytes:
    resource = {"name": "data.warc.gz", "path": path, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    return json.dumps({"profile": "data-package", "resources": [resource]}).encode()


def arrivals(content: bytes, starts: dict[str, int] | None = None) -> list[Arrival]:
    return list(read_wacz(io.BytesIO(content), "site.wacz", starts))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_pages_of_every_warc_file_in_it_are_read(compression: int) -> None:
    files = {
        "datapackage.json": manifest(WARC),
        "pages/pages.jsonl": b"{}",
        "indexes/index.cdx.gz": b"not looked at",
        "archive/data.warc.gz": WARC,
        "archive/more.warc": record(answer(news(3))),
        "elsewhere/other.warc.gz": WARC,
    }
    came = arrivals(packed(files, compression))
    assert [arrival.page and arrival.page.content for arrival in came] == [news(1), news(2), news(3)]
    assert came[0].name == "site.wacz/data.warc.gz#0"
    assert [arrival.part for arrival in came[1:]] == ["archive/data.warc.gz", "archive/more.warc"]


def test_reading_can_go_on_in_each_of_them() -> None:
    content = packed({"archive/a.warc.gz": WARC, "archive/b.warc.gz": WARC})
    first = arrivals(content)[0]
    assert len(arrivals(content, {str(first.part): first.end or 0})) == 3


def test_a_file_that_is_not_what_the_manifest_says_is_told_and_read_all_the_same() -> None:
    first, *rest = arrivals(packed({"datapackage.json": manifest(b"other"), "archive/data.warc.gz": WARC}))
    assert "when it was packed" in str(first.error)
    assert len([arrival for arrival in rest if arrival.page]) == 2


@pytest.mark.parametrize(
    "odd",
    [b"", b"[]", b"{", b'{"resources": 5}', b'{"resources": [5, {"path": 1}]}', b"[" * 100_000, b"\xff"],
)
def test_a_manifest_that_is_none_says_nothing(odd: bytes) -> None:
    came = arrivals(packed({"datapackage.json": odd, "archive/data.warc.gz": WARC}))
    assert len([arrival for arrival in came if arrival.page]) == 2


def test_names_in_it_never_become_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = [
        "archive/../../evil.warc.gz",
        "archive//etc/evil.warc.gz",
        "archive/..\\evil.warc.gz",
        "/archive/x.warc.gz",
    ]
    came = arrivals(packed(dict.fromkeys(names, WARC)))
    assert len([arrival for arrival in came if arrival.page]) == 6
    assert not list(tmp_path.rglob("*"))
    assert not (tmp_path.parent / "evil.warc.gz").exists()


def test_zip_bombs_do_not_go_off() -> None:
    [came] = arrivals(packed({"archive/bomb.warc": bytes(60_000_000)}, zipfile.ZIP_DEFLATED))
    assert isinstance(came.error, PageTooLarge)
    many = packed({f"archive/{number}.warc": b"" for number in range(10_001)})
    assert "files" in str(arrivals(many)[0].error)


def test_files_that_lie_over_each_other_are_refused() -> None:
    """The quoted-overlap bomb: many entries of the directory that point at the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/a.warc.gz", WARC)
        entry = archive.getinfo("archive/a.warc.gz")
        for number in range(100):
            again = zipfile.ZipInfo(f"archive/{number}.warc.gz")
            again.header_offset, again.CRC = entry.header_offset, entry.CRC
            again.file_size, again.compress_size = entry.file_size, entry.compress_size
            archive.filelist.append(again)
    [came] = arrivals(out.getvalue())
    assert "over each other" in str(came.error)


def test_a_size_that_lies_is_not_believed() -> None:
    content = bytearray(packed({"archive/bomb.warc": bytes(5_000_000)}, zipfile.ZIP_DEFLATED))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    came = arrivals(bytes(content))
    assert came
    assert all(arrival.error is not None for arrival in came)


def test_what_is_no_zip_file_or_cut_says_so() -> None:
    content = packed({"archive/data.warc.gz": WARC})
    for broken in (b"", b"PK", b"no zip", content[:-30], content[:100], packed({"a.txt": b"x"})):
        [came] = arrivals(broken)
        assert isinstance(came.error, BadArchive)


def test_damage_inside_loses_only_what_is_damaged() -> None:
    content = bytearray(packed({"archive/a.warc.gz": WARC, "archive/b.warc.gz": WARC}))
    content[content.index(WARC) + len(WARC) - 30] ^= 0xFF
    came = arrivals(bytes(content))
    assert len([arrival for arrival in came if arrival.page]) == 3
    assert len([arrival for arrival in came if arrival.error]) == 2
