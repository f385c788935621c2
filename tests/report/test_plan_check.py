"""Which promises can be tested as worded on the day a plan begins, from small tables."""

import shutil
from datetime import date

import pytest
from test_chain import ATTAINMENT, CARE_LEAVERS, PLAN, counts, setting

from wayforward import project
from wayforward.errors import RefusedParameters, RefusedPlan
from wayforward.plan import Target
from wayforward.plans import DEFAULT, plan_folder
from wayforward.report.plan_check import check_plan, start_of
from wayforward.statistics.visible import visible_from

ONE = "period | numerator | denominator\n 2021 | 600 | 1000"
SIX = ONE + "".join(f"\n {year} | {number} | 1000" for year, number in zip(
    range(2016, 2021), (590, 605, 595, 610, 600), strict=True))
AFTER = ONE + "\n 2022 | 100 | 1000\n 2023 | 900 | 1000"
SERIES = CARE_LEAVERS.headline


def start(text: str | None, of=CARE_LEAVERS, calendar: str = "year to 31 March", plan=None, **changes):
    series = of.headline.model_copy(update=changes)
    there = setting()
    if plan:
        there = type(there)(**vars(there) | {"plan": PLAN.model_copy(update=plan)})
    return start_of(of, series, "published", None if text is None else counts(text, calendar), there)


def test_it_starts_from_the_last_figure_before_the_plan():
    found = start(SIX)
    assert (found.baseline.period, found.baseline.value) == ("year to 31 March 2021", 600 / 1000)
    assert found.expected == 1 + 5                  # the baseline, and the years to March 2022 … 2026
    assert found.can_be_tested and found.years == pytest.approx(5, abs=0.01)


def test_what_came_later_is_no_part_of_the_question():
    assert start(AFTER).as_parts() == start(ONE).as_parts()


def test_the_smallest_change_is_that_of_the_course_to_come():
    """600 of 1,000 from 2021 on, by what one figure tells: chance alone."""
    later = [date(year, 3, 31) for year in range(2022, 2027)]
    points = counts(ONE).assign(low=0.0, high=1.0)
    told = visible_from(points, "proportion", later, least=5)
    assert start(ONE).visible.per_year == pytest.approx(told.per_year)
    assert told.points == 6 and 0.005 < told.per_year < 0.05


def test_more_children_or_more_figures_show_a_smaller_change():
    ten_times = "period | numerator | denominator\n 2021 | 6000 | 10000"
    assert start(ten_times).visible.per_year < start(ONE).visible.per_year / 2
    longer = start(ONE, plan={"end": date(2031, 3, 31)})
    assert longer.visible.per_year < start(ONE).visible.per_year


@pytest.mark.parametrize(("fault", "found"), [
    ("nothing_counts_it", start(None)),
    ("no_baseline", start("period | numerator | denominator\n 2022 | 60 | 100")),
    ("no_figure_within", start(ONE, plan={"start": date(2021, 4, 1), "end": date(2021, 12, 31)})),
    ("too_few", start(ONE, plan={"end": date(2023, 3, 31)})),
    ("unknown_scatter", start("period | value\n 2018/19 | 14.2", ATTAINMENT, "academic year")),
    ("no_direction", start(SIX, better="none")),
    ("never_seen", start("period | numerator | denominator\n 2021 | 19 | 20")),
    ("target_too_near", start(ONE, target=Target(value=0.61, by=date(2026, 3, 31))))])
def test_why_it_cannot_be_tested(fault, found):
    assert list(found.faults) == [fault] and not found.can_be_tested
    assert any("What to do: " in line for line in found.lines())


def test_a_target_far_enough_away_can_be_tested():
    assert start(ONE, target=Target(value=0.9, by=date(2026, 3, 31))).can_be_tested


def test_in_words():
    found = start(ONE)
    assert found.lines()[0] == "Starts from 60.0% (year to 31 March 2021); higher is better."
    assert found.lines()[1].startswith("With these numbers, a change under ")
    assert found.lines()[1].endswith("could not be seen by 2026: for less, choose another measure, or more children.")
    assert found.lines()[2] == "Of before the plan, 1 of 5 figures are at hand: it may move more by itself."
    assert start(None).lines()[1] == (
        f"No figure of it is at hand. What to do: deliver {CARE_LEAVERS.supplied_by}, or choose a measure that is "
        "published.")
    assert start(ONE, plan={"end": date(2023, 3, 31)}).lines()[1].startswith(
        "By the plan’s end 3 figures can be compared, and a trend needs 5.")


def test_the_plan_of_the_county():
    """As known on 30 November 2026: nothing counts ten of the sixteen promises."""
    found = check_plan(as_at="2026-11-30")
    heads = {each.measure.number: each for each in found.starts if each.series.headline}
    assert [number for number, each in heads.items() if "nothing_counts_it" in each.faults] == [
        2, 3, 4, 8, 9, 10, 12, 13, 14, 15]
    assert sorted(number for number, each in heads.items() if each.can_be_tested) == [1, 5, 6, 11]
    assert found.lines()[-1] == "In all: 4 of 16 promises can be tested as worded."
    assert found.as_parts()["series"]["care_leavers_accommodation/care_leavers_suitable_19_21"]["not_testable"] == [
        "never_seen"]


def test_what_is_refused():
    with pytest.raises(RefusedPlan, match="there is no plan 'no-such'"):
        check_plan("no-such")
    with pytest.raises(RefusedParameters, match="expected a day such as"):
        check_plan(as_at="30/11/2026")


def test_what_does_not_hold_together_is_told_with_its_lines(tmp_path, monkeypatch):
    """A unit that the plan does not have, in the second series of the first measure, and a day that is text."""
    shutil.copytree(plan_folder(DEFAULT), folder := tmp_path / "plans" / DEFAULT)
    text = (folder / "plan.toml").read_text("utf-8")
    at = text.index("far_from_home_distance_known")
    spoilt = text[:at] + text[at:].replace('unit = "%"', 'unit = "furlongs"', 1)
    (folder / "plan.toml").write_text(spoilt.replace("end = 2026-03-31", 'end = "soon"', 1), "utf-8")
    monkeypatch.setattr(project, "root", lambda: tmp_path)
    with pytest.raises(RefusedPlan) as refused:
        check_plan(DEFAULT)
    lines = spoilt.splitlines()
    told = {int(each.split()[1].rstrip(",")): each for each in refused.value.problems}
    assert sorted(told) == [1 + lines.index("end = 2026-03-31"), 1 + lines.index('unit = "furlongs"')]
    assert all("plan.end" in told[line] or "the plan has no unit 'furlongs'" in told[line] for line in told)
