"""The numbers of people that a series tells: point by point, group by group, year by year."""

import itertools

import pandas as pd
import pytest
from told_tables import PLAIN, by_name, cases, exact, groups, hidden, series, together

from wayforward.counting.tally import Tally, amounts, events, mean, proportion
from wayforward.disclosure.numbers import PRIMARY, SECONDARY
from wayforward.disclosure.rule import USUAL
from wayforward.disclosure.series import SeriesNumbers


def told(tables) -> dict[str, float]:
    """Every number by its part."""
    return {each.name.part: each.value for each in tables.numbers()}


# Points

def test_a_proportion_tells_two_numbers_and_three_follow():
    points = series(cases(yes=range(20), no=range(20, 50), unknown=range(50, 60))).points()
    assert told(points) == {"numerator": 20, "denominator": 60, "unknown": 10, "complement": 40, "known others": 30}
    assert [[each.name.part for each in unit.numbers] for unit in points.units] == [["numerator", "denominator"],
                                                                                    ["unknown"]]
    assert {each.name.part: each.rows.size for each in points.numbers()} == told(points)
    assert [(each.whole.name.part, [part.name.part for part in each.parts]) for each in points.sums] == [
        ("denominator", ["numerator", "complement"]), ("complement", ["unknown", "known others"])]


@pytest.mark.parametrize(("yes", "no", "unknown", "small"), [
    (20, 30, 10, [False, False]),
    (4, 50, 6, [True, True]),           # 4 of 60: the point, and all of it
    (57, 3, 0, [True, True]),           # all but 3
    (20, 37, 3, [False, True]),         # of 3 it is not known: that number alone
    (20, 3, 37, [False, True]),         # 3 are known not to be
    (0, 9, 0, [True, True]),            # of fewer than ten
    (0, 60, 0, [False, False]),
])
def test_which_points_tell_of_few(yes, no, unknown, small):
    points = series(cases(range(yes), range(100, 100 + no), range(200, 200 + unknown))).points()
    assert [unit.small for unit in points.units] == small


def test_events_an_average_and_a_gap_tell_of_how_many_they_are():
    made = cases(range(3), range(3, 12))
    assert told(series(made, kind="count", estimate=events).points()) == {"numerator": 3}
    averages = series(made.assign(value=3.4), kind="mean", estimate=mean).points()
    assert told(averages) == {"n": 12, "denominator": 12}
    assert {each.rows.size for each in averages.numbers()} == {12}
    assert not averages.units[0].small
    assert series(made[:9].assign(value=3.4), kind="mean", estimate=mean).points().units[0].small
    tally = Tally(made.assign(disadvantaged=[True] * 3 + [False] * 9), mean)
    gap = SeriesNumbers("measure", "series", "gap", tally, exact(tally).assign(numerator=3.0), PLAIN).points()
    assert {each.name.part: each.rows.size for each in gap.numbers()} == {"n": 12, "numerator": 3, "denominator": 12}
    assert gap.units[0].small


def test_a_point_without_a_figure_tells_nothing():
    tally = Tally(cases(range(20), range(20, 60)), proportion)
    counts = exact(tally).assign(value=float("nan"))
    assert SeriesNumbers("measure", "series", "proportion", tally, counts, PLAIN).points().units == []


def test_days_lost_by_few_or_mostly_by_two():
    def days(*lots: float) -> bool:
        made = cases(range(len(lots))).assign(value=lots)
        return series(made, kind="rate", estimate=amounts).points().units[0].small
    assert days(*[9.0] * 9)                         # nine people
    assert not days(*[9.0] * 10)
    assert days(72.0, 72.0, *[4.0] * 9)             # two of eleven have 144 of 180, four fifths
    assert not days(71.0, 72.0, *[4.0] * 9)         # 143 of 179


def test_months_of_which_three_are_a_person():
    """Three months' average: 14 person-months are 4.67 people, 15 are 5."""
    def months(yes: int) -> SeriesNumbers:
        return series(cases(range(yes), range(100, 200)).assign(weight=1 / 3))
    for yes, small in ((14, True), (15, False)):
        unit = months(yes).points().units[0]
        assert unit.small == small
        assert [(each.rows.size, round(each.each, 6)) for each in unit.numbers] == [(yes, 3), (yes + 100, 3)]


