"""Lists of places that people have: GeoNames' dumps and tables with named columns."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from zenobia.errors import BadInput
from zenobia.resolving.gazetteer import PlaceKind
from zenobia.resolving.place_files import Skipped, read_geonames, read_table


def dump_line(
    number: int, name: str, kind: str, *, names: str = "", lat: str = "34.5", people: str = "0"
) -> str:
    category, code = kind.split(".")
    cells = [str(number), name, name, names, lat, "38.3", category, code, "SY", "", "11", "", "", "", people]
    return "\t".join([*cells, "", "400", "Asia/Damascus", "2020-01-01"]) + "\n"


DUMP = (
    dump_line(1, "Bir Qasab", "P.PPL", names="Bi'r Qasab,بئر القصب", people="900")
    + dump_line(2, "Wadi Hauran", "H.WAD")
    + dump_line(3, "T9 Airfield", "S.AIRF")
    + dump_line(4, "Central Province", "A.ADM1")
    + dump_line(5, "Old Road", "R.RD")
    + "broken line\n"
    + dump_line(6, "Nowhere", "P.PPL", lat="134.5")
)
COLUMNS = {"name": "place", "lat": "y", "lon": "x"}


@pytest.mark.parametrize("zipped", [False, True])
def test_a_dump_is_read_zipped_or_not(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / ("SY.zip" if zipped else "SY.txt")
    if zipped:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "read me")
            archive.writestr("SY.txt", DUMP)
    else:
        path.write_text(DUMP, "utf-8")
    skipped = Skipped()
    rows = list(read_geonames(path, skipped))
    assert [(row.place_id, row.kind) for row in rows] == [
        ("geonames:1", PlaceKind.TOWN),
        ("geonames:2", PlaceKind.REGION),
        ("geonames:3", PlaceKind.SITE),
        ("geonames:4", PlaceKind.PROVINCE),
    ]
    assert rows[0].names == ("Bi'r Qasab", "بئر القصب")
    assert (rows[0].country, rows[0].division, rows[0].population) == ("SY", "11", 900)
    assert skipped.rows == 2
    assert skipped.first is not None
    assert skipped.first.startswith("line 6")


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("a.txt", "")
        archive.writestr("../b.txt", "")
    with pytest.raises(BadInput, match="one text file"):
        list(read_geonames(tmp_path / "SY.zip", Skipped()))


def table(tmp_path: Path, *lines: str) -> Path:
    (tmp_path / "wells.csv").write_text("\n".join(lines) + "\n", "utf-8-sig")
    return tmp_path / "wells.csv"


def test_a_table_with_columns_of_its_own_names(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "code,place,also,y,x,prov",
        "W1,Bir Qasab,Bi'r Qasab,33.35,37.2,Rif Dimashq",
        "W2,Bir Ali,,x,1,",
    )
    skipped = Skipped()
    columns = {**COLUMNS, "id": "code", "alias0": "also", "province": "prov"}
    (row,) = read_table(
        path,
        columns,
        source="wells",
        country="sy",
        division_of={"Rif Dimashq": "08"}.get,
        skipped=skipped,
    )
    assert (row.place_id, row.name, row.country, row.division) == ("wells:W1", "Bir Qasab", "SY", "08")
    assert (row.lat, row.lon, row.names, row.kind) == (33.35, 37.2, ("Bi'r Qasab",), PlaceKind.TOWN)
    assert (skipped.rows, skipped.first) == (1, "line 3: could not convert string to float: 'x'")


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = table(tmp_path, "place,latitude,x", "Bir Qasab,33.35,37.2")
    with pytest.raises(BadInput, match="no column y; it has place, latitude, x"):
        list(read_table(path, COLUMNS, source="w", country=None, division_of=str, skipped=Skipped()))


def test_the_communities_of_syria(shared: Path) -> None:
    """A table of 7,580 communities, as the United Nations give it out."""
    path = shared / "corpora" / "gazetteer" / "ocha_syria.csv"
    if not path.exists():
        pytest.skip("no such table in shared/")
    columns = {"name": "PP_NAME_EN", "lat": "_CY", "lon": "_CX", "id": "PP_PCODE", "alias0": "PP_ALT1_EN"}
    skipped = Skipped()
    rows = list(read_table(path, columns, source="ocha", country="SY", division_of=str, skipped=skipped))
    assert len(rows) + skipped.rows == 7580
    assert skipped.rows < 10
    assert len({row.place_id for row in rows}) == len(rows)
