"""The figures of a recognised table: areas, periods and cells read, and every row accounted for.

A row of the file gives figures, or is left out for one reason that is told; nothing is dropped silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wayforward.periods import span
from wayforward.published import contract
from wayforward.published.release_cells import are_shares_of_one, parsed
from wayforward.published.release_choice import TIME, Cut, chosen, provisional
from wayforward.published.release_periods import Time, code, time_of
from wayforward.published.release_places import Places, by_date, outside_life, placed
from wayforward.published.release_register import Release, Series
from wayforward.published.release_tables import Table
from wayforward.published.release_words import at, some

PLACED = [*contract.FIGURES, "file", "line"]
KEY = ["series", "area", "calendar", "period"]
SHOWN = ["value", "symbol", "as_published"]
NO_SERIES = "no series of ours is made of these rows"


@dataclass(frozen=True)
class Part:
    """What one table gives: `figures` (contract.FIGURES, file, line), rows left out by reason, and all problems;
    `nothing` says why there are no figures, where nothing is wrong."""

    figures: pd.DataFrame
    left_out: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()
    nothing: str = ""


def no_figures() -> pd.DataFrame:
    """None, in the columns of some."""
    return pd.DataFrame(columns=PLACED, dtype="str").astype({"line": int})


def figures_of(table: Table, release: Release, places: Places) -> Part:
    """The figures of the series that a release holds, of one table."""
    cut = Cut(table, release)
    where = placed(table.rows, places)
    times, which = _times(table.rows)
    problems = [*_area_problems(table, where), *_time_problems(table, times, which)]
    readable = np.array([not time.must for time in times])[which]
    kept = where["area"].ne("").to_numpy() & readable
    cells, told, wrong = _cells(cut, where, times, which, kept)
    problems += wrong
    if cells.empty:
        return Part(no_figures(), problems=tuple(dict.fromkeys(problems)),
                    nothing="" if problems else _nothing(table, release, times))
    cells = _read(cells, places)
    problems += _cell_problems(table, cells)
    cells, reasons = _lived(table, cells, places, problems)
    cells, twice = _once(cut, cells, problems)
    figures = _figures(cells, release, table)
    reasons = _first(where["reason"], reasons, twice, _other_times(release, times, which))
    left = _left_out(table, figures, reasons)
    joint = _members(figures, places, set(zip(*(figures[name] for name in KEY), strict=True)))
    return Part(pd.concat([figures, joint], ignore_index=True), (*left, *((each, 0) for each in told)),
                tuple(dict.fromkeys(problems)))


def _times(rows: pd.DataFrame) -> tuple[list[Time], np.ndarray]:
    """The times that a table has, and which of them each row has."""
    which, pairs = pd.factorize(pd.MultiIndex.from_frame(rows[list(TIME)]))
    return [time_of(*pair) for pair in pairs], which


def _other_times(release: Release, times: list[Time], which: np.ndarray) -> pd.Series:
    """Of rows whose time is of none of a release's calendars, which it is."""
    calendars = {series.calendar for series in release.series}
    words = ["" if any(code(time, each) for each in calendars) else f"a time that no series of ours has: "
             f"{time.identifier}" for time in times]
    return pd.Series(np.array(words, dtype=object)[which])


def _first(*reasons: pd.Series) -> pd.Series:
    """The first reason that each row has; "" where it has none."""
    first, *others = reasons
    for other in others:
        first = first.mask(first.eq(""), other.reindex(first.index).fillna(""))
    return first


def _area_problems(table: Table, where: pd.DataFrame) -> Iterator[str]:
    for problem, rows in where[where["problem"].ne("")].groupby("problem", sort=False):
        yield (f"{table.name}, area: {problem} {at(table.lines[rows.index])}. Correct the name or code, or add the "
               "area to areas.csv.")


def _time_problems(table: Table, times: list[Time], which: np.ndarray) -> Iterator[str]:
    for must in dict.fromkeys(time.must for time in times if time.must):
        rows = np.isin(which, [place for place, time in enumerate(times) if time.must == must])
        column = "time_period" if must[:3] != "an " else "time_identifier"
        identifiers = some(dict.fromkeys(table.rows.loc[rows, "time_identifier"]), 3)
        yield (f"{table.name}, {column}: must be {must}, where the identifier is '{identifiers}' "
               f"{at(table.lines[rows])}. Download the file again, or correct it.")


