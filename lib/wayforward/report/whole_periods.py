"""Which periods of a series are whole: every table that it is counted from has all their days.

not yet whole   some days are not delivered yet, or are missing in what was: there is no figure, and the note says why
not there       nothing of a period that had not ended when a table came
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from wayforward.counting.tally import Tally
from wayforward.formats import day, is_quarterly, listed
from wayforward.narrate import reasons
from wayforward.periods import codes_of_year, month_end, span
from wayforward.reading.completeness import DaysCovered, Missing, Why, in_months
from wayforward.statistics.results import NOT_WHOLE

REASON = "falls in a period that is not yet whole"
Reaches = Mapping[str, tuple[DaysCovered, ...]]       # by table
Lacking = list[tuple[DaysCovered, Missing]]
IN_WORDS = {Why.SILENT: reasons.no_row, Why.NO_ROWS: reasons.no_row, Why.CUT_SHORT: reasons.no_answer,
            Why.FEW_ROWS: reasons.few_rows}


@dataclass(frozen=True)
class IncompletePeriods:
    """The periods of a series that have no figure, each with why: those not yet whole, and those that are not there."""

    calendar: str
    why: dict[str, str]
    absent: dict[str, str]

    def out_of(self, counts: pd.DataFrame) -> pd.DataFrame:
        """Counts by period without figures of these; a status and a note for those not yet whole."""
        kept = counts[~counts["period"].isin([*self.why, *self.absent])]
        without_figure = pd.DataFrame({"period": list(self.why), "status": NOT_WHOLE, "note": list(self.why.values())})
        return pd.concat([each for each in (kept, without_figure) if len(each)] or [kept], ignore_index=True)

    def left_out(self, tally: Tally) -> Tally:
        """The tally with their rows left out, and said to be, so that no total tells of them."""
        return tally.without(REASON, lambda period: period in self.why or period in self.absent)

    @property
    def years(self) -> str:
        """A sentence for each financial year some of whose quarters are not there."""
        if not is_quarterly(self.calendar):
            return ""
        ends = {quarter: span(self.calendar, quarter).end for quarter in reversed(self.absent)}
        begun = {end.year - (end.month < 4): self.absent[quarter] for quarter, end in ends.items()}
        return " ".join(reasons.begun_year(first, begun[first]) for first in sorted(begun))


def incomplete_periods(tally: Tally, calendar: str, reaches: Reaches, until: date) -> IncompletePeriods:
    """The periods that ended by a day and of which some table lacks days; `reaches` of every table it asked for."""
    of = _Series(tally, calendar, reaches)
    lacking = {period: found for period in of.periods(until) if (found := of.lacking(period))}
    undelivered = {period: late for period, found in lacking.items() if period not in of.there
                   and (late := [each for each in found if each[1].why == Why.NOT_DELIVERED])}
    unwhole = {period: found for period, found in lacking.items() if period not in undelivered}
    return IncompletePeriods(calendar, {period: _in_words(found) for period, found in unwhole.items()},
                   {period: _in_words(late) for period, late in undelivered.items()})


class _Series:
    """A series' periods, beside what its tables reach."""

    def __init__(self, tally: Tally, calendar: str, reaches: Reaches):
        self._tally, self._calendar, self._reaches = tally, calendar, reaches
        self.there = set(tally.cases["period"].dropna().unique())

    def periods(self, until: date) -> list[str]:
        """Those with rows, those that may be empty, and all others of the years at hand."""
        years = {reach.year for each in self._reaches.values() for reach in each}
        known = {*self.there, *self._tally.every, *(code for year in years
                                                    for code in codes_of_year(self._calendar, year))}
        return sorted(period for period in known if span(self._calendar, period).end <= until)

    def lacking(self, period: str) -> Lacking:
        """What is missing of a period's days, and of those before them that its figure is made of too."""
        days = span(self._calendar, period)
        first = month_end(days.start.year, days.start.month - 1 - self._tally.looks_back) + timedelta(days=1) \
            if self._tally.looks_back else days.start
        return [(reach, missing) for each in self._reaches.values() if each
                for reach, missing in _of_table(each, first, days.end)]


def _of_table(reaches: tuple[DaysCovered, ...], first: date, last: date) -> Lacking:
    """What a table lacks of these days; of a year that is not at hand, all where no later delivery could hold it."""
    gaps = [(reach, missing) for reach in reaches for missing in reach.lacking(first, last)]
    newest = max(reaches, key=lambda reach: reach.received)
    if newest.received <= last and not any(reach.start <= last <= reach.end for reach in reaches):
        gaps.append((newest, Missing(newest.received, last, Why.NOT_DELIVERED)))
    return gaps


def _in_words(lacking: Lacking) -> str:
    """Why a period is not whole: each table and cause once."""
    months_by_cause: dict[tuple[str, str, Why], list[str]] = {}
    for reach, missing in lacking:
        received = day(reach.received.isoformat()) if missing.why == Why.NOT_DELIVERED else ""
        months_by_cause.setdefault((reach.title, received, missing.why), []).append(in_months(missing))
    return "; ".join(_cause_in_words(*cause, listed(list(dict.fromkeys(months))))
                     for cause, months in months_by_cause.items())


def _cause_in_words(title: str, received: str, why: Why, months: str) -> str:
    if why == Why.NOT_DELIVERED:
        return reasons.received_too_early(title, received)
    return IN_WORDS[why](title, months)


def begun_remark(counts: pd.DataFrame | None) -> str:
    """Why a published figure stands where a return of the council is at hand: its periods are not yet whole."""
    if counts is None:
        return ""
    begun = counts[counts["status"].eq(NOT_WHOLE)]
    return " ".join(reasons.begun(label, note) for label, note in zip(begun["label"], begun["note"], strict=True))
