"""Each release of the register in its own layout, with a made-up next year: the rows that come of it, by eye."""

import gzip
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from release_files import EXCERPTS, PUBLISHED, counted, ees, table, told, written
from wayforward.periods import span
from wayforward.published.offered import offered
from wayforward.published.release_register import read_register

REGISTER = read_register(PUBLISHED / "releases.toml")
AREAS = pd.read_csv(PUBLISHED / "areas.csv", dtype=str, keep_default_na=False)
HELD = pd.concat([pd.read_parquet(path) for path in sorted(PUBLISHED.glob("*.parquet"))])

LAIT = "LA Number | LA and Regions | Region | Topic | Measure | "
# release → a file in its layout, and the figures that come of it
LAYOUTS = {
    "cla_rates": (ees(
        "population_count | population_estimate | number | rate_per_10000",
        "Kent | Children looked after on 31 March each year | 355390 | 1877 | 53",
        "Kent | Children starting to be looked after each year | 355390 | 961 | 27",
        "Kent | Children ceasing to be looked after each year | 355390 | 953 | 27"),
        ["looked_after kent 2026 1877", "looked_after_ceased kent 2026 953",
         "looked_after_rate_per_10000 kent 2026 53", "looked_after_started kent 2026 961"]),
    "cla_31_march": (ees(
        "cla_group | characteristic | number | percentage",
        "Kent | Gender | Female | 800 | 43", "Kent | Gender | Male | 1077 | 57", "Kent | Gender | Total | 1877 | 100",
        "Kent | Placement | Foster placements | 1290 | 69",
        "Kent | Distance between home and placement | Placed more than 20 miles from home | 401 | 21",
        "Kent | Distance between home and placement and locality of placement | "
        "4. Placed outside the LA boundary, more than 20 miles from home | 201 | 11"),
        ["in_foster_care kent 2026 1290", "looked_after_female kent 2026 800", "looked_after_male kent 2026 1077",
         "placed_far kent 2026 401", "placed_outside_far kent 2026 201", "placed_outside_far_percent kent 2026 11"]),
    "cla_placement_stability": (ees(
        "cla_group | placement_stability | children_count | children_percent",
        "Kent | CLA on 31 March | Total children | 1877 | 100",
        "Kent | CLA on 31 March | With 3 or more placements during the year | 190 | 10",
        "Kent | CLA 2 years on 31 March | With 3 or more placements during the previous 2 years | 300 | 22",
        "Kent | Children looked after continuously for at least 2.5 years on 31 March aged under 16 years | "
        "Living with the same carer for at least 2 years | 410 | 70"),
        ["same_placement_two_years kent 2026 410", "same_placement_two_years_percent kent 2026 70",
         "three_or_more_placements kent 2026 190", "three_or_more_placements_percent kent 2026 10"]),
    "cla_sdq": (ees(
        "cla_group | characteristic | number | percentage",
        "Kent | Ages 5 to 16 years with SDQ score | Total | 900 | 100",
        "Kent | Ages 5 to 16 years with SDQ score | SDQ average score | 14.5 | z",
        "Kent | Ages 5 to 16 years with SDQ score | SDQ score was received | 700 | 78",
        "Kent | Ages 5 to 16 years with SDQ score | SDQ score is a cause for concern | 280 | 40"),
        ["sdq_average kent 2026 14.5", "sdq_children kent 2026 900", "sdq_concern kent 2026 280",
         "sdq_concern_percent kent 2026 40", "sdq_scores_received kent 2026 700"]),
    "care_leavers_accommodation": (ees(
        "care_leaver_age | breakdown | care_leaver_count | care_leaver_percent",
        "Kent | 19 to 21 years | Accommodation considered suitable | 1200 | 91",
        "Kent | 19 to 21 years | Suitability total | 1319 | 100",
        "Kent | 17 to 18 years | Accommodation considered suitable | 410 | 92"),
        ["care_leavers_17_18_suitable kent 2026 410", "care_leavers_17_18_suitable_percent kent 2026 92",
         "care_leavers_19_21_accommodation kent 2026 1319", "care_leavers_19_21_suitable kent 2026 1200",
         "care_leavers_19_21_suitable_percent kent 2026 91"]),
    "care_leavers_activity": (ees(
        "care_leaver_age | breakdown | care_leaver_count | care_leaver_percent",
        "Kent | 19 to 21 years | Total in education, employment or training | 700 | 53",
        "Kent | 19 to 21 years | In an apprenticeship | 31 | 2", "Kent | 19 to 21 years | Total | 1319 | 100"),
        ["care_leavers_19_21_activity kent 2026 1319", "care_leavers_19_21_apprenticeship kent 2026 31",
         "care_leavers_19_21_eet kent 2026 700", "care_leavers_19_21_eet_percent kent 2026 53"]),
    "children_in_need_31_march": (ees(
        "category | At31_episodes | At31_episodes_rate", "Kent | Children in need | 11000 | 309.5"),
        ["children_in_need kent 2026 11000"]),
    "children_in_need_referrals": (ees(
        "category | referral_count | rereferral_count | rereferral_percent | no_further_action_count",
        "Kent | Referrals and Re-referrals | 21000 | 4620 | 22 | 10"),
        ["referrals kent 2026 21000", "rereferrals kent 2026 4620", "rereferrals_percent kent 2026 22.0"]),
    "children_in_need_plans": (ees(
        "category | CPP_start | CPP_subsequent | CPP_subsequent_percent", "Kent | Plans | 1400 | 336 | 24"),
        ["protection_plans_second_or_later kent 2026 336", "protection_plans_second_or_later_percent kent 2026 24.0",
         "protection_plans_started kent 2026 1400"]),
    "ks2_social_care": (ees(
        "social_care_group | version | t_rwm_eligible_pupils | t_rwm_met_expected_standard | "
        "pt_rwm_met_expected_standard", "Kent | CINO at 31 March | Revised | 300 | 90 | 30",
        time="202526 | Academic year"),
        ["ks2_rwm_in_need_eligible kent 2025/26 300", "ks2_rwm_in_need_met kent 2025/26 90",
         "ks2_rwm_in_need_percent kent 2025/26 30"]),
    "ks4_social_care": (ees(
        "social_care_group | version | t_pupils | t_att8 | avg_att8 | t_l2basics_95 | pt_l2basics_95",
        "Kent | CLA 12 months at 31 March | Revised | 90 | 1800 | 20 | 9 | 10", time="202526 | Academic year"),
        ["attainment8_looked_after_12_months kent 2025/26 20.0",
         "grade5_english_maths_looked_after_12_months_met kent 2025/26 9",
         "grade5_english_maths_looked_after_12_months_percent kent 2025/26 10.0",
         "ks4_looked_after_12_months_pupils kent 2025/26 90"]),
    "key_stage_2": (ees(
        "version | sex | breakdown_topic | breakdown | t_rwm_eligible_pupils | t_rwm_met_expected_standard | "
        "pt_rwm_met_expected_standard | pt_read_met_expected_standard",
        "Kent | Revised | Total | Total | Total | 18000 | 11160 | 62 | 75",
        "Kent | Revised | Girls | Total | Total | 9000 | 5850 | 65 | 78",
        "Kent | Revised | Total | Disadvantage status | Disadvantaged | 5000 | 2300 | 46 | 60",
        "Kent | Revised | Total | SEN status | SEN support | 3000 | 750 | 25 | 40",
        "Kent | Revised | Total | Ethnicity major | White | 14000 | 8400 | 60 | 74",
        time="202526 | Academic year"),
        ["ks2_reading_all_percent kent 2025/26 75", "ks2_rwm_all_percent kent 2025/26 62",
         "ks2_rwm_disadvantaged_percent kent 2025/26 46", "ks2_rwm_sen_support_eligible kent 2025/26 3000",
         "ks2_rwm_sen_support_met kent 2025/26 750", "ks2_rwm_sen_support_percent kent 2025/26 25",
         "ks2_rwm_white_percent kent 2025/26 60"]),
    "key_stage_2_all": (ees(
        "gender | pt_rwm_met_expected_standard | pt_rwm_met_higher_standard | pt_read_met_expected_standard | "
        "pt_writta_met_expected_standard | pt_mat_met_expected_standard",
        "Kent | Boys | 58 | 7 | 71 | 66 | 74", "Kent | Total | 62 | 8 | 75 | 72 | 73", time="202526 | Academic year"),
        ["ks2_maths_all_percent kent 2025/26 73", "ks2_reading_all_percent kent 2025/26 75",
         "ks2_rwm_all_percent kent 2025/26 62", "ks2_rwm_higher_standard_all_percent kent 2025/26 8",
         "ks2_writing_all_percent kent 2025/26 72"]),
    "key_stage_2_subjects": (ees(
        "sex | breakdown_topic | breakdown | subject | expected_standard_pupil_percent | "
        "higher_standard_pupil_percent",
        "Kent | Total | Total | Total | Reading, writing and maths | 62 | 8",
        "Kent | Total | Total | Total | Reading | 75 | 33",
        "Kent | Total | Disadvantage status | Disadvantaged | Reading, writing and maths | 46 | 3",
        time="202526 | Academic year"),
        ["ks2_reading_all_percent kent 2025/26 75", "ks2_rwm_all_percent kent 2025/26 62",
         "ks2_rwm_disadvantaged_percent kent 2025/26 46", "ks2_rwm_higher_standard_all_percent kent 2025/26 8"]),
    "key_stage_4": (ees(
        "version | establishment_type_group | breakdown_topic | breakdown | sex | disadvantage_status | "
        "ethnicity_major | pupil_count | attainment8_average | progress8_average | engmath_94_percent | "
        "engmath_95_percent",
        "Kent | Final | All state-funded | Total | Total | Total | Total | Total | 17000 | 46 | x | 65.1 | 45",
        "Kent | Final | All state-funded | Sex | Girls | Girls | Total | Total | 8500 | 48 | x | 68 | 47",
        "Kent | Final | All state-funded | Disadvantage status | Disadvantaged | Total | Disadvantaged | Total | 4000 "
        "| 34.2 | x | 40 | 24", time="202526 | Academic year"),
        ["attainment8_all kent 2025/26 46.0", "attainment8_disadvantaged kent 2025/26 34.2",
         "grade4_english_maths_all_percent kent 2025/26 65.1", "grade5_english_maths_all_percent kent 2025/26 45.0",
         "progress8_all kent 2025/26 ", "progress8_disadvantaged kent 2025/26 "]),
    "key_stage_4_characteristics": (ees(
        "breakdown | characteristic_gender | characteristic_ethnic_major | characteristic_free_school_meals | "
        "characteristic_sen_status | characteristic_sen_description | characteristic_disadvantage | t_pupils | "
        "avg_att8 | pt_l2basics_94 | pt_l2basics_95",
        "Kent | Total | Total | Total | Total | Total | Total | Total | 17000 | 46 | 65.1 | 45",
        "Kent | Ethnic major | Total | White | Total | Total | Total | Total | 14000 | 45.5 | 64 | 44",
        "Kent | SEN description | Total | Total | Total | Total | Any SEN | Total | 3000 | 28 | 30 | 17",
        "Kent | Disadvantage | Girls | Total | Total | Total | Total | Disadvantaged | 2000 | 36 | 42 | 26",
        "Kent | Disadvantage | Total | Total | Total | Total | Total | Disadvantaged | 4000 | 34.2 | 40 | 24",
        time="202526 | Academic year"),
        ["attainment8_all kent 2025/26 46.0", "attainment8_disadvantaged kent 2025/26 34.2",
         "attainment8_white kent 2025/26 45.5", "grade4_english_maths_all_percent kent 2025/26 65.1",
         "grade5_english_maths_all_percent kent 2025/26 45.0", "ks4_any_sen_pupils kent 2025/26 3000"]),
    "key_stage_4_all": (ees(
        "version | gender | t_pupils | avg_att8 | avg_p8score | pt_l2basics_94 | pt_l2basics_95",
        "Kent | Revised | Total | 17000 | 46 | -0.1 | 65.1 | 45",
        "Kent | Revised | Boys | 8500 | 44 | -0.3 | 62 | 42", time="202526 | Academic year"),
        ["attainment8_all kent 2025/26 46.0", "grade4_english_maths_all_percent kent 2025/26 65.1",
         "grade5_english_maths_all_percent kent 2025/26 45.0", "progress8_all kent 2025/26 -0.10"]),
    "sen2_caseload": (ees(
        "breakdown_topic | breakdown | ehcplans | mainstream_total | mainstream_total_pc | special_total | "
        "special_total_pc | AP_PRU_total_pc | neet",
        "Kent | Total | Total | 20500 | 9000 | 43.9 | 7000 | 34.1 | 1 | 500",
        "Kent | Sex | Male | 14500 | 6000 | 41.4 | 5000 | 34.5 | 1.5 | 400", time="202526 | Academic year"),
        ["ehc_alternative_provision_percent kent 2026 1.0", "ehc_mainstream kent 2026 9000",
         "ehc_mainstream_percent kent 2026 43.9", "ehc_neet kent 2026 500", "ehc_plans kent 2026 20500",
         "ehc_special kent 2026 7000", "ehc_special_percent kent 2026 34.1"]),
    "sen2_requests": (ees(
        "inreq_ehc | new_all_ehc | tot_no_exc_ehc | no_exc_20week_ehc | no_exc_20week_rate",
        "Kent | 4000 | 2500 | 2000 | 1300 | 65", time="2025 | Calendar year"),
        ["ehc_issued_without_exceptions kent 2025 2000", "ehc_issued_without_exceptions_in_20_weeks kent 2025 1300",
         "ehc_issued_without_exceptions_in_20_weeks_percent kent 2025 65.0", "ehc_new_plans kent 2025 2500",
         "ehc_requests kent 2025 4000"]),
    "workforce": (ees(
        "inpost_fte | inpost_headcount | agency_rate_fte | vacancy_rate_fte | caseload_fte | absence_rate_fte",
        "Kent | 520 | 560 | 13.1 | 10.4 | 16 | 3"),
        ["absence_rate_percent kent 2026 3.0", "agency_rate_percent kent 2026 13.1", "caseload kent 2026 16.0",
         "in_post_fte kent 2026 520.0", "in_post_headcount kent 2026 560", "vacancy_rate_percent kent 2026 10.4"]),
    "workforce_ethnicity": (ees(
        "role | breakdown_topic | breakdown | inpost_FTE | inpost_FTE_percentage | inpost_headcount | "
        "inpost_headcount_percentage",
        "Kent | Total | Ethnicity major | Total | 520 | 100 | 560 | 100",
        "Kent | Total | Ethnicity major | White | 400 | 77 | 430 | 77",
        "Kent | Total | Ethnicity major | Non-white | 400 | 77 | 430 | 77",
        "Kent | Senior manager | Ethnicity major | Asian / Asian British | c | c | c | c",
        "Kent | Total | Sex | Female | 450 | 87 | 480 | 86"),
        ["social_workers_senior_manager_asian kent 2026 ", "social_workers_total_all kent 2026 560",
         "social_workers_total_fte kent 2026 520.0", "social_workers_total_white kent 2026 430"]),
    "scorecard": (ees(
        "Age | Cohort_DJFavg | NEET_not_known_percent | NEET_percent | Notknown_percent | cohort_March | "
        "TOTAL_participating_in_education_and_training_percent | NEET_quintile",
        "Kent | 16-17 | 39000 | 6 | 3.1 | 2.9 | 39100 | 91.2 | 3", time="2026 | Calendar year"),
        ["cohort_16_17 kent 2026 39000", "cohort_16_17_march kent 2026 39100", "neet_16_17_percent kent 2026 3.1",
         "neet_or_not_known_16_17_percent kent 2026 6.0", "not_known_16_17_percent kent 2026 2.9",
         "participating_16_17_percent kent 2026 91.2"]),
    "population": (ees("age_group | population_estimate", "Kent | Children aged 0 to 17 years | 356001",
                       time="2025 | Reporting year"), ["population_0_17 kent 2025 356001"]),
    "lait_looked_after": (table(f"""
        {LAIT} 2025 | 2026 | Change from previous year
        886 | Kent | South East | Looked After Children | Emotional Health of Looked after Children | 14.2 | 14 | -0.2
        """), ["sdq_average kent 2025 14.2", "sdq_average kent 2026 14.0"]),
    "lait_care_leavers": (table(f"""
        {LAIT} 2026
        886 | Kent | South East | Looked After Children | Care Leavers - Suitable accommodation (%) | 91
        """), ["care_leavers_19_21_suitable_percent kent 2026 91"]),
    "lait_key_stage_2": (table(f"""
        {LAIT} 2024/25 | 2025/26
        886 | Kent | x | Key Stage 2 | KS2 RWM Expected Level - attainment for disadvantaged pupils | | 46
        """), ["ks2_rwm_disadvantaged_percent kent 2025/26 46"]),
    "lait_key_stage_4": (table(f"""
        {LAIT} 2025/26
        886 | Kent | South East | Key Stage 4 | Average Attainment 8 score per pupil | 46
        970 | England (State-funded) | | Key Stage 4 | Average Attainment 8 score per pupil | 45.9
        989 | London (Inner) | | Key Stage 4 | Average Attainment 8 score per pupil | 50
        - | Statistical Neighbours | | Key Stage 4 | Average Attainment 8 score per pupil | 47
        """), ["attainment8_all england 2025/26 45.9", "attainment8_all kent 2025/26 46.0"]),
    "lait_participation": (table(f"""
        {LAIT} 2026
        886 | Kent | South East | Post 16 | % 16-17 year olds NEET | 3.1
        """), ["neet_16_17_percent kent 2026 3.1"]),
}


