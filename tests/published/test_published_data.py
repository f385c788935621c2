"""The published figures in data/published hold together: shares rebuild from their counts, parts add to totals.

Counts of a region or the nation are rounded to the nearest 10 (each may be 5 away), full-time equivalents and days
of the workforce to one decimal (0.05 away): there the published share must lie where the rounding allows.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wayforward.published.figures import read_published

FOLDER = Path(__file__).parents[2] / "data" / "published"
ROUNDED_TO_10 = ["east_of_england", "england"]
GROUPS = ["white", "mixed", "asian", "black", "other"]
ROLES = ["case_holder", "senior_practitioner", "first_line_manager", "middle_manager", "senior_manager",
         "qualified_without_cases"]

# A rate of a region or the nation leaves out, above and below the line, every authority whose count the source marks
# u (of low reliability). These are their full-time equivalents, from the same table of the workforce statistics.
LEFT_OUT = {
    ("turnover_rate_percent", "england", "2022"): 153.7,            # Gateshead
    ("turnover_rate_percent", "england", "2024"): 227.4,            # Sunderland
    ("absence_rate_percent", "east_of_england", "2023"): 211.2,     # Cambridgeshire
    ("absence_rate_percent", "england", "2023"): 211.2 + 178.7,     # Cambridgeshire, Sefton
    ("absence_rate_percent", "england", "2024"): 766.2 + 293.2,     # Birmingham, Bristol
}
# Published before the populations of mid-2012 to mid-2020 were revised to agree with the census of 2021.
RATES_ON_EARLIER_POPULATIONS = {("east_of_england", "2018"), ("england", "2016")}


@pytest.fixture(scope="module")
def published():
    return read_published(FOLDER, date(2030, 1, 1))


@pytest.fixture(scope="module")
def wide(published):
    """One row an area and period, one column a series."""
    return published.figures.pivot(index=["area", "period"], columns="series", values="value")


def within(share, above, below, slack_above, slack_below, half):
    """Whether a share rounded to within `half` can come from counts that are rounded too."""
    low, high = (above - slack_above) / (below + slack_below), (above + slack_above) / (below - slack_below)
    return (share + half >= low) & (share - half <= high)


def add_up(rows, total, parts, slack):
    """Whether the parts add to the total, a region's to within `slack`; and how many rows could be judged."""
    rows = rows[[total, *parts]].dropna()
    apart = (rows[parts].sum(axis=1) - rows[total]).abs()
    allowed = np.where(rows.index.isin(ROUNDED_TO_10, level="area"), slack, 0)
    return (apart <= allowed).all(), len(rows)


@pytest.mark.parametrize(("share", "above", "below"), [
    ("placed_outside_far_percent", "placed_outside_far", "looked_after"),
    ("care_leavers_19_21_suitable_percent", "care_leavers_19_21_suitable", "care_leavers_19_21_accommodation"),
    ("care_leavers_19_21_eet_percent", "care_leavers_19_21_eet", "care_leavers_19_21_activity"),
    ("care_leavers_19_21_not_eet_percent", "care_leavers_19_21_not_eet", "care_leavers_19_21_activity"),
])
def test_a_percentage_of_children_rebuilds_from_its_counts(wide, share, above, below):
    rows = wide[[share, above, below]].dropna()
    regions = rows[rows.index.isin(ROUNDED_TO_10, level="area")]
    councils = rows.drop(regions.index)
    half_up = (200 * councils[above] + councils[below]) // (2 * councils[below])
    assert (half_up == councils[share]).all()
    assert within(regions[share] / 100, regions[above], regions[below], 5, 5, 0.005).all()
    assert (len(councils), len(regions)) == (13 * 5, 2 * 5)


@pytest.fixture(scope="module")
def rates(wide):
    """Both rates of the workforce with what they are made of: one row a rate, area and year."""
    year = wide.index.get_level_values("period")
    days = np.where(year.isin(["2020", "2024"]), 254, 253)     # a working day more with a 29 February
    made = {"absence_rate_percent": ("working_days_lost_fte", days), "turnover_rate_percent": ("leavers_fte", 1)}
    return pd.concat({
        rate: pd.DataFrame({"rate": wide[rate], "above": wide[above], "in_post": wide["in_post_fte"], "days": each})
        for rate, (above, each) in made.items()}).dropna()


