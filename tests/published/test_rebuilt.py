"""Every published percentage that can be rebuilt from published counts is, for every area: what does not, stands here
with its reason, and in data/README.md.

A percentage is rounded in its last decimal; a council's counts are exact, those of a region or England rounded to the
nearest 10 (each may be 5 away) in the statistics of children. Full-time equivalents have one decimal (0.05 away).
"""

import numpy as np
import pandas as pd
import pytest

EXACT, CHILDREN, POSTS = "exact", "rounded to 10", "rounded to 0.1"
CARE = [(f"care_leavers_{age}_{part}_percent", f"care_leavers_{age}_{part}", (f"care_leavers_{age}_{whole}",), CHILDREN)
        for age in ("17_18", "19_21")
        for whole, parts in {"accommodation": ("suitable", "unsuitable", "accommodation_no_information"),
                             "activity": ("eet", "not_eet", "activity_not_known")}.items() for part in parts]
PLANS = [(f"ehc_{place}_percent", f"ehc_{place}", ("ehc_plans",), EXACT)
         for place in ("alternative_provision", "early_years", "elsewhere", "further_education", "mainstream",
                       "placement_unknown", "special")]
PUPILS = [(f"ks2_rwm_{group}_percent", f"ks2_rwm_{group}_met", (f"ks2_rwm_{group}_eligible",), EXACT)
          for group in ("ehc_plan", "sen_support", "no_sen")]
PUPILS += [(f"ks2_rwm_{group}_percent", f"ks2_rwm_{group}_met", (f"ks2_rwm_{group}_eligible",), CHILDREN)
           for group in ("in_need", "looked_after_12_months", "protection_plan")]
PUPILS += [(f"grade5_english_maths_{group}_percent", f"grade5_english_maths_{group}_met", (f"ks4_{group}_pupils",),
            CHILDREN) for group in ("in_need", "looked_after_12_months", "protection_plan")]
SHARES = [
    *CARE, *PLANS, *PUPILS,
    ("ehc_issued_without_exceptions_in_20_weeks_percent", "ehc_issued_without_exceptions_in_20_weeks",
     ("ehc_issued_without_exceptions",), EXACT),
    ("placed_outside_far_percent", "placed_outside_far", ("looked_after",), CHILDREN),
    ("three_or_more_placements_percent", "three_or_more_placements", ("looked_after",), CHILDREN),
    ("protection_plans_second_or_later_percent", "protection_plans_second_or_later", ("protection_plans_started",),
     CHILDREN),
    ("rereferrals_percent", "rereferrals", ("referrals",), CHILDREN),
    ("sdq_concern_percent", "sdq_concern", ("sdq_scores_received",), CHILDREN),
    ("share_vulnerable_percent", "vulnerable_cohort_16_17", ("cohort_16_17",), CHILDREN),
    ("turnover_rate_headcount_percent", "leavers_headcount", ("in_post_headcount",), EXACT),
    ("agency_rate_headcount_percent", "agency_headcount", ("agency_headcount", "in_post_headcount"), EXACT),
    ("turnover_rate_percent", "leavers_fte", ("in_post_fte",), POSTS),
    ("agency_rate_percent", "agency_fte", ("agency_fte", "in_post_fte"), POSTS),
    ("vacancy_rate_percent", "vacancy_fte", ("vacancy_fte", "in_post_fte"), POSTS),
    ("agency_cover_rate_percent", "agency_cover_fte", ("agency_fte",), POSTS),
    ("vacancy_agency_cover_rate_percent", "agency_cover_fte", ("vacancy_fte",), POSTS),
]


def of(series, *pairs):
    """Areas and years of a series, each as "area year"."""
    return {(series, *pair.split()) for pair in pairs}


# A rate of a region or England leaves out, above and below the line, the authorities whose number the source marks u
# (of low reliability) or that returned none; the counts beside it do not.
LEFT_OUT = set().union(
    of("turnover_rate_percent", "england 2022", "north_east 2022", "england 2024", "north_east 2024"),
    of("turnover_rate_headcount_percent", "england 2022", "north_east 2022"),
    of("agency_rate_percent", "england 2023", "london 2023", "england 2024", "west_midlands 2024"),
    of("agency_rate_headcount_percent", "england 2024", "west_midlands 2024"),
    of("agency_cover_rate_percent", "england 2017", "london 2017", "south_east 2017", "england 2023", "london 2023",
       "england 2024", "west_midlands 2024"),
    of("vacancy_agency_cover_rate_percent", "england 2017", "london 2017", "south_east 2017", "england 2018",
       "london 2018", "england 2024", "west_midlands 2024"),
    of("ehc_mainstream_percent", "england 2024", "london 2024", "east_of_england 2024"),
    of("ehc_special_percent", "england 2024", "london 2024", "east_of_england 2024"),
    of("ehc_further_education_percent", "england 2024", "london 2024", "east_of_england 2024"),
    of("ehc_elsewhere_percent", "england 2024", "london 2024"),
    of("protection_plans_second_or_later_percent", "england 2022", "yorkshire_and_the_humber 2022"))
