"""Which rows of a table are of a series: those with its values in its columns, and the total of every other filter."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from wayforward.published.release_cells import parsed
from wayforward.published.release_places import PLACE
from wayforward.published.release_register import Release, Series, plain_words
from wayforward.published.release_tables import Table
from wayforward.returns.layout import plain

TIME = ("time_period", "time_identifier")
# What says where, of levels that are kept or not: no filter and no indicator.
WHERE = ("country", "region", "la", "lad", "pcon", "lsip", "ward", "opportunity_area", "planning_area", "provider",
         "local_enterprise_partnership", "english_devolved_area", "mayoral_combined_authority", "police_force_area",
         "trust", "sponsor", "school", "institution", "mat", "rsc_region_lead", "old_la", "new_la")
SAYS_WHERE = frozenset(PLACE) | {f"{word}_{kind}" for word in WHERE
                                 for kind in ("code", "name", "id", "urn", "laestab", "ukprn")}
# What a total is called, the likeliest first.
TOTALS = tuple(map(plain_words, (
    "Total", "All", "All pupils", "All children", "Total children", "All state-funded", "All state-funded schools",
    "State-funded", "State-funded total", "All schools", "All ages", "Total (all ages)", "Persons", "All persons",
    "Both", "Boys and girls", "All EHC plans", "Total EHC plans", "All characteristics", "Overall", "Total all")))
# What splits children wherever it stands: one value alone is a part of them, as somebody chose it.
SEX = ("sex", "gender", "characteristicsex", "characteristicgender")
MOST_VALUES = 8         # of a filter, that are named


@dataclass(frozen=True)
class Cut:
    """A table seen through a release: which of its columns is which."""

    table: Table
    release: Release

    @cached_property
    def columns(self) -> dict[str, str]:
        """The release's name for a column → the file's; those that the file has."""
        own = {plain(heading): heading for heading in reversed(list(self.table.rows))}
        found = {name: next((own[plain(each)] for each in known if plain(each) in own), "")
                 for name, known in self.release.columns.items()}
        return {name: heading for name, heading in found.items() if heading}

    @cached_property
    def others(self) -> list[str]:
        """The file's filters of which the release says nothing."""
        known = {*self.columns.values(), *TIME, *SAYS_WHERE}
        return [heading for heading in self.table.rows if heading.casefold() not in known and heading not in known
                and self._is_filter(heading)]

    @cached_property
    def unused(self) -> list[str]:
        """The file's figures of which no series is made."""
        used = {self.columns.get(name) for name in self.release.indicators}
        known = {*TIME, *SAYS_WHERE, *(self.columns.get(name) for name in self.release.filters), *self.others}
        return [heading for heading in self.table.rows if heading not in used | known
                and heading.casefold() not in known]

    def _is_filter(self, heading: str) -> bool:
        kind = self.table.kinds.get(heading)
        if kind:
            return kind == "filter"
        texts = pd.Series(self.table.rows[heading].unique())
        return not parsed(texts)["is_cell"].all()

    @cached_property
    def _codes(self) -> dict[str, tuple[np.ndarray, list[str], list[str]]]:
        """Column of the file → each row's number of its value, the values, and the same as spellings are compared."""
        return {}

    def coded(self, heading: str) -> tuple[np.ndarray, list[str], list[str]]:
        """The values of a column: the number of each row's, all of them, and all as spellings are compared."""
        if heading not in self._codes:
            codes, texts = pd.factorize(self.table.rows[heading])
            self._codes[heading] = codes, list(texts), list(map(plain_words, texts))
        return self._codes[heading]

    def holds(self, heading: str, wanted: Collection[str]) -> np.ndarray:
        """Whether each row has one of these values, as spellings are compared."""
        codes, _, words = self.coded(heading)
        return np.isin(codes, [place for place, word in enumerate(words) if word in wanted])

    def has_any(self, series: Series) -> bool:
        """Whether the file has the columns and, somewhere, the values of a series."""
        return series.column in self.columns and all(
            name in self.columns and not wanted.isdisjoint(self.coded(self.columns[name])[2])
            for name, wanted in series.wanted().items())


@dataclass(frozen=True)
class Chosen:
    """The rows of a series; what was taken the total of; and what hinders the choice."""

    rows: np.ndarray
    totals: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def chosen(cut: Cut, series: Series, kept: np.ndarray) -> Chosen:
    """The rows of a series among those `kept`, which have an area and a time."""
    rows = kept.copy()
    for name, wanted in series.wanted().items():
        rows &= cut.holds(cut.columns[name], wanted)
    free = [cut.columns[name] for name in cut.release.filters if name in cut.columns and name not in series.where]
    said = {plain(name) for name in cut.release.any}
    totals, problems = [], []
    for heading in [*free, *(each for each in cut.others if plain(each) not in said)]:
        rows, total, problem = _of_total(cut, heading, rows)
        totals += [heading] if total else []
        problems += [problem] if problem else []
    return Chosen(rows, tuple(totals), tuple(problems))


def _of_total(cut: Cut, heading: str, rows: np.ndarray) -> tuple[np.ndarray, bool, str]:
    """The rows of a filter's total, where it has several values."""
    codes, texts, words = cut.coded(heading)
    present = np.unique(codes[rows])
    alone = plain(heading) in SEX and any(words[place] not in (*TOTALS, "", "z", "x") for place in present)
    if len(present) < 2 and not alone:
        return rows, False, ""
    totals = {words[place]: place for place in present}
    total = next((totals[word] for word in TOTALS if word in totals), None)
    if total is not None:
        return rows & (codes == total), True, ""
    named = [f"'{texts[place]}'" for place in present[:MOST_VALUES]]
    more = f" and {len(present) - MOST_VALUES} more" if len(present) > MOST_VALUES else ""
    return rows, False, (f"{cut.table.name}, {heading}: must have a total, for it splits what is counted; it has "
                         f"{', '.join(named)}{more}. Say in releases.toml which of them the series of "
                         f"'{cut.release.id}' are, or name the column under `any` if it says nothing of what is "
                         "counted.")


def provisional(cut: Cut) -> np.ndarray:
    """Which rows their file calls provisional."""
    headings = [heading for heading in cut.table.rows if plain(heading) in ("version", "status", "releasetype")]
    flags = [cut.holds(heading, {"provisional"}) for heading in headings]
    return np.logical_or.reduce(flags) if flags else np.zeros(len(cut.table.rows), bool)


def lacking(cut: Cut) -> list[str]:
    """The names of columns that a release needs and a table lacks."""
    needed = dict.fromkeys([*cut.release.filters, *cut.release.needs])
    missing = [cut.release.columns[name][0] for name in needed if name not in cut.columns]
    if not any(name in cut.columns for name in cut.release.indicators):
        missing += [cut.release.columns[name][0] for name in cut.release.indicators]
    return missing


def without_has(cut: Cut) -> Mapping[str, str]:
    """Column of the file → one of the values that must stand in it and do not."""
    return {cut.columns[name]: values[0] for name, values in cut.release.has.items()
            if set(map(plain_words, values)).isdisjoint(cut.coded(cut.columns[name])[2])}
