"""Returns as files: in the folder of the day they were received, large ones compressed, the same bytes every time."""

import csv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from wayforward.returns.layout import UK_DATE

LARGE = 20_000                              # bytes; a larger table is compressed
DECIMALS = 4                                # of a number, at most
FIRST_DELIVERY = date(2020, 12, 15)
JUNE, DECEMBER = 6, 12
BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)   # an archive's own; the clock would change the bytes


@dataclass(frozen=True)
class Return:
    """A table of a return of a year, in the columns and the text that stand in its file, and the month of delivery:
    June of the return's year for financial years and January, December of it for summers and September."""

    stem: str
    year: int
    rows: pd.DataFrame
    month: int = JUNE

    @property
    def received(self) -> date:
        """The day of its delivery."""
        return max(date(self.year, self.month, 15), FIRST_DELIVERY)

    @property
    def name(self) -> str:
        """Its path among the returns, without what a compressed file adds."""
        return f"{self.received}/{self.stem}_{self.year - 1}-{self.year % 100:02}.csv"


def write(path: Path, rows: pd.DataFrame) -> Path:
    """A table as a file, compressed (and its name longer by .zip) where it is large; the path."""
    content = csv_text(rows).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    return _plain(path, content) if len(content) <= LARGE else _zipped(path, content)


def csv_text(rows: pd.DataFrame) -> str:
    """As `to_csv` writes it, in a tenth of the time."""
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(zip(*(rows[name].to_list() for name in rows), strict=True))
    return lines.getvalue()


def _plain(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _zipped(path: Path, content: bytes) -> Path:
    archive = path.with_name(path.name + ".zip")
    member = zipfile.ZipInfo(path.name, BEGINNING_OF_TIME)
    member.create_system, member.external_attr = 3, 0o644 << 16     # as on Unix, whatever the machine
    with zipfile.ZipFile(archive, "w") as whole:
        whole.writestr(member, content, zipfile.ZIP_DEFLATED, compresslevel=7)
    return archive


def table(columns: Mapping[str, object], form: str = UK_DATE) -> pd.DataFrame:
    """Columns as text: days in the return's form, numbers plainly, what is missing empty."""
    return pd.DataFrame({name: text(values, form) for name, values in columns.items()}, dtype=object)


def text(values, form: str = UK_DATE):
    """Values as a file has them. Days are written once each and looked up, as there are few."""
    if isinstance(values, str):
        return values
    array = np.asarray(values)
    if array.dtype.kind == "M":
        written, places = np.unique(array.astype("M8[D]"), return_inverse=True)
        return pd.Series(pd.to_datetime(written)).dt.strftime(form).fillna("").to_numpy(dtype=object)[places]
    if array.dtype.kind == "f":
        written, places = np.unique(np.round(array, DECIMALS) + 0.0, return_inverse=True)   # no negative zero
        return np.array([_number(value) for value in written], dtype=object)[places]
    return array.astype(str).astype(object) if array.dtype.kind in "iub" else array


def _number(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


def where(condition, values, otherwise="", form: str = UK_DATE) -> np.ndarray:
    """Values as text where a condition holds, else nothing."""
    return np.where(condition, text(values, form), otherwise).astype(object)
