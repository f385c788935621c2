"""How far one group of pupils is behind the others: a difference of averages, and of ranks, with standard errors.

Cases have a column `disadvantaged`. In the counts that come out the denominator is all pupils, the numerator the
disadvantaged among them and n the others, so that the share stands beside the gap and a small group is seen.

Others less the group   the two groups have no pupil in common: se² = s²/n of the one + s²/n of the other
All less the group      (1 − p) × the gap above, p the group's share; the group is part of all, so its error is that of
                        the gap above × (1 − p), with p taken as it is, and not that of two samples
Gap index               pupils are ranked from the lowest up, pupils with the same result sharing their ranks; the
                        groups' average ranks are taken from each other, divided by the number of pupils and × 20: 0
                        where the groups are alike, 10 where every other pupil is above every pupil of the group. It is
                        20 × (P − ½), P the chance that an other pupil is above one of the group (a tie a half), and
                        its error is P's, from how the pupils of each group lie among those of the other (Brunner &
                        Munzel 2000, Biom J 42:17; DeLong 1988, Biometrics 44:837)
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from wayforward.measures.tally import Estimate

SCALE = 20.0
FEWEST = 5
TOO_FEW = f"fewer than {FEWEST} pupils in one of the two groups, too few for an interval"
NO_PUPIL = "no pupil in one of the two groups"
Remarks = Mapping[str, tuple[str, str]]         # period → status and note


def gap(of_all: bool, remarks: Remarks) -> Estimate:
    """Average value of all pupils (or of the others) less that of the disadvantaged."""
    def compare(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        group, others = (_averages(part, by) for part in _parts(cases))
        group, others = group.align(others)
        counted = _counted(group["n"], others["n"])
        factor = 1 - counted["numerator"] / counted["denominator"] if of_all else 1.0
        error = np.sqrt(group["var"] / group["n"] + others["var"] / others["n"])
        return _told(counted.assign(value=factor * (others["mean"] - group["mean"]), se=factor * error), remarks)
    return compare


def index(remarks: Remarks) -> Estimate:
    """The gap index among the pupils compared: in a breakdown, among those of each group."""
    def compare(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        keys = [cases[name] for name in by]
        among_all = cases.groupby(keys, observed=True)["value"].rank()
        among_own = cases.groupby([*keys, cases["disadvantaged"]], observed=True)["value"].rank()
        placed = cases.assign(value=among_all - among_own)      # how many of the other group lie below
        group, others = (_averages(part, by) for part in _parts(placed))
        group, others = group.align(others)
        counted = _counted(group["n"], others["n"])
        above = others["mean"] / group["n"]
        error = np.sqrt(others["var"] / others["n"] / group["n"] ** 2 + group["var"] / group["n"] / others["n"] ** 2)
        return _told(counted.assign(value=SCALE * (above - 0.5), se=SCALE * error), remarks)
    return compare


def _parts(cases: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    return cases[cases["disadvantaged"]], cases[~cases["disadvantaged"]]


def _averages(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    values = cases.groupby(by, observed=True, sort=True)["value"]
    return pd.DataFrame({"mean": values.mean(), "var": values.var(), "n": values.size().astype(float)})


def _counted(group: pd.Series, others: pd.Series) -> pd.DataFrame:
    numerator, n = group.fillna(0.0), others.fillna(0.0)
    return pd.DataFrame({"numerator": numerator, "denominator": numerator + n, "n": n})


def _told(found: pd.DataFrame, remarks: Remarks) -> pd.DataFrame:
    """With the period's status and note, and why there is no interval where pupils are few."""
    period = found.index.get_level_values("period") if found.index.nlevels > 1 else found.index
    said = [remarks.get(each, ("final", None)) for each in period]
    smaller = found[["numerator", "n"]].min(axis=1)
    none = pd.Series([NO_PUPIL] * len(found), found.index, dtype=object)
    return found.assign(
        se=found["se"].where(smaller >= FEWEST),
        status=pd.Series([status for status, _ in said], found.index, dtype=object).mask(
            found["value"].isna(), "not available"),
        note=pd.Series([note for _, note in said], found.index, dtype=object).mask(found["value"].isna(), none),
        reason=pd.Series(np.where(smaller < FEWEST, TOO_FEW, None), found.index, dtype=object))
