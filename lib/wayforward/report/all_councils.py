"""Which councils truly moved: every council's change of one series over the years of the report, beside the others'."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from wayforward import show
from wayforward.finding import Finding
from wayforward.narrate import movers as words
from wayforward.narrate.no_figure import brief as because
from wayforward.report.open import ReportInputs
from wayforward.statistics.against_the_rest import LEAST_OTHERS, changes
from wayforward.statistics.movers import how_many, movers


@dataclass(frozen=True, eq=False)
class AllCouncils:
    """Every council's change less the others', as a sentence, a chart and a table; and as numbers.

    data: a row a council, in order: area, name, change, apart, low, high, p, q (see `movers`); shares are fractions
    rate: the false discovery rate at which a council is told as one that moved
    """

    finding: Finding
    data: pd.DataFrame
    rate: float

    @property
    def moved(self) -> pd.DataFrame:
        """Of those that moved otherwise than the rest."""
        return self.data[self.data["q"] <= self.rate]

    @property
    def parts(self) -> list:
        """The sentence, the chart and the table."""
        given = self.finding, self.data, self.rate
        return [show.said(words.sentence(how_many(self.data, self.rate))), show.movers_chart(*given),
                show.movers_table(*given)]

    def _ipython_display_(self) -> None:
        show.Section(*self.parts)._ipython_display_()

    def words(self) -> str:
        """All of it as plain text."""
        return show.Section(*self.parts).words()

    __repr__ = words


def all_councils(finding: Finding, evidence: ReportInputs, rate: float) -> AllCouncils | show.Aside:
    """Of a series of the report, between its baseline and its latest figure; an aside where nothing of the others was
    measured."""
    setting = evidence.setting
    measured = setting.measured_of(finding.measure, finding.series, "published")
    figures = measured and measured.all_areas()
    if finding.latest is None or finding.baseline is None:
        return show.aside("There is no change to set beside the others’.", because(finding))
    found = changes(figures, finding.baseline.end, finding.latest.end, measured.correlation) if figures else None
    if found is None or len(found.areas) <= LEAST_OTHERS:
        return show.aside("The other councils’ changes are not known.",
                          "how this figure moves in all other councils has not been measured over these years")
    rows = movers(found)
    rows.insert(1, "name", rows["area"].map(setting.names))
    return AllCouncils(finding, rows, rate)