def rebuilds(rates, left_out):
    below = (rates["in_post"] - left_out) * rates["days"]
    return within(rates["rate"] / 100, rates["above"], below, 0.05, 0.05 * rates["days"], 0.0005)


def test_rates_of_absence_and_turnover_rebuild(rates):
    left_out = pd.Series(LEFT_OUT).reindex(rates.index, fill_value=0)
    assert rebuilds(rates, left_out).all()
    assert rates.groupby(level=0).size().to_dict() == {
        "absence_rate_percent": 15 * 9 - 1,      # Cambridgeshire's days lost in 2023 are of low reliability
        "turnover_rate_percent": 15 * 9,
    }


def test_no_authority_is_left_out_of_a_rate_that_rebuilds_with_it(rates):
    assert set(rates.index[~rebuilds(rates, 0)]) == set(LEFT_OUT)


def test_the_rate_of_children_looked_after_uses_the_population_of_the_mid_year_before(wide):
    year_later = wide["population_0_17"].dropna().rename(lambda period: str(int(period) + 1), level="period")
    rows = wide[["looked_after", "looked_after_rate_per_10000"]].assign(population=year_later).dropna()
    slack = np.where(rows.index.isin(ROUNDED_TO_10, level="area"), 5, 0)
    rate = rows["looked_after_rate_per_10000"] / 10_000
    holds = within(rate, rows["looked_after"], rows["population"], slack, 0, 0.5 / 10_000)
    assert set(rows.index[~holds]) == RATES_ON_EARLIER_POPULATIONS
    assert len(rows) == 3 * 10


def test_neet_and_not_known_add_up(wide):
    rows = wide[["neet_16_17_percent", "not_known_16_17_percent", "neet_or_not_known_16_17_percent"]].dropna()
    apart = rows["neet_16_17_percent"] + rows["not_known_16_17_percent"] - rows["neet_or_not_known_16_17_percent"]
    assert (apart.abs() <= 0.05 + 0.05 + 1e-9).all()
    assert len(rows) == 15 * 7


def test_the_six_distances_add_to_all_children_looked_after(wide):
    parts = [f"placed_{side}_{distance}" for side in ("inside", "outside") for distance in ("near", "far", "unknown")]
    assert add_up(wide, "looked_after", parts, slack=7 * 5) == (True, 75 - 22)     # 22 with a cell suppressed


@pytest.mark.parametrize(("total", "parts", "rows"), [
    ("17_18_accommodation", ["suitable", "unsuitable", "accommodation_no_information"], 75 - 35),
    ("19_21_accommodation", ["suitable", "unsuitable", "accommodation_no_information"], 75 - 19),
    ("17_18_activity", ["eet", "not_eet", "activity_not_known"], 75 - 5),
    ("19_21_activity", ["eet", "not_eet", "activity_not_known"], 75),
])
def test_care_leavers_in_not_in_and_not_known_add_to_the_total(wide, total, parts, rows):
    age = total[:5]
    judged = add_up(wide, f"care_leavers_{total}", [f"care_leavers_{age}_{part}" for part in parts], slack=4 * 5)
    assert judged == (True, rows)


def test_ethnic_groups_add_to_known_and_known_to_all(wide):
    for role in ("total", *ROLES):
        series = f"social_workers_{role}_"
        assert add_up(wide, series + "known", [series + group for group in GROUPS], slack=0) == (True, 3 * 7)
        assert add_up(wide, series + "all", [series + "known", series + "not_known"], slack=0) == (True, 3 * 7)


def test_roles_add_to_all_social_workers(wide):
    for group in ("all", "known", "not_known", *GROUPS):
        parts = [f"social_workers_{role}_{group}" for role in ROLES]
        assert add_up(wide, f"social_workers_total_{group}", parts, slack=0) == (True, 3 * 7)
    same = wide[["social_workers_total_all", "in_post_headcount"]].dropna()
    assert (same["social_workers_total_all"] == same["in_post_headcount"]).all()
    assert len(same) == 3 * 7