def _nothing(table: Table, release: Release, times: list[Time]) -> str:
    calendars = some(dict.fromkeys(each.calendar for each in release.series))
    own = some(dict.fromkeys(f"'{time.identifier}'" for time in times))
    return (f"{table.name}, time_identifier: must have a year of '{release.id}' ({calendars}) at a level that is kept; "
            f"it has {own}. See whether it is the file with the local authorities, by year.")


def _cells(cut: Cut, where: pd.DataFrame, times: list[Time], which: np.ndarray,
           kept: np.ndarray) -> tuple[pd.DataFrame, list[str], list[str]]:
    """One row a cell of a series: `series`, `column`, `row` of the table, `area`, `by_name`, `calendar`, `period`,
    `cell`; what is told of the choice; and the problems."""
    parts, told, problems, absent = [], [], [], []
    early = provisional(cut)
    for series in cut.release.series:
        if not cut.has_any(series):
            absent.append(series.series)
            continue
        codes = np.array([code(time, series.calendar) for time in times], dtype=object)[which]
        choice = chosen(cut, series, kept & (codes != ""))
        told += choice.totals
        problems += choice.problems
        if not choice.problems:
            parts.append(_of_series(cut, series, np.flatnonzero(choice.rows), where, codes, early))
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    totals = [f"the column {column} splits what is counted: its total was taken" for column in dict.fromkeys(told)]
    absent = [f"no row for {len(absent)} of the release's series: {some(absent)}"] if absent else []
    unused = [f"columns of which no series is made: {some(cut.unused)}"] if cut.unused else []
    return found, [*totals, *absent, *unused, *cut.table.told], problems


def _of_series(cut: Cut, series: Series, rows: np.ndarray, where: pd.DataFrame, codes: np.ndarray,
               early: np.ndarray) -> pd.DataFrame:
    column = cut.columns[series.column]
    return pd.DataFrame({
        "series": series.series, "unit": series.unit, "fraction": series.fraction,
        "decimals": series.decimals, "status": series.status, "note": series.note, "note_from": series.note_from,
        "column": column, "row": rows,
        "area": where["area"].to_numpy()[rows], "by_name": where["by_name"].to_numpy()[rows],
        "calendar": series.calendar, "period": codes[rows], "early": early[rows],
        "cell": cut.table.rows[column].to_numpy()[rows]})


def _read(cells: pd.DataFrame, places: Places) -> pd.DataFrame:
    """With value, symbol and as_published; the days of the period; and the area that stood then."""
    shown = pd.concat([parsed(part["cell"], *form) for form, part in cells.groupby(["fraction", "decimals"])])
    cells = cells.drop(columns=["cell", "fraction", "decimals"]).join(shown)
    pairs = cells[["calendar", "period"]].drop_duplicates()
    spans = [span(*pair) for pair in pairs.itertuples(index=False)]
    days = pairs.assign(start=[str(each.start) for each in spans], end=[str(each.end) for each in spans])
    cells = cells.merge(days, how="left", on=["calendar", "period"])
    return cells.assign(area=by_date(cells, places)) if cells["by_name"].any() else cells


def _cell_problems(table: Table, cells: pd.DataFrame) -> Iterator[str]:
    for column, rows in cells[~cells["is_cell"]].groupby("column", sort=False):
        yield (f"{table.name}, {column}: must hold plain numbers, without % or other signs, or the "
               "symbols of official statistics "
               f"({' '.join(contract.SYMBOLS)}) {at(table.lines[rows['row']])}. Download the file again, or "
               "correct it.")
    percent = cells[cells["unit"].eq("percent")]
    number = pd.to_numeric(percent["value"].where(percent["value"].ne("")))
    for column, rows in percent[~number.fillna(0).between(0, 100)].groupby("column", sort=False):
        yield (f"{table.name}, {column}: must lie within 0 and 100, for it is a percentage "
               f"{at(table.lines[rows['row']])}. See whether the column is declared rightly in releases.toml.")
    if are_shares_of_one(percent["value"]):
        columns = some(dict.fromkeys(percent["column"]))
        yield (f"{table.name}, {columns}: must be percentages, but look like shares of one "
               f"{at(table.lines[percent['row']])}. If they are, say `fraction = true` in releases.toml.")


