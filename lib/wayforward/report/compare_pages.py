"""Two reports or two pages side by side: two periods, two areas, two editions, or a page and its variation.

What either hides stays hidden: a point that one side shows and the other does not, or that both show 1 to 4 people
apart, is in neither, as the two together would tell of those few.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from IPython.display import display

from wayforward import show
from wayforward.disclosure.rule import small
from wayforward.errors import RefusedParameters
from wayforward.finding import Finding
from wayforward.formats import brief_period, day, signed
from wayforward.narrate.words import verdict_of
from wayforward.report import tidy
from wayforward.report.changes import slug
from wayforward.report.open import ReportInputs
from wayforward.report.pages import Page, Report
from wayforward.show.tables import ends

SIDES = ("first", "second")
POINT = ["measure", "series", "origin", "area", "end"]
ENDS = ("baseline", "latest", "change", "change_low", "change_high", "p", "p_told")
BOTH = ["measure", "number", "series", "title", "unit", "kind", "better"]


class Comparison(show.Exports):
    """Two reports or pages, series by series.

    labels      what tells the two apart: "January to March 2026" and "January to March 2025"
    points      the figures of both, one row a point, `side` first or second (see tidy.POINTS)
    data        one row a series that both have: `latest_first`, `latest_second`, their `difference`, and the same of
                what else tidy.ENDS holds; `verdict_changes`
    """

    def __init__(self, first: Page | Report, second: Page | Report):
        self.sides = first, second
        self.labels = _labels(_evidence(first), _evidence(second))
        self._pairs = list(_pairs(first, second))
        if not self._pairs:
            raise RefusedParameters("there is nothing to compare: the two have no series in common",
                                    ["give two pages of the same measure, or two reports"])
        self.points, gone = _together(self._pairs, _evidence(first), _evidence(second))
        self.data = _frame(self._pairs, gone, _evidence(first), _evidence(second))
        self.notes = {"First": self.labels[0], "Second": self.labels[1]} | {
            f"{name} ({side})": text for side, each in zip(SIDES, self.sides, strict=True)
            for name, text in each.notes().items()}

    def table(self) -> show.Table | show.Aside:
        """Each series' latest figure and verdict on either side, and the difference; of series with a figure."""
        rows = [{"Figure": first.title.partition(" (varied")[0],
                 **{f"{label}: {name}": text for label, finding, hidden in zip(
                     self.labels, (first, second), _hidden(row), strict=True)
                    for name, text in _told(finding, hidden).items()},
                 "Difference": signed(_number(row["difference"]), first.unit, first.decimals)}
                for (first, second), row in zip(self._pairs, self.data.to_dict("records"), strict=True)
                if first.latest or second.latest]
        if not rows:
            return show.aside("Neither has a figure to compare.")
        told = pd.DataFrame(rows)
        right = tuple(name for name in told if name.endswith(": latest") or name == "Difference")
        name = f"compared-{slug(' '.join(self.labels))}"
        return show.words_table(told, name, f"{self.labels[0]} beside {self.labels[1]}", right).with_data(
            self.data, self.notes)

    def chart(self, series: str | None = None) -> show.Chart:
        """Both courses of a series, of the first headline with a figure where none is named."""
        named = [pair for pair in self._pairs if series in (None, pair[0].series)]
        if not named:
            known = ", ".join(pair[0].series for pair in self._pairs)
            raise LookupError(f"both have the series {known}; not {series!r}")
        drawable = [pair[0] for pair in named if all(finding.points for finding in pair)]
        first = next((finding for finding in drawable if finding.headline), (drawable or [named[0][0]])[0])
        of = self.points[self.points["series"].eq(first.series)]
        courses = [(label, of[of["side"].eq(side)]) for label, side in zip(self.labels, SIDES, strict=True)]
        drawn = show.comparison_chart(first, courses, f"{first.series}-compared-{slug(' '.join(self.labels))}")
        drawn.data, drawn.notes = of, self.notes
        return drawn

    def _ipython_display_(self) -> None:
        display(self.table())
        display(self.chart())

    def words(self) -> str:
        """The table and the chart as plain text."""
        return f"{self.table().words()}\n\n{self.chart().words()}"

    __repr__ = words


def compare(first: Page | Report, second: Page | Report) -> Comparison:
    """Two reports, or two pages of one measure, side by side: of two periods, two areas, two as-at days, or a page and
    what `vary` makes of it. Shows itself as a table and a chart; `data` and `points` are the frames.

    wf.compare(page, page.vary(miles=25)).data
    """
    wrong = [f"{type(each).__name__} is neither a report nor a page" for each in (first, second)
             if not isinstance(each, Page | Report)]
    if wrong:
        raise RefusedParameters("compare: expected two reports (wf.open_report) or two pages (report[…])", wrong)
    return Comparison(first, second)


