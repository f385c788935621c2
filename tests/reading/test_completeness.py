"""How far a table of a return reaches, by its delivery and by each rhythm; and that rare events are let be."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayforward.reading.completeness import Missing, Why, Year, days_covered, seen
from wayforward.returns.catalogue import TABLES

IN_JUNE = date(2026, 6, 15)
FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
TRIAGE, AUDITS, ABSENCE = TABLES["early_help_triage"], TABLES["case_audits"], TABLES["hr_absence"]


def of(table, *years: tuple[int, date, list[date]], quiet: bool = False):
    """What is missing of each year, whose rows stand on these days."""
    given = [Year(year, received, pd.DataFrame({name: pd.to_datetime(pd.Series(days, dtype=object))
                                                for name in table.dated}), quiet) for year, received, days in years]
    return [reach.missing for reach in days_covered(table, given)]


def every(days: int, first: date = FIRST, last: date = LAST) -> list[date]:
    return [first + timedelta(days=each) for each in range(0, (last - first).days + 1, days)]


def monthly(rows: dict[int, int], year: int = 2026) -> list[date]:
    """So many rows of each calendar month of a financial year."""
    return [date(year - (month > 3), month, 1) for month, number in rows.items() for _ in range(number)]


# --- delivered -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("received", "first"), [
    (date(2025, 10, 15), date(2025, 10, 15)), (date(2026, 3, 31), date(2026, 3, 31)), (date(2026, 4, 1), None)])
def test_a_delivery_speaks_of_the_days_before_it_for_its_own_day_is_not_over(received, first):
    rows = (2026, received, every(2, last=received - timedelta(days=1)))
    expected = () if first is None else (Missing(first, LAST, Why.NOT_DELIVERED),)
    assert of(TRIAGE, rows) == [expected]
    assert of(TABLES["travel_routes"], (*rows[:2], [])) == [expected]


@pytest.mark.parametrize(("name", "last"), [("key_stage_4", date(2025, 8, 31)), ("csww_workers", date(2025, 9, 30)),
                                            ("sen2_active_plans", date(2025, 1, 31)),
                                            ("survey_wellbeing", date(2025, 8, 31)),
                                            ("ssda903_oc3", date(2025, 3, 31))])
def test_a_year_ends_where_its_table_says(name, last):
    assert of(TABLES[name], (2025, last + timedelta(days=1), [])) == [()]
    assert of(TABLES[name], (2025, last, [])) == [(Missing(last, last, Why.NOT_DELIVERED),)]


def test_of_a_standing_register_nothing_is_said():
    for name in ("communities", "gias_establishments", "survey_invited"):
        assert of(TABLES[name], (2026, date(2025, 5, 1), [])) == []


# --- events ----------------------------------------------------------------------------------------------------------

def test_a_return_whose_events_stop_early_is_silent_from_when_the_next_was_due():
    """Weekly from 1 April: the 31st lies 210 days later, on 28 October. The next was due by 4 November."""
    assert of(TRIAGE, (2026, IN_JUNE, every(7, last=date(2025, 11, 3)))) == [
        (Missing(date(2025, 11, 5), LAST, Why.SILENT),)]


def test_a_return_of_the_second_half_of_a_year_is_silent_in_the_first():
    assert of(TRIAGE, (2026, IN_JUNE, every(1, first=date(2025, 10, 1)))) == [
        (Missing(FIRST, date(2025, 9, 29), Why.SILENT),)]


def test_a_quarter_without_rows_in_the_middle_is_a_hole():
    days = [*every(1, last=date(2025, 6, 30)), *every(1, first=date(2025, 10, 1))]
    assert of(AUDITS, (2026, IN_JUNE, days)) == [(Missing(date(2025, 7, 2), date(2025, 9, 29), Why.SILENT),)]


@pytest.mark.parametrize(("last", "missing"), [
    (date(2026, 3, 17), ()), (date(2026, 3, 16), (Missing(date(2026, 3, 18), LAST, Why.SILENT),))])
def test_up_to_a_fortnight_nothing_is_said(last, missing):
    assert of(TRIAGE, (2026, IN_JUNE, every(1, last=last))) == [missing]


def test_a_time_as_long_as_there_was_in_another_year_is_usual():
    """Weekly, but not from November to March: so it was in the year before."""
    def year(end: int) -> list[date]:
        return every(7, date(end - 1, 4, 1), date(end - 1, 11, 3))
    both = of(AUDITS, (2025, date(2025, 6, 15), year(2025)), (2026, IN_JUNE, year(2026)))
    assert both == [(), ()]


def test_a_summer_within_a_year_is_usual_and_a_quarter_is_not():
    """Silent from 1 August: to 14 September, 45 days; or one day more, of which the first and the last were due."""
    def summer(until: date):
        return of(AUDITS, (2026, IN_JUNE, [*every(1, last=date(2025, 7, 31)), *every(1, first=until)]))
    assert summer(date(2025, 9, 15)) == [()]
    assert summer(date(2025, 9, 16)) == [(Missing(date(2025, 8, 2), date(2025, 9, 14), Why.SILENT),)]


def test_what_stopped_early_stays_so_when_the_next_year_comes():
    """Daily until 28 February 2025, and again from 1 April."""
    stopped = (2025, date(2025, 6, 15), every(1, date(2024, 4, 1), date(2025, 2, 28)))
    missing = Missing(date(2025, 3, 2), date(2025, 3, 31), Why.SILENT)
    assert of(TRIAGE, stopped) == [(missing,)]
    assert of(TRIAGE, stopped, (2026, IN_JUNE, every(1))) == [(Missing(date(2025, 3, 2), date(2025, 3, 30),
                                                                       Why.SILENT),), ()]


def test_a_month_after_the_end_of_a_year_is_no_summer_within_one():
    """Daily to 31 March 2025 and from 1 May: 30 days, which a summer may last and the turn of a year may not."""
    years = (2025, date(2025, 6, 15), every(1, date(2024, 4, 1), date(2025, 3, 31))), (
        2026, IN_JUNE, every(1, first=date(2025, 5, 1)))
    assert of(TRIAGE, *years) == [(), (Missing(date(2025, 4, 2), date(2025, 4, 29), Why.SILENT),)]


def test_what_is_lacking_of_some_days_touches_them():
    """Missing from 2 July to 29 September: nothing of 30 June to 1 July, all of 30 June to 2 July; so at the end."""
    days = [*every(1, last=date(2025, 6, 30)), *every(1, first=date(2025, 10, 1))]
    rows = pd.DataFrame({"AUDITED": pd.to_datetime(pd.Series(days, dtype=object))})
    (reach,) = days_covered(AUDITS, [Year(2026, IN_JUNE, rows)])
    june, october = date(2025, 6, 30), date(2025, 10, 1)
    assert reach.lacking(june, date(2025, 7, 1)) == reach.lacking(date(2025, 9, 30), october) == ()
    assert reach.lacking(june, date(2025, 7, 2)) == reach.lacking(date(2025, 9, 29), october) == reach.missing
    assert len(reach.missing) == 1


def test_a_hole_across_the_end_of_a_year_is_told_of_both_though_of_one_it_is_a_single_day():
    """Daily until 29 March 2025, and again from 20 April: the next was due on the 30th, the one before on the 19th."""
    years = ((2025, date(2025, 6, 15), every(1, date(2024, 4, 1), date(2025, 3, 29))),
             (2026, IN_JUNE, every(1, first=date(2025, 4, 20))))
    assert of(TRIAGE, *years) == [(Missing(date(2025, 3, 31), date(2025, 3, 31), Why.SILENT),),
                                  (Missing(FIRST, date(2025, 4, 18), Why.SILENT),)]


@pytest.mark.parametrize(("again", "missing"), [
    (date(2025, 4, 8), (Missing(date(2025, 3, 28), date(2025, 3, 28), Why.SILENT),)), (date(2025, 4, 7), ())])
def test_a_hole_of_a_single_day_is_one_and_of_none_is_not(again, missing):
    """Every ten days, until 17 March 2025, and again after 22: the next was due by the 27th, the one before on the
    29th. Or after 21: the one before was due on the 28th."""
    years = ((2025, date(2025, 6, 15), every(10, date(2024, 4, 1), date(2025, 3, 17))),
             (2026, IN_JUNE, every(10, first=again)))
    assert of(TRIAGE, *years) == [missing, ()]


def test_rare_events_may_fail_to_come():
    """Four in a year, 61 days apart, and then none for 148: as likely as 1 in 7 once three are known."""
    assert of(AUDITS, (2026, IN_JUNE, every(61, last=date(2025, 11, 3)))) == [()]


def test_one_week_of_audits_does_not_tell_when_others_are_due():
    assert of(AUDITS, (2026, IN_JUNE, every(1, last=date(2025, 4, 30)))) == [()]


def test_years_of_which_one_is_not_at_hand_are_not_looked_across():
    found = of(TRIAGE, (2024, date(2024, 6, 15), every(1, date(2023, 4, 1), date(2024, 3, 31))),
               (2026, IN_JUNE, every(1)))
    assert found == [(), ()]


def test_a_year_without_a_row_says_that_there_was_nobody():
    assert of(TRIAGE, (2025, date(2025, 6, 15), every(1, date(2024, 4, 1), date(2025, 3, 31))),
              (2026, IN_JUNE, [])) == [(), ()]


def test_a_hole_of_which_it_is_declared_that_nothing_happened_is_none():
    assert of(TRIAGE, (2026, IN_JUNE, every(7, last=date(2025, 11, 3))), quiet=True) == [()]


@given(places=st.sets(st.integers(0, 364), max_size=60), late=st.integers(1, 500))
def test_no_day_with_a_row_is_ever_missing(places, late):
    """Nor a day outside the year, nor one delivered and yet not delivered."""
    received = FIRST + timedelta(days=late)
    days = [FIRST + timedelta(days=place) for place in places if place < late]
    (missing,) = of(TRIAGE, (2026, received, days))
    for each in missing:
        assert FIRST <= each.first <= each.last <= LAST
        assert not any(each.first <= day <= each.last for day in days)
        assert (each.first >= received) == (each.why == Why.NOT_DELIVERED)


@given(step=st.integers(1, 200), offset=st.integers(0, 200))
def test_events_that_come_evenly_lack_nothing(step, offset):
    first = date(2022, 4, 1) + timedelta(days=offset % step)
    days = every(step, first, LAST)
    years = [(end, date(end, 6, 15), [day for day in days if date(end - 1, 4, 1) <= day <= date(end, 3, 31)])
             for end in range(2023, 2027)]
    assert of(TRIAGE, *years) == [()] * 4


# --- months ----------------------------------------------------------------------------------------------------------

FULL = dict.fromkeys(range(1, 13), 100)


def month(first: date, last: date, why: Why) -> Missing:
    return Missing(first, last, why)


MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def test_a_month_without_rows_is_missing():
    assert of(ABSENCE, (2026, IN_JUNE, monthly(FULL | {3: 0}))) == [(Missing(*MARCH, Why.NO_ROWS),)]
    assert of(ABSENCE, (2026, IN_JUNE, monthly(FULL | {6: 0}))) == [
        (Missing(date(2025, 6, 1), date(2025, 6, 30), Why.NO_ROWS),)]


@pytest.mark.parametrize(("rows", "missing"), [
    (80, ()), (70, ()), (69, (Missing(*MARCH, Why.FEW_ROWS),))])
def test_a_month_cut_off_is_missing(rows, missing):
    """All others have 100: a fifth less is 80, three standard errors less 100 − 3 × 10 = 70."""
    assert of(ABSENCE, (2026, IN_JUNE, monthly(FULL | {3: rows}))) == [missing]


def test_of_a_cohort_that_hardly_changes_a_fifth_fewer_is_enough():
    full = dict.fromkeys((12, 1, 2, 3), 1000)
    cut = monthly(full | {2: 799})
    cohort = TABLES["nccis_cohort"]
    assert of(cohort, (2026, IN_JUNE, cut)) == [(Missing(date(2026, 2, 1), date(2026, 2, 28), Why.FEW_ROWS),)]
    assert of(cohort, (2026, IN_JUNE, monthly(full | {2: 800}))) == [()]


def test_months_that_vary_by_season_may():
    """From 60 to 100: as far again under the least is 60 × 60 / 100 = 36."""
    seasons = FULL | {7: 60}
    assert of(ABSENCE, (2026, IN_JUNE, monthly(seasons | {8: 37}))) == [()]
    assert of(ABSENCE, (2026, IN_JUNE, monthly(seasons | {8: 35}))) == [
        (Missing(date(2025, 8, 1), date(2025, 8, 31), Why.FEW_ROWS),)]


def test_a_small_council_may_have_a_month_without_sickness():
    """Nine rows a month: three standard errors less is none."""
    assert of(ABSENCE, (2026, IN_JUNE, monthly(dict.fromkeys(range(1, 13), 9) | {3: 0}))) == [()]


def test_months_that_no_year_has_are_not_expected():
    """NCCIS of December to March, in two years; and February that only one lacks."""
    winter = dict.fromkeys((12, 1, 2, 3), 100)
    before = (2025, date(2025, 6, 15), monthly(winter, 2025))
    assert of(TABLES["nccis_cohort"], before, (2026, IN_JUNE, monthly(winter))) == [(), ()]
    assert of(TABLES["nccis_cohort"], before, (2026, IN_JUNE, monthly(winter | {3: 0}))) == [
        (), (Missing(*MARCH, Why.NO_ROWS),)]


def test_a_month_that_half_of_the_other_years_have_is_not_expected():
    """April stands in 2025 alone: one of the two years beside 2024, and beside 2026."""
    winter = dict.fromkeys((12, 1, 2, 3), 100)
    years = [(end, date(end, 6, 15), monthly(winter | ({4: 100} if end == 2025 else {}), end))
             for end in (2024, 2025, 2026)]
    assert of(TABLES["nccis_cohort"], *years) == [(), (), ()]


def test_a_month_that_was_not_over_is_not_delivered_and_not_cut_off():
    received = date(2025, 10, 15)
    assert of(ABSENCE, (2026, received, monthly(dict.fromkeys(range(4, 10), 100) | {10: 3}))) == [
        (Missing(received, LAST, Why.NOT_DELIVERED),)]


# --- surveys ---------------------------------------------------------------------------------------------------------

def answers(end: int, days: int, a_day: int = 4) -> list[date]:
    return [date(end - 1, 11, 1) + timedelta(days=day) for day in range(days) for _ in range(a_day)]


def test_a_survey_cut_short_is_missing_the_days_that_others_went_on():
    """60 days before; 40 now, from 1 November to 10 December: 20 days fewer, and 160 answers of 240."""
    survey = TABLES["survey_included"]
    before = (2025, date(2025, 6, 15), answers(2025, 60))
    assert of(survey, before, (2026, IN_JUNE, answers(2026, 40))) == [
        (), (Missing(date(2025, 12, 11), date(2025, 12, 30), Why.CUT_SHORT),)]


@pytest.mark.parametrize(("days", "a_day"), [(46, 4), (40, 6), (60, 1)])
def test_a_survey_a_little_shorter_or_with_as_many_answers_is_whole(days, a_day):
    survey = TABLES["survey_included"]
    before = (2025, date(2025, 6, 15), answers(2025, 60))
    assert of(survey, before, (2026, IN_JUNE, answers(2026, days, a_day))) == [(), ()]


@pytest.mark.parametrize(("days", "missing"), [
    (82, ()), (78, (Missing(date(2026, 1, 18), date(2026, 2, 8), Why.CUT_SHORT),))])
def test_a_long_survey_may_be_a_fifth_shorter(days, missing):
    """100 days before, of which a fifth less is 80: with three answers a day for four 82 days are whole, and 78, from 1
    November to 17 January, lack 22."""
    survey = TABLES["survey_included"]
    before = (2025, date(2025, 6, 15), answers(2025, 100))
    assert of(survey, before, (2026, IN_JUNE, answers(2026, days, 3))) == [(), missing]


def test_a_first_survey_is_measured_against_none():
    assert of(TABLES["survey_included"], (2026, IN_JUNE, answers(2026, 10))) == [()]


# --- told ------------------------------------------------------------------------------------------------------------

def test_what_is_seen_is_told_with_what_to_do_and_what_is_not_delivered_is_no_fault():
    rows = pd.DataFrame({"DECIDED": pd.to_datetime(pd.Series(every(7, last=date(2025, 11, 3)), dtype=object))})
    (reach,) = days_covered(TRIAGE, [Year(2026, date(2026, 3, 1), rows)])
    (problem,) = seen(reach, TRIAGE)
    assert problem.severity == "warn"
    assert problem.rule == ("no row from November 2025 to February 2026, far longer than the table is without rows "
                            "otherwise")        # no day is told: the last row's would follow from it
    assert "not yet whole" in problem.effect
    assert problem.action.endswith("families first triage,2025-26,2025-26,nothing more,why")