def test_every_release_has_its_layout_here():
    assert {release.id for release in REGISTER} == {*LAYOUTS, "neighbours"}


@pytest.mark.parametrize("release", LAYOUTS)
def test_a_release_in_its_layout_gives_the_figures_of_its_series(release, tmp_path):
    text, expected = LAYOUTS[release]
    (found,) = offered([written(tmp_path, text)], REGISTER, AREAS)
    assert found.release.id == release
    assert told(found.figures) == expected
    lines = len(text.splitlines()) - 1
    assert found.figures["line"].nunique() + sum(counted(found.left_out).values()) == lines
    assert set(found.figures["citation"]) == {found.release.citation}


@pytest.mark.parametrize("release", [release for release in REGISTER if release.series], ids=lambda each: each.id)
def test_what_is_declared_of_a_series_is_what_is_held_of_it(release):
    held = HELD[["series", "calendar", "unit"]].drop_duplicates().set_index("series")
    for series in release.series:
        assert (series.calendar, series.unit) == tuple(held.loc[series.series]), series.series


def test_every_series_but_the_census_comes_from_a_release_and_every_source_is_known():
    declared = {series.series for release in REGISTER for series in release.series}
    assert {name for name in set(HELD["series"]) - declared if not name.startswith("residents")} == set()
    sources = set(pd.read_csv(PUBLISHED / "sources.csv")["citation"])
    assert {release.citation for release in REGISTER} <= sources


