"""What further published figures would make of an area's verdicts: each series judged without them and with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from wayforward import measures
from wayforward.finding import Finding
from wayforward.formats import NOTHING, decimals, quantity
from wayforward.formats import day as written
from wayforward.judge import Evidence
from wayforward.plan import Measure
from wayforward.published.figures import Published, known_of
from wayforward.published.tables import File
from wayforward.report.open import ReportInputs, examine_measure, read_inputs, setting_of
from wayforward.report.sources import area_of, returns_of


@dataclass(frozen=True)
class VerdictChange:
    """One series of a promise, without the further figures and with them; `without` is None where there was none."""

    without: Finding | None
    with_them: Finding

    @property
    def changes(self) -> bool:
        """Whether the verdict or its evidence becomes another."""
        return _judged(self.without) != _judged(self.with_them)

    def __str__(self) -> str:
        new = self.with_them
        first, *then = dict.fromkeys((_judged(self.without), _judged(new)))
        figures = " → ".join(dict.fromkeys((_latest(self.without), _latest(new))))
        verdict = f"{first} → {then[0]}" if then else f"stays {first}"
        return f"promise {new.number}, {new.series}{'' if new.headline else ' (beside)'}: {verdict} ({figures})"


def lines(files: Sequence[File], area: str, data: str, plan: str, period: str, as_at: date, today: date) -> list[str]:
    """What `files` would make of an area's verdicts of a period, in plain words; and of the same as known today, which
    the next period will tell, where that is more."""
    told = {day: [f"  {change}" for change in verdict_changes(area, data, plan, period, day, files)]
            for day in dict.fromkeys((as_at, max(as_at, today)))}
    first = told.pop(as_at)
    later = [line for lines in told.values() for line in lines if line not in first]
    return [f"What it makes of {area}, {period}, as known on {written(str(as_at))}:",
            *(first or ["  nothing: no figure of its promises that was known by then is another"]),
            *([f"What it makes of the same as known today, {written(str(today))}:", *later] if later else [])]


def verdict_changes(area: str, data: str, plan: str, period: str, as_at: date,
                    files: Sequence[File]) -> list[VerdictChange]:
    """The series of an area's promises of which a finding would become another if its folder of published figures held
    `files`, headlines first; of what is known on a day. Nothing is written."""
    before = read_inputs(period, area, str(as_at), data, plan)
    after = _with_figures(before, known_of(files, as_at, area))
    found = [change for measure in before.plan.measures if _reads_others(measure, before, after)
             for change in _changes(measure, before, after)]
    return sorted(found, key=lambda change: (not change.with_them.headline, change.with_them.number))


def _with_figures(evidence: ReportInputs, figures: Published) -> ReportInputs:
    """What a report stands on, with other published figures."""
    area, plan = evidence.setting.area, evidence.plan
    own = figures.figures[figures.figures["area"] == area]
    returns = returns_of(area_of(area, evidence.data), date.fromisoformat(evidence.as_at), plan, own)
    setting = replace(setting_of(area, figures, plan), measured=evidence.setting.measured)
    return replace(evidence, setting=setting, published=figures, returns=returns)


def _reads_others(measure: Measure, before: ReportInputs, after: ReportInputs) -> bool:
    """Whether what a measure counts of published figures differs, or with whom it is compared."""
    if before.setting != after.setting:
        return True
    if before.published.figures.equals(after.published.figures):
        return False
    one, other = (measures.from_published(measure.id, each.published.figures) for each in (before, after))
    return one.keys() != other.keys() or any(not one[name].equals(other[name]) for name in one)


def _changes(measure: Measure, before: ReportInputs, after: ReportInputs) -> list[VerdictChange]:
    earlier = {_key(finding): finding for finding in examine_measure(measure, before).findings}
    pairs = [VerdictChange(earlier.get(_key(each)), each) for each in examine_measure(measure, after).findings]
    return [pair for pair in pairs if pair.changes or pair.without.latest != pair.with_them.latest]


def _key(finding: Finding) -> tuple[str, str]:
    return finding.series, finding.origin


def _judged(finding: Finding | None) -> str:
    if finding is None:
        return "not told"
    words = f", {finding.evidence} evidence" if finding.evidence != Evidence.NONE else ""
    return f"{finding.verdict}{words}"


def _latest(finding: Finding | None) -> str:
    latest = finding and finding.latest
    if not latest:
        return "no figure"
    value = NOTHING if latest.value is None else quantity(latest.value, finding.unit, decimals(finding, latest))
    return f"{value}, {latest.period}"