def test_where_people_have_differing_numbers_of_rows_no_number_is_said_to_be_of_some():
    made = pd.concat([cases(range(20), range(20, 60)), cases(range(60, 80), range(80, 120), period="2026").assign(
        weight=0.5)])
    assert {each.rows for each in series(made).points().numbers()} == {None}


def test_the_latest_figure_and_the_headline_are_the_last_to_be_given_up():
    made = pd.concat([cases(range(20), range(20, 60)), cases(range(60, 80), range(80, 120), period="2026")])
    plain, headline = (series(made, headline=each).points() for each in (False, True))
    assert [unit.cost for unit in plain.units if len(unit.numbers) == 2] == [40, 120]
    assert [unit.cost for unit in headline.units if len(unit.numbers) == 2] == [100, 300]


# Groups

AGES = dict(zip(("17", "18", "19", "20", "21"), ((40, 60), (2, 40), (22, 50), (30, 36), (17, 27)), strict=True))


def by_age(unknown: dict[str, int] | None = None, ages: dict[str, tuple[int, int]] = AGES) -> SeriesNumbers:
    """So many of so many of each age; of so many of the others it is not known."""
    parts, first = [], 0
    for age, (yes, every) in ages.items():
        some = (unknown or {}).get(age, 0)
        lines = range(first, first := first + every)
        parts.append(cases(lines[:yes], lines[yes:every - some], lines[every - some:], Age=age))
    return series(pd.concat(parts), by=("Age",))


def breakdown_of(of: SeriesNumbers):
    points = of.points()
    return together(points, groups(of, "Age", "2025", points))


def test_hiding_only_what_is_small_would_hide_nothing():
    """All but one group told: the series' point gives it, 111 − 109 = 2 of 213 − 173 = 40. So a second goes too, the
    one of fewest people: 18 and 21 together, 2 + 17 of 40 + 27."""
    tables = breakdown_of(by_age())
    assert hidden(tables) == {"18": PRIMARY, "21": SECONDARY}


def test_the_groups_of_a_breakdown_add_up_to_the_point():
    tables = breakdown_of(by_age({"17": 10}))
    sums = {each.whole.name.part: [part.value for part in each.parts] for each in tables.sums
            if len(each.parts) == 5}
    assert sums == {"numerator": [40, 2, 22, 30, 17], "complement": [20, 38, 28, 6, 10],
                    "denominator": [60, 40, 50, 36, 27], "unknown": [10, 0, 0, 0, 0],
                    "known others": [10, 38, 28, 6, 10]}


def test_of_how_many_it_is_not_known_is_told_for_every_group_or_for_none():
    units = by_name(breakdown_of(by_age({"17": 3, "19": 10}, AGES | {"18": (20, 40)})))
    assert [units["series", "2025", age, "unknown"].small for age in AGES] == [True] * 5
    assert not units["series", "2025", "", "unknown"].small        # 13 of all
    assert not units["series", "2025", "17", "numerator"].small
    others = by_name(breakdown_of(by_age({"17": 10, "19": 10}, AGES | {"18": (20, 40)})))
    assert [others["series", "2025", age, "unknown"].small for age in AGES] == [False] * 5


def test_a_case_without_the_characteristic_is_in_a_group_of_its_own():
    made = cases(range(20), range(20, 60), Age=[*["17"] * 50, *[None] * 10])
    units = by_name(breakdown_of(series(made, by=("Age",))))
    assert [each.value for each in units["series", "2025", "not known", "numerator"].numbers] == [0, 10]


def test_the_groups_of_a_make_up_have_each_a_make_up_of_its_own():
    """So they do not add up to the point's numerator, and its rows are none of the groups'."""
    made = cases(no=range(60), Team=["a"] * 30 + ["b"] * 30).assign(group=["x", "y", "z"] * 20)
    shares = pd.Series({"x": 0.1, "y": 0.5, "z": 0.4})
    def distance(counted, by):
        return counted.groupby(by).size().rename("denominator").to_frame().assign(
            numerator=lambda rows: rows["denominator"] / 3, unknown=0.0, value=0.2)
    of = series(made, kind="shares", by=("Team",), estimate=distance, against=shares)
    points = of.points()
    teams = of.groups("Team", distance(made, "Team").rename_axis("group").reset_index(), "2025", points)
    assert {each.name.part: each.rows.size for each in points.numbers()} == {"numerator": 20, "denominator": 60,
                                                                             "complement": 40}
    assert {(each.name.part, each.rows is None) for each in teams.numbers()} == {
        ("numerator", True), ("complement", True), ("denominator", False)}
    assert [len(each.parts) for each in teams.sums] == [2, 2]


