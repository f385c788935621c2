"""What was planted is written down as it was planted, and counting finds it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from exampleshire.story import BESIDE, COURSES
from wayforward import measures
from wayforward.counting.tally import counts, mean
from wayforward.periods import span
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.from_returns import in_shape
from wayforward.statistics.intervals import with_intervals

TRUTHS = pd.read_csv(Path(__file__).parent / "planted_truths.csv").set_index("series")
PLAN = load_plan(DEFAULT)
SERIES = {series.id: (measure, series) for measure in PLAN.measures for series in measure.series}
SIGN = {"higher": 1, "lower": -1, "parity": -1}
NOT_PLANTED = {"workforce_age_dissimilarity"}           # nothing was meant by it
UNTIL = date(2026, 3, 31)
Z = 1.96
FURTHEST = 4.5                                          # standard errors from the truth, for 130 figures

# By arithmetic from what was planted: first and last value.
P, G = BESIDE["share_disadvantaged_ks4"].first, COURSES["attainment8_gap_others"].first
IMPLIED = {
    "attainment8_gap_all": ((1 - P) * G, (1 - P) * G),
    "ks2_gap_all": ((1 - 0.176) * 0.300, (1 - 0.176) * 0.205),
    "in_eet_16_17": (1 - 0.047, 1 - 0.037),
    "not_known_16_17": (0.047 - 0.028, 0.037 - 0.028),
    "step_up_share": (100 / 1500, 158 / 1500),
    "needs_met_state_funded": (0.880 - 0.3 * 0.026, 0.850 - 0.3 * 0.044),
    "staff_engagement_index": (0.68, 0.60),
    "audits_good_or_outstanding_random": (0.70, 0.70),
    "sickness_rolling": (8.0, 10.8),
}


@pytest.fixture(scope="module")
def found(measured):
    """Every series of the plan as counted from a small county, with intervals."""
    made = {}
    for name, (measure, series) in SERIES.items():
        count = measures.from_returns(measure.id).get(name)
        if count and name in TRUTHS.index:
            tally = count(measured).until(lambda period, kept=series.calendar: span(kept, period).end <= UNTIL)
            made[name] = with_intervals(in_shape(counts(tally), series.calendar, "exampleshire"), series.kind)
    return made


def test_every_promise_has_a_planted_truth():
    assert {name for name, (_, series) in SERIES.items() if series.headline} <= set(TRUTHS.index)


def test_every_series_that_returns_supply_is_planted_or_said_not_to_be():
    supplied = {name for measure in PLAN.measures for name in measures.from_returns(measure.id) if name in SERIES}
    assert supplied - set(TRUTHS.index) <= NOT_PLANTED
    assert set(TRUTHS.index) <= supplied


def test_a_third_improve_a_third_worsen_a_third_stay():
    share = TRUTHS["truth"].value_counts(normalize=True)
    assert share[["improving", "worsening", "stays"]].between(0.25, 0.42).all()


def test_the_story_stands_in_the_file():
    for name in TRUTHS.index.intersection(list(COURSES)):
        row = TRUTHS.loc[name]
        assert (row["first"], row["last"]) == pytest.approx((COURSES[name].first, COURSES[name].last)), name
    for name, values in IMPLIED.items():
        assert tuple(TRUTHS.loc[name, ["first", "last"]]) == pytest.approx(values, rel=1e-4), name


def test_truth_slope_and_ratio_agree():
    for name, row in TRUTHS.iterrows():
        better = SERIES[name][1].better
        worth = (row["last"] - row["first"]) * SIGN.get(better, 0)
        expected = "stays" if row["first"] == row["last"] else "changes" if better == "none" else \
            "improving" if worth > 0 else "worsening"
        assert row["truth"] == expected, name
        calendar = SERIES[name][1].calendar
        years = (span(calendar, row["last_period"]).end - span(calendar, row["first_period"]).end).days / 365.25
        assert row["slope_per_year"] == pytest.approx((row["last"] - row["first"]) / years, rel=1e-3), name
        if pd.notna(row["ratio"]):
            assert row["ratio"] == pytest.approx(abs(row["slope_per_year"]) / row["standard_error"], abs=0.06), name


def test_most_of_what_changes_must_be_found():
    """At least 6 standard errors, among them a headline of every kind that can have an interval."""
    strong = TRUTHS[TRUTHS["ratio"] >= 6]
    assert strong["truth"].value_counts()[["improving", "worsening"]].min() >= 10
    kinds = {SERIES[name][1].kind for name in strong.index if SERIES[name][1].headline}
    assert kinds >= {"proportion", "count", "rate", "mean"}


@pytest.mark.parametrize("series", TRUTHS.index)
def test_counting_finds_what_was_planted(found, series):
    """First and last value lie within 4.5 standard errors of the truth, in a county a tenth as large."""
    points = found[series].set_index("period")
    for period, truth in zip(TRUTHS.loc[series, ["first_period", "last_period"]], TRUTHS.loc[series, ["first", "last"]],
                             strict=True):
        row = points.loc[str(period)]
        scaled = truth * 0.1 if SERIES[series][1].kind == "count" else truth
        if pd.isna(row["low"]):
            assert row["value"] == pytest.approx(scaled, rel=0.25), period
        else:
            below, above = (FURTHEST / Z * abs(row[side] - row["value"]) for side in ("low", "high"))
            assert row["value"] - below <= scaled <= row["value"] + above, period


def test_the_plain_well_being_average_falls_while_the_standardised_one_stays(found, measured):
    tally = measures.from_returns("wellbeing")["wellbeing_survey"](measured)
    plain = mean(tally.counted, ["period"])["value"]
    assert plain.iloc[-1] < plain.iloc[0] - 0.5
    assert abs(found["wellbeing_survey"]["value"].iloc[-1] - found["wellbeing_survey"]["value"].iloc[0]) < 0.5


def test_more_questions_hide_that_the_lasting_ones_get_worse(measured):
    rows = measured.table("survey_staff")
    plain = rows["ANSWER"].ge(4).groupby(rows["return_year"]).mean()
    assert plain[2026] > plain[2021] - 0.02
