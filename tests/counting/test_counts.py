"""From published figures to counts: what each way of counting makes of a few figures that can be checked by eye."""

from datetime import date

import pandas as pd
import pytest

from tables import table
from wayforward.counting.counts import (
    NO_SPREAD,
    PERCENT_ONLY,
    ROUNDED_GAP,
    average,
    gap,
    percentage,
    proportion,
    ratio,
    side_by_side,
    without_unknown,
)
from wayforward.periods import span

SHAPE = ["area", "period", "start", "end", "label", "numerator", "denominator", "unknown", "n", "sd", "se", "parity",
         "value", "places", "status", "note", "reason", "known", "overlaps"]


def figures(text: str, calendar: str = "31 March") -> pd.DataFrame:
    """Published figures from a text table: area "here", status "final", no note and known on 1 March 2026, where the
    table does not say."""
    rows = table(text).assign(calendar=calendar)
    usual = {"status": "final", "note": "", "known": date(2026, 3, 1)}
    rows = pd.DataFrame({"area": "here"} | usual, rows.index).assign(**rows)
    rows = rows.fillna(usual).astype({"period": str, "value": float})
    spans = [span(calendar, period) for period in rows["period"]]
    return rows.assign(start=[each.start for each in spans], end=[each.end for each in spans],
                       label=[each.label for each in spans], as_published=[f"{value:g}" for value in rows["value"]])[
        ["series", "area", "calendar", "period", "start", "end", "label", "value", "as_published", "status", "note",
         "known"]]


def by_period(counts: pd.DataFrame, column: str) -> dict:
    """One column, null as None, by period."""
    return {period: None if pd.isna(value) else value for period, value in zip(
        counts["period"], counts[column], strict=True)}


CHILDREN = figures("""
series       | period | value | status
far          | 2021   | 30    |
far          | 2022   | 27    |
far          | 2023   |       | suppressed
all          | 2019   | 80    |                 # before 2021 the count far away is not published, only its per cent
all          | 2020   | 90    |
all          | 2021   | 100   |
all          | 2022   | 90    |
all          | 2023   | 95    |
near_unknown | 2021   | 6     |
near_unknown | 2022   |       | suppressed
near_unknown | 2023   | 4     |
away_unknown | 2021   | 14    |
away_unknown | 2022   | 11    |
away_unknown | 2023   | 1     |
far_percent  | 2018   | 24    |
far_percent  | 2019   | 26    |
far_percent  | 2020   |       | suppressed
far_percent  | 2021   | 30    |
""")


def children(**options) -> pd.DataFrame:
    return proportion(CHILDREN, "far", "all", unknown=("near_unknown", "away_unknown"), **options)


def test_a_proportion_is_its_published_counts():
    counts = children()
    assert by_period(counts, "numerator") == {"2021": 30, "2022": 27, "2023": None}
    assert by_period(counts, "denominator") == {"2021": 100, "2022": 90, "2023": 95}
    assert by_period(counts, "value") == {"2021": 30 / 100, "2022": 27 / 90, "2023": None}
    assert by_period(counts, "status") == {"2021": "final", "2022": "final", "2023": "suppressed"}
    assert counts[["reason", "places"]].isna().all(axis=None)


def test_the_unknown_are_null_as_soon_as_one_part_is_suppressed():
    assert by_period(children(), "unknown") == {"2021": 6 + 14, "2022": None, "2023": 4 + 1}


def test_where_no_unknown_are_published_none_are_counted():
    assert by_period(proportion(CHILDREN, "far", "all"), "unknown") == {"2021": None, "2022": None, "2023": None}


def test_earlier_years_have_the_percentage_and_the_total_but_no_count():
    counts = children(percent="far_percent")
    earlier = counts[counts["period"] < "2021"]
    assert by_period(earlier, "value") == {"2018": 24 / 100, "2019": 26 / 100, "2020": None}
    assert by_period(earlier, "denominator") == {"2018": None, "2019": 80, "2020": 90}
    assert earlier[["numerator", "unknown"]].isna().all(axis=None)
    assert set(earlier["reason"]) == {PERCENT_ONLY}
    assert set(earlier["places"]) == {0}        # whole per cents, whatever the series is shown with
    assert earlier["status"].tolist() == ["final", "final", "suppressed"]