def test_the_usual_day_is_that_of_the_figures_held():
    """Of a release and a period; a figure that came by another way may have another day."""
    held = HELD[HELD["known_by"].eq("usual calendar")].drop_duplicates(["citation", "series", "period", "known"])
    days = {(row.citation, row.series, row.period): row.known for row in held.itertuples()}
    checked = 0
    for release in REGISTER:
        for series in release.series:
            for year in (2022, 2023, 2024):
                code = f"{year - 1}/{year % 100}" if series.calendar == "academic year" else str(year)
                known = days.get((release.citation, series.series, code))
                if known:
                    assert str(release.released(span(series.calendar, code).end)) == known, (release.id, series.series)
                    checked += 1
    assert checked > 500


INNER, OUTER = (f"a region that is not kept: {part} London" for part in ("Inner", "Outer"))
UNUSED = "no series of ours is made of these rows"
# lines of files as they were published → the release, and the rows that give no figure
REAL = {
    "UD_NEETNK_LA_dashboard_final.csv": ("scorecard", {}),
    "csww_indicators_2017_to_2025.csv": ("workforce", {INNER: 2}),
    "la_care_leavers_accommodation_suitability.csv": ("care_leavers_accommodation", {
        OUTER: 8, "z: the authority did not exist yet": 8, "z: the authority had ended": 4}),
    "la_care_leavers_activity.csv": ("care_leavers_activity", {}),
    "la_cla_placement_stability.csv": ("cla_placement_stability", {UNUSED: 4}),
    "cla_number_and_rate_per_10k_children.csv": ("cla_rates", {}),
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv": ("children_in_need_referrals", {OUTER: 1}),
    "d3_cpps_subsequent_plan_2013_to_2025.csv": ("children_in_need_plans", {}),
    "ks2_la.csv": ("ks2_social_care", {}),
    "ks4_la.csv": ("ks4_social_care", {INNER: 1}),
    "ons_mid-year_population_estimates_2012_to_2024.csv": ("population", {INNER: 1}),
}