# Quarters, series within series, accounts

QUARTERS = {"2024-25-Q1": (30, 60), "2024-25-Q2": (3, 50), "2024-25-Q3": (12, 40), "2024-25-Q4": (20, 60)}


def quarterly(quarters: dict[str, tuple[int, int]], **more) -> SeriesNumbers:
    parts, first = [], 0
    for quarter, (yes, every) in quarters.items():
        lines = range(first, first := first + every)
        parts.append(cases(lines[:yes], lines[yes:], period=quarter))
    return series(pd.concat(parts), **more)


def test_the_quarters_of_a_year_add_up_to_what_nobody_is_shown():
    points = quarterly(QUARTERS).points()
    years = {each.name.part: each for each in points.follows if each.name.by == "rows"}
    assert {part: each.value for part, each in years.items()} == {
        "numerator": 65, "complement": 145, "denominator": 210, "known others": 145}
    assert {suppressed for _, suppressed in _hidden(points)} == {PRIMARY}


def _hidden(tables) -> list[tuple[str, str]]:
    """Which periods are hidden, and why."""
    hidden(tables)
    return [(unit.numbers[0].name.period, unit.hidden) for unit in tables.units
            if unit.hidden and len(unit.numbers) > 1]


def test_a_year_that_is_told_beside_its_quarters_hides_a_second_quarter():
    """The year by another series of the same rows: 65 − 30 − 12 − 20 = 3."""
    quarters, year = quarterly(QUARTERS), series(cases(range(65), range(65, 210)), name="year")
    same = year.tally.cases.assign(value=quarters.tally.cases["value"].to_numpy())
    found = together(quarters.points(), series(same, name="year").points())
    assert _hidden(found) == [("2024-25-Q2", PRIMARY), ("2024-25-Q3", SECONDARY)]


def test_a_second_series_that_lacks_a_few_of_the_first_gives_its_point_up():
    """60 and 57 asked; 60 and 55; the same 60."""
    def beside(asked: int) -> list[tuple[str, str]]:
        first = series(cases(range(30), range(30, 60)), name="first", headline=True)
        second = series(cases(range(20), range(20, asked), left_out=range(asked, 60)), name="second")
        return _hidden(together(first.points(), second.points()))
    assert [beside(asked) for asked in (57, 55, 60)] == [[("2025", SECONDARY)], [], []]


def test_the_account_of_a_year_tells_its_rows_to_the_nearest():
    account = series(cases(range(20), range(20, 60), left_out=range(60, 63))).account()
    assert [(each.name.group, each.value, each.rounded, each.limit) for each in account.numbers()] == [
        ("rows in", 63, 10, 0), ("counted", 60, 10, 0)]
    monthly = series(cases(range(60), range(60, 180)).assign(weight=1 / 3), rows_each=12).account()
    assert {round(each.rounded, 9) for each in monthly.numbers()} == {40}       # 120 rows: 40 people's three months


# Whatever the order

def test_the_order_of_the_rows_does_not_matter():
    """Where it changes no line's number: the rows as a file has them, shuffled."""
    of = by_age({"17": 3})
    chosen = set()
    for step in (1, -1, 2, 5):
        shuffled = pd.concat([of.tally.cases.iloc[start::abs(step)] for start in range(abs(step))])[::1 if step > 0
                                                                                                    else -1]
        chosen.add(tuple(hidden(breakdown_of(series(shuffled, by=("Age",)))).items()))
    assert len(chosen) == 1


def test_of_groups_as_large_as_each_other_the_same_one_is_hidden_whatever_the_order():
    ages = {"a": (3, 30), "b": (10, 20), "c": (10, 20), "d": (10, 20)}
    chosen = {frozenset(hidden(breakdown_of(by_age(ages={age: ages[age] for age in order}))))
              for order in list(itertools.permutations(ages))[::4]}
    assert len(chosen) == 1
    assert len(chosen.pop()) == 2


def test_a_reader_who_is_counted_needs_more():
    """1 + 4 of two groups: enough for a stranger, one too few for one of the four."""
    ages = {"a": (1, 20), "b": (4, 40), "c": (30, 60)}
    assert set(hidden(breakdown_of(by_age(ages=ages)))) == {"a", "b"}
    of = breakdown_of(by_age(ages=ages))
    assert set(hidden(of, USUAL)) == {"a", "b", "c"}
