"""What is set otherwise: what of it is offered and refused, what the chain makes of it, and that what a variation shows
tells of no few people beside what is shown already."""

from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd
import pytest

import wayforward as wf
from tables import returns_of
from wayforward.disclosure.rule import USUAL
from wayforward.errors import RefusedParameters
from wayforward.finding import to_json
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.open import save
from wayforward.report.variation import Variation, names_of
from wayforward.report.varied_counts import counts

PLAN = load_plan(DEFAULT)
FAR, GAP = PLAN.measure("placed_far_from_home"), PLAN.measure("attainment_gap")


def page(area: str = "hertfordshire", ambition: int = 3, measure: str = "care_leavers_accommodation", **given):
    return _report(area, ambition, **given)[measure]


@cache
def _report(area: str, ambition: int, **given):
    return wf.open_report(ambition, "2025-26-Q4", area, **given)


# Small numbers: two figures that differ by few tell of those few

def children(**placed: int):
    """Returns with so many children looked after by where they are placed: at=30 miles, in or out of the county."""
    places = [postcode.replace("_", " ") for postcode, number in placed.items() for _ in range(number)]
    episodes = "\n".join(f"c{n} | 01/05/2023 | S | C2 | U4 | | | IN 0 | {place}" for n, place in enumerate(places))
    header = "\n".join(f"c{n} | M | 01/01/2012 | WBRI" for n in range(len(places)))
    columns = "CHILD | DECOM | RNE | LS | PLACE | DEC | REC | HOME_POST | PL_POST"
    return returns_of(ssda903_episodes=f"{columns}\n{episodes}", ssda903_header=f"CHILD | SEX | DOB | ETHNIC\n{header}",
                      ssda903_uasc="CHILD | DOB | DUC\nnobody here | 01/01/2009 | ")


def numerator(returns, varied: Variation, measure=FAR, series: str = "far_from_home") -> float | None:
    """The latest numerator (of a gap: the pupils) of a series as it may be shown; None where it is hidden."""
    found = counts(measure, returns, "here", date(2026, 3, 31), None, USUAL, {}, varied).counted.get(series)
    if found is None or found.counts["status"].iloc[-1] == "suppressed":
        return None
    return float(found.counts["numerator" if measure is FAR else "n"].iloc[-1])


def miles(number: float) -> Variation:
    return Variation((("miles", number),))


@pytest.mark.parametrize(("between", "shown"), [(0, 30), (1, None), (4, None), (10, 30)])
def test_a_variation_that_lies_few_people_from_the_real_figure_is_hidden(between, shown):
    """30 children 40 miles away and so many 22 miles: beyond 20 miles 30 + those, beyond 25 miles 30."""
    returns = children(OUT_40=30, OUT_22=between, IN_5=30)
    assert numerator(returns, Variation()) == 30 + between
    assert numerator(returns, miles(25)) == shown


def test_the_real_figure_stays_as_it_was():
    returns = children(OUT_40=30, OUT_22=3, IN_5=30)
    assert numerator(returns, miles(25)) is None
    assert numerator(returns, Variation()) == 33


def test_a_variation_is_fitted_to_the_variations_before_it():
    """Beyond 20 miles 43, 23 miles 33, 25 miles 30: 43 − 33 and 43 − 30 are many, 33 − 30 are three."""
    returns = children(OUT_40=30, OUT_22=10, OUT_24=3, IN_5=30)
    assert numerator(returns, miles(25)) == 30
    assert numerator(returns, miles(23)) is None
    assert numerator(children(OUT_40=30, OUT_22=10, OUT_24=3, IN_5=30), miles(23)) == 33


def test_a_variation_is_no_part_of_the_record_of_what_was_told():
    returns = children(OUT_40=30, OUT_22=10, IN_5=30)
    real = counts(FAR, returns, "here", date(2026, 3, 31), None, USUAL, {}, Variation()).counted["far_from_home"]
    before = real.protection.record().as_parts()
    assert numerator(returns, miles(25)) == 30
    after = real.protection.record().as_parts()
    assert [cell["series"] for cell in after["told"]] == [cell["series"] for cell in before["told"]]
    assert after["told"] == before["told"] and after["hidden"] == before["hidden"]


