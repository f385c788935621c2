"""How each series scatters in other areas, as it was measured from the published figures: a table of its own.

The folder `scatter` beside `published` holds what `wayforward figures scatter` made of these, and nothing that is
published:

    scatter.parquet  one row a series, edition and area: for one more area like this, from all areas but this
    means.csv        one row a series without intervals, edition and period: the mean of all areas' figures
    values.parquet   one row a series, edition, period and area: its figure, and how it strays from the area's course
    made_from.txt    the sha256 of the tables of figures that they were made from

An edition is told by the day on which its newest figures became known, so that an old period gives the answer that it
could have had. A run takes the newest edition known on its as-at day. Without the folder nothing is borrowed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wayforward.errors import RefusedInputs
from wayforward.input_tracking import Input, note_existence
from wayforward.published.contract import REGISTERS
from wayforward.published.tables import File, files_of

FOLDER = "scatter"
SCATTER, MEANS, VALUES, MADE_FROM = "scatter.parquet", "means.csv", "values.parquet", "made_from.txt"
SERIES = ["measure", "series"]
EDITION = [*SERIES, "known"]
NUMBERS = ["scale", "df", "correlation", "spread"]
COLUMNS = {SCATTER: [*EDITION, "area", "areas", "periods", "unit", *NUMBERS],
           MEANS: [*EDITION, "end", "areas", "mean"],
           VALUES: [*EDITION, "end", "area", "value", "error"]}
BY_CHANCE, OWN_UNIT = "chance", "own"       # what `scale` is told in


class AllValues:
    """The table of all areas' figures, its rows read when first asked for; without a file there are none."""

    def __init__(self, file: File | None = None):
        self._file = None if file is None else _opened(file, read_dictionary=COLUMNS[VALUES][:-2])

    def of(self, measure: str, series: str, known: str) -> pd.DataFrame:
        """The rows of one edition."""
        if self._file is None:
            return pd.DataFrame(columns=COLUMNS[VALUES])
        return self._rows.iloc[self._places.get((measure, series, known), [])]

    @cached_property
    def _rows(self) -> pd.DataFrame:
        return self._file.read(use_threads=False).to_pandas()

    @cached_property
    def _places(self) -> Mapping[tuple[str, str, str], np.ndarray]:
        """Which rows are of an edition."""
        return self._rows.groupby(EDITION, observed=True).indices


def read_scatter(folder: Path, as_at: date,
                 area: str) -> tuple[pd.DataFrame, pd.DataFrame, AllValues, tuple[Input, ...]]:
    """What was known on a day, for one area: of each series the row of its newest edition, and the means of that
    edition; the figures of all areas; and the files that were read. Without rows where the folder is not there.
    RefusedInputs where a file of it is missing or has other columns."""
    if not note_existence(Path(folder)).is_dir():
        return *(pd.DataFrame(columns=COLUMNS[name]) for name in (SCATTER, MEANS)), AllValues(), ()
    files = {name: File(name, _content(folder, name)) for name in COLUMNS}
    rows, means = (_known(table, as_at) for table in (_of_area(files[SCATTER], area), _text(files[MEANS])))
    return (rows, means.merge(rows[EDITION], on=EDITION), AllValues(files[VALUES]),
            tuple(Input(f"{FOLDER}/{file.name}", _length(file), file.sha256) for file in files.values()))


def editions_known(folder: Path, as_at: date) -> dict[tuple[str, str], str]:
    """The newest edition of each series by a day, whatever the area, by measure and series; none without the
    folder."""
    if not folder.is_dir():
        return {}
    rows = pq.read_table(BytesIO(_content(folder, SCATTER)), columns=EDITION).to_pandas().drop_duplicates()
    return {(row.measure, row.series): row.known for row in _known(rows, as_at).itertuples()}


def write_scatter(folder: Path, tables: Mapping[str, pd.DataFrame], made_from: str) -> list[Path]:
    """Writes the tables, by their names, and what they were made from; says which files. The same bytes for the same
    rows."""
    folder.mkdir(exist_ok=True)
    content = {**{name: _stored(tables[name][COLUMNS[name]]) for name in (SCATTER, VALUES)},
               MEANS: tables[MEANS].to_csv(index=False, lineterminator="\n").encode(), MADE_FROM: made_from.encode()}
    for name, raw in content.items():
        (folder / name).write_bytes(raw)
    return [folder / name for name in content]


def made_from(published: Path) -> str:
    """What the tables of a folder of published figures are, for made_from.txt."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in _tables(files_of(published)))


def _tables(files: Iterable[File]) -> Iterator[File]:
    return (file for file in files if file.table not in REGISTERS)


def _content(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise _refused(name, "expected; it is not there") from None


def _of_area(file: File, area: str) -> pd.DataFrame:
    rows = _opened(file).read(use_threads=False)
    return rows.filter(pc.equal(rows["area"], area)).to_pandas()


def _opened(file: File, **options) -> pq.ParquetFile:
    try:
        opened = pq.ParquetFile(BytesIO(file.raw), **options)
    except pa.ArrowException as problem:
        raise _refused(file.name, f"must be a Parquet table ({problem})") from None
    _check(file.name, opened.schema_arrow.names)
    return opened


def _text(file: File) -> pd.DataFrame:
    rows = pd.read_csv(BytesIO(file.raw), dtype=dict.fromkeys([*EDITION, "end"], str))
    _check(file.name, list(rows.columns))
    return rows


def _check(name: str, columns: list[str]) -> None:
    if columns != COLUMNS[name]:
        raise _refused(name, f"must have the columns {', '.join(COLUMNS[name])}; it has {', '.join(columns)}")


def _refused(name: str, what: str) -> RefusedInputs:
    return RefusedInputs(f"what was measured in {FOLDER}/ is refused; make it anew with `wayforward figures scatter`",
                         [f"{name}: {what}"])


def _known(rows: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """The newest edition of each series by a day."""
    known = rows[rows["known"] <= as_at.isoformat()]
    return known[known["known"] == known.groupby(SERIES)["known"].transform("max")].reset_index(drop=True)


def _length(file: File) -> int:
    return pq.read_metadata(BytesIO(file.raw)).num_rows if file.is_stored else len(file)


def _stored(rows: pd.DataFrame) -> bytes:
    out = BytesIO()
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata()
    pq.write_table(table, out, compression="zstd", compression_level=9)
    return out.getvalue()
