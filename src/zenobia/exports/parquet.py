"""Tables as Parquet: days are days, figures are figures, and an empty cell is null. Needs pyarrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from zenobia.errors import ZenobiaError
from zenobia.exports.cells import printable
from zenobia.exports.tables import DAY, REAL, TRUTH, WHOLE, Row


class ParquetNotInstalled(ZenobiaError):
    """The library that writes Parquet is not there."""


def write_parquet(
    stream: BinaryIO, columns: Mapping[str, str], rows: Sequence[Row], statement: Mapping[str, str]
) -> None:
    """Write the rows; `statement` is kept in the file's metadata. Raises ParquetNotInstalled."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ParquetNotInstalled(
            "Parquet needs pyarrow, which is not installed; “pip install 'zenobia[parquet]'” brings it, and the"
            " same table as CSV needs nothing"
        ) from error
    types = {WHOLE: pa.int64(), REAL: pa.float64(), DAY: pa.date32(), TRUTH: pa.bool_()}
    fields = [pa.field(name, types.get(type_, pa.string())) for name, type_ in columns.items()]
    schema = pa.schema(fields, metadata={f"zenobia.{key}": value for key, value in statement.items()})
    table = pa.Table.from_pylist([_as_text(row) for row in rows], schema=schema)
    pq.write_table(table, stream, compression="zstd")


def _as_text(row: Row) -> Row:
    return {name: printable(value) if isinstance(value, str) else value for name, value in row.items()}