def pupils(others: int):
    """A key stage 4 return of two schools: 20 disadvantaged pupils and 20 others in one, so many others in another."""
    rows = [("9990001", "1", 20), ("9990001", "0", 20), ("9990002", "0", others)]
    lines = [(school, eligible) for school, eligible, number in rows for _ in range(number)]
    text = "\n".join(f"u{n} | {school} | M | {eligible} | {40 + n % 7} | 5 | 5" for n, (school, eligible) in
                     enumerate(lines))
    return returns_of(key_stage_4=f"UPN | LAESTAB | SEX | FSM6CLA1A | ATT8 | ENG_GRADE | MATH_GRADE\n{text}")


@pytest.mark.parametrize(("others", "shown"), [(7, False), (12, True)])
def test_an_average_of_few_is_not_told_by_two_averages_of_many(others, shown):
    """Without the second school 40 pupils are left of 47: the 7 are more than a small number, but no average is told of
    fewer than 10."""
    without = Variation((("without_schools", ("9990002",)),))
    found = counts(GAP, pupils(others), "here", date(2026, 3, 31), None, USUAL, {}, without)
    there = found.counted["attainment8_gap_all"].counts.iloc[-1]
    assert (there["status"] != "suppressed") == shown and pd.notna(there["value"]) == shown


def test_a_stricter_rule_shows_nothing_that_the_rule_in_force_hides():
    """7 of 60 are shown by the usual rule, hidden by one of 10; 3 of 60 are hidden by both."""
    seven, three = children(OUT_40=7, IN_5=53), children(OUT_40=3, IN_5=57)
    assert (numerator(seven, Variation()), numerator(seven, Variation(threshold=10.0))) == (7, None)
    assert (numerator(three, Variation()), numerator(three, Variation(threshold=10.0))) == (None, None)


# What is offered, and what is refused

@pytest.mark.parametrize(("wanted", "why"), [
    ({"miles": 25}, "miles: is nothing that this page offers"),
    ({"youngest": 17}, "youngest: is set in counting a return of the council, and none is at hand"),
    ({"since": "1999"}, "since: expected a period with a figure: 2016, 2017"),
    ({"without": ["2024", "2031"]}, r"without: expected a period with a figure: .*; got '2031'"),
    ({"baseline": "2024"}, "baseline: expected a comparable figure of before the plan: 2016"),
    ({"baseline": "2021"}, "baseline: is 2021 as defined; nothing would differ"),
    ({"neighbours": ["narnia"]}, 'neighbours: "narnia" is not known'),
    ({"neighbours": ["hertfordshire"]}, 'neighbours: "hertfordshire" is not known'),
    ({"neighbours": 5}, r"neighbours: expected a list of authorities"), ({}, "nothing was named to be set otherwise")])
def test_what_a_page_does_not_offer_is_refused_with_what_it_does(wanted, why):
    with pytest.raises(RefusedParameters, match=why) as refused:
        page().vary(**wanted)
    assert refused.value.problems[-1].startswith("it offers without (periods; none), since (period; 2016), baseline")


@pytest.mark.parametrize(("wanted", "why"), [
    ({"miles": "far"}, "miles: expected a number, such as 20; got 'far'"), ({"miles": -1}, "a number of 0 or more"),
    ({"miles": True}, "miles: expected a number"), ({"miles": 20}, "miles: is 20 as defined"),
    ({"threshold": 4}, "threshold: expected a number above 5"), ({"threshold": 5}, "hide more, never less"),
    ({"threshold": 10, "miles": 25}, "set one at a time"),
    ({"neighbours": ["kent"]}, "neighbours: is nothing that this page offers")])
def test_a_choice_of_another_kind_is_refused(wanted, why):
    with pytest.raises(RefusedParameters, match=why):
        page("exampleshire", 1, "placed_far_from_home").vary(**wanted)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(RefusedParameters) as refused:
        page().vary(since="1999", baseline="2024", miles=3)
    assert len(refused.value.problems) == 4


def test_the_choices_are_listed_for_machines():
    offered = page().choices()
    assert list(offered) == ["without", "since", "baseline", "neighbours"]
    assert offered["baseline"].default == "2021" and offered["baseline"].allowed == tuple(map(str, range(2016, 2022)))
    assert "kent" in offered["neighbours"].allowed and "hertfordshire" not in offered["neighbours"].allowed
    far = page("exampleshire", 1, "placed_far_from_home").choices()
    assert (far["miles"].kind, far["miles"].default) == ("number", 20.0)
    assert (far["former"].kind, far["confidential"].kind, far["threshold"].default) == ("yes or no", "list", 5)