# The count beside the percentage is of another day's extract of the data.
OTHER_EXTRACT = set().union(
    of("ks2_rwm_ehc_plan_percent", "manchester 2022/23", "sutton 2022/23", "south_east 2018/19"),
    of("ks2_rwm_sen_support_percent", "manchester 2022/23", "medway 2022/23", "redcar_and_cleveland 2022/23"),
    of("ks2_rwm_no_sen_percent", "manchester 2022/23", "sutton 2022/23", "medway 2022/23", "london 2022/23",
       "redcar_and_cleveland 2022/23", "kensington_and_chelsea 2022/23"))
NUMBER = {"share_vulnerable_percent": 8}     # averages of three months, each rounded before the share was taken


def bounds(wide, councils, above, below, rounding):
    """The least and the most that a percentage can be, from counts that are rounded too."""
    council = wide.index.get_level_values("area").isin(councils)
    early = wide.index.get_level_values("period").isin(["2016", "2017"]) & (above == "three_or_more_placements")
    slack = {EXACT: 0.0, POSTS: 0.05, CHILDREN: np.where(council, np.where(early, 2.5, 0.0), 5.0)}[rounding]
    total, loose = wide[list(below)].sum(axis=1, min_count=len(below)), {EXACT: 0.0, POSTS: 0.05 * len(below)}.get(
        rounding, np.where(council, 0.0, 5.0))
    return 100 * (wide[above] - slack) / (total + loose), 100 * (wide[above] + slack) / (total - loose)


@pytest.fixture(scope="module")
def rebuilt(published, wide, councils):
    """Of each share, area and period whether it can come from its counts."""
    text = published.figures[published.figures["value"].notna()]
    decimals = text["as_published"].str.partition(".")[2].str.len().groupby(text["series"]).max()
    found = {}
    for share, above, below, rounding in SHARES:
        low, high = bounds(wide, councils, above, below, rounding)
        half, rows = 0.5 * 10.0 ** -decimals[share] + 1e-9, low.notna() & high.notna() & wide[share].notna()
        found[share] = ((wide[share] + half >= low) & (wide[share] - half <= high))[rows]
    return pd.concat(found)


def test_every_percentage_rebuilds_or_is_known_not_to(rebuilt):
    apart = set(rebuilt.index[~rebuilt])
    told = {one for one in apart if one[0] not in NUMBER}
    assert told == LEFT_OUT | OTHER_EXTRACT
    assert {name: len([one for one in apart if one[0] == name]) for name in NUMBER} == NUMBER


def test_no_share_is_rebuilt_of_nothing(rebuilt):
    counts = rebuilt.groupby(level=0).size()
    assert set(counts.index) == {share for share, *_ in SHARES}
    assert counts.min() == 70       # pupils on a protection plan at key stage 4: most are suppressed
    assert counts["care_leavers_19_21_suitable_percent"] == 1_271
    assert counts.sum() > 35_000


@pytest.mark.parametrize("group", ["white", "mixed", "asian", "black", "other"])
def test_residents_by_group_rebuild_from_their_parts(wide, group):
    parts = [name for name in wide if name.startswith(f"residents_{group}_")]
    rows = wide[[f"residents_percent_{group}", "residents", *parts]].dropna()
    share = 100 * rows[parts].sum(axis=1) / rows["residents"]
    assert ((share - rows[f"residents_percent_{group}"]).abs() <= 0.05 + 1e-9).all()
    assert len(rows) == 159


def test_a_caseload_is_the_cases_of_a_holder(wide):
    rows = wide[["caseload", "cases", "case_holders_fte"]].dropna()
    low, high = rows["cases"] / (rows["case_holders_fte"] + 0.05), rows["cases"] / (rows["case_holders_fte"] - 0.05)
    apart = rows.index[(rows["caseload"] + 0.05 < low - 1e-9) | (rows["caseload"] - 0.05 > high + 1e-9)]
    assert (len(apart), len(rows)) == (0, 1_440)
