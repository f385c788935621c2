"""Hertfordshire's published figures through the whole chain: what the report says, and what it cannot know yet."""

import re
from dataclasses import replace
from datetime import date

import pytest

from wayforward.errors import RefusedParameters
from wayforward.finding import Finding
from wayforward.judge import DecidedBy, Evidence, Verdict
from wayforward.report.open import ReportInputs as Gathered
from wayforward.report.open import examine_measure, read_inputs


def found(evidence: Gathered) -> dict[str, Finding]:
    """Every finding of a report, by its series."""
    return {finding.series: finding for measure in evidence.plan.measures
            for finding in examine_measure(measure, evidence).findings}


@pytest.fixture(scope="module")
def gathered():
    """Hertfordshire's figures as known on 30 June 2026."""
    return read_inputs("2025-26-Q4", "hertfordshire")


@pytest.fixture(scope="module")
def now(gathered):
    return found(gathered)


@pytest.fixture(scope="module")
def gathered_then():
    """Hertfordshire's figures as known on 30 June 2023."""
    return read_inputs("2022-23-Q4", "hertfordshire")


@pytest.fixture(scope="module")
def then(gathered_then):
    return found(gathered_then)


def in_percent(fraction: float) -> float:
    return round(100 * fraction, 1)


def statuses(finding: Finding) -> dict[str, str]:
    return {point.period: point.status for point in finding.points}


# As known on 30 June 2026

def test_care_leavers_in_suitable_accommodation(now):
    finding = now["care_leavers_suitable_19_21"]
    latest, baseline = finding.latest, finding.baseline
    assert (latest.period, latest.numerator, latest.denominator) == ("year to 31 March 2025", 522, 589)
    assert (round(latest.value, 4), round(latest.low, 3), round(latest.high, 3)) == (0.8862, 0.858, 0.909)
    assert (baseline.period, baseline.numerator, baseline.denominator) == ("year to 31 March 2021", 453, 484)
    assert finding.change.estimate == pytest.approx(522 / 589 - 453 / 484)
    assert in_percent(finding.change.estimate) == -5.0
    assert (finding.verdict, finding.evidence, finding.decided_by) == (
        Verdict.NO_CLEAR_CHANGE, Evidence.NONE, DecidedBy.TREND)
    assert finding.trend.points_used == 5       # 2016 to 2020 are context


def test_care_leavers_figures_move_by_themselves_as_those_of_other_councils_do(now, then):
    """σ² = 4.2 times what chance makes of 537 care leavers of whom 90 % are in suitable accommodation: 2.6 points."""
    known, before = now["care_leavers_suitable_19_21"].scatter, then["care_leavers_suitable_19_21"]
    assert (known.areas, known.periods, known.known) == (149, 10, date(2025, 11, 15))
    assert known.sigma == pytest.approx((4.25 * 0.903 * 0.097 / 537) ** 0.5, rel=0.02)
    assert before.scatter is None               # two figures are no trend: chance alone
    assert now["far_from_home"].scatter.correlation > 0.6 > known.correlation > 0.4


def test_england_edged_up_while_care_leavers_here_fell(now):
    england = now["care_leavers_suitable_19_21"].benchmark("country")
    assert (in_percent(england.baseline), in_percent(england.value)) == (87.8, 88.5)


def test_care_leavers_dissenters_are_named(now):
    differ = {choice.choice: choice for choice in now["care_leavers_suitable_19_21"].dissenters}
    alone = "the same trend by these figures’ own scatter alone, without what those of other councils show"
    assert {choice.verdict for choice in differ.values()} == {Verdict.WORSENING}
    assert (len(differ), round(differ[alone].p, 3)) == (9, 0.023)
    assert round(now["care_leavers_suitable_19_21"].trend.p, 3) == 0.126


def test_children_placed_far_from_home(now):
    finding = now["far_from_home"]
    latest = finding.latest
    assert (latest.period, latest.numerator, latest.denominator, latest.unknown) == ("31 March 2025", 218, 999, 120)
    assert (in_percent(latest.value), in_percent(latest.known_value)) == (21.8, 24.8)
    assert (in_percent(latest.low), in_percent(latest.high)) == (19.4, 24.5)
    beside = now["far_from_home_distance_known"].latest
    assert (beside.numerator, beside.denominator, beside.value) == (218, 999 - 120, latest.known_value)
    assert finding.baseline.numerator == 222