def test_years_with_counts_do_not_take_the_rounded_percentage():
    pd.testing.assert_frame_equal(children(percent="far_percent").tail(3).reset_index(drop=True), children())


def test_before_any_count_is_known_there_are_the_percentages_alone():
    early = CHILDREN[CHILDREN["series"].isin(["far_percent", "all"]) & (CHILDREN["period"] < "2021")]
    counts = proportion(early, "far", "all", unknown=("near_unknown", "away_unknown"), percent="far_percent")
    assert by_period(counts, "value") == {"2018": 24 / 100, "2019": 26 / 100, "2020": None}
    assert list(counts.columns) == SHAPE


def test_without_the_unknown_the_total_is_those_of_whom_it_is_known():
    counts = without_unknown(children())
    assert by_period(counts, "denominator") == {"2021": 100 - (6 + 14), "2022": None}      # 2023: no count
    assert by_period(counts, "value") == {"2021": 30 / 80, "2022": None}
    assert by_period(counts, "status") == {"2021": "final", "2022": "not available"}       # not dropped silently


def test_a_percentage_becomes_a_fraction_and_says_that_it_has_no_count():
    counts = percentage(CHILDREN, "far_percent")
    assert by_period(counts, "value") == {"2018": 0.24, "2019": 0.26, "2020": None, "2021": 0.30}
    assert counts[["numerator", "denominator", "unknown"]].isna().all(axis=None)
    assert set(counts["reason"]) == {PERCENT_ONLY}


def test_an_average_stays_in_its_unit():
    scores = figures("""
    series | period | value | status  | note
    score  | 2021   | 13.6  | revised | recount
    score  | 2022   | 14.7  |         |
    """)
    counts = average(scores, "score")
    assert by_period(counts, "value") == {"2021": 13.6, "2022": 14.7}
    assert counts["note"].tolist() == ["recount", ""]
    assert set(counts["reason"]) == {NO_SPREAD}
    assert set(counts["places"]) == {1}
    assert counts["numerator"].isna().all()


def test_a_ratio_stands_on_what_each_post_gives_in_its_period():
    posts = figures("""
    series | period | value
    days   | 2023   | 500.0
    days   | 2024   | 508.0
    posts  | 2023   | 50.0
    posts  | 2024   | 40.0
    """, "year to 30 September")
    counts = ratio(posts, "days", "posts", lambda end: 254 if end.year == 2024 else 253, "fractions")
    assert by_period(counts, "numerator") == {"2023": 500, "2024": 508}
    assert by_period(counts, "denominator") == {"2023": 50 * 253, "2024": 40 * 254}
    assert by_period(counts, "value") == {"2023": 500 / (50 * 253), "2024": 508 / (40 * 254)}
    assert set(counts["reason"]) == {"fractions"}


def test_a_gap_keeps_its_tenths_exactly():
    """In binary 50.6 − 34.2 is 16.400000000000002, which would not be the same figure as 16.4."""
    scores = figures("""
    series        | period  | value
    all           | 2023/24 | 50.2
    all           | 2024/25 | 50.6
    disadvantaged | 2023/24 | 34.3
    disadvantaged | 2024/25 | 34.2
    """, "academic year")
    counts = gap(scores, "all", "disadvantaged")
    assert by_period(counts, "value") == {"2023/24": 15.9, "2024/25": 16.4}
    assert set(counts["reason"]) == {NO_SPREAD}


def test_a_gap_of_percentages_is_a_fraction():
    tests = figures("""
    series | period  | value
    all    | 2024/25 | 64
    some   | 2024/25 | 40
    """, "academic year")
    counts = gap(tests, "all", "some", 0.01, ROUNDED_GAP)
    assert by_period(counts, "value") == {"2024/25": 0.24}
    assert by_period(counts, "reason") == {"2024/25": ROUNDED_GAP}


@pytest.mark.parametrize(("upper", "lower", "worst"), [
    ("final", "final", "final"),
    ("final", "revised", "revised"),
    ("provisional", "revised", "provisional"),
    ("not comparable", "provisional", "not comparable"),
    ("not comparable", "suppressed", "suppressed"),
    ("not available", "suppressed", "not available"),
])
def test_the_worst_status_of_the_parts_is_the_status_of_the_whole(upper, lower, worst):
    for first, second in ((upper, lower), (lower, upper)):
        two = figures(f"""
        series | period | value | status
        upper  | 2021   | 5     | {first}
        lower  | 2021   | 3     | {second}
        """)
        assert by_period(gap(two, "upper", "lower"), "status") == {"2021": worst}


