"""From rows of a return to counts, with every row accounted for.

A measure marks each row of its return, and the rest follows from the marks.

cases: one row per row of the return, with columns
    return_year     of which return the row is
    period          the period of the series it falls in; null where in none
    left_out        why it is not counted; null where it is
    value           1 or 0 (proportions, counts), or the figure itself (means, sums)
    unknown         whether nothing is known about it (it is counted all the same)
    weight          how much it counts: 1, or a third where three months are averaged
    …               characteristics, by the names that readers see: "Age", "Sex", "District"
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

Estimate = Callable[[pd.DataFrame, list[str]], pd.DataFrame]
COUNTED = "counted"


@dataclass(frozen=True)
class Tally:
    """Cases, how they add up, and by which characteristics they can be broken down.

    estimate    counted cases and the columns to group by → counts, one row a group
    every       all periods that the returns cover, where a period without a case is a 0 (counts, rates) and not a gap
    rows_each   how many rows of a year's return one person may have: 12 where a row is a person's month
    looks_back  months before a period that its figure is made of too
    against     of a make-up: the community's shares, by the group of a case
    """

    cases: pd.DataFrame
    estimate: Estimate
    by: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    rows_each: int = 1
    looks_back: int = 0
    against: pd.Series | None = None

    @property
    def counted(self) -> pd.DataFrame:
        """The cases that count."""
        return self.cases[self.cases["left_out"].isna()]

    def until(self, known: Callable[[str], bool]) -> "Tally":
        """The same without periods that are not `known` yet."""
        return self.without("falls in a period that is not reported on yet", lambda period: not known(period))

    def without(self, reason: str, which: Callable[[str], bool]) -> "Tally":
        """The same without some periods: their rows are left out, and said to be for this reason."""
        gone = [period for period in self.cases["period"].dropna().unique() if which(period)]
        if not gone and not any(map(which, self.every)):
            return self
        cases = leave_out(self.cases, reason, self.cases["period"].isin(gone))
        return replace(self, cases=cases, every=tuple(period for period in self.every if not which(period)))


def cases(rows: pd.DataFrame, period, **columns) -> pd.DataFrame:
    """A return's rows as cases, none left out yet: value 0, known, of weight 1; `columns` are characteristics or
    columns that the measure needs along the way."""
    made = pd.DataFrame({"return_year": rows["return_year"], "period": period, "left_out": pd.Series(
        np.nan, rows.index, dtype=object), "value": 0.0, "unknown": False, "weight": 1.0}, index=rows.index)
    return made.assign(**columns)


def leave_out(cases: pd.DataFrame, reason: str, where: pd.Series) -> pd.DataFrame:
    """The cases with a reason for those `where` it holds; a case keeps the first reason it was given."""
    first = where.fillna(False).astype(bool) & cases["left_out"].isna()
    return cases.assign(left_out=cases["left_out"].mask(first, reason))


def latest_only(cases: pd.DataFrame, reason: str, who: list[str], when: str) -> pd.DataFrame:
    """Of the cases still counted that share `who`, all but the last by `when` left out (ties: the last row)."""
    still = cases.loc[cases["left_out"].isna(), [*who, when]].sort_values(when, kind="stable", na_position="first")
    earlier = still.index[still.duplicated(who, keep="last")]
    return leave_out(cases, reason, pd.Series(cases.index.isin(earlier), cases.index))


def proportion(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Those whose value is 1 out of all counted; of how many it is unknown."""
    sums = _sums(cases, by, numerator=cases["value"], denominator=1.0, unknown=cases["unknown"])
    return sums.assign(value=sums["numerator"] / sums["denominator"])


def events(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """How many; a period without any has 0."""
    sums = _sums(cases, by, numerator=cases["value"])
    return sums.assign(value=sums["numerator"])


def amounts(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """A sum of amounts that come in lots, with its standard error: each lot (a family's children, a route's tonnes)
    taken as an event that might have fallen otherwise, so the variance is the sum of squares (compound Poisson)."""
    sums = _sums(cases, by, value=cases["value"], squares=cases["value"] ** 2, n=1.0)
    spread = np.sqrt(sums["squares"]).where(sums["n"] > 0)
    return sums.assign(numerator=sums["value"], se=spread).drop(columns="squares")


def mean(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The average value, with how many it is of and their standard deviation."""
    values = cases.groupby(by, observed=True, sort=True)["value"]
    return pd.DataFrame({"value": values.mean(), "n": values.size().astype(float), "sd": values.std(),
                         "denominator": values.size().astype(float)})


def rate(exposure: Callable[[str], float | None]) -> Estimate:
    """Events over an exposure, which depends on the period alone (population in tens of thousands)."""
    def divide(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        sums = events(cases, by)
        periods = sums.index.get_level_values("period")
        sums["denominator"] = [exposure(period) for period in periods]
        return sums.assign(value=sums["numerator"] / sums["denominator"])
    return divide


def _sums(cases: pd.DataFrame, by: list[str], **amounts) -> pd.DataFrame:
    """Weighted sums of amounts by group."""
    weighted = pd.DataFrame({name: np.asarray(amount, float) * cases["weight"] for name, amount in amounts.items()})
    return weighted.groupby([cases[name] for name in by], observed=True, sort=True).sum()


def counts(tally: Tally) -> pd.DataFrame:
    """Counts by period, in the columns of `counts.SHAPE` that the estimate gives; area and dates are the caller's."""
    lean = replace(tally, cases=tally.cases.drop(columns=list(tally.by)))       # characteristics play no part
    return tally.estimate(_filled(lean.counted, tally.every), ["period"]).reset_index()


def _filled(counted: pd.DataFrame, every: tuple[str, ...]) -> pd.DataFrame:
    """With a case that counts for nothing in every covered period without one, so that sums over it are 0."""
    missing = [period for period in every if period not in set(counted["period"])]
    if not missing:
        return counted
    nothing = pd.DataFrame({"period": missing, "value": 0.0, "unknown": False, "weight": 0.0})
    return pd.concat([counted, nothing], ignore_index=True) if len(counted) else nothing


def breakdown(tally: Tally, characteristic: str, period: str) -> pd.DataFrame:
    """Counts of one period by a characteristic, a row a group; a case without it is in the group "not known"."""
    rows = replace(tally, cases=tally.cases[tally.cases["period"] == period]).counted
    rows = rows.assign(**{characteristic: rows[characteristic].astype(object).fillna("not known")})
    found = tally.estimate(rows, ["period", characteristic])
    return found.reset_index().drop(columns="period").rename(columns={characteristic: "group"})


def row_reconciliation(tally: Tally) -> pd.DataFrame:
    """Rows in = counted + left out by reason, of each return's year: return_year, reason ("counted" first), rows."""
    reasons = tally.cases["left_out"].fillna(COUNTED)
    rows = tally.cases.groupby(["return_year", reasons], observed=True).size().rename("rows").reset_index()
    rows = rows.set_axis(["return_year", "reason", "rows"], axis=1)
    first = rows["reason"].ne(COUNTED)
    return rows.assign(first=first).sort_values(["return_year", "first", "reason"], ignore_index=True).drop(
        columns="first")
