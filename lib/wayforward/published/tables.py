"""The files of a folder of published figures, and the rows in them: text, as it stands in the sources.

A table of figures is a file in one of two forms, with the same columns: <table>.csv, to write and to read; or
<table>.parquet, which holds every authority in little space. In a Parquet file rows are sorted by area, and a report
takes out those of a few areas before it makes a frame of them: all text is stored once, and numbered.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wayforward.errors import RefusedInputs
from wayforward.published.contract import FIGURES, REGISTERS

CSV, PARQUET = ".csv", ".parquet"
DECIDED = ".decided"        # new files whose move into their places has begun (see writing)
UNFINISHED = (f"{DECIDED}/: a command puts new tables into their places, or was stopped while it did; when none is at "
              "work, `wayforward figures import` puts the rest there")
SORTED_BY = ["area", "series", "period", "known"]


@dataclass(frozen=True)
class File:
    """One file of a folder: its name with the ending, and what it holds."""

    name: str
    raw: bytes

    @property
    def table(self) -> str:
        """Its name without the ending."""
        return Path(self.name).stem

    @property
    def is_stored(self) -> bool:
        """Whether it is a Parquet file."""
        return self.name.endswith(PARQUET)

    @cached_property
    def sha256(self) -> str:
        """The hash of what it holds."""
        return hashlib.sha256(self.raw).hexdigest()

    @cached_property
    def stored(self) -> pa.Table:
        """All rows of a Parquet file, every column numbered text; ValueError where it is no such table."""
        names = pq.ParquetFile(BytesIO(self.raw)).schema_arrow.names
        if names != FIGURES:
            raise ValueError(f"must have the columns {', '.join(FIGURES)}; it has {', '.join(names)}")
        rows = pq.ParquetFile(BytesIO(self.raw), read_dictionary=names).read(use_threads=False)
        if any(column.null_count or not pa.types.is_dictionary(column.type) for column in rows.columns):
            raise ValueError("must hold text in every cell")
        return rows

    @cached_property
    def text(self) -> pd.DataFrame:
        """All rows of a CSV file; ValueError where it is no table."""
        # without a header, a row longer than the first is an error instead of an index
        lines = pd.read_csv(BytesIO(self.raw), header=None, dtype=str, na_filter=False, encoding="utf-8-sig")
        rows = lines[1:].set_axis(lines.loc[0].to_list(), axis="columns")
        return rows.assign(line=rows.index + 1, file=self.name).reset_index(drop=True)

    def __len__(self) -> int:
        return len(self.stored if self.is_stored else self.text)

    def of_areas(self, areas: Collection[str] | None = None) -> pd.DataFrame:
        """The rows of some areas, or all, as text."""
        if not self.is_stored:
            return self.text[FIGURES] if areas is None else self.text.loc[self.text["area"].isin(areas), FIGURES]
        rows = self.stored if areas is None else self.stored.filter(
            pc.is_in(self.stored["area"], pa.array(list(areas), pa.string())))
        return _as_text(rows)

    def of_series(self, series: Collection[str]) -> pd.DataFrame:
        """The rows of some series, as text."""
        if not self.is_stored:
            return self.text.loc[self.text["series"].isin(series), FIGURES]
        return _as_text(self.stored.filter(pc.is_in(self.stored["series"], pa.array(list(series), pa.string()))))

    def placed(self, chosen: np.ndarray | None = None) -> pd.DataFrame:
        """All rows, or those chosen, with the `file` and the `line` that each has, or would have as CSV."""
        if not self.is_stored:
            return self.text
        lines = np.arange(2, len(self.stored) + 2)
        rows = self.stored if chosen is None else self.stored.filter(pa.array(chosen))
        return _as_text(rows).assign(line=lines if chosen is None else lines[chosen], file=self.name)


def _as_text(rows: pa.Table) -> pd.DataFrame:
    return rows.cast(pa.schema([(name, pa.string()) for name in rows.column_names])).to_pandas()


def files_of(folder: Path) -> list[File]:
    """The registers and tables of a folder, in order of name. RefusedInputs tells all that is missing, stands there
    twice or is no table."""
    paths = sorted(folder.iterdir() if folder.is_dir() else [])
    refuse([UNFINISHED for path in paths if path.name == DECIDED], folder)
    found = [File(path.name, path.read_bytes()) for path in paths if path.suffix in (CSV, PARQUET)]
    refuse([*_missing(found), *_twice(found)], folder)
    refuse([problem for file in found for problem in unreadable(file)], folder)
    return found


def _missing(found: list[File]) -> list[str]:
    names = {file.name for file in found}
    missing = [name for name in (f"{register}{CSV}" for register in REGISTERS) if name not in names]
    if not {file.table for file in found} - REGISTERS.keys():
        missing.append("at least one table of figures (*.csv, *.parquet)")
    return [f"expected {name}; it is not there" for name in missing]


def _twice(found: list[File]) -> list[str]:
    tables = [file.table for file in found]
    return [f"{table}{CSV} and {table}{PARQUET}: a table must stand in one form; `wayforward figures import` takes the "
            "first into the second" for table in sorted({table for table in tables if tables.count(table) > 1})]


def unreadable(file: File) -> list[str]:
    """Why a file is no table, in a sentence; nothing for one that is."""
    try:
        len(file)
    except (ValueError, pa.ArrowException) as problem:
        form = "a Parquet table of text" if file.is_stored else "a comma-separated table in UTF-8"
        return [f"{file.name}: must be {form} ({problem})"]
    return []


def refuse(problems: list[str], folder: Path) -> None:
    """RefusedInputs with the problems of a folder, if there are any."""
    if problems:
        raise RefusedInputs(f"the published figures in {folder.name}/ are refused; correct the files and run again",
                            problems)


def stored(rows: pd.DataFrame) -> bytes:
    """Rows of a table as a Parquet file: the same bytes for the same rows."""
    ordered = rows[FIGURES].sort_values(SORTED_BY, kind="stable")
    text = pa.schema([(name, pa.string()) for name in FIGURES])
    out = BytesIO()
    pq.write_table(pa.Table.from_pandas(ordered, text, preserve_index=False).replace_schema_metadata(), out,
                   compression="zstd", compression_level=9)
    return out.getvalue()


def as_csv(rows: pd.DataFrame) -> str:
    """The same rows as text, in the same order."""
    return rows[FIGURES].sort_values(SORTED_BY, kind="stable").to_csv(index=False, lineterminator="\n")
