"""The small-number rule: which counts of people may be shown, and what else has to be hidden so that they stay hidden.

Hidden      a number of people from 1 to 4. A 0 is shown: nobody is in it
Also        a proportion whose remainder is such a number (58 of 60 tells of 2), or that is taken of fewer than 10;
            an average of fewer than 10, a difference of two averages where either is of fewer than 10, and an amount
            (days, journeys) that fewer than 10 stand behind
Whole       what is hidden takes its whole point or row along: the percentage with its count, the average with its
            number and spread. Hidden points are taken out before any statistic is worked out, as an exact slope or p
            would give them away. The status is "suppressed", and the note is the same whichever number was small
Unknown     of how many it is not known is left out by itself where it, or the number of those known to be on the
            other side, is from 1 to 4; in a breakdown it is then left out for every group
Totals      a breakdown's total is published, so one hidden row could be had by subtraction. Further rows are hidden
            until, by what is shown and the totals, every small number could be anything within a width of at least 5:
            the fewest rows, and of those the rows of fewest people. They look like the others: nobody is told which
            was small. A total that is itself small is not told, and so gives nothing away
In time     quarters and years of a series have no total beside them. Where one is published (the year beside its
            quarters, or the rows counted in a year's return), name it by `with_total` and the same holds
Rows in     in the accounts of a return small reasons are told together; a single small one reads "fewer than 5", and
            then the rows in total are not told exactly either
Not people  projects, events and routes are shown whatever their number, and so are official figures, as published
Beyond it   the bounds are those of a reader who knows the shown figures and the totals. Not covered: periods that
            overlap (a rolling year moved by a quarter), two breakdowns crossed, somebody who is in the table and
            knows of the others, a reader who runs this rule backwards over every table it could have come from
Source      thresholds as customary in councils' public papers; Government Statistical Service, disclosure control
            of tables from administrative sources; protection by widths: Fischetti & Salazar (2001) Management
            Science 47:1008

Counts and breakdowns are in the columns of counting.counts and counting.tally; any other column of numbers (an
average's n, sd, se; a ratio) is hidden along with its row.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

THRESHOLD = 5       # a count of people below it, and above 0, is not shown
BASE = 10           # nothing is a percentage, or an average, of fewer
ROUNDED_TO = 5      # rows that a return has and a series leaves out are told to the nearest

PROPORTIONS, EVENTS, AVERAGES = ("proportion", "shares"), ("count", "rate"), ("mean", "gap")
PRIMARY, SECONDARY = "primary", "secondary"
SUPPRESSED = "suppressed"
NO_FIGURES = {"area", "period", "start", "end", "label", "places", "status", "note", "reason", "group", "hidden",
              "return_year", "overlaps"}
COUNTED, OTHERS = "counted", "other reasons: "
EDGE = 1e-9


def suppress_series(counts: pd.DataFrame, kind: str, threshold: int = THRESHOLD, people: bool = True, base: int = BASE,
                    with_total: str | None = None) -> pd.DataFrame:
    """The counts of one area by period, without the figures of points that tell of a small number.

    `counts` has the columns of counting.counts.SHAPE, and n, sd, se where an average has them. `with_total` names a
    column that says to which published total a point adds up (the year of a quarter). Where `people` is false nothing
    is hidden. ValueError for a kind that is none of the six.
    """
    if not people:
        return counts.copy()
    totals = None if with_total is None else counts[with_total]
    return _without(counts, kind, threshold, base, totals, {with_total}).drop(columns="hidden")


def suppress_nested(shown: pd.DataFrame, part: pd.DataFrame, whole: pd.DataFrame,
                    threshold: int = THRESHOLD) -> pd.DataFrame:
    """A series as `suppress_series` lets it be shown, without the points at which it lies a small number apart from
    another that it is part of. `part` and `whole` are the counts of both by period, nothing hidden."""
    ours, theirs = (counts.set_index("period")[["numerator", "denominator"]] for counts in (part, whole))
    return hide_points(shown, shown["period"].map(
        _small((theirs.reindex(ours.index) - ours).abs(), threshold).any(axis=1)).eq(True))


def hide_points(shown: pd.DataFrame, where: pd.Series) -> pd.DataFrame:
    """A series without the figures of some points, which would give a small number away beside what else is shown."""
    figures = ["numerator", "denominator", "unknown", "n", "sd", "se", "value"]
    kept = shown.assign(**{name: shown[name].mask(where) for name in figures if name in shown})
    return kept.assign(status=kept["status"].mask(where, SUPPRESSED),
                       note=kept["note"].astype(object).mask(where, "it would give a small number away"))


def suppress_groups(table: pd.DataFrame, kind: str, threshold: int = THRESHOLD, base: int = BASE, people: bool = True,
                    total: bool = True) -> pd.DataFrame:
    """One breakdown of one period, without the rows that tell of a small number and those that would give them away.

    `table` has a row a group: group, and the counts of its kind as counting.tally.breakdown gives them. The total over
    the groups is taken as published; `total` is false where the groups overlap and add up to nothing. Added columns:
    status, note, and hidden ("primary", "secondary", missing), which is for tests and never shown to readers.
    """
    kept = table.assign(**{name: None for name in ("status", "note") if name not in table})
    kept["status"] = kept["status"].where(kept["status"].notna(), "final")
    if not people:
        return kept.assign(hidden=None)
    return _without(kept, kind, threshold, base, pd.Series("all", table.index) if total else None)


def row_reconciliation(table: pd.DataFrame, threshold: int = THRESHOLD, people: bool = True) -> pd.DataFrame:
    """The accounts of a return (return_year, reason, rows) with small reasons told together, and a note where even
    then the rows are not told.

    Where every row is told, they add up to the rows of the return; where one is not, see `rows_received`.
    """
    lines = table.assign(rows=table["rows"].astype(float), note=table.get("note"))
    if not people:
        return lines
    years = [_gathered(year, threshold) for _, year in lines.groupby("return_year", sort=True)]
    return pd.concat(years, ignore_index=True) if years else lines


def rows_received(shown: pd.DataFrame) -> pd.DataFrame:
    """The rows of each year's return as `row_reconciliation` lets them be told: return_year, rows, note ("more than
    1,200", where a line is not told)."""
    sums = shown.groupby("return_year")["rows"].agg(["sum", "size", "count"]).reset_index()
    exact = sums["size"] == sums["count"]
    note = [None if known else f"more than {rows:,.0f}" for known, rows in zip(exact, sums["sum"], strict=True)]
    return pd.DataFrame({"return_year": sums["return_year"], "rows": sums["sum"].where(exact), "note": note})