@pytest.mark.parametrize(("end", "calendar", "code", "named"), [
    (date(2024, 3, 31), "year to 31 March", "2024", {"2024", "2023-24", "the label"}),
    (date(2024, 8, 31), "academic year", "2023/24", {"2024", "2023-24", "the label"}),
    (date(2025, 3, 31), "financial quarter", "2024-25-Q4", {"2024-25", "2024-25-q4", "q4 2024-25", "the label"})])
def test_a_period_goes_by_several_names(end, calendar, code, named):
    assert names_of(end, calendar, "The label", code) == named


# What the chain makes of it

def test_the_baseline_is_where_it_was_asked_for():
    varied = page().vary(baseline="2019").finding()
    assert (varied.baseline.end, varied.baseline.numerator) == (date(2019, 3, 31), 461)
    assert varied.change.estimate == pytest.approx(522 / 589 - 461 / 517, abs=1e-6)
    assert varied.trend.points_used == 7        # 2019 to 2025


def test_since_a_year_no_figure_of_before_is_left():
    varied = page().vary(since="2018-19").finding()
    assert [point.end.year for point in varied.points] == list(range(2019, 2026))
    assert {end.year for mark in varied.benchmarks for end, _ in mark.points} == set(range(2019, 2026))


def test_what_is_set_adds_up():
    varied = page().vary(without=["2024"]).vary(baseline="2019")
    assert varied.finding().varied == "without 2024; baseline 2019 in place of 2021"
    assert [point.end.year for point in varied.finding().points if point.end.year > 2021] == [2022, 2023, 2025]


# That nobody takes it for the real one

def test_a_varied_finding_says_so_wherever_it_is_told():
    varied = page().vary(without=["2024"])
    said = "Varied: without 2024. This is not the figure of the plan."
    assert said in varied.story().data and said in varied.finding().story and said in varied.finding().note
    assert varied.finding().title.endswith("(varied: without 2024)")
    assert "varied: without 2024" in varied.chart().title and "varied: without 2024" in varied.table().words()
    assert set(varied.data()["varied"]) == {"without 2024"} and set(page().data()["varied"]) == {""}
    assert varied.notes()["Varied"] == "without 2024: this is not the figure of the plan"
    assert said in repr(varied) and varied.chart().name != page().chart().name


def test_no_file_of_a_run_keeps_it(tmp_path):
    varied = page().vary(without=["2024"])
    with pytest.raises(ValueError, match="care_leavers_suitable_19_21 is varied"):
        to_json(varied.finding())
    with pytest.raises(RefusedParameters, match="what is varied is no part of a run"):
        save(str(tmp_path), "3-back-on-track", varied.findings, varied._evidence, "")
    assert list(tmp_path.iterdir()) == []


def test_the_real_page_is_as_it_was():
    real, again = page(), wf.open_report(3, "2025-26-Q4", "hertfordshire")["care_leavers_accommodation"]
    before = [to_json(finding) for finding in real.findings]
    real.vary(without=["2024"]).changes()
    assert [to_json(finding) for finding in real.findings] == before
    assert [to_json(finding) for finding in again.findings] == before


def test_a_series_that_a_choice_does_not_reach_is_not_varied():
    varied = page("exampleshire", 1, "placed_far_from_home").vary(miles=25)
    assert {(one.origin, bool(one.varied)) for one in varied.findings} == {("extract", True), ("published", False)}


def test_what_a_variation_does_not_reach_stands_on_the_real_page_alone():
    varied = page("exampleshire", 1, "placed_far_from_home").vary(threshold=10)
    for part in (varied.breakdown("Age"), varied.details(), varied.row_reconciliation(), varied.reconciliation()):
        assert part.data == "*It is not varied: see the page itself.*"


def test_a_variation_of_an_internal_report_stays_internal():
    """By the council's own rule, which is the usual one here."""
    varied = page(audience="internal").vary(without=["2024"])
    assert varied.notes()["Audience"] == "internal: not for publication"
    assert replace(varied.finding(), varied="").title == varied.finding().title