# older files than those held: their figures were revised since
OLDER = {"cla_number_and_rate_per_10k_children.csv": ["looked_after hartlepool 2024 334",
                                                      "looked_after_ceased hartlepool 2024 114",
                                                      "looked_after_rate_per_10000 hartlepool 2024 164",
                                                      "looked_after_started hartlepool 2024 125"],
         "ks2_la.csv": sorted(f"ks2_rwm_in_need_{line}" for line in (
             "eligible england 2023/24 10040", "met england 2023/24 2990", "percent england 2023/24 30",
             "eligible east_of_england 2023/24 790", "met east_of_england 2023/24 190",
             "percent east_of_england 2023/24 24", "eligible north_lincolnshire 2023/24 18",
             "met north_lincolnshire 2023/24 ", "percent north_lincolnshire 2023/24 ",
             "eligible st_helens 2023/24 20", "met st_helens 2023/24 8", "percent st_helens 2023/24 40"))}


@pytest.mark.parametrize("name", REAL)
def test_lines_of_the_real_files_give_what_is_held_to_the_letter(name):
    release, left_out = REAL[name]
    (found,) = offered([EXCERPTS / name], REGISTER, AREAS)
    assert found.release.id == release
    assert counted(found.left_out) == left_out
    key = ["series", "area", "calendar", "period"]
    both = found.figures.merge(HELD, on=key, suffixes=("", "_held"))
    assert len(both) == len(found.figures)
    if name in OLDER:
        assert told(found.figures) == OLDER[name]
        return
    shown = ["value", "symbol", "as_published", "unit", "known", "known_by"]
    # what the tool shows of the scorecard with more decimals than the scorecard itself is held as the tool shows it
    same = both[~both["citation_held"].eq("lait_participation")]
    assert same[shown].equals(same[[f"{column}_held" for column in shown]].set_axis(shown, axis="columns"))


