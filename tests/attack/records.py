"""The judge of the attack: what is true, counted from the records of an invented county, whatever is shown of it."""

import math
import re
import shutil
from functools import cached_property
from pathlib import Path

import pandas as pd

from exampleshire import write_sample
from wayforward import measures
from wayforward.attack.cells import Key
from wayforward.attack.recipes import Recipe
from wayforward.counting import tally as tallies
from wayforward.errors import MissingReturn, RefusedReturn
from wayforward.periods import span
from wayforward.report.open import read_inputs

ROOT = Path(__file__).parents[2]
AREA, ROWS = "exampleshire", "Rows"
COLUMNS = {"numerator": "numerator", "denominator": "denominator", "unknown": "unknown"}
EDGE = 0.51         # half a person, where an average of months is shown


def write_county(folder: Path, scale: float) -> Path:
    """A data folder with the returns of an invented county of some size."""
    for name in ("places", "published"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    write_sample(folder / "sample", scale)
    return folder


class Records:
    """True counts by what a number is a number of (see attack.cells.Key); None for what is not counted here."""

    def __init__(self, data: Path, period: str):
        self.evidence = read_inputs(period, AREA, data=str(data))
        self.until = self.evidence.period.end
        self.series = {series.id: (measure, series) for measure in self.evidence.plan.measures
                       for series in measure.series}
        self._tallies = {}

    def true(self, key: Key) -> float | None:
        """How many there are of what a key names."""
        if key.by == ROWS:
            return self._rows(key)
        if key.part == "heads":
            return self._heads(key)
        if key.series not in self.series:
            return self._detail(key)
        counts = self._counts(key)
        return None if counts is None else _part(counts, key.part)

    def judge(self, recipe: Recipe) -> bool | None:
        """Whether a recipe's bounds are those of what there is; None where it is of nothing that is counted here."""
        parts = [(self.true(key), times) for key, times in recipe.of]
        if not parts or any(count is None for count, _ in parts):
            return None
        count = sum(count * times for count, times in parts)
        return recipe.low - EDGE <= count <= recipe.high + EDGE

    def nested(self, recipe: Recipe) -> bool | None:
        """Whether a difference of two denominators is of one set of cases within another; None for other recipes, and
        for cases of two tables."""
        pair = [key for key, _ in recipe.of if key.part == "denominator" and key.series in self.series and not key.by]
        if len(pair) != 2:
            return None
        tallies_of = [self.tally(key.series) for key in pair]
        every, large, small = (set(zip(cases["return_year"], cases.index, strict=True)) for cases in (
            tallies_of[0].cases, *(self._cases(key) for key in pair)))
        return small <= large if every == set(zip(tallies_of[1].cases["return_year"], tallies_of[1].cases.index,
                                                  strict=True)) else None

    def _cases(self, key: Key) -> pd.DataFrame:
        """The cases counted in a series' period."""
        counted, calendar = self.tally(key.series).counted, self.series[key.series][1].calendar
        codes = [code for code in counted["period"].unique() if span(calendar, code).end.isoformat() == key.period]
        return counted[counted["period"].isin(codes)]

    def tally(self, series: str) -> tallies.Tally | None:
        """The cases of a series, in the periods that are over."""
        if series not in self._tallies:
            measure, own = self.series[series]
            made = measures.from_returns(measure.id).get(series)
            try:
                self._tallies[series] = made and made(self.evidence.returns).until(
                    lambda period: span(own.calendar, period).end <= self.until)
            except (MissingReturn, RefusedReturn):
                self._tallies[series] = None
        return self._tallies[series]

    def _counts(self, key: Key) -> pd.Series | None:
        """The counts of a series, or of one group of it, in a period."""
        tally, calendar = self.tally(key.series), self.series[key.series][1].calendar
        codes = [code for code in tally.cases["period"].dropna().unique()
                 if span(calendar, code).end.isoformat() == key.period] if tally else []
        if not codes or (key.by and key.by not in tally.by):
            return None
        rows = tallies.breakdown(tally, key.by, codes[0]) if key.by else tallies.counts(tally)
        rows = rows[rows["group"].astype(str).eq(key.group)] if key.by else rows[rows["period"].eq(codes[0])]
        return rows.iloc[0] if len(rows) == 1 else None

    def _rows(self, key: Key) -> float | None:
        """The rows of a return, all of them or by what became of them; several reasons may be told together."""
        tally = self.tally(key.series) if key.series in self.series else None
        if tally is None:
            return None
        rows = tallies.row_reconciliation(tally)
        rows = rows[rows["return_year"].astype(str).eq(key.period)].set_index("reason")["rows"]
        reasons = re.sub("^other reasons: ", "", key.group).split("; ")
        known = key.group == "rows in" or set(reasons) <= set(rows.index)
        return float(rows.sum() if key.group == "rows in" else rows[reasons].sum()) if known else None

    def _heads(self, key: Key) -> float | None:
        """The people of one group of a make-up."""
        measure, _ = self.series[key.series]
        whole = self.evidence.returns.of_whole_years(*measures.returns_of(measure.id))
        rows = measures.groups_from_returns(measure.id, key.series, whole)
        rows = rows[rows["group"].eq(key.group)]
        return float(rows["heads"].iloc[0]) if len(rows) == 1 else None

    @cached_property
    def _details(self) -> dict[str, pd.DataFrame]:
        """The other tables of each promise, nothing hidden, by number and title."""
        found = {}
        for measure in self.evidence.plan.measures:
            work_out = measures.details_of(measure.id)
            whole = self.evidence.returns.of_whole_years(*measures.returns_of(measure.id))
            for detail in work_out(whole) if work_out else []:
                found[f"{measure.number}. {detail.title}"] = detail.rows
        return found

    def _detail(self, key: Key) -> float | None:
        rows = self._details.get(key.series)
        if rows is None or key.part not in rows:
            return None
        rows = rows[rows.iloc[:, 0].astype(str).eq(key.group)]
        return float(rows[key.part].iloc[0]) if len(rows) == 1 and not math.isnan(rows[key.part].iloc[0]) else None


def _part(counts: pd.Series, part: str) -> float | None:
    """One part of a row of counts; those that follow from others too."""
    numerator, denominator, unknown = (counts.get(name, math.nan) for name in COLUMNS)
    others = denominator - numerator
    found = {"numerator": numerator, "denominator": denominator, "unknown": unknown, "complement": others,
             "known others": others - unknown}.get(part, math.nan)
    return None if pd.isna(found) else float(found)
