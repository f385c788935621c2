"""What an analyst sets otherwise than the plan and its rules say, and how it goes into the chain: which figures are
left out, where the baseline lies, who the neighbours are. Nothing else differs: the same stages run again.

A period is named as pages name it ("2024", "2023/24", "Q4 2024-25"), by its label, its code, or the year that ends it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from wayforward.finding import Finding
from wayforward.formats import is_quarterly, shortest_period
from wayforward.markup import Markup
from wayforward.plan import Series
from wayforward.report.benchmarks import Setting
from wayforward.report.examine import comparable

DEFINED_OTHERWISE = "The numbers are counted so; the words that describe them are still the plan’s. "


@dataclass(frozen=True)
class Variation:
    """What is set otherwise; what is empty is as it always is.

    choices     of the definition, by name; `taken` by these series
    without     periods that are left out; since: the first one that is used; baseline: the period that changes start
                from; of these each is a name that a period goes by
    neighbours  ids of the areas to compare with
    threshold   below which a number of people is not shown
    words       what differs from what, in words
    """

    choices: tuple[tuple[str, object], ...] = ()
    taken: frozenset[str] = frozenset()
    without: tuple[str, ...] = ()
    since: str = ""
    baseline: str = ""
    neighbours: tuple[str, ...] = ()
    threshold: float | None = None
    words: str = ""

    def touches(self, finding: Finding) -> bool:
        """Whether a finding differs from the real one by what it was made of."""
        whole = self.without or self.since or self.baseline or self.neighbours
        return bool(whole) or (finding.origin == "extract" and (self.threshold is not None
                                                                or finding.series in self.taken))

    def figures(self, counts: pd.DataFrame | None, series: Series) -> pd.DataFrame | None:
        """The counts of all areas without the periods that are left out."""
        if counts is None or not (self.without or self.since):
            return counts
        named = names_by_end(counts, series.calendar)
        out = {end for end, names in named.items() if names & set(map(plain, self.without))}
        first = min((end for end, names in named.items() if plain(self.since) in names), default=None)
        ends = counts["end"]
        return counts[~ends.isin(out) & (True if first is None else ends >= first)].reset_index(drop=True)

    def setting(self, setting: Setting, counts: pd.DataFrame | None, series: Series) -> Setting:
        """Who is compared with whom, and from where: the day after the period that is to be the baseline."""
        if counts is None or not self.baseline:
            return setting
        ends = baselines(counts, setting, series.calendar).get(plain(self.baseline))
        return replace(setting, judged_from=ends + timedelta(days=1)) if ends else setting

    def marked(self, finding: Finding) -> Finding:
        """The finding with what was varied in its title, at the head of its story and note, and as a field; without
        what is said of the real one alone."""
        if not self.touches(finding):
            return finding
        said = Markup("**Varied: {}. This is not the figure of the plan.** ").format(self.words) + \
            Markup(DEFINED_OTHERWISE if self.choices else "")
        return replace(finding, varied=self.words, title=f"{finding.title} (varied: {self.words})",
                       story=str(said) + finding.story, note=str(said) + finding.note, questions=(), replies=(),
                       commentary=None)


AS_DEFINED = Variation()


def plain(name: object) -> str:
    """A period's name as it is compared."""
    return str(name).strip().casefold().replace("/", "-")


def names_of(end: date, calendar: str, label: str, code: str) -> set[str]:
    """The names that a period goes by: "2023/24", "2023-24", "academic year 2023/24", "2024"."""
    years = {str(end.year), f"{end.year - 1}-{end.year % 100:02}"}
    if is_quarterly(calendar):
        first = end.year - (end.month < 4)
        years = {f"{first}-{(first + 1) % 100:02}"}
    return {plain(name) for name in (shortest_period(end, calendar), label, code, *years)}


def names_by_end(counts: pd.DataFrame, calendar: str) -> dict[date, set[str]]:
    """The names of each period of some counts, by its last day."""
    periods = counts.drop_duplicates("end")
    return {row.end: names_of(row.end, calendar, row.label, row.period) for row in periods.itertuples()}


def baselines(counts: pd.DataFrame, setting: Setting, calendar: str) -> dict[str, date]:
    """The area's comparable figures of before the plan, any of which could be the baseline: the last day by name."""
    ours = counts[(counts["area"] == setting.area) & (counts["end"] < setting.plan.start)]
    found = ours[comparable(ours)].sort_values("end")
    return {name: end for end, names in names_by_end(found, calendar).items() for name in names}


def periods_of(findings: Iterable[Finding]) -> list[str]:
    """The shortest names of the periods of some findings, in order of time."""
    ends = {(point.end, finding.calendar) for finding in findings for point in finding.points}
    return list(dict.fromkeys(shortest_period(*each) for each in sorted(ends)))
