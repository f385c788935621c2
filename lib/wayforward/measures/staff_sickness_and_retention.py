"""Staff sickness, and retention.

Sickness    working days lost to sickness in the year to 30 September, out of the working days of those in post:
            full-time equivalents in post on 30 September × 253 days (254 where the year holds a 29 February)
Turnover    full-time equivalents that left in the year, out of those in post on 30 September: retention's other side
Who         children and family social workers employed by the council; the plan speaks of all Children's Services
            staff, of whom the council's own HR records would tell
Interval    none: days and posts are fractions, not heads, so a change is read against the neighbours' changes
Revised     the years to 2022 are shown as the Department revised them later
Differs     worked out from full-time equivalents that are published to one decimal, so a rate can differ by 0.1 from
            the Department's own, which stands beside it
Source      Department for Education, children's social work workforce
"""

from datetime import date

import pandas as pd

from wayforward.measures.counts import ratio

WORKING_DAYS = 253
FRACTIONS = "days and posts are fractions of full-time equivalents, not heads"


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "sickness": ratio(figures, "working_days_lost_fte", "in_post_fte", working_days, FRACTIONS),
        "turnover": ratio(figures, "leavers_fte", "in_post_fte", lambda _end: 1, FRACTIONS),
    }


def working_days(end: date) -> int:
    """Working days of one full-time post in the year to 30 September that ends on `end`: 253, or 254."""
    leap_day_in_year = pd.Timestamp(end).is_leap_year
    return WORKING_DAYS + leap_day_in_year
