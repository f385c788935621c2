"""What stands beside a figure that was counted from the area's own returns: its groups, its rows, its twin as
published, and what the screening found. Everything arrives under the small-number rule."""

import math

import pandas as pd

from wayforward.finding import Finding
from wayforward.formats import NOTHING, half_up, quantity, shortest_period, signed
from wayforward.show.tables import Table, made_of

HIDDEN = "hidden"
STEP = "percentage points"      # always a difference


def breakdown_table(finding: Finding, rows: pd.DataFrame, period: str) -> Table:
    """The latest figure by the characteristics its return carries: by, group, figure, interval, counts."""
    told = pd.DataFrame({
        "By": rows["by"].where(~rows.duplicated("by"), ""), "Group": rows["group"],
        "Figure": [_shown(finding, value) for value in rows["value"]],
        "95% interval": [_between(finding, low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
        "Count": _heads(rows, "numerator"), "Out of": _heads(rows, "denominator"), "Remark": rows["remark"]})
    if finding.kind == "shares":        # heads of whichever groups are over-represented there: no count of the group
        told = told.drop(columns="Count")
    return made_of(_kept(told), f"{finding.series}-by-group", f"{finding.title}, {period}, by group",
                   left=("By", "Group", "Remark"))


def breakdown_over_time(finding: Finding, rows: pd.DataFrame) -> Table:
    """The figure of every period by group: a row a group, a column a period; what is hidden says so."""
    without = rows["status"].map({"suppressed": HIDDEN}).fillna(NOTHING)
    cells = rows.assign(told=without.where(rows["value"].isna(), [_shown(finding, value) for value in rows["value"]]))
    groups = rows.groupby(["by", "group"], sort=False).ngroup()
    wide = cells.assign(place=groups).pivot_table(index=["place", "by", "group"], columns="end", values="told",
                                                  aggfunc="first").fillna(NOTHING).reset_index().drop(columns="place")
    named = {end: shortest_period(end, finding.calendar) for end in rows["end"]}
    told = wide.rename(columns={"by": "By", "group": "Group"} | named).rename_axis(None, axis=1)
    told["By"] = told["By"].where(~told.duplicated("By"), "")
    return made_of(told, f"{finding.series}-by-group-over-time", f"{finding.title}, by group",
                   left=("By", "Group"))


def _heads(rows: pd.DataFrame, column: str) -> list[str]:
    return [NOTHING if pd.isna(count) else half_up(count) for count in rows[column]]


def _shown(finding: Finding, value: float) -> str:
    return NOTHING if pd.isna(value) else quantity(value, finding.unit, finding.decimals)


def _between(finding: Finding, low: float, high: float) -> str:
    return NOTHING if pd.isna(low) else f"{_shown(finding, low)} to {_shown(finding, high)}"


def _kept(told: pd.DataFrame) -> pd.DataFrame:
    """Without columns in which nothing is said."""
    return told[[column for column in told.columns if not told[column].isin(["", NOTHING]).all()]]


def row_reconciliation_table(finding: Finding, rows: pd.DataFrame, nearest: float) -> Table:
    """Rows in = counted + left out, by reason and the return's year (columns: what, then a year each); told to the
    `nearest`, exactly where that is 1."""
    title = f"{finding.title}: every row of the return{f', to the nearest {nearest:g}' if nearest > 1 else ''}"
    return made_of(rows, f"{finding.series}-rows", title, left=("Rows",))


def reconciliation_table(finding: Finding, rows: pd.DataFrame) -> Table:
    """Ours beside the published figure, period by period, and whether rounding explains the difference."""
    told = pd.DataFrame({
        "Period": rows["label"], "From the returns": _figure_with_counts(finding, rows, "our"),
        "As published": _figure_with_counts(finding, rows, "their"),
        "Difference": [NOTHING if pd.isna(value) else signed(value, finding.unit, finding.decimals + 1)
                       for value in rows["difference"]],
        "Explained": rows["explained"]})
    return made_of(told, f"{finding.series}-reconciled", f"{finding.title}: from the returns and as published",
                   left=("Period", "Explained"))


def _figure_with_counts(finding: Finding, rows: pd.DataFrame, whose: str) -> list[str]:
    """A figure with its counts, where they are known: "22.1% (218 of 987)"."""
    sides = zip(*(rows[f"{whose}_{part}"] for part in ("value", "numerator", "denominator")), strict=True)
    return [_shown(finding, value) + (f" ({half_up(count)} of {half_up(out_of)})" if pd.notna(count + out_of) else "")
            for value, count, out_of in sides]


def detail_table(name: str, title: str, rows: pd.DataFrame, units: dict[str, tuple[str, int]]) -> Table:
    """A table that a measure shows beside its series; figures in their units, hidden ones as a dash."""
    told = rows.copy().astype(object)
    for column, (unit, decimals) in units.items():
        told[column] = [NOTHING if pd.isna(value) else signed(float(value), unit, decimals) if unit == STEP
                        else quantity(float(value), unit or "score", decimals) for value in rows[column]]
    told = told.fillna(NOTHING)
    words = tuple(column for column in told.columns if column not in units)
    return made_of(told.astype(str), name, title, left=words)


def screening_table(name: str, problems, few: int) -> Table:
    """What the screening of the returns found: severity, rule, file, column, rows, what it does, what to do. A rule
    that several files break in the same way is told once; rows are told to the nearest `few`, and fewer not at all.
    """
    same = {}
    for problem in problems:
        same.setdefault((problem.severity, problem.rule, problem.column, problem.effect, problem.action), []).append(
            problem)
    told = pd.DataFrame([{
        "Severity": severity, "Rule": rule, "File": _files(found), "Column": column or NOTHING,
        "Rows": _few(sum(each.rows or 0 for each in found) if found[0].rows is not None else None, few),
        "What it does": effect or NOTHING, "What to do": action}
        for (severity, rule, column, effect, action), found in same.items()])
    return made_of(told, name, "Screening of the returns", left=tuple(column for column in told if column != "Rows"))


def matches_table(name: str, matches: list, few: int) -> Table:
    """How much of what is looked up in registers was found, in whole per cent: in the latest return and, at the least,
    in earlier ones. Fewer than `few` that were found, or were not, are told as that."""
    found = {}
    for match in matches:
        found.setdefault((match.title, match.column, match.register), []).append(match)
    told = pd.DataFrame([{
        "Return": title, "Column": column, "Looked up": register, "Found": _found(years[-1], few),
        "At least, in earlier returns": _found(_least(years[:-1]), few) if years[1:] else NOTHING}
        for (title, column, register), years in found.items()])
    return made_of(told, name, "What is looked up, and how much of it is found",
                   left=("Return", "Column", "Looked up"))


def _least(matches: list):
    return min(matches, key=lambda match: match.share)


def _found(match, few: int) -> str:
    missing = match.filled - match.found
    if missing < few:
        return f"all but fewer than {few}" if missing else "all"
    if match.found < few:
        return f"fewer than {few}" if match.found else "none"
    percent = half_up(100 * match.share)
    return {"100": "over 99%", "0": "under 1%"}.get(percent, f"{percent}%")     # never all, never none


def _files(problems: list) -> str:
    """What the file is, or how many there are, from which to which; never a name that somebody gave."""
    names = [problem.kind for problem in problems]
    first, last = names[0], f" to {names[-1]}" if names[-1] != names[0] else ""
    return first if len(names) == 1 else f"{len(names)} files, {first}{last}"


def _few(rows: int | None, few: int) -> str:
    if rows is None:
        return NOTHING
    near = few * math.floor(rows / few + 0.5)
    return f"fewer than {few:g}" if 0 < rows < few else f"about {half_up(near)}" if rows else "0"
