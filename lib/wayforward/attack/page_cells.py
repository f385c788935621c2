"""The numbers of people in the tables of a run's pages."""

import math
import re

from wayforward.attack.cells import NO_PEOPLE, Cell, Key, Series
from wayforward.attack.numbers import read_count, read_share
from wayforward.attack.pages import ANY, Table

BY_GROUP, ROWS = ("By", "Group"), "Rows"
PARTS = {"Count": "numerator", "Out of": "denominator", "Not known": "unknown"}
RETURN = re.compile(r"Return of (\d{4})")
ROUNDED = re.compile(r"(those left out )?to the nearest (\d+)")
COUNTED, TOTAL = "counted", "rows in"
SHARE, FIGURE = "share", "Figure"
SHARES = ("Share", "Workforce")
NOT_COUNTS = re.compile(
    r"share|ratio|\bfrom\b|\bto\b|residents|days|posts|lost|kappa|\blow\b|\bhigh\b|rate|gap|change|number|length|"
    r"factor|remark|held|figure|interval|limits|signals|for every|an assessment|per |standardised|as answered|"
    r"children aged 0 to 17|period|difference|published|^promise$", re.IGNORECASE)
NO_DETAILS = re.compile(r"Screening|looked up|Files read|Other defensible|every figure|Control chart|promises|bees|"
                        r"Wanted|beside the|How much of it|free text|decomposition", re.IGNORECASE)


def table_cells(table: Table, series: list[Series], rounding: int | None = None) -> list[Cell]:
    """The cells of one table: of a breakdown, of the rows of a return, of a series' periods, or of a table of its
    own. Empty for a table that shows no people, or official figures. `rounding` is what the run says it rounds to."""
    if table.columns[:2] == BY_GROUP:
        return _breakdown(table, _of(table, series))
    if table.columns[0] == ROWS:
        return [] if NO_PEOPLE.search(table.title) else _rows(table, rounding)
    if table.columns[0] == "Period":
        own = _of(table, series)
        return _points(table, own) if own else []       # official figures, which are shown as published
    return _detail(table)


def _of(table: Table, series: list[Series]) -> Series | None:
    """The series that a table speaks of: by the name in its markup, or by its title."""
    here = [each for each in series if table.number in (each.number, ANY)]
    named = [each for each in here if re.fullmatch(re.escape(each.id) + r"-[a-z-]+", table.name)]
    titled = [each for each in here if table.title.startswith(each.title)]
    return next(iter(named or titled), None)


def _breakdown(table: Table, series: Series | None) -> list[Cell]:
    """A row a group; the characteristic stands only in the first of its rows."""
    series, period, rows = group_rows(table, [series] if series else [])
    cells = []
    for by, group, shown in rows:
        for column, part in PARTS.items():
            if column in shown and part in series.parts:
                bounds = _rounded(read_count(shown[column]), series.whole)
                cells.append(_cell(Key(series.id, period, by, group, part), bounds, table))
        if series.kind == "proportion" and (share := read_share(shown.get(FIGURE, ""))):
            cells.append(_cell(Key(series.id, period, by, group, SHARE), share, table))
    return cells


def group_rows(table: Table, series: list[Series]) -> tuple[Series | None, str, list[tuple[str, str, dict[str, str]]]]:
    """Of a breakdown its series, its period's last day, and its rows: by, group, what is shown; of no other table."""
    own = _of(table, series) if table.columns[:2] == BY_GROUP else None
    period = own and next((end for label, end in own.periods.items() if f", {label}, " in table.title), None)
    found, by = [], ""
    for row in table.rows if period else ():
        by = row[0] or by
        found.append((by, row[1], dict(zip(table.columns, row, strict=True))))
    return (own, period, found) if period else (None, "", [])


def _rounded(bounds: tuple[float, float] | None, whole: bool) -> tuple[float, float]:
    """An average of months is shown rounded to a person."""
    low, high = bounds or (0.0, math.inf)
    return (low, high) if whole or high == math.inf else (max(low - 0.5, 0.0), high + 0.5)


def _points(table: Table, series: Series) -> list[Cell]:
    """The periods of a series; they say what findings.json says."""
    wanted = {column: part for column, part in PARTS.items() if part in series.parts and column in table.columns}
    return [_cell(series.key(series.periods[row[0]], part), bounds, table) for row in table.rows
            if row[0] in series.periods for column, part in wanted.items()
            if (bounds := read_count(row[table.columns.index(column)])) and series.whole]


def _rows(table: Table, rounding: int | None) -> list[Cell]:
    """The accounts of a return: its rows by what became of them, a column a year, as rounded."""
    nearest, but_counted = _rounding(table, rounding)
    years = {place: found[1] for place, name in enumerate(table.columns) if (found := RETURN.fullmatch(name))}
    series = table.name.removesuffix("-rows") or table.title
    cells = []
    for row in table.rows:
        for place, year in years.items():
            if row[place] != "–" and (bounds := _near(row[place], 1 if but_counted and row[0] == COUNTED else nearest)):
                cells.append(_cell(Key(series, year, ROWS, row[0], "rows"), bounds, table))
    return cells


def _rounding(table: Table, rounding: int | None) -> tuple[int, bool]:
    """To what the rows of a return are rounded, and whether all but the counted: by its title, else by what the run
    says, else to 10, or 5 where a number says so."""
    said = ROUNDED.search(table.title)
    if said:
        return int(said[2]), bool(said[1])
    numbers = [cell for row in table.rows for cell in row[1:] if cell.replace(",", "").isdigit()]
    return rounding or (5 if any(number.endswith("5") for number in numbers) else 10), False


def _near(text: str, nearest: int) -> tuple[float, float] | None:
    """The bounds of a count that may be rounded; what is no multiple of the base is not."""
    exact = read_count(text)
    return read_count(text, nearest) if exact and exact[0] == exact[1] and exact[0] % nearest == 0 else exact


def count_columns(table: Table) -> dict[str, list[tuple[float, float]]]:
    """The columns of numbers of people of a table beside a series, as bounds: no shares, days, journeys, projects."""
    if not table.number or NO_DETAILS.search(table.title) or NO_PEOPLE.search(f"{table.title} {table.columns[0]}"):
        return {}
    told = {column: [read_count(row[place]) for row in table.rows] for place, column in enumerate(table.columns)
            if place and column and not NOT_COUNTS.search(column) and not NO_PEOPLE.search(column)}
    return {column: counts for column, counts in told.items() if None not in counts and
            all(low >= 0 and low.is_integer() for low, _ in counts)}


def share_columns(table: Table) -> list[str]:
    """The columns of percentages of people."""
    return [column for column in table.columns if column.split()[0:1] and column.split()[0] in SHARES]


def _detail(table: Table) -> list[Cell]:
    """The counts of a table of its own, and the percentages of the one column that it has."""
    name, counts = f"{table.number}. {table.title}", count_columns(table)
    cells = [_cell(Key(name, "", table.columns[0], row[0], column), told[place], table)
             for column, told in counts.items() for place, row in enumerate(table.rows)]
    shares = share_columns(table)[:1] if len(counts) == 1 else []
    return cells + [_cell(Key(name, "", table.columns[0], row[0], SHARE), share, table) for row in table.rows
                    for column in shares if (share := read_share(row[table.columns.index(column)]))]


def _cell(key: Key, bounds: tuple[float, float], table: Table) -> Cell:
    return Cell(key, *bounds, f"{table.file}, “{table.title}”")
