"""The version of the rule: drawn series come to the verdicts written down for it, so that none changes in silence.

`rule_series.csv`: figures drawn once, none near a limit. Half of each kind are judged once more with what might have
been measured of other areas. `rule_verdicts.csv`: their verdicts by every version of the rule.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from wayforward import judge
from wayforward.counting.counts import SHAPE
from wayforward.finding import Finding
from wayforward.judge import DecidedBy
from wayforward.periods import span
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.benchmarks import Setting
from wayforward.report.chain import make_finding
from wayforward.report.robustness import with_robustness
from wayforward.statistics.measured import Measured

HERE = Path(__file__).parent
PLAN = load_plan(DEFAULT)
SERIES = pd.read_csv(HERE / "rule_series.csv")
VERDICTS = pd.read_csv(HERE / "rule_verdicts.csv")
MEASURES = {"proportion": PLAN.measure("care_leavers_accommodation"), "gap": PLAN.measure("attainment_gap")}
CALENDARS = {"proportion": "year to 31 March", "gap": "academic year"}
NEIGHBOURS = [f"n{number}" for number in range(1, 11)]
BARE = "published as an average without its spread"
TO_DO = ("Verdicts of the drawn series differ from those of version {}. If that is meant: raise judge.RULE, add the "
         "verdicts of the new version to rule_verdicts.csv, and leave those of earlier versions as they are.")


def counts_of(drawn: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Of a series as it is drawn: areas "here" and, for a gap, its neighbours."""
    spans = [span(CALENDARS[kind], str(period)) for period in drawn["period"]]
    value = drawn["value"].fillna(drawn["numerator"] / drawn["denominator"])
    return drawn.reindex(columns=SHAPE).assign(
        status="final", value=value, reason=BARE if kind == "gap" else None, start=[each.start for each in spans],
        end=[each.end for each in spans], label=[each.label for each in spans])


def measured(kind: str, counts: pd.DataFrame) -> Measured:
    """As figures of 140 others might have moved: half as much again as by chance, or by 1.2 points, with a correlation
    of 0.4 between one year and the next."""
    means = counts.groupby("end")["value"].mean()
    others = {end: (mean, 140) for end, mean in means.items()} if kind == "gap" else {}
    return Measured(date(2025, 11, 15), 140, 8, kind == "proportion", 1.5 if kind == "proportion" else 1.44, 40.0, 0.4,
                    0.2, others)


def judged(drawn: pd.DataFrame, kind: str, borrowing: bool) -> Finding:
    measure, counts = MEASURES[kind], counts_of(drawn, kind)
    known = {(measure.id, measure.headline.id): measured(kind, counts)} if borrowing else {}
    names = {each: each for each in ("here", *NEIGHBOURS)}
    setting = Setting(PLAN.model_copy(update={"area": "here"}), "here", None, None, tuple(NEIGHBOURS), names)
    setting = replace(setting, measured=known)
    found = make_finding(measure, measure.headline, counts, setting)
    return with_robustness(found, counts, setting, [found])


def verdicts(series: pd.DataFrame = SERIES) -> Iterator[tuple]:
    for (name, kind), drawn in series.groupby(["name", "kind"], sort=False):
        for borrowing in (False, True):
            found = judged(drawn, kind, borrowing)
            yield name, borrowing, str(found.verdict), str(found.evidence), str(found.decided_by)


def test_the_drawn_series_come_to_the_verdicts_of_the_version_of_the_rule():
    written = VERDICTS[VERDICTS["rule"] == judge.RULE].drop(columns="rule")
    assert list(verdicts()) == list(written.itertuples(index=False, name=None)), TO_DO.format(judge.RULE)


def test_every_version_is_written_down_and_differs_from_the_one_before():
    by_version = [list(rows.drop(columns="rule").itertuples(index=False, name=None))
                  for _, rows in VERDICTS.groupby("rule")]
    assert sorted(set(VERDICTS["rule"])) == list(range(1, judge.RULE + 1))
    assert all(one != other for one, other in pairwise(by_version))


def test_the_drawn_series_reach_every_test_that_decides():
    """So that a change in any of them is seen."""
    now = VERDICTS[VERDICTS["rule"] == judge.RULE]
    assert set(now["decided_by"]) == {DecidedBy.TREND, DecidedBy.CHANGE, DecidedBy.OTHERS, DecidedBy.STANDING}
    assert set(now["evidence"]) == set(judge.Evidence)
    assert set(now["verdict"]) >= {"improving", "worsening", "no clear change"}


@pytest.mark.parametrize(("limit", "other", "told"), [("SOME", 0.0001, "none"), ("STRONG", 0.0499, "strong")])
def test_another_limit_changes_a_verdict_or_its_evidence(monkeypatch, limit, other, told):
    """Of the ninth proportion, improving on some evidence by its own five figures."""
    ninth = SERIES[SERIES["name"] == "proportion 9"]
    assert next(verdicts(ninth))[2:4] == ("improving", "some")
    monkeypatch.setattr(judge, limit, other)
    assert next(verdicts(ninth))[3] == told
