"""Which day it is: the clock is asked for it here and nowhere else; and what is still to come cannot be reported on.

The variable WAYFORWARD_TODAY of the environment says another day, such as 2026-11-30: for tests, whose answers must not
depend on when they are run.
"""

import os
from datetime import date

from wayforward.errors import RefusedParameters
from wayforward.periods import ReportingPeriod, read_date

SET_BY = "WAYFORWARD_TODAY"


def today() -> date:
    """The day it is. RefusedParameters where WAYFORWARD_TODAY is set and is no day."""
    told = os.environ.get(SET_BY)
    return read_date(told, SET_BY) if told else date.today()


def refuse_future(period: ReportingPeriod, as_at: date) -> None:
    """RefusedParameters for a period that has not ended, or whose report would know what is still to come; the sentence
    says from which day on it can be made."""
    now = today()
    if now <= period.end:
        raise RefusedParameters(f"period: {period.code} ends on {period.end}, and today is {now}; it can be run from "
                                f"{period.as_at}, its as-at day")
    if now < as_at:
        raise RefusedParameters(f"as_at: {as_at} is still to come, today is {now}; {period.code} can be run from then, "
                                f"or now as at an earlier day, such as {now}")