def test_both_forms_of_the_statistical_neighbours_give_the_register_of_them(tmp_path):
    rows = [line.split(",") for line in (EXCERPTS / "sn_model_2025_wide.csv").read_text().splitlines()]
    book = openpyxl.Workbook()
    book.active.append(["A", "B"])
    book.active.append([1, 2])
    book.active.append(["LA num", "LA Name", "LA number", "GOInd", "GOReg", *["SN1", "SNP"],
                        *(word for rank in range(2, 11) for word in (f"SN{rank}", "SNP"))])
    for code, name, number, region, *ranked in rows[1:]:
        book.active.append([int(code), name, int(code), int(number), region, *ranked])
    book.active.append([None, "Old SNs:"])
    book.active.append([835, "Dorset (Pre LG)", 835, 7, "South West", *rows[1][4:]])
    book.save(tmp_path / "sn_may_2025.xlsx")
    held = pd.read_csv(PUBLISHED / "neighbours.csv", dtype=str)
    expected = held[held["model"].eq("2025") & held["area"].isin(["hertfordshire", "barking_and_dagenham", "somerset"])]
    for path in (EXCERPTS / "sn_model_2025_wide.csv", tmp_path / "sn_may_2025.xlsx"):
        (found,) = offered([path], REGISTER, AREAS)
        assert found.release.id == "neighbours"
        assert found.figures.empty
        own = found.neighbours[list(held.columns)].sort_values(["area", "rank"], ignore_index=True)
        pd.testing.assert_frame_equal(own, expected.sort_values(["area", "rank"], ignore_index=True))
    assert counted(found.left_out) == {"no neighbours in the line": 1, "an authority that had ended": 1}


