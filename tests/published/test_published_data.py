"""The published figures in data/published hold together: parts add to totals, rates rebuild, and known values stand.

Counts of a region or the nation are rounded to the nearest 10 (each may be 5 away), full-time equivalents and days
of the workforce to one decimal (0.05 away). Percentages are rebuilt in test_rebuilt.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from wayforward.published import checked, contract
from wayforward.published.figures import read_published
from wayforward.published.tables import files_of

FOLDER = Path(__file__).parents[2] / "data" / "published"
GROUPS = ["white", "mixed", "asian", "black", "other"]
ROLES = ["case_holder", "senior_practitioner", "first_line_manager", "middle_manager", "senior_manager",
         "qualified_without_cases"]


def add_up(wide, councils, total, parts, slack):
    """Whether the parts add to the total, a region's to within `slack`; and how many rows could be judged."""
    rows = wide[[total, *parts]].dropna()
    apart = (rows[parts].sum(axis=1) - rows[total]).abs()
    allowed = np.where(rows.index.isin(councils, level="area"), 0, slack)
    return (apart <= allowed).all(), len(rows)


def test_the_contract_holds_in_every_row():
    """What checked.txt says of the files is true of their rows."""
    files = files_of(FOLDER)
    assert contract.problems({file.table: file.placed() for file in files}) == []
    assert checked.record(files) == (FOLDER / checked.NAME).read_text(encoding="utf-8")


def test_rates_of_absence_rebuild_but_where_a_region_leaves_an_authority_out(wide):
    """The authorities whose days lost the source marks u: Cambridgeshire, Sefton; Birmingham, Bristol."""
    days = np.where(wide.index.get_level_values("period").isin(["2020", "2024"]), 254, 253)     # with a 29 February
    rows = wide[["absence_rate_percent", "working_days_lost_fte", "in_post_fte"]].assign(days=days).dropna()
    low = (rows["working_days_lost_fte"] - 0.05) / ((rows["in_post_fte"] + 0.05) * rows["days"])
    high = (rows["working_days_lost_fte"] + 0.05) / ((rows["in_post_fte"] - 0.05) * rows["days"])
    rate = rows["absence_rate_percent"] / 100
    assert set(rows.index[(rate + 0.0005 < low) | (rate - 0.0005 > high)]) == {
        ("east_of_england", "2023"), ("north_west", "2023"), ("england", "2023"),
        ("west_midlands", "2024"), ("south_west", "2024"), ("england", "2024")}
    assert len(rows) == 1_426


def test_the_rate_of_children_looked_after_uses_the_population_of_the_mid_year_before(wide, councils):
    """Rates of 2016 to 2018 were published on populations that were revised after the census of 2021."""
    year_later = wide["population_0_17"].dropna().rename(lambda period: str(int(period) + 1), level="period")
    rows = wide[["looked_after", "looked_after_rate_per_10000"]].assign(population=year_later).dropna()
    slack = np.where(rows.index.isin(councils, level="area"), 0, 5)
    low, high = ((rows["looked_after"] + side * slack) / rows["population"] * 10_000 for side in (-1, 1))
    rate = rows["looked_after_rate_per_10000"]
    apart = rows[(rate + 0.5 < low) | (rate - 0.5 > high)]
    assert apart.groupby("period").size().to_dict() == {"2016": 88, "2017": 99, "2018": 112}
    assert len(rows) == 1_601


def test_neet_and_not_known_add_up(wide):
    rows = wide[["neet_16_17_percent", "not_known_16_17_percent", "neet_or_not_known_16_17_percent"]].dropna()
    apart = rows["neet_16_17_percent"] + rows["not_known_16_17_percent"] - rows["neet_or_not_known_16_17_percent"]
    assert (apart.abs() <= 0.05 + 0.05 + 1e-9).all()
    assert len(rows) == 1_134


def test_the_six_distances_add_to_all_children_looked_after(wide, councils):
    parts = [f"placed_{side}_{distance}" for side in ("inside", "outside") for distance in ("near", "far", "unknown")]
    assert add_up(wide, councils, "looked_after", parts, slack=7 * 5) == (True, 364)    # else suppressed


@pytest.mark.parametrize(("total", "parts", "rows"), [
    ("17_18_accommodation", ["suitable", "unsuitable", "accommodation_no_information"], 319),
    ("19_21_accommodation", ["suitable", "unsuitable", "accommodation_no_information"], 624),
    ("17_18_activity", ["eet", "not_eet", "activity_not_known"], 772),
    ("19_21_activity", ["eet", "not_eet", "activity_not_known"], 806),
])
def test_care_leavers_in_not_in_and_not_known_add_to_the_total(wide, councils, total, parts, rows):
    names = [f"care_leavers_{total[:5]}_{part}" for part in parts]
    assert add_up(wide, councils, f"care_leavers_{total}", names, slack=4 * 5) == (True, rows)


