"""What is new in a published series since the report of the period before: figures that became known between the two
as-at days, and the verdict on what was known then, by today's rules.

Worked out from the published tables alone, so that the same inputs give the same answer whatever lies in runs/.
"""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from wayforward import measures
from wayforward.finding import Finding, Since, rounded_finding
from wayforward.plan import Measure
from wayforward.published.figures import Published
from wayforward.report.benchmarks import Setting
from wayforward.report.chain import figures_and_verdict


@dataclass(frozen=True)
class Earlier:
    """What was known on the as-at day of the report before, and whom the area was compared with then."""

    as_at: date
    published: Published
    setting: Setting
    _made: dict[str, dict[str, pd.DataFrame]] = field(default_factory=dict)

    def counts(self, measure: Measure) -> dict[str, pd.DataFrame]:
        """The measure's published counts as they were, worked out when first asked for."""
        if measure.id not in self._made:
            self._made[measure.id] = measures.from_published(measure.id, self.published.figures)
        return self._made[measure.id]


def since(finding: Finding, counts: pd.DataFrame, measure: Measure, earlier: Earlier) -> Since | None:
    """What is new of a finding of published figures, made of `counts` of all areas; None where none of them, of the
    area or of one it is compared with, became known after the day of the report before."""
    if not (counts["known"] > pd.Timestamp(earlier.as_at)).any():
        return None
    series = next(each for each in measure.series if each.id == finding.series)
    before = earlier.counts(measure).get(series.id)
    points, judged = figures_and_verdict(measure, series, before, earlier.setting)
    were = {point.end: point.value for point in rounded_finding(points)}
    new = tuple(point.period for point in finding.points if point.end not in were)
    revised = tuple(point.period for point in finding.points if were.get(point.end, point.value) != point.value)
    return Since(earlier.as_at, new, revised, judged.verdict, judged.evidence)
