"""Files in the layouts of releases, small enough to be checked by eye."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

PUBLISHED = Path(__file__).parents[1] / "data" / "published"
EXCERPTS = Path(__file__).parent / "published" / "releases"
# A place as Explore education statistics writes it: level, country, region, three digits, name, nine characters.
PLACES = {
    "England": ["National", "E92000001", "England", "", "", "", "", ""],
    "East of England": ["Regional", "E92000001", "England", "E12000006", "East of England", "", "", ""],
    "Inner London": ["Regional", "E92000001", "England", "E13000001", "Inner London", "", "", ""],
    "Hertfordshire": ["Local authority", "E92000001", "England", "E12000006", "East of England", "919",
                      "Hertfordshire", "E10000015"],
    "Kent": ["Local authority", "E92000001", "England", "E12000008", "South East", "886", "Kent", "E10000016"],
    "Cumbria": ["Local authority", "E92000001", "England", "E12000002", "North West", "909", "Cumbria", "E10000006"],
    "Cumberland": ["Local authority", "E92000001", "England", "E12000002", "North West", "942", "Cumberland",
                   "E06000063"],
    "Barnsley": ["Local authority", "E92000001", "England", "E12000003", "Yorkshire and The Humber", "370", "Barnsley",
                 "E08000038"],
    "Barnsley before": ["Local authority", "E92000001", "England", "E12000003", "Yorkshire and The Humber", "370",
                        "Barnsley", "E08000016"],
    "Kingston and Richmond": ["Local authority", "E92000001", "England", "E12000007", "London", "314 / 318",
                              "Kingston upon Thames / Richmond upon Thames", "E09000021 / E09000027"],
    "St Albans": ["Parliamentary constituency", "E92000001", "England", "", "", "", "", ""],
}
COLUMNS = ["geographic_level", "country_code", "country_name", "region_code", "region_name", "old_la_code", "la_name",
           "new_la_code"]


def ees(columns: str, *rows: str, time: str = "2026 | Reporting year") -> str:
    """A data file: each row a place of PLACES and its cells, apart by |; a row may begin with its own time and !."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["time_period", "time_identifier", *COLUMNS, *_cells(columns)])
    for row in rows:
        own, _, rest = row.rpartition("!")
        place, *cells = _cells(rest)
        writer.writerow([*_cells(own or time), *PLACES[place], *cells])
    return out.getvalue()


def table(text: str) -> str:
    """Any other table: rows as lines, cells apart by |."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_cells(line) for line in text.strip().splitlines())
    return out.getvalue()


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("|")]


def written(folder: Path, text: str, name: str = "data.csv", encoding: str = "utf-8") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def told(figures: pd.DataFrame, columns: Sequence[str] = ("series", "area", "period", "value")) -> list[str]:
    """Figures as lines of some columns, in order of them."""
    return sorted(" ".join(row) for row in figures[list(columns)].itertuples(index=False))


def counted(left_out: pd.DataFrame) -> Mapping[str, int]:
    """Reason → rows, of rows that were left out."""
    return {reason: rows for _, reason, rows in left_out.itertuples(index=False) if rows}
