"""Rows as tables of Arrow, pandas and Polars, each column with its type; the libraries are extras.

Columns that are empty keep their type, so that the frames of two questions can be joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from zenobia.errors import MissingExtra
from zenobia.exports.tables import DAY, REAL, TEXT, TRUTH, WHOLE, Row

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Columns = Mapping[str, str]


def to_arrow(columns: Columns, rows: Iterable[Row]) -> pyarrow.Table:
    arrow = _imported("pyarrow", "arrow")
    types = {
        TEXT: arrow.string(),
        WHOLE: arrow.int64(),
        REAL: arrow.float64(),
        DAY: arrow.date32(),
        TRUTH: arrow.bool_(),
    }
    schema = arrow.schema([(name, types[holds]) for name, holds in columns.items()])
    return arrow.Table.from_pydict(_by_column(columns, rows), schema=schema)


def to_polars(columns: Columns, rows: Iterable[Row]) -> polars.DataFrame:
    frames = _imported("polars", "polars")
    types = {
        TEXT: frames.String,
        WHOLE: frames.Int64,
        REAL: frames.Float64,
        DAY: frames.Date,
        TRUTH: frames.Boolean,
    }
    schema = {name: types[holds] for name, holds in columns.items()}
    made: polars.DataFrame = frames.DataFrame(_by_column(columns, rows), schema=schema)
    return made


def to_pandas(columns: Columns, rows: Iterable[Row]) -> pandas.DataFrame:
    """Numbers that may be missing are pandas' nullable ones; days are midnights told in seconds, NaT if none."""
    frames = _imported("pandas", "pandas")
    types = {TEXT: "string", WHOLE: "Int64", REAL: "Float64", DAY: "datetime64[s]", TRUTH: "boolean"}
    values = _by_column(columns, rows)
    made = {name: frames.Series(values[name], dtype=types[holds]) for name, holds in columns.items()}
    return frames.DataFrame(made)


def _by_column(columns: Columns, rows: Iterable[Row]) -> dict[str, list[Any]]:
    values: dict[str, list[Any]] = {name: [] for name in columns}
    for row in rows:
        for name, column in values.items():
            column.append(row[name])
    return values


def _imported(library: str, extra: str) -> Any:
    try:
        return import_module(library)
    except ImportError as error:
        raise MissingExtra(
            f"this needs {library}, which is not installed; install it with: pip install 'zenobia[{extra}]'"
        ) from error