@pytest.mark.parametrize("pack", ["gzip", "gzip under another name", "zip", "workbook", "with a mark", "cp1252"])
def test_a_file_reads_alike_however_it_is_packed(pack, tmp_path):
    text = LAYOUTS["population"][0].replace("South East", "South East – coast")
    plain = written(tmp_path, text, "plain.csv")
    path = {"gzip": tmp_path / "data.csv.gz", "zip": tmp_path / "release.zip",
            "workbook": tmp_path / "data.xlsx"}.get(pack, tmp_path / "data.csv")
    _pack(pack, path, text)
    shown = ["series", "area", "period", "value", "line"]
    (one,), (other,) = (offered([each], REGISTER, AREAS) for each in (plain, path))
    pd.testing.assert_frame_equal(one.figures[shown], other.figures[shown])


def _pack(pack: str, path: Path, text: str) -> None:
    if pack.startswith("gzip"):
        path.write_bytes(gzip.compress(text.encode()))
    elif pack == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("data/population.csv", text)
            packed.writestr("data-guidance.txt", "what the columns mean")
    elif pack == "workbook":
        book = openpyxl.Workbook()
        for line in text.splitlines():
            book.active.append(line.split(","))
        book.save(path)
    else:
        path.write_bytes(text.encode("utf-8-sig" if pack == "with a mark" else "cp1252"))
