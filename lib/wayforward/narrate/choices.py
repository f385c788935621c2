"""The names of the other defensible choices, as their table and their sentence have them."""

from wayforward.finding import Point
from wayforward.formats import brief_period, is_quarterly, shortest_period

FINGERTIPS = "Fingertips’ rule for the last five figures, which asks for p under 0.002"
ENDS = "first point against last only"
OWN_SCATTER = "the same trend by these figures’ own scatter alone, without what those of other councils show"
AMONG_NEIGHBOURS = "the place among the statistical neighbours’ changes"
LAST_FIVE = "the last five figures only"
WITHOUT_COVID = "leaving out Covid from March 2020 to July 2021"
WITHOUT_UNKNOWN = "without those not known about"
UNKNOWN_COUNTED = "all of those not known about counted"
UNKNOWN_AT_THE_END = "first against last, those not known about counted only at the end"
UNKNOWN_AT_FIRST = "first against last, those not known about counted only at first"
SAME_SCHOOLS = "first figure against last, the same schools drawn again in both (bootstrap)"


def kendall(one_quarter: bool) -> str:
    """`one_quarter`: of quarterly figures only the same quarter of each year is used."""
    return "exact Kendall test of the order" + _of_quarters(one_quarter)


def cochran_armitage(one_quarter: bool) -> str:
    """See `kendall`."""
    return "Cochran–Armitage test, no allowance for year-to-year variation" + _of_quarters(one_quarter)


def quasi_likelihood(one_quarter: bool) -> str:
    """See `kendall`."""
    return "quasi-likelihood, dispersion at least 1" + _of_quarters(one_quarter)


def from_the_first(first: Point, calendar: str, without_covid: bool = False) -> str:
    """"all years from 2016"; of quarters the first by its months."""
    every = f"all quarters from {brief_period(first.period)}" if is_quarterly(calendar) else \
        f"all years from {shortest_period(first.end, calendar)}"
    return f"{every} {WITHOUT_COVID}" if without_covid else every


def other_definition(title: str) -> str:
    """Another series of the measure, which the plan names."""
    return f"the other definition “{title}”"


def _of_quarters(one_quarter: bool) -> str:
    return ", the same quarter of each year" if one_quarter else ""