def suppress_table(rows: pd.DataFrame, people_columns: Sequence[str], threshold: int = THRESHOLD,
                   total: bool = True) -> pd.DataFrame:
    """A table beside a series (counting.supplementary_tables.Detail) without the figures of rows in which a column of
    people is small, and of further rows where the column's `total` is known. Words stay; `status` is added.

    Only the named columns are looked at: a table that shows both a whole and a part of it must name what is left.
    """
    shown = rows.assign(status=rows.get("status"))
    people = rows[list(people_columns)].astype(float)
    small, before = _small(people, threshold), shown["status"].eq(SUPPRESSED)
    hidden = small.any(axis=1) | before
    if total:
        hidden |= _given_away(people, small, before, rows.iloc[:, 0], threshold, threshold)
    for column in rows.columns[1:].drop("status", errors="ignore"):
        shown[column] = shown[column].mask(hidden & ~shown[column].map(lambda cell: isinstance(cell, str)))
    return shown.assign(status=shown["status"].astype(object).mask(hidden, SUPPRESSED))


# Primary: what is small by itself

def _small(count, limit):
    """Whether there are people, but fewer than the limit. Thirds of people (averages of three months) count."""
    return (count > EDGE) & (count < limit - EDGE)


def _cells(rows: pd.DataFrame, kind: str, threshold: int, base: int) -> tuple[pd.DataFrame, pd.Series]:
    """The numbers that a row of this kind tells, directly or by subtraction, and below which limit each is small."""
    if kind in PROPORTIONS:
        rows = rows.assign(complement=_complement(rows))
        limits = {"numerator": threshold, "complement": threshold, "denominator": base}
    elif kind in EVENTS:
        limits = {"numerator": threshold} | ({"n": base} if "n" in rows else {})
    elif kind in AVERAGES:
        limits = dict.fromkeys(_sizes(rows, kind), base)
    else:
        raise ValueError(f"a kind is one of {', '.join(PROPORTIONS + EVENTS + AVERAGES)}; got {kind!r}")
    return rows[list(limits)].astype(float), pd.Series(limits, dtype=float)


def _complement(rows: pd.DataFrame) -> pd.Series:
    return rows["denominator"] - rows["numerator"]


def _sizes(rows: pd.DataFrame, kind: str) -> list[str]:
    """Columns that say of how many an average is; of a gap the group is the numerator."""
    names = ("n", "numerator", "denominator") if kind == "gap" else ("n", "denominator")
    return [name for name in rows if name in names]


def _tells_unknown(rows: pd.DataFrame, kind: str, threshold: int) -> pd.Series:
    """Whether the number not known, or the number known not to be in the numerator, is small."""
    if kind not in PROPORTIONS or "unknown" not in rows:
        return pd.Series(False, rows.index)
    return _small(rows["unknown"], threshold) | _small(_complement(rows) - rows["unknown"], threshold)


# Hiding

def _without(rows: pd.DataFrame, kind: str, threshold: int, base: int, totals: pd.Series | None,
             keys: set = frozenset()) -> pd.DataFrame:
    """Rows without the figures of those that must be hidden, with a column `hidden`; `totals` says to which published
    total each row adds up."""
    cells, limits = _cells(rows, kind, threshold, base)
    small = _small(cells, limits)
    primary, secondary = small.any(axis=1), pd.Series(False, rows.index)
    unknown = _tells_unknown(rows, kind, threshold)
    if totals is not None:
        unknown |= unknown.groupby(totals).transform("any").eq(True)
        before = rows["status"].eq(SUPPRESSED) & cells.isna().all(axis=1)
        names = rows["group" if "group" in rows else "period"]
        for places in rows.groupby(totals).indices.values():
            secondary.iloc[places] = _given_away(*(each.iloc[places] for each in (cells, small, before, names)),
                                                 limits, threshold)
    why = _why(kind, threshold, base, totals is not None)
    shown = _hide(rows, primary | secondary, why, NO_FIGURES | keys)
    if unknown.any():
        shown["unknown"] = shown["unknown"].mask(unknown)
    which = pd.Series(np.select([primary, secondary], [PRIMARY, SECONDARY], ""), rows.index, dtype=object)
    return shown.assign(hidden=which.where(which.ne(""), rows.get("hidden")))


