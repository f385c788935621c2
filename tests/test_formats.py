"""Numbers, periods and lists as readers see them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayforward.formats import (
    day,
    difference,
    half_up,
    listed,
    quantity,
    shortest_period,
    shown,
    signed,
    singular,
    step,
    when,
)
from wayforward.judge import evidence
from wayforward.narrate.figures import probability
from wayforward.periods import CALENDARS, YEAR_CALENDARS, span


def number(text: str) -> Decimal:
    """The number that a reader reads."""
    return Decimal(text.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize(("value", "decimals", "told"), [
    (0.25, 1, "0.3"),           # Python's round() gives 0.2
    (2.5, 0, "3"),
    (-2.5, 0, "−3"),            # away from zero, with a real minus
    (1234.5, 0, "1,235"),
    (1.005, 2, "1.01"),         # 1.00499999999999989… in binary, but written and meant as 1.005
    (0.95, 1, "1.0"),
    (-0.04, 1, "0.0"),          # a zero has no sign
    (-0.05, 1, "−0.1"),
    (0, 2, "0.00"),
    (999_999.5, 0, "1,000,000"),
])
def test_halves_go_up_away_from_zero(value, decimals, told):
    assert half_up(value, decimals) == told


numbers = st.floats(-1e9, 1e9, allow_nan=False)
places = st.integers(0, 4)


@given(numbers, places)
def test_half_up_is_the_rounding_of_the_number_as_written(value, decimals):
    """As written with twelve digits, which it is the same in whatever sums it came of."""
    half_unit, written = Decimal(5).scaleb(-decimals - 1), Decimal(f"{value:.12g}")
    told = number(half_up(value, decimals))
    assert told == written.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert abs(told - written) <= half_unit


@given(numbers, places)
def test_a_number_and_its_negative_differ_by_the_minus_alone(value, decimals):
    above, below = half_up(abs(value), decimals), half_up(-abs(value), decimals)
    assert below == (f"−{above}" if number(above) else above)


@pytest.mark.parametrize(("value", "unit", "decimals", "told"), [
    (522 / 589, "%", 1, "88.6%"),
    (57 / 200, "%", 0, "29%"),                       # 28.5%; in binary 0.285 × 100 is 28.499999999999996
    (0.24, "percentage points", 0, "24 percentage points"),
    (0.01, "percentage points", 0, "1 percentage point"),
    (16.4, "points", 1, "16.4 points"),
    (1, "points", 1, "1.0 points"),
    (1, "plans", 0, "1 plan"),
    (14.9, "score", 1, "14.9"),
    (12_920, "plans", 0, "12,920 plans"),
    (None, "points", 1, "–"),
    (None, "%", 1, "–"),
])
def test_a_figure_in_its_unit(value, unit, decimals, told):
    assert quantity(value, unit, decimals) == told


@given(st.integers(0, 2000))
def test_a_fraction_of_two_thousand_rounds_as_the_percentage_that_it_is(count):
    exact = Decimal(count) / 20
    assert number(quantity(count / 2000, "%", 1).removesuffix("%")) == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize(("value", "unit", "decimals", "told"), [
    (-0.0497, "%", 1, "5.0 percentage points"),
    (-0.01, "%", 0, "1 percentage point"),
    (2.2, "points", 1, "2.2 points"),
    (-1.3, "score", 1, "1.3"),
    (None, "%", 1, "–"),
])
def test_the_size_of_a_difference_has_no_sign(value, unit, decimals, told):
    assert difference(value, unit, decimals) == told


@pytest.mark.parametrize(("value", "unit", "decimals", "told"), [
    (0.031, "%", 1, "+3.1"),
    (-0.0425, "%", 1, "−4.3"),
    (-0.0425, "percentage points", 1, "−4.3"),
    (2.0, "points", 1, "+2.0"),
    (1_200, "plans", 0, "+1,200"),
    (0.0004, "%", 1, "0.0"),        # a rounded zero has no sign
    (-0.0004, "%", 1, "0.0"),
    (0, "points", 0, "0"),
    (None, "points", 1, "–"),
])
def test_a_difference_with_its_sign(value, unit, decimals, told):
    assert signed(value, unit, decimals) == told


def test_fractions_are_shown_as_hundredths_and_nothing_else_is():
    assert shown(0.285, "%") == 28.5
    assert shown(0.285, "percentage points") == 28.5
    assert shown(0.285, "points") == 0.285


@pytest.mark.parametrize(("p", "told"), [
    (1.0, "p = 1.00"),
    (0.71, "p = 0.71"),
    (0.0996, "p = 0.10"),
    (0.0994, "p = 0.099"),
    (0.0503, "p = 0.050"),
    (0.05, "p = 0.050"),
    (0.0499, "p < 0.05"),           # "p = 0.050" beside "some evidence" would contradict it
    (0.0497, "p < 0.05"),
    (0.0494, "p = 0.049"),
    (0.0471, "p = 0.047"),
    (0.00249, "p = 0.002"),
    (0.002, "p = 0.002"),
    (0.00199, "p < 0.002"),         # strong evidence begins under 0.002
    (0.0014, "p = 0.001"),
    (0.0004, "p < 0.001"),
    (0.0, "p < 0.001"),
    (None, "no p"),
])
def test_a_p_as_readers_see_it(p, told):
    assert probability(p) == told


@given(st.floats(0, 1))
def test_a_p_as_told_is_near_the_truth_and_never_nought_and_gives_the_same_evidence(p):
    sign, told = probability(p).split()[1:]
    assert float(told) > 0
    if sign == "<":
        assert p < float(told)
        assert evidence(p) == evidence(float(told) - 1e-9)
    else:
        assert abs(p - float(told)) <= 0.005 + 1e-9
        assert evidence(p) == evidence(float(told))


@pytest.mark.parametrize(("calendar", "label", "told"), [
    ("31 March", "31 March 2025", "On 31 March 2025"),
    ("30 September", "30 September 2025", "On 30 September 2025"),
    ("census day", "Census day, 21 March 2021", "On Census day, 21 March 2021"),
    ("year to 31 March", "year to 31 March 2025", "In the year to 31 March 2025"),
    ("year to 30 September", "year to 30 September 2025", "In the year to 30 September 2025"),
    ("academic year", "academic year 2024/25", "In the academic year 2024/25"),
    ("financial year", "financial year 2024-25", "In the financial year 2024-25"),
    ("financial quarter", "January to March 2026 (quarter 4 of 2025-26)",
     "From January to March 2026 (quarter 4 of 2025-26)"),
    ("December to February", "December 2024 to February 2025", "From December 2024 to February 2025"),
    ("January census", "January 2025", "In January 2025"),
    ("March", "March 2025", "In March 2025"),
    ("mid-year", "mid-2024", "In mid-2024"),
    ("calendar year", "2025", "In 2025"),
])
def test_a_sentence_begins_with_its_period(calendar, label, told):
    assert calendar in CALENDARS
    assert when(label, calendar) == told


@pytest.mark.parametrize(("words", "told"), [
    ([], ""),
    (["a"], "a"),
    (["a", "b"], "a and b"),
    (["a", "b", "c"], "a, b and c"),
])
def test_words_in_a_row(words, told):
    assert listed(words) == told


@pytest.mark.parametrize(("iso", "told"), [("2026-06-30", "30 June 2026"), ("2024-02-01", "1 February 2024")])
def test_a_day_as_readers_write_it(iso, told):
    assert day(iso) == told


@pytest.mark.parametrize(("unit", "one"), [
    ("points", "point"), ("percentage points", "percentage point"), ("step-ups", "step-up"), ("children", "child"),
    ("children per 10,000", "child per 10,000"), ("tonnes CO2e", "tonne CO2e"), ("%", "%"), ("score", "score"),
])
def test_one_of_a_unit(unit, one):
    assert singular(unit) == one


def test_percentages_differ_by_percentage_points():
    assert [step("%"), step("points"), step("score")] == ["percentage points", "points", "score"]


@pytest.mark.parametrize(("calendar", "code", "short"), [
    *((calendar, "2025", "2025") for calendar in YEAR_CALENDARS),
    ("academic year", "2024/25", "2024/25"), ("financial year", "2024-25", "2024-25"),
    ("academic year", "1999/00", "1999/00"), ("financial quarter", "2024-25-Q1", "Q1 2024-25"),
    ("financial quarter", "2024-25-Q4", "Q4 2024-25"), ("financial quarter", "1999-00-Q3", "Q3 1999-00")])
def test_a_period_is_known_by_its_year_where_room_is_scarce(calendar, code, short):
    assert shortest_period(span(calendar, code).end, calendar) == short
