"""Series that leapt: beside what other areas' scatter, and chance, would bring."""

from datetime import date

import numpy as np
import pytest

from tables import series
from wayforward.statistics.measured import Measured
from wayforward.statistics.uneven import uneven

OTHERS = Measured(date(2025, 11, 15), 148, 9, True, 2.9, 8.0, 0.5, 0.16)        # σ² of 2.9 times chance's


def leaps(*counts: int, others: Measured | None = OTHERS):
    """Of 400 each year."""
    return uneven(series(*((2021 + year, count, 400) for year, count in enumerate(counts))), "proportion", least=5,
                  measured=others)


def test_a_leap_is_found_with_its_years_and_size():
    """76 % to 45 %: 308 of 400, then 180."""
    found = leaps(304, 308, 180, 176, 180)
    assert (found.before, found.after, round(found.step, 2)) == (date(2022, 3, 31), date(2023, 3, 31), -0.32)
    assert found.p < 1e-10


def test_the_dispersion_is_that_about_the_line_in_units_of_chance():
    """Residuals about the line through .76 .77 .45 .44 .45 over p̄(1 − p̄)/400, three degrees of freedom."""
    values, time = np.array([304, 308, 180, 176, 180]) / 400, np.array([0.0, 365, 730, 1096, 1461])
    rest = values - np.polyval(np.polyfit(time, values, 1), time)
    share = values.mean()
    assert leaps(304, 308, 180, 176, 180).dispersion == pytest.approx(
        (rest ** 2).sum() / 3 / (share * (1 - share) / 400))


@pytest.mark.parametrize("others", [
    None,                                                                       # nobody knows what is usual
    Measured(date(2025, 11, 15), 148, 9, True, 40.0, 8.0, 0.5, 0.16),           # it is usual elsewhere
    Measured(date(2025, 11, 15), 148, 9, False, 0.001, 8.0, 0.5, 0.16),         # measured of another make
])
def test_no_leap_is_told_of_what_is_usual_elsewhere_or_not_known(others):
    assert leaps(304, 308, 180, 176, 180, others=others) is None


def test_nor_of_a_steady_course_or_of_four_figures():
    assert leaps(300, 310, 305, 315, 310) is None
    assert leaps(304, 308, 180, 176) is None