def _hide(rows: pd.DataFrame, hidden: pd.Series, why: str, keys: set) -> pd.DataFrame:
    """Rows whose figures, every column of numbers that is no key, are missing where hidden."""
    if not hidden.any():
        return rows.copy()
    figures = [name for name in rows if name not in keys and pd.api.types.is_numeric_dtype(rows[name])]
    words = {"status": SUPPRESSED, "note": why, "reason": None}
    return rows.assign(**{name: rows[name].mask(hidden) for name in figures},
                       **{name: rows[name].astype(object).mask(hidden, word) for name, word in words.items()
                          if name in rows})


def _why(kind: str, threshold: int, base: int, given_away: bool) -> str:
    """The note on a hidden row: the same for every row of a table, so that it does not tell which number was small."""
    number, total = f"a number below {threshold}", f"a total below {base}"
    reasons = [number] if kind in EVENTS else [total] if kind in AVERAGES else [number, total]
    return ", or ".join([*reasons, *(["a figure that would give one away"] if given_away else [])])


# Secondary: what would give the small away

def _given_away(cells: pd.DataFrame, small: pd.DataFrame, before: pd.Series, names: pd.Series,
                limits: pd.Series | int, threshold: int) -> pd.Series:
    """Which further rows of one table must be hidden, where the total of each column is published unless it is itself
    small; of a table some of whose rows were hidden before, it is taken to be."""
    known = ~_small(cells.sum(), limits) | before.any()
    return _partners(cells, small.columns[small.any() & known], small.any(axis=1) | before, names, threshold)


def _partners(cells: pd.DataFrame, columns: pd.Index, hidden: pd.Series, names: pd.Series,
              threshold: int) -> pd.Series:
    """The further rows to hide: the fewest, and of those the fewest people, with which the hidden rows of each of the
    `columns` (those that hold a small number) sum to the threshold at least, and are two at least.

    The rows of a table with one total are tied to each other by that sum alone, so an outsider's bounds for a hidden
    cell are 0 and the sum over the hidden rows: the sum is the width. If there are no such rows, all are hidden.
    """
    people = cells.max(axis=1)
    lacking = np.append(threshold - EDGE - cells.loc[hidden, columns].sum(), 2 - (hidden & people.notna()).sum())
    if not len(columns) or (lacking <= 0).all():
        return pd.Series(False, cells.index)
    order = np.lexsort((*cells.fillna(0).to_numpy().T, names.astype(str)))      # the same whatever the rows' order
    free = order[(~hidden & (people > 0)).to_numpy()[order]]
    chosen = free[_fewest(cells[columns].to_numpy()[free], people.to_numpy()[free], lacking)]
    return pd.Series(np.isin(np.arange(len(cells)), chosen), cells.index)


def _fewest(cells: np.ndarray, people: np.ndarray, lacking: np.ndarray) -> np.ndarray:
    """Which rows to take so that each column of `cells`, and the number of rows, make up for what is lacking."""
    if not len(people):
        return np.zeros(0, bool)
    sums = LinearConstraint(np.vstack([cells.T, np.ones(len(people))]), lb=lacking)
    solution = milp(people.sum() + 1 + people, integrality=np.ones(len(people)), bounds=Bounds(0, 1),
                    constraints=sums, options={"mip_rel_gap": 0})
    return np.ones(len(people), bool) if solution.x is None else solution.x > 0.5


# Accounts

def _gathered(lines: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """One year's accounts: "counted", the reasons told by themselves, and last those told together."""
    counted = lines["reason"].eq(COUNTED)
    reasons = lines[~counted].sort_values(["rows", "reason"])
    small = int(_small(reasons["rows"], threshold).sum())
    until_enough = int((reasons["rows"].cumsum() < threshold).sum()) + 1
    together = reasons[:max(small, until_enough) if small else 0]
    apart = reasons if len(together) < 2 else reasons[len(together):]
    whole = pd.concat([lines[counted], apart.sort_values("reason"), _one_line(together)], ignore_index=True)
    few = _small(whole["rows"], threshold)
    return whole.assign(rows=whole["rows"].mask(few),
                        note=whole["note"].astype(object).mask(few, f"fewer than {threshold}"))


def _one_line(small: pd.DataFrame) -> pd.DataFrame:
    """Several reasons as one, named in the order of the alphabet; no line for fewer than two."""
    if len(small) < 2:
        return small[:0]
    return small.iloc[:1].assign(reason=OTHERS + "; ".join(sorted(small["reason"])), rows=small["rows"].sum())