def test_ethnic_groups_add_to_known_and_known_to_all(wide, councils):
    for role in ("total", *ROLES):
        series = f"social_workers_{role}_"
        holds, rows = add_up(wide, councils, series + "known", [series + group for group in GROUPS], slack=0)
        assert holds and rows > 1_050, role
        assert add_up(wide, councils, series + "all", [series + "known", series + "not_known"], 0) == (True, 1_117)


def test_roles_add_to_all_social_workers(wide, councils):
    for group in ("all", "known", "not_known", *GROUPS):
        parts = [f"social_workers_{role}_{group}" for role in ROLES]
        holds, rows = add_up(wide, councils, f"social_workers_total_{group}", parts, slack=0)
        assert holds and rows == (1_043 if group in GROUPS else 1_117), group
    same = wide[["social_workers_total_all", "in_post_headcount"]].dropna()
    assert (same["social_workers_total_all"] == same["in_post_headcount"]).all()
    assert len(same) == 1_115


def test_symbols_stay_what_they_are_in_the_sources(published):
    figures = published.figures
    assert figures["symbol"].value_counts().to_dict() == {
        "": 331_867, "c": 18_240, "x": 8_008, "z": 2_527, "u": 65, "k": 27, "low": 12}
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
        empty = figures.loc[series][figures.loc[series, "period"].isin(periods)]
        assert (empty["period"].nunique(), empty["value"].notna().sum()) == (len(periods), 0)
        assert set(empty["status"]) == {"not available"}


def test_what_cannot_be_compared_says_so(published):
    rows = published.figures.query("status == 'not comparable'")
    attainment = ["attainment8_all", "attainment8_disadvantaged", "attainment8_others"]
    assert set(rows.loc[rows["series"].isin(attainment), "period"]) == {"2015/16", "2016/17", "2019/20", "2020/21"}
    placements = rows[rows["series"].str.startswith("ehc_")]
    assert set(zip(placements["area"], placements["period"], strict=True)) == {
        ("london", "2024"), ("east_of_england", "2025"), ("yorkshire_and_the_humber", "2025")}


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
    assert known.neighbours.query("area == 'hertfordshire' and rank == 1")["neighbour"].tolist() == ["bracknell_forest"]


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


def test_a_series_has_a_row_for_every_year_in_which_an_area_stood(published):
    """A figure that is not there is a row that says so, never a gap, for all authorities that stand throughout."""
    areas = published.areas
    throughout = areas.loc[areas["from"].eq("") & areas["to"].eq("") & areas["level"].ne("joint return"), "area"]
    rows = published.figures[published.figures["area"].isin(throughout)]
    by_series = rows.groupby("series")
    assert (by_series.size() == by_series["area"].nunique() * by_series["period"].nunique()).all()
    assert (len(throughout), len(by_series)) == (10 + 153 - 6, 340)


def test_an_area_has_no_figure_of_a_time_when_it_did_not_stand(published):
    """But for the census, told on today's boundaries, and care leavers of the old Dorset in the year after it ended."""
    areas = published.areas.set_index("area")
    rows = published.figures[published.figures["value"].notna()]
    began, ended = (rows["area"].map(areas[day]) for day in ("from", "to"))
    before = rows[began.ne("") & (rows["end"].map(str) < began)]
    after = rows[ended.ne("") & (rows["start"].map(str) > ended)]
    assert set(before["citation"]) == {"census_2021_ethnic_group"}
    assert {*zip(after["area"], after["period"], strict=True)} == {("dorset_to_2019", "2020")} and len(after) == 4


def test_neighbours_of_everyone_changed_once_in_the_plans_life(published):
    before, after = read_published(FOLDER, date(2025, 5, 30)).neighbours, published.neighbours
    assert set(before["model"]) == {"2021"} and before.groupby("area").size().eq(10).all()
    stands = published.areas.query("level == 'local authority' and to == ''")["area"]
    assert set(after.loc[after["model"].eq("2025"), "area"]) == set(stands) and len(stands) == 153
    old, new = (set(rows.loc[rows["area"].eq("hertfordshire"), "neighbour"]) for rows in (before, after))
    assert old - new == {"central_bedfordshire", "windsor_and_maidenhead"}
    assert new - old == {"bromley", "gloucestershire"}
