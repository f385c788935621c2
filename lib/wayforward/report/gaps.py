"""A gap between two groups, beyond what every series has: what its change is made of, and the schools drawn again."""

import pandas as pd

from wayforward import measures
from wayforward.counting.gaps import SUMS, school_sums
from wayforward.counting.tally import Tally
from wayforward.finding import Choice, Finding
from wayforward.judge import by_test
from wayforward.narrate import choices
from wayforward.statistics.gap import Decomposition, bootstrap, decompose, decompose_rounded


def decomposed(finding: Finding, counts: pd.DataFrame | None, figures: pd.DataFrame, area: str) -> Decomposition | None:
    """What the change of a gap to all is made of: from pupils' own results with intervals, from published averages
    within what rounding allows; None for any other series, or without a change."""
    if finding.change.estimate is None or not measures.gaps_of(finding.measure).get(finding.series):
        return None
    if finding.origin == "extract":
        return decompose(*_ends(finding, counts, area))
    averages = measures.published_averages(finding.measure, figures, finding.series)
    first, last = _ends(finding, averages, area)
    return decompose_rounded(*(tuple(row[["all", "others", "disadvantaged"]]) for row in (first, last)),
                             first["half_unit"])


def same_schools(finding: Finding, counts: pd.DataFrame, tally: Tally, area: str) -> tuple[Choice, ...]:
    """What the change says when schools are drawn again with all their pupils of both years: surer than two years'
    errors put together, as most schools stand in both. None where too few schools tell, or they are not known."""
    of_all = measures.gaps_of(finding.measure).get(finding.series)
    if of_all is None or not finding.change.has_interval or tally.counted["cluster"].isna().all():
        return ()
    sums = school_sums(tally.counted)
    periods = [row["period"] for row in _ends(finding, counts, area)]
    answer = bootstrap([sums.loc[period, SUMS].to_numpy() for period in periods], of_all=of_all)
    if answer.p is None:
        return ()
    return (Choice(choices.SAME_SCHOOLS, by_test(finding.better, answer).verdict, answer.p),)


def _ends(finding: Finding, rows: pd.DataFrame, area: str) -> list[pd.Series]:
    """The area's rows of the baseline and of the latest period."""
    ours = rows[rows["area"] == area].set_index("end")
    return [ours.loc[point.end] for point in (finding.baseline, finding.latest)]