def test_notes_are_joined_and_each_is_told_once():
    scores = figures("""
    series | period | value | note
    upper  | 2020   | 5     | exams cancelled
    upper  | 2021   | 5     | exams cancelled
    upper  | 2022   | 5     |
    lower  | 2020   | 3     | exams cancelled
    lower  | 2021   | 3     | recount
    lower  | 2022   | 3     |
    """)
    assert by_period(gap(scores, "upper", "lower"), "note") == {
        "2020": "exams cancelled", "2021": "exams cancelled; recount", "2022": None}


def test_a_period_that_lacks_one_of_its_figures_is_not_available():
    scores = figures("""
    series | period | value
    upper  | 2021   | 5
    upper  | 2022   | 6
    lower  | 2021   | 3
    """)
    counts = gap(scores, "upper", "lower")
    assert by_period(counts, "status") == {"2021": "final", "2022": "not available"}
    assert by_period(counts, "value") == {"2021": 2, "2022": None}


def test_a_figure_is_known_once_the_last_of_its_parts_is():
    scores = figures("""
    series | period | value | known
    upper  | 2021   | 5     | 2021-07-01
    upper  | 2022   | 6     | 2022-12-15
    lower  | 2021   | 3     | 2021-12-15
    lower  | 2022   | 3     | 2022-07-01
    """)
    assert by_period(gap(scores, "upper", "lower"), "known") == {
        "2021": pd.Timestamp("2021-12-15"), "2022": pd.Timestamp("2022-12-15")}


def test_figures_of_another_area_never_stand_in():
    scores = figures("""
    series | area  | period | value
    upper  | here  | 2021   | 5
    upper  | there | 2021   | 9
    lower  | there | 2021   | 3
    """)
    counts = gap(scores, "upper", "lower").set_index("area")
    assert counts["status"].to_dict() == {"here": "not available", "there": "final"}
    assert counts.loc["there", "value"] == 9 - 3


def test_dates_are_those_of_the_first_series():
    _, about = side_by_side(CHILDREN, "far", "all")
    assert about.loc[("here", "2022"), "label"] == "31 March 2022"
    assert about.loc[("here", "2022"), "end"].isoformat() == "2022-03-31"


MIXED = figures("""
series  | area  | period | value        # areas and years out of order
top     | there | 2022   | 4
top     | here  | 2022   | 3
top     | there | 2021   | 2
top     | here  | 2021   | 1
bottom  | here  | 2021   | 10
bottom  | here  | 2022   | 10
bottom  | there | 2021   | 10
bottom  | there | 2022   | 10
percent | here  | 2020   | 9
percent | there | 2020   | 8
""")
WAYS = {
    "proportion": lambda rows: proportion(rows, "top", "bottom", percent="percent"),
    "percentage": lambda rows: percentage(rows, "top"),
    "average": lambda rows: average(rows, "top"),
    "ratio": lambda rows: ratio(rows, "top", "bottom", lambda _end: 1, "fractions"),
    "gap": lambda rows: gap(rows, "bottom", "top"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_counting_gives_one_shape_in_order_of_area_and_time(way):
    counts = WAYS[way](MIXED)
    years = ["2020", "2021", "2022"] if way == "proportion" else ["2021", "2022"]
    assert list(counts.columns) == SHAPE
    assert list(zip(counts["area"], counts["period"], strict=True)) == [
        (area, year) for area in ("here", "there") for year in years]
    assert list(counts.index) == list(range(2 * len(years)))
    numbers = ["numerator", "denominator", "unknown", "n", "sd", "se", "parity", "value", "places"]
    assert set(counts.dtypes[numbers]) == {pd.Series([0.5]).dtype}


@pytest.mark.parametrize("way", WAYS)
def test_the_published_figures_stay_as_they_are(way):
    before = MIXED.copy(deep=True)
    without_unknown(WAYS[way](MIXED))
    pd.testing.assert_frame_equal(MIXED, before)


def test_counts_stay_as_they_are_when_the_unknown_are_left_out():
    counts = children()
    before = counts.copy(deep=True)
    without_unknown(counts)
    pd.testing.assert_frame_equal(counts, before)
