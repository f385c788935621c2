"""Which release a table is of: by its columns and by what stands in them, never by its name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import pandas as pd

from wayforward.published import release_lait
from wayforward.published.release_choice import SAYS_WHERE, TIME, Cut, lacking, without_has
from wayforward.published.release_neighbours import is_of_neighbours
from wayforward.published.release_places import Places
from wayforward.published.release_register import Release, plain_words
from wayforward.published.release_tables import Table
from wayforward.published.release_words import some

EES = "Explore education statistics"


@dataclass(frozen=True)
class Recognised:
    """The releases that a table is of, each with its part of the table; rows that are of none, by reason; and why it
    is of none at all."""

    parts: tuple[tuple[Release, Table], ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    problem: str = ""


def recognise(table: Table, register: Sequence[Release], places: Places) -> Recognised:
    """The release of a table. One that fits none is told the nearest, and the columns or values that lack."""
    if table.twice and not is_of_neighbours(table):
        return Recognised(problem=f"{table.name}, {', '.join(table.twice)}: must stand once among the headings. "
                                  "Download it again.")
    if is_of_neighbours(table):
        found = tuple((release, table) for release in register if release.form == "neighbours")
        return Recognised(found, problem="" if found else f"{table.name}: releases.toml must declare a release of "
                                                          "the form neighbours.")
    if {*TIME, "geographic_level"} <= set(table.rows):
        return _of_ees(table, [release for release in register if release.form == "ees"])
    if len(release_lait.lacking(table)) <= 1:
        return _of_lait(table, [release for release in register if release.form == "lait"], places)
    return Recognised(problem=_of_none(table))


def _of_none(table: Table) -> str:
    wanted = [*TIME, "geographic_level"]
    return (f"{table.name}: must be a data file of {EES} (with {', '.join(wanted)}), a table of the Local Authority "
            f"Interactive Tool ({', '.join(release_lait.NEEDED)} and years) or the workbook of statistical neighbours; "
            f"it has {some(table.rows)}. Download the data file itself, not a table made from it.")


def _of_ees(table: Table, releases: Sequence[Release]) -> Recognised:
    cuts = [Cut(table, release) for release in releases]
    whole = [cut for cut in cuts if not lacking(cut)]
    fitting = [cut for cut in whole if not without_has(cut) and any(map(cut.has_any, cut.release.series))]
    if not fitting:
        return Recognised(problem=_nearest(table, cuts, whole))
    best = max(map(_specific, fitting))
    found = [cut.release for cut in fitting if _specific(cut) == best]
    if len(found) > 1:
        return Recognised(problem=f"{table.name}: must be of one release; it could be of "
                                  f"{' or '.join(repr(release.id) for release in found)}. Say under `has` in "
                                  "releases.toml what stands in the one and not in the other.")
    return Recognised(((found[0], table),))


def _specific(cut: Cut) -> tuple[int, int, int]:
    """How much of a table a release explains: what splits it, its columns, then series."""
    return len(cut.release.filters), len(cut.columns), sum(map(cut.has_any, cut.release.series))


def _nearest(table: Table, cuts: Sequence[Cut], whole: Sequence[Cut]) -> str:
    start = f"{table.name}: recognised as {EES}, but no series of ours comes from it; the nearest release is"
    if whole:
        near = max(whole, key=_specific)
        values = without_has(near)
        column, value = next(iter(values.items())) if values else _missing_value(near)
        return (f"{start} '{near.release.id}' ({near.release.title}), which has the same columns, but '{value}' must "
                f"stand in {column}. If the department has renamed it, add the name in releases.toml; else leave the "
                "file out.")
    if not cuts:
        return f"{table.name}: recognised as {EES}, but releases.toml declares no release of that form."
    near = min(cuts, key=lambda cut: (len(lacking(cut)) - len(cut.columns), len(lacking(cut))))
    if not near.columns:
        others = [heading for heading in table.rows if heading not in {*TIME, *SAYS_WHERE}]
        return (f"{table.name}: recognised as {EES}, but no series of ours comes from it, and no release has any of "
                f"its columns: {some(others)}. Leave the file out.")
    return (f"{start} '{near.release.id}' ({near.release.title}), for which it lacks {', '.join(lacking(near))}. If "
            "the department has renamed them, add the names in releases.toml; else leave the file out.")


def _missing_value(cut: Cut) -> tuple[str, str]:
    """A column of the file, and a value that a series needs in it and that is not there."""
    for series in cut.release.series:
        for name, wanted in series.wanted().items():
            if wanted.isdisjoint(cut.coded(cut.columns[name])[2]):
                return cut.columns[name], series.where[name][0]
    return cut.columns[cut.release.filters[0]], "a value of a series"


def _of_lait(table: Table, releases: Sequence[Release], places: Places) -> Recognised:
    missing = release_lait.lacking(table)
    if missing:
        return Recognised(problem=f"{table.name}, {', '.join(missing)}: must be there, for a table of the Local "
                                  f"Authority Interactive Tool; the file has {some(table.rows)}. Make the table with "
                                  "its \"Create your own\", which has it.")
    long = release_lait.long(table, places)
    measures = {release.id: frozenset().union(*(series.wanted()["measure"] for series in release.series))
                for release in releases}
    words = long.rows["measure"].map({text: plain_words(text) for text in long.rows["measure"].unique()})
    parts = [(release, _part(long, words.isin(measures[release.id]))) for release in releases
             if words.isin(measures[release.id]).any()]
    unknown = ~words.isin(frozenset().union(*measures.values()))
    if not parts:
        return Recognised(problem=_no_measure(table, long.rows["measure"], measures))
    lines = pd.DataFrame({"measure": long.rows["measure"], "line": long.lines})[unknown].drop_duplicates()
    told = tuple((f"a measure of which no series is made: {measure}", int(count))
                 for measure, count in lines.groupby("measure", sort=False).size().items())
    return Recognised(tuple(parts), told)


def _part(table: Table, rows: pd.Series) -> Table:
    return replace(table, rows=table.rows[rows].reset_index(drop=True), lines=table.lines[rows.to_numpy()])


def _no_measure(table: Table, own: pd.Series, measures: dict[str, frozenset[str]]) -> str:
    known = sorted(frozenset().union(*measures.values()))
    first = next(iter(own.unique()), "")
    near = get_close_matches(plain_words(first), known, n=1, cutoff=0)
    return (f"{table.name}, Measure: must hold a measure of which a series is made; it has {some(own.unique())}. The "
            f"nearest is '{next(iter(near), '')}'. If it is the same, add its name in releases.toml; else leave the "
            "file out.")