def _evidence(side: Page | Report) -> ReportInputs:
    return side._evidence if isinstance(side, Page) else side.evidence


def _pairs(first: Page | Report, second: Page | Report) -> Iterator[tuple[Finding, Finding]]:
    """The findings of each series that both have, the returns' before the published; series of the same origin where
    there are such."""
    theirs: dict[tuple[str, str], list[Finding]] = {}
    for finding in second.findings:
        theirs.setdefault((finding.measure, finding.series), []).append(finding)
    done = set()
    for finding in first.findings:
        key = finding.measure, finding.series
        if key in theirs and key not in done:
            done.add(key)
            yield finding, next((each for each in theirs[key] if each.origin == finding.origin), theirs[key][0])


def _labels(first: ReportInputs, second: ReportInputs) -> tuple[str, str]:
    """What tells the two apart, and nothing else."""
    parts = [(each.setting.names[each.setting.area], brief_period(each.period.label), f"as known on {day(each.as_at)}",
              "internal" if each.audience != "public" else "", each.variation.words or "as defined")
             for each in (first, second)]
    differ = [place for place, (one, other) in enumerate(zip(*parts, strict=True)) if one != other]
    if 1 in differ and 2 in differ:
        differ.remove(2)        # of another period something else was known
    labels = [", ".join(filter(None, (each[place] for place in differ))) for each in parts]
    return tuple(label or side for label, side in zip(labels, SIDES, strict=True))


def _together(pairs: list[tuple[Finding, Finding]], *evidence: ReportInputs) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The points of both without what the two would give away together, and which those are."""
    sides = [tidy.points([pair[place] for pair in pairs], each.audience) for place, each in enumerate(evidence)]
    both = sides[0].merge(sides[1], on=POINT, suffixes=("_first", "_second"))
    limit = max(each.rule.threshold for each in evidence)
    apart = [small((both[f"{name}_first"] - both[f"{name}_second"]).abs(), limit)
             for name in ("numerator", "denominator", "unknown")]
    one_hides = both["status_first"].eq("suppressed") ^ both["status_second"].eq("suppressed")
    gone = both[both["origin"].eq("extract") & (one_hides | np.logical_or.reduce(apart))][POINT]
    return pd.concat([_without(side, gone).assign(side=name) for name, side in zip(SIDES, sides, strict=True)],
                     ignore_index=True), gone


def _without(points: pd.DataFrame, gone: pd.DataFrame) -> pd.DataFrame:
    """Points of which those that are gone have the status and no number."""
    hidden = pd.MultiIndex.from_frame(points[POINT]).isin(pd.MultiIndex.from_frame(gone))
    return points.assign(**{name: points[name].mask(hidden) for name in tidy.NUMBERS},
                         status=points["status"].mask(hidden, "suppressed"))


def _frame(pairs: list[tuple[Finding, Finding]], gone: pd.DataFrame, *evidence: ReportInputs) -> pd.DataFrame:
    """One row a series: what both say of it, side by side; of two areas a difference within one period alone."""
    sides = [_ends([pair[place] for pair in pairs], gone, each.audience) for place, each in enumerate(evidence)]
    made = sides[0][BOTH].join([side.drop(columns=BOTH).add_suffix(f"_{name}")
                                for name, side in zip(SIDES, sides, strict=True)])
    alike = made["area_first"].eq(made["area_second"]) | made["latest_period_first"].eq(made["latest_period_second"])
    return made.assign(difference=(made["latest_second"] - made["latest_first"]).where(alike),
                       verdict_changes=made["verdict_first"].ne(made["verdict_second"])
                       | made["evidence_first"].ne(made["evidence_second"]))


def _ends(findings: list[Finding], gone: pd.DataFrame, audience: str) -> pd.DataFrame:
    """The ends of each finding; none of one whose baseline or latest is gone."""
    keys = set(gone.itertuples(index=False, name=None))
    hidden = [any(end and (one.measure, one.series, one.origin, one.area, pd.Timestamp(end.end)) in keys
                  for end in (one.baseline, one.latest)) for one in findings]
    told = tidy.ends(findings, audience)
    return told.assign(hidden=hidden, **{name: told[name].mask(pd.Series(hidden, told.index)) for name in ENDS})


def _hidden(row: dict) -> tuple[bool, bool]:
    return row["hidden_first"], row["hidden_second"]


def _told(finding: Finding, hidden: bool) -> dict[str, str]:
    return {"latest": "hidden" if hidden else ends(finding)["Latest"], "verdict": verdict_of(finding)}


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
