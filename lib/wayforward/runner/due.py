"""Which periods are due: those whose as-at day has come. A run of one earlier would call known what is still to come.

Whether something has arrived is no question here: that nothing is new is news too, and a run that is there and fresh
stays as it is.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from wayforward.errors import RefusedParameters
from wayforward.periods import read_date, reporting_period
from wayforward.runner.parameters import RunParameters, load_parameters, parameters_files
from wayforward.today import today


def why_not_due(parameters: RunParameters, day: date) -> str:
    """Why a period is not due on a day, in a few words; "" if it is."""
    as_at = read_date(parameters.settled().as_at)
    return f"its as-at day, {as_at}, is still to come" if day < as_at else ""


def newest_first(asked: Iterable[RunParameters]) -> list[RunParameters]:
    """The parameters by the end of their periods, the latest first; of one period as they come."""
    return sorted(asked, key=lambda each: reporting_period(each.period).end, reverse=True)


def periods_asked(named: list[str] | None, every: bool, due: bool) -> list[str]:
    """The periods named; of those in params/ else, all where the due are looked for, all whose as-at day has come where
    `every` one is asked for, or the latest of these."""
    if named and (every or due):
        raise RefusedParameters("name periods or give --all or --due, not both")
    if named:
        return list(dict.fromkeys(named))
    known = [path.stem for path in parameters_files()]
    if not known:
        raise RefusedParameters("params/ holds no period; `wayforward new-period PERIOD` writes one")
    if due:
        return known
    come = list(_come() if every else islice(_come(), 1))
    if not come:
        raise RefusedParameters(f"params/ holds no period whose as-at day has come; the first is {known[0]}")
    return come[::-1]


def _come() -> Iterator[str]:
    """The periods whose as-at day has come, the latest first."""
    for path in reversed(parameters_files()):
        if not why_not_due(load_parameters(path), today()):
            yield path.stem