def _lived(table: Table, cells: pd.DataFrame, places: Places,
           problems: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    """The cells of areas that stood, and for the rows of the others why they are left out. A number for an authority
    that did not exist yet is a problem; one of an authority that had ended is told."""
    outside = outside_life(cells, places)
    number = cells["value"].ne("")
    for area, rows in cells[outside["early"] & number].groupby("area", sort=False):
        problems.append(f"{table.name}, {places.names[area]}: must have no figures before it began "
                        f"{at(table.lines[rows['row']])}. Correct its code, or its days in areas.csv.")
    words = np.select([outside["early"], outside["late"] & number, outside["late"]],
                      ["z: the authority did not exist yet", "a figure of an authority that had ended",
                       "z: the authority had ended"], "")
    dropped = pd.Series(words, cells["row"].to_numpy())[(words != "")]
    return cells[words == ""], dropped[~dropped.index.duplicated()]


def _once(cut: Cut, cells: pd.DataFrame, problems: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    """Each figure once: the same figure twice, and the empty row of an authority's other code, are told; two different
    figures are a problem."""
    codes = cut.table.rows.reindex(columns=["new_la_code"], fill_value="")["new_la_code"].to_numpy()
    cells = cells.assign(code=codes[cells["row"]], says=cells["value"].ne("") | ~cells["symbol"].isin(["z", ""]))
    same = cells.duplicated([*KEY, *SHOWN])
    rest = cells[~same]
    group = rest.groupby(KEY, sort=False)
    empty = ~rest["says"] & group["says"].transform("sum").eq(1) & group["code"].transform("nunique").gt(1)
    left = rest[~empty]
    twice = left[left.duplicated(KEY, keep=False)]
    if len(twice):
        rows = np.unique(twice["row"])
        differ = [heading for heading in cut.table.rows if cut.table.rows.loc[rows, heading].nunique() > 1
                  and heading not in set(twice["column"])]
        problems.append(
            f"{cut.table.name}, {some(dict.fromkeys(twice['column']))}: must be one figure for an area and period of "
            f"{some(dict.fromkeys(twice['series']), 3)} {at(cut.table.lines[rows])}; the rows differ in "
            f"{some(differ) or 'nothing else'}. Take the wrong rows out, or say in releases.toml which are meant.")
    told = pd.concat([pd.Series("the same figures as in another row", cells.loc[same, "row"]),
                      pd.Series("the same authority under its other code, without figures",
                                rest.loc[empty, "row"])])
    return left.drop_duplicates(KEY), told[~told.index.duplicated()]


def _figures(cells: pd.DataFrame, release: Release, table: Table) -> pd.DataFrame:
    ends = {end: str(release.released(pd.Timestamp(end).date())) for end in cells["end"].unique()}
    status = np.select([cells["symbol"].eq("c"), cells["value"].eq(""), cells["early"]],
                       ["suppressed", "not available", "provisional"], cells["status"])
    note = cells["note"].where(cells["end"].str[:4].astype(int).ge(cells["note_from"]), "")
    told = cells.assign(status=status, note=note, citation=release.citation, known=cells["end"].map(ends),
                        known_by="usual calendar", file=table.name, line=table.lines[cells["row"]])
    return told[PLACED].astype(dict.fromkeys(contract.FIGURES, "str")).reset_index(drop=True)


def _members(figures: pd.DataFrame, places: Places, known: set[tuple[str, ...]]) -> pd.DataFrame:
    """An empty row for each authority that returned together with another and has no row of its own."""
    parts = [no_figures()]
    for joint, members in places.members.items():
        rows = figures[figures["area"].eq(joint)]
        for member in members if len(rows) else ():
            others = " and ".join(places.names[other] for other in members if other != member)
            note = f"returned together with {others}: see {joint}"
            mine = rows.assign(area=member, value="", symbol="", as_published="", status="not available", note=note)
            parts.append(mine[[each not in known for each in zip(*(mine[name] for name in KEY), strict=True)]])
    return pd.concat(parts, ignore_index=True)


def _left_out(table: Table, figures: pd.DataFrame, reasons: pd.Series) -> list[tuple[str, int]]:
    """Rows of the file that gave no figure, by reason."""
    rows = pd.DataFrame({"line": table.lines, "reason": reasons.to_numpy()})
    rows = rows[~rows["line"].isin(figures["line"])].sort_values("reason", ascending=False, kind="stable")
    counts = rows.drop_duplicates("line")["reason"].replace("", NO_SERIES).value_counts(sort=False)
    return [(str(reason), int(count)) for reason, count in counts.items()]
