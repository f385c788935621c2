"""A Parquet file as text: days as 2025-03-31, numbers plainly, an empty cell ""."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import types

from wayforward.reading import limits
from wayforward.reading.problems import Problem, Unreadable, too_many
from wayforward.reading.text import Text


def rows(path: Path, inside: None, most_rows: int, names: Collection[str] = ()) -> Text:
    """The rows of the file as text; Unreadable for a column whose cells hold more than one value."""
    with path.open("rb") as source:     # its name may be no UTF-8
        texted = _check(pq.read_metadata(source), path.stat().st_size, most_rows)
        table = pq.ParquetFile(source, read_dictionary=texted).read()
    _check_text(table)
    texts = [_text(column, name.strip()) for name, column in zip(table.column_names, table.columns, strict=True)]
    frame = pa.table(texts, names=[str(place) for place in range(len(texts))]).to_pandas()
    return Text(frame.set_axis([name.strip() for name in table.column_names], axis="columns"))


def _check(told: pq.FileMetaData, size: int, most_rows: int) -> list[str]:
    """The columns of text, of which each different one is then held once. Unreadable where the file says that it holds
    too much."""
    if told.num_rows > most_rows:
        raise too_many(most_rows)
    limits.check_shape(told.num_rows, told.num_columns)
    limits.check_unpacked(sum(told.row_group(place).total_byte_size for place in range(told.num_row_groups)), size,
                          limits.MOST_BYTES)
    columns = [told.schema.column(place) for place in range(told.num_columns)]
    return [column.path for column in columns if column.physical_type == "BYTE_ARRAY"]


def _check_text(table: pa.Table) -> None:
    """Unreadable where texts that many rows share would come to too much, each by itself."""
    letters = 0
    for column in (column for column in table.columns if types.is_dictionary(column.type)):
        for chunk in column.chunks:
            lengths = pc.binary_length(chunk.dictionary.cast(pa.large_binary()))
            letters += pc.sum(lengths.take(chunk.indices)).as_py() or 0
    if letters > limits.MOST_BYTES:
        raise limits.beyond(f"more than {limits.MOST_BYTES:,} letters")


def _text(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if types.is_nested(kind) or types.is_binary(kind) or types.is_large_binary(kind) or types.is_duration(kind):
        raise Unreadable(Problem("refuse", "cells that are no text, number or day", column=name,
                                 action="export the column as text"))
    if types.is_timestamp(kind) or types.is_date64(kind):
        column = _moments(column)
    elif types.is_floating(kind):
        column = _numbers(column)
    return pc.fill_null(column.cast(pa.large_string()), "")


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    written = pc.strftime(column.cast(pa.timestamp("s", getattr(column.type, "tz", None)), safe=False),
                          format="%Y-%m-%dT%H:%M:%S")
    return pc.replace_substring(written, "T00:00:00", "")


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    coded = column.combine_chunks().dictionary_encode()
    written = ["" if np.isnan(value) else np.format_float_positional(value, trim="-")
               for value in coded.dictionary.to_numpy(zero_copy_only=False)]
    return pa.DictionaryArray.from_arrays(coded.indices, pa.array(written, pa.large_string()))
