"""Which periods are due: those whose as-at day has come and for which something has arrived.

A run made before its as-at day would call known what is still to come. One for which nothing has arrived since the
period ended would tell the last one's news again; a person may still want it, and names it.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from wayforward.areas import local_authorities
from wayforward.periods import read_date, reporting_period
from wayforward.report.sources import days_figures_became_known
from wayforward.runner.parameters import RunParameters


def why_not_due(parameters: RunParameters, today: date) -> str:
    """Why a period is not due, in a few words; "" if it is."""
    given = parameters.settled()
    end, as_at = reporting_period(given.period).end, read_date(given.as_at)
    if today < as_at:
        return f"its as-at day, {as_at}, is still to come"
    if not any(end < day <= as_at for day in _arrivals(given)):
        return f"nothing has arrived from the end of the period to {as_at}"
    return ""


def _arrivals(parameters: RunParameters) -> Iterator[date]:
    """The days on which figures of the area became known, and on which its returns were delivered."""
    place = local_authorities(parameters.data)[parameters.area]
    yield from _known(place.published).get(parameters.area, ())
    for delivered in sorted(place.returns.glob("*-*-*")):
        yield from _day(delivered.name)


@cache
def _known(published: Path) -> dict[str, set[date]]:
    """By area; read once for all areas and periods."""
    return {area: {day for text in days for day in _day(text)}
            for area, days in days_figures_became_known(published).items()}


def _day(text: str) -> Iterator[date]:
    try:
        yield date.fromisoformat(text)
    except ValueError:
        return
