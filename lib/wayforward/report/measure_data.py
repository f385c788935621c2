"""A measure's page as data: tidy frames, files, what can be set otherwise, and why there is no figure.

All of it comes of the page's findings, which stand under the small-number rule of the page's audience already; no row
of a return is behind a call.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from wayforward import show
from wayforward.finding import Finding
from wayforward.formats import shortest_period
from wayforward.markup import Markup
from wayforward.narrate.no_figure import without_figure
from wayforward.report import tidy
from wayforward.report.chain import outlooks
from wayforward.report.choices import Choice, choices
from wayforward.report.measure_tables import MeasureTables
from wayforward.report.notes import notes

FORECAST = ["series", "period", "end", "low", "high", "value", "goal", "probability", "method", "reason"]


class MeasureData(MeasureTables):
    """The frames of a measure. `series` is a series of the measure; where none is named, all or the headline."""

    @property
    def series(self) -> list[str]:
        """The ids of the series that the page can be asked for, the headline first."""
        first = sorted(self.findings, key=lambda one: not one.headline)
        return list(dict.fromkeys(finding.series for finding in first))

    def data(self, series: str | None = None, areas: bool = False) -> pd.DataFrame:
        """The figures as a tidy frame, one row a point: of one series or of all, with `areas` beside the other areas'.

        Columns: measure, series, origin ("extract", counted from the council's returns, or "published"), area, level,
        period, start, end (days), value, low, high (fractions where `unit` is "%", else in the unit), numerator,
        denominator, unknown, status, note, unit, kind, headline, varied. Of a hidden point the numbers are null and the
        status is "suppressed". LookupError, with the series there are, for a series that is none of the page's.

        page.data("care_leavers_suitable_19_21")[["period", "value", "status"]]
        """
        return tidy.points(self._of(series), self._evidence.audience, areas)

    def counts(self, series: str | None = None) -> pd.DataFrame:
        """The same with the numbers alone that the figures are made of: numerator, denominator, unknown, status."""
        return self.data(series)[tidy.COUNTS]

    def verdicts(self) -> pd.DataFrame:
        """One row a finding: before the plan, latest, change with its limits, p, verdict, evidence (see tidy.ends)."""
        return tidy.ends(self.findings, self._evidence.audience)

    def forecast(self, series: str | None = None) -> pd.DataFrame:
        """Where a series may stand in each of its periods up to the plan's last: the 80 % interval (low, high), and the
        probability that it lies above `goal`, the target or else the figure before the plan. Where no honest forecast
        exists there is one row with the `reason`. Of figures counted from returns, for the public, to the digits of
        the pages, probabilities to the nearest twentieth, and no middle (`value`)."""
        finding = self.finding(series)
        made_of = self._examined.made_of[self.findings.index(finding)]
        plan_series = self._plan_series(finding.series)
        setting = self._evidence.variation.setting(self._evidence.setting, made_of, plan_series)
        found = [] if made_of is None else outlooks(self.measure, plan_series, made_of, setting, finding.origin)
        rows = [{"series": finding.series, "period": each.end and shortest_period(each.end, finding.calendar),
                 **self._told(finding, each)} for each in found]
        frame = pd.DataFrame(rows or [{"series": finding.series, "reason": self.why(series).data}], columns=FORECAST)
        return frame.assign(end=pd.to_datetime(frame["end"]))

    def _told(self, finding: Finding, outlook) -> dict:
        """An outlook as the audience may see it."""
        return tidy.plain(replace(finding, outlook=outlook), self._evidence.audience)["outlook"]

    def why(self, series: str | None = None) -> show.Prose:
        """Why there is no figure of a series, and what would supply it; or that there is one."""
        finding = self.finding(series)
        if finding.latest is None:
            return show.markdown(Markup(without_figure(finding)))
        return show.said(f"There is a figure: the latest is of {finding.latest.period}.")

    def choices(self) -> dict[str, Choice]:
        """What `vary` offers here, by name: each with its kind, how it is as defined, and what is allowed."""
        return choices(self.measure, self._evidence, self._examined)

    def characteristics(self, series: str | None = None) -> tuple[str, ...]:
        """By what a series can be broken down: the characteristics that its return carries; none of a published one."""
        counted = self._counted(series)
        return counted.tally.by if counted else ()

    def notes(self) -> dict[str, str]:
        """What stands on the sheet of notes: whose figures, as known when, by which definition and rules."""
        return notes(self._evidence, self.measure)

    def to_csv(self, path: str | Path, series: str | None = None) -> Path:
        """Writes `data` as CSV; returns the path."""
        return show.to_csv(self.data(series), path)

    def to_excel(self, path: str | Path, series: str | None = None) -> Path:
        """Writes figures and verdicts as a spreadsheet, typed, with a sheet of notes; returns the path."""
        return show.to_excel({"figures": self.data(series), "verdicts": self.verdicts()}, self.notes(), path)

    def _of(self, series: str | None) -> list[Finding]:
        """The findings of a series, of each origin, or all."""
        return self.findings if series is None else [one for one in self.findings
                                                     if one.series == self.finding(series).series]
