"""A text table as a frame: columns parted by |, a remark after #, empty cells missing. For tests that are read."""

from io import StringIO

import pandas as pd


def table(text: str) -> pd.DataFrame:
    """The rows of a text table, numbers as numbers."""
    lines = [line.split("#")[0].strip() for line in text.strip().splitlines()]
    frame = pd.read_csv(StringIO("\n".join(lines)), sep=r"\s*\|\s*", engine="python", dtype=str)
    return frame.apply(_numbers)


def _numbers(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers if numbers.notna().equals(column.notna()) and numbers.notna().any() else column


def series(*figures: tuple, kind: str = "proportion") -> pd.DataFrame:
    """Points of one area, (year, numerator, denominator) each at 31 March, with their intervals."""
    from wayforward.statistics.intervals import with_intervals

    rows = pd.DataFrame(figures, columns=["year", "numerator", "denominator"])
    rows = rows.assign(end=pd.to_datetime(rows["year"].astype(str) + "-03-31").dt.date, status="final", reason=None,
                       note=None, unknown=float("nan"), value=rows["numerator"] / rows["denominator"],
                       label="year to 31 March " + rows["year"].astype(str), area="here")
    return with_intervals(rows.assign(start=rows["end"]), kind)