@pytest.mark.parametrize(("series", "latest", "baseline", "england"), [
    ("attainment8_gap_all", 16.4, 14.2, 11.1),      # 50.6 − 34.2; England 46.0 − 34.9
    ("attainment8_gap_others", 19.9, 17.0, 15.5),   # 54.1 − 34.2; England 50.4 − 34.9
    ("ks2_gap_all", 0.24, 0.21, 0.15),
    ("ks2_gap_others", 0.30, 0.26, 0.22),
])
def test_attainment_gaps(now, series, latest, baseline, england):
    finding = now[series]
    assert (finding.latest.period, finding.latest.value) == ("academic year 2024/25", latest)
    assert (finding.baseline.period, finding.baseline.value) == ("academic year 2018/19", baseline)
    assert finding.benchmark("country").value == england
    assert finding.latest.low is None and finding.latest.reason
    assert (finding.decided_by, finding.against_others.points_used) == (DecidedBy.OTHERS, 5)
    assert "the place among the statistical neighbours’ changes" in {one.choice for one in finding.robustness}


@pytest.mark.parametrize("series", ["attainment8_gap_all", "attainment8_gap_others"])
def test_exams_that_schools_graded_are_shown_and_not_used(now, series):
    finding = now[series]
    graded = [point for point in finding.points if point.period[-7:] in ("2019/20", "2020/21")]
    assert [point.status for point in graded] == ["not comparable"] * 2
    assert all(point.value is not None and not point.usable for point in graded)
    assert finding.trend.points_used == 1 + 4       # 2018/19, and 2021/22 to 2024/25


@pytest.mark.parametrize("series", ["ks2_gap_all", "ks2_gap_others"])
def test_years_without_tests_stay_empty(now, series):
    finding = now[series]
    empty = [point for point in finding.points if point.value is None]
    assert {point.period: point.status for point in empty} == {
        "academic year 2019/20": "not available", "academic year 2020/21": "not available"}
    assert finding.trend.points_used == 1 + 4


def test_progress_8_ends_in_2024(now):
    finding = now["progress8_gap_others"]
    assert statuses(finding)["academic year 2024/25"] == "not available"
    assert finding.points[-1].value is None
    assert (finding.latest.period, finding.latest.value) == ("academic year 2023/24", 0.89)     # 0.33 + 0.56


def test_sickness_and_turnover(now):
    sickness, turnover = now["sickness"].latest, now["turnover"].latest
    assert sickness.period == turnover.period == "year to 30 September 2025"
    assert (sickness.numerator, sickness.denominator) == (3652.6, 557.0 * 253)
    assert round(100 * sickness.value, 2) == 2.59
    assert (turnover.numerator, turnover.denominator) == (63.5, 557.0)
    assert in_percent(turnover.value) == 11.4
    before = now["sickness"].baseline
    assert (before.period, before.denominator) == ("year to 30 September 2020", 441.8 * 254)    # with a 29 February


def test_a_coverage_that_changed_gives_no_verdict(now):
    finding = now["vulnerable_neet_or_not_known"]
    assert finding.verdict == Verdict.NOT_COMPARABLE
    assert set(statuses(finding).values()) == {"not comparable"}
    assert (finding.latest, finding.baseline) == (None, None)


def test_promises_without_a_published_figure_say_so(now):
    silent = {finding.number for finding in now.values() if finding.headline and finding.verdict == Verdict.NO_DATA}
    assert silent == {2, 3, 4, 8, 9, 10, 12, 13, 14, 15}
    for finding in now.values():
        assert (finding.verdict == Verdict.NO_DATA) == finding.story.startswith("**No data.**")
        assert finding.verdict != Verdict.NO_DATA or finding.supplied_by in finding.story


def test_the_plans_neighbours_are_those_of_the_2025_model(gathered, now):
    assert gathered.as_at == "2026-06-30"
    assert gathered.setting.neighbours[:3] == ("oxfordshire", "buckinghamshire", "cambridgeshire")
    named = {mark.area for mark in now["sdq_average"].benchmarks if mark.level == "neighbour"}
    assert {"Bromley", "Gloucestershire"} < named
    assert not {"Central Bedfordshire", "Windsor and Maidenhead"} & named


def test_the_country_the_region_ten_neighbours_and_their_median_stand_beside_a_figure(now):
    levels = [mark.level for mark in now["sdq_average"].benchmarks]
    assert levels == ["country", "region", *["neighbour"] * 10, "median"]


# As known on 30 June 2023

def test_nothing_is_read_that_became_known_later(gathered_then):
    assert gathered_then.as_at == "2023-06-30"
    assert max(gathered_then.published.figures["known"]) == date(2023, 6, 30)


@pytest.mark.parametrize(("series", "latest"), [
    ("far_from_home", "31 March 2022"),                             # 31 March 2023 came in November 2023
    ("independent_special", "January 2023"),                        # came on 30 June 2023
    ("sdq_average", "year to 31 March 2022"),
    ("attainment8_gap_all", "academic year 2021/22"),
    ("ks2_gap_all", "academic year 2021/22"),
    ("neet_or_not_known_16_17", "December 2021 to February 2022"),  # the winter of 2023 came in July
    ("care_leavers_suitable_19_21", "year to 31 March 2022"),
    ("care_leavers_eet_19_21", "year to 31 March 2022"),
    ("sickness", "year to 30 September 2022"),
    ("workforce_dissimilarity", "30 September 2022"),
])
def test_the_latest_figure_is_the_latest_that_was_known(then, series, latest):
    finding = then[series]
    assert finding.latest.period == finding.points[-1].period == latest
    others = [end for mark in finding.benchmarks for end, _ in mark.points]
    assert not others or max(others) <= finding.latest.end


