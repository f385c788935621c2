"""A definition that changes from a day on: two dated definitions of one series.

Periods that begin on that day or later are counted by the definition of today, all others by the earlier one, the
period in which the day falls too. The figures of the earlier one cannot be compared with those of today's: they stand
hollow on the chart, joined to nothing, and decide nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from wayforward.counting.contract import Returns
from wayforward.counting.tally import Tally, leave_out
from wayforward.periods import span

NEITHER = "of a period since the definition changed, and not counted by today's"
NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True)
class Dated:
    """What held before a definition of today: until the day before `since`, by which function of the returns, and how
    that one counted, in words that follow a colon and have no full stop.

    >>> from wayforward.counting.dated import Dated
    >>> Dated(date(2024, 4, 1), lambda returns: ..., "whoever had lost touch was left out").since.isoformat()
    '2024-04-01'
    """

    since: date
    earlier: Callable[[Returns], Tally]
    words: str

    def before(self, today: Callable[[Returns], Tally], calendar: str) -> Callable[[Returns], Tally]:
        """The function of the returns that counts each period by the definition which held when it began."""
        return lambda returns: joined(self.earlier(returns), today(returns), self.since, calendar)

    def apart(self, counts: pd.DataFrame) -> pd.DataFrame:
        """Counts with their `start`, those of the earlier definition marked as not comparable, and why."""
        ours = _holds(counts["start"], lambda start: start < self.since) & counts["status"].eq("final")
        told = counts.copy()
        told.loc[ours, ["status", "note"]] = [NOT_COMPARABLE, f"counted by an earlier definition: {self.words}"]
        return told


def joined(earlier: Tally, later: Tally, since: date, calendar: str) -> Tally:
    """One tally of both: each row of the return once, where the later definition puts it if that is a period of its
    own, else where the earlier one does. ValueError where the two do not mark the same rows."""
    if not earlier.cases.index.equals(later.cases.index):
        raise ValueError(f"two dated definitions must mark the same rows of a return; one marks {len(earlier.cases)}, "
                         f"the other {len(later.cases)}")

    def is_later(period: str | None) -> bool:
        return isinstance(period, str) and span(calendar, period).start >= since
    new = _holds(later.cases["period"], is_later)
    old = earlier.cases[~new]
    old = leave_out(old, NEITHER, _holds(old["period"], is_later))
    every = {period for period in earlier.every if not is_later(period)} | set(filter(is_later, later.every))
    return replace(later, cases=pd.concat([old, later.cases[new]]).sort_index(), every=tuple(sorted(every)),
                   by=tuple(name for name in later.by if name in earlier.by),
                   rows_each=max(earlier.rows_each, later.rows_each))


def _holds(column: pd.Series, which: Callable[..., bool]) -> pd.Series:
    return pd.Series([which(value) for value in column], column.index, dtype=bool)
