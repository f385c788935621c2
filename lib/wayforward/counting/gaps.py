"""How far one group of pupils is behind the others: a difference of averages, and of ranks, with standard errors.

Cases have the columns `disadvantaged` and `cluster`, the school (missing where not known). In the counts that come out
the denominator is all pupils, the numerator the disadvantaged among them and n the others, so that the share stands
beside the gap and a small group is seen. p is the group's share of all N pupils, G the gap to the others.

Others less the group   G, the others' average less the group's
All less the group      (1 − p) × G; the group is part of all
Gap index               pupils are ranked from the lowest up, pupils with the same result sharing their ranks; the
                        groups' average ranks are taken from each other, divided by the number of pupils and × 20: 0
                        where the groups are alike, 10 where every other pupil is above every pupil of the group. It is
                        20 × (P − ½), P the chance that an other pupil is above one of the group (a tie a half)

Error   from the spread between schools (see `clusters`). What a pupil with the value y pulls:
            at G            (y − own group's average) / own group's number, with a minus in the group: h
            at (1 − p) G    (1 − p) h − G (d − p) / N, d 1 in the group and 0 among the others. The last term is there
                            because the share is drawn with the pupils: other pupils would have been another share
            at P            as at G, with y the share of the other group that lies below the pupil (its placement;
                            DeLong 1988, Biometrics 44:837)
        Schools count as drawn, each with its pupils, their number, values and who is disadvantaged. Nothing is taken
        as given but how many schools there are
        Few schools tell their spread badly, so the error is widened to Student's with C − 1 degrees of freedom, C the
        schools that have pupils of the one group or of the other, whichever are fewer. In drawn counties a 95% interval
        held the truth 94 to 95 times in 100 with 40 or 75 schools, 92 to 93 with 12, 88 to 92 with 5
Few     with fewer than 5 such schools there is no interval
None    where no school is known each pupil counts as drawn alone: s² / n of the one group + s² / n of the other, and
        for all less the group (1 − p)² times that + G² p (1 − p) / N; for P it is Brunner and Munzel's (2000, Biom J
        42:17). Pupils of a school are alike, so this is too small (in the same counties 75 to 94 times in 100), and a
        note says so
Years   apart the same schools stand in each, and what is the same in a school year after year falls out of a change:
        an error of a change put together from two years' errors is too large. `school_sums` is what is needed to draw
        schools again with all their years
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from wayforward.counting import clusters
from wayforward.counting.tally import Estimate

SCALE = 20.0
FEWEST = 5
TOO_FEW = f"fewer than {FEWEST} pupils in one of the two groups, too few for an interval"
FEW_SCHOOLS = f"pupils of one of the two groups come from fewer than {clusters.LEAST} schools, too few to tell how " \
              "schools differ"
NO_PUPIL = "no pupil in one of the two groups"
NO_SCHOOL = "the return names no schools, so the interval is too narrow"
Remarks = Mapping[str, tuple[str, str]]         # period → status and note
SUMS = ["group_n", "group_sum", "others_n", "others_sum"]


def gap(of_all: bool, remarks: Remarks) -> Estimate:
    """Average value of all pupils (or of the others) less that of the disadvantaged."""
    def compare(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        return _with_remarks(_compared(cases, by, of_all), remarks)
    return compare


def index(remarks: Remarks) -> Estimate:
    """The gap index among the pupils compared: in a breakdown, among those of each group."""
    def compare(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        keys = [cases[name] for name in by]
        own = [*keys, cases["disadvantaged"]]
        below = (cases.groupby(keys, observed=True)["value"].rank()
                 - cases.groupby(own, observed=True)["value"].rank())       # how many of the other group
        number = cases.groupby(keys, observed=True)["value"].transform("size")
        other = number - cases.groupby(own, observed=True)["value"].transform("size")
        found = _compared(cases.assign(value=below / other.where(other > 0)), by)
        return _with_remarks(found.assign(value=SCALE / 2 * found["value"], se=SCALE * found["se"]), remarks)
    return compare


def school_sums(cases: pd.DataFrame) -> pd.DataFrame:
    """How many pupils of the group and of the others each school has, and the sums of their values: what a gap and its
    change can be worked out from without a pupil's row. One row for each period and every school of any period (0
    where it has no pupil), in order; columns `SUMS`. Pupils without a school are in none.
    """
    group, value = cases["disadvantaged"].astype(float), cases["value"]
    parts = pd.DataFrame({"group_n": group, "group_sum": group * value, "others_n": 1 - group,
                          "others_sum": (1 - group) * value})[SUMS]
    sums = parts.groupby([cases["period"], cases["cluster"]], observed=True).sum()
    return sums.reindex(pd.MultiIndex.from_product(sums.index.levels), fill_value=0.0)


def _compared(cases: pd.DataFrame, by: list[str], of_all: bool = False) -> pd.DataFrame:
    """The gap of each group of cases, with its error, whom it is of, and how many schools tell it (null: none is
    known)."""
    group, others = (_averages(part, by) for part in _parts(cases[[*by, "disadvantaged", "value", "cluster"]]))
    group, others = group.align(others)
    found = _counted(group["n"], others["n"]).assign(
        group=group["mean"], others=others["mean"], behind=others["mean"] - group["mean"])
    share = found["numerator"] / found["denominator"]
    left, drawn = (1 - share, found["behind"]) if of_all else (1.0, 0.0)
    found = found.assign(share=share, left=left, drawn=drawn, value=left * found["behind"])
    each = pd.concat([group["schools"], others["schools"]], axis=1).fillna(0)
    schools, none = each.min(axis=1), each.max(axis=1).eq(0)
    alone = np.sqrt(left ** 2 * (group["var"] / group["n"] + others["var"] / others["n"])
                    + drawn ** 2 * share * (1 - share) / found["denominator"])
    between = clusters.widened(clusters.clustered_standard_error(cases, _influence(cases, found, by), by), schools)
    found["se"] = alone.where(none, between)
    return found[["numerator", "denominator", "n", "value", "se"]].assign(schools=schools.mask(none))


def _influence(cases: pd.DataFrame, found: pd.DataFrame, by: list[str]) -> pd.Series:
    """How much each pupil moves the gap."""
    own = cases[[*by, "disadvantaged", "value"]].join(found.drop(columns="value"), on=by)
    among = own["disadvantaged"]
    moved = np.where(among, (own["group"] - own["value"]) / own["numerator"], (own["value"] - own["others"]) / own["n"])
    return own["left"] * moved - own["drawn"] * (among - own["share"]) / own["denominator"]


def _parts(cases: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    return cases[cases["disadvantaged"]], cases[~cases["disadvantaged"]]


def _averages(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    values = cases.groupby(by, observed=True, sort=True)["value"]
    return pd.DataFrame({"mean": values.mean(), "var": values.var(), "n": values.size().astype(float),
                         "schools": clusters.cluster_count(cases, by)})


def _counted(group: pd.Series, others: pd.Series) -> pd.DataFrame:
    numerator, n = group.fillna(0.0), others.fillna(0.0)
    return pd.DataFrame({"numerator": numerator, "denominator": numerator + n, "n": n})


def _with_remarks(found: pd.DataFrame, remarks: Remarks) -> pd.DataFrame:
    """With the period's status and note, and why there is no interval where pupils or schools are few."""
    period = found.index.get_level_values("period") if found.index.nlevels > 1 else found.index
    said = [remarks.get(each, ("final", None)) for each in period]
    missing, few = found["value"].isna(), found["schools"] < clusters.LEAST
    small = found[["numerator", "n"]].min(axis=1) < FEWEST
    notes = ["; ".join(filter(None, (note, NO_SCHOOL if alone else None))) or None
             for (_, note), alone in zip(said, found["schools"].isna() & ~small, strict=True)]
    words = {"status": np.where(missing, "not available", [status for status, _ in said]),
             "note": np.where(missing, NO_PUPIL, np.array(notes, dtype=object)),
             "reason": np.select([small, few], [TOO_FEW, FEW_SCHOOLS], None)}
    return found.drop(columns="schools").assign(
        se=found["se"].mask(small | few),
        **{name: pd.Series(each, found.index, dtype=object) for name, each in words.items()})