def test_no_story_speaks_of_a_year_to_come(then):
    """A figure that was revised later is marked so; a forecast, and what could be seen then, are of later as such."""
    of_later = "as known in 2025|Forecast for [^:]*:| by 31 March 20[0-9]{2}"
    stories = [re.sub(of_later, "", f"{finding.story} {finding.note}") for finding in then.values()]
    years = {int(year) for story in stories for year in re.findall(r"\b20\d\d", story)}
    assert 2022 in years
    assert max(years) <= 2023


def test_no_remark_speaks_of_a_year_to_come(gathered_then):
    notes = " ".join(set(gathered_then.published.figures["note"])).replace("as known in 2025", "")
    assert max(int(year) for year in re.findall(r"\b20\d\d", notes)) <= 2023


def test_an_old_period_has_its_old_verdict_and_its_old_neighbours(gathered_then, then):
    assert gathered_then.setting.neighbours[0] == "bracknell_forest"
    named = {mark.area for mark in then["sdq_average"].benchmarks if mark.level == "neighbour"}
    assert {"Central Bedfordshire", "Windsor and Maidenhead"} < named
    assert not {"Bromley", "Gloucestershire"} & named
    finding = then["care_leavers_suitable_19_21"]
    assert finding.verdict == Verdict.NO_CLEAR_CHANGE       # 453/484 to 452/493: two points, and not yet clear
    assert (finding.trend.estimate, finding.trend.points_used) == (None, 2)


def test_the_day_decides_and_not_the_periods_name(then):
    """But for what is still to come by the period, and what is new since the one before."""
    named_otherwise = found(read_inputs("2025-26-Q4", "hertfordshire", as_at="2023-06-30"))
    beside = dict(still_to_come=(), since=None)
    assert {name: replace(one, **beside) for name, one in named_otherwise.items()} == {
        name: replace(one, **beside) for name, one in then.items()}


def test_in_the_plans_first_quarter_there_is_nothing_to_judge_yet():
    """On 30 September 2021 no figure was known of any day since 1 April."""
    first = found(read_inputs("2021-22-Q1", "hertfordshire"))
    assert {finding.verdict for finding in first.values()} <= {
        Verdict.NO_DATA, Verdict.TOO_LITTLE, Verdict.NOT_COMPARABLE}
    assert first["far_from_home"].latest.period == "31 March 2020"
    assert first["far_from_home"].change.estimate is None


# Other areas

def test_a_neighbour_has_its_own_report_beside_its_own_neighbours(now):
    evidence = read_inputs("2025-26-Q4", "oxfordshire")
    report = found(evidence)
    assert report.keys() == now.keys()
    assert len(evidence.setting.neighbours) == 10 and "oxfordshire" not in evidence.setting.neighbours
    assert {finding.area for finding in report.values()} == {"Oxfordshire"}
    assert {mark.level for finding in report.values() for mark in finding.benchmarks} == {
        "country", "region", "neighbour", "median"}
    lacks, lacked = ({series for series, finding in each.items() if finding.verdict == Verdict.NO_DATA}
                     for each in (report, now))
    assert lacks == lacked
    assert report["far_from_home"].latest.value == pytest.approx(317 / 800)


@pytest.mark.parametrize(("area", "instead"), [
    ("london", "did you mean city_of_london"), ("Hertfordshire", "did you mean hertfordshire"),
    ("england", "expected one of: hertfordshire, "), ("kingston_upon_thames_richmond_upon_thames", "did you mean"),
])
def test_an_unknown_area_is_refused_with_the_nearest_there_are(area, instead):
    with pytest.raises(RefusedParameters) as refused:
        read_inputs("2025-26-Q4", area)
    assert str(refused.value).startswith(f'area: "{area}" is not known; {instead}')


@pytest.mark.parametrize("series", ["independent_special", "mainstream_share"])
def test_nothing_is_compared_or_forecast_across_a_declared_break(now, series):
    """The return of education, health and care plans became person by person in 2023: three figures since."""
    finding = now[series]
    assert finding.verdict == Verdict.TOO_LITTLE
    assert (finding.change.estimate, finding.change.reason) == (None, "what is counted changed in between")
    assert finding.trend.reason == "5 comparable points; a trend needs 6"
    assert (finding.outlook.value, finding.outlook.goal) == (None, None)
    assert finding.outlook.reason == "3 comparable points; a forecast needs 5"
    assert {mark.change for mark in finding.benchmarks if mark.level != "median"} == {None}
    assert finding.last_year.estimate is not None       # 2024 to 2025 lies on one side of it