def test_symbols_stay_what_they_are_in_the_sources(published):
    figures = published.figures
    assert figures["symbol"].value_counts().to_dict() == {
        "": len(figures) - 525 - 180 - 42 - 2,
        "c": 525,
        "z": 15 * 2 * (4 + 2),  # areas, ages; the series before apprenticeships were counted apart and the two after
        "x": 4 * 3 + 2 * 15,    # plans' unknown placements 2019 to 2022; Progress 8 of 2024/25
        "u": 2,                 # Cambridgeshire's days lost and absence rate in 2023
    }
    hidden = figures[figures["symbol"].ne("")]
    assert hidden["value"].isna().all()
    assert (hidden["as_published"] == hidden["symbol"]).all()


def test_a_year_without_tests_or_exams_stays_empty_for_every_area(published):
    figures = published.figures.set_index("series")
    for series, periods in {
        "ks2_rwm_all_percent": ["2019/20", "2020/21"], "ks2_rwm_disadvantaged_percent": ["2019/20", "2020/21"],
        "ks2_rwm_others_percent": ["2019/20", "2020/21"], "progress8_disadvantaged": ["2019/20", "2020/21", "2024/25"],
        "progress8_others": ["2019/20", "2020/21", "2024/25"],
    }.items():
        rows = figures.loc[series]
        empty = rows[rows["period"].isin(periods)]
        assert (len(empty), empty["value"].notna().sum()) == (15 * len(periods), 0)
        assert set(empty["status"]) == {"not available"}
        assert rows["value"].notna().sum() == 15 * (10 - len(periods))


def test_what_cannot_be_compared_says_so(published):
    rows = published.figures.query("status == 'not comparable'")
    attainment = ["attainment8_all", "attainment8_disadvantaged", "attainment8_others",
                  "grade5_english_maths_all_percent"]
    assert set(rows.loc[rows["series"].isin(attainment), "period"]) == {
        "2015/16", "2016/17", "2019/20", "2020/21"}
    counts = rows["series"].value_counts()
    assert counts[attainment].tolist() == [15 * 4, 15 * 4, 15 * 4, 15 * 2]
    assert counts["vulnerable_neet_or_not_known_percent"] == 15 * 3 - 1      # one is suppressed
    placements = rows[rows["series"].str.startswith("ehc_")]
    assert set(zip(placements["area"], placements["period"], strict=True)) == {("east_of_england", "2025")}
    assert len(placements) == 8


@pytest.mark.parametrize(("area", "period", "values"), [
    ("hertfordshire", "2025", {
        "placed_outside_far": 218, "looked_after": 999, "looked_after_uasc": 85 + 35, "placed_outside_far_percent": 22,
        "care_leavers_19_21_suitable": 522, "care_leavers_19_21_accommodation": 589,
        "care_leavers_19_21_unsuitable": 61, "care_leavers_19_21_accommodation_no_information": 6,
        "care_leavers_19_21_suitable_percent": 89,
        "care_leavers_19_21_eet": 334, "care_leavers_19_21_activity": 597, "care_leavers_19_21_eet_percent": 56,
        "working_days_lost_fte": 3652.6, "in_post_fte": 557.0, "leavers_fte": 63.5, "in_post_headcount": 583,
        "absence_rate_percent": 2.6, "turnover_rate_percent": 11.4, "sdq_average": 14.9, "ehc_plans": 12_920,
        "ehc_special_independent": 278, "ehc_special_non_maintained": 54, "neet_16_17_percent": 2.8,
        "neet_or_not_known_16_17_percent": 3.9, "cohort_16_17": 29_679, "vulnerable_cohort_16_17": 1_353,
        "ehc_plan_neet_or_not_known_percent": 10.6, "vulnerable_neet_or_not_known_percent": 20.7,
    }),
    ("hertfordshire", "2024/25", {
        "attainment8_all": 50.6, "attainment8_disadvantaged": 34.2, "attainment8_others": 54.1}),
    ("england", "2024/25", {
        "attainment8_all": 46.0, "attainment8_disadvantaged": 34.9, "attainment8_others": 50.4}),
    ("hertfordshire", "2023/24", {"progress8_disadvantaged": -0.56, "progress8_others": 0.33}),
    ("hertfordshire", "2018/19", {"attainment8_all": 51.1, "grade5_english_maths_all_percent": 51.7,
                                  "ks2_rwm_all_percent": 67}),
    ("hertfordshire", "2024", {"population_0_17": 277_480}),
    ("england", "2025", {"ehc_plans": 638_745, "care_leavers_19_21_eet_percent": 54, "turnover_rate_percent": 11.8}),
    ("hertfordshire", "2021", {"placed_outside_far": 222, "looked_after": 991, "residents": 1_198_798,
                               "residents_percent_white": 81.8}),
])
def test_figures_known_from_elsewhere(wide, area, period, values):
    assert wide.loc[(area, period), list(values)].to_dict() == values


@pytest.mark.parametrize(("series", "decimals"), [
    ("looked_after", 0), ("placed_outside_far_percent", 0), ("ks2_rwm_all_percent", 0),
    ("attainment8_all", 1), ("absence_rate_percent", 1), ("sdq_average", 1), ("progress8_others", 2),
])
def test_a_figure_keeps_the_decimals_it_is_published_with(published, series, decimals):
    text = published.figures.query("series == @series and value.notna()")["as_published"]
    assert set(text.str.partition(".")[2].str.len()) == {decimals}


def test_the_summer_of_2023_knows_nothing_that_came_later():
    known = read_published(FOLDER, date(2023, 6, 30))
    newest = known.figures.groupby("series")["end"].max()
    assert (known.figures["known"] <= date(2023, 6, 30)).all()
    assert newest["placed_outside_far_percent"] == date(2022, 3, 31)
    assert newest["absence_rate_percent"] == date(2022, 9, 30)
    assert newest["neet_or_not_known_16_17_percent"] == date(2022, 2, 28)
    assert newest[["attainment8_all", "ks2_rwm_all_percent"]].tolist() == [date(2022, 8, 31)] * 2
    assert newest["ehc_plans"] == date(2023, 1, 31)
    assert known.neighbours["neighbour"].iloc[0] == "bracknell_forest"


@pytest.mark.parametrize(("series", "period", "known"), [
    ("looked_after", "2025", date(2025, 11, 15)),
    ("care_leavers_19_21_eet", "2025", date(2025, 11, 15)),
    ("absence_rate_percent", "2023", date(2024, 2, 29)),
    ("social_workers_total_all", "2024", date(2025, 2, 28)),
    ("participating_16_17_percent", "2025", date(2025, 7, 31)),
    ("ks2_rwm_all_percent", "2024/25", date(2025, 12, 15)),
    ("attainment8_all", "2022/23", date(2024, 2, 29)),
    ("ehc_plans", "2025", date(2025, 6, 30)),
    ("population_0_17", "2024", date(2025, 7, 15)),
    ("residents", "2021", date(2022, 11, 29)),
])
def test_the_day_a_figure_became_known(published, series, period, known):
    figures = published.figures
    assert set(figures.loc[figures["series"].eq(series) & figures["period"].eq(period), "known"]) == {known}


def test_every_area_and_year_of_a_series_has_its_row(published):
    """A figure that is not there is a row that says so, never a gap."""
    for _, rows in published.figures.groupby("series"):
        assert len(rows) == rows["area"].nunique() * rows["period"].nunique()


def test_neighbours_changed_once_in_the_plans_life(published):
    before = read_published(FOLDER, date(2025, 5, 30)).neighbours["neighbour"].tolist()
    after = published.neighbours["neighbour"].tolist()
    assert (len(before), len(after)) == (10, 10)
    assert set(before) - set(after) == {"central_bedfordshire", "windsor_and_maidenhead"}
    assert set(after) - set(before) == {"bromley", "gloucestershire"}
    assert after[:3] == ["oxfordshire", "buckinghamshire", "cambridgeshire"]
