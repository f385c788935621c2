"""What the spreadsheets hold, sheet by sheet, after the government's guidance on accessible spreadsheets: a cover, the
contents, notes, and one table a sheet, with a sign in each cell that has no figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wayforward.finding import Finding, Point
from wayforward.formats import as_shown, brief_period, day, decimals, shown, step
from wayforward.markup import neutral
from wayforward.narrate.charts import WANTED
from wayforward.narrate.words import verdict_of
from wayforward.publish.plain_words import plain
from wayforward.publish.public_run import PublicRun

SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE, PROVISIONAL, REVISED = "[c]", "[x]", "[z]", "[p]", "[r]"
SIGNS = {SUPPRESSED: "suppressed, so that nobody can be recognised",
         NOT_AVAILABLE: "not available: the figure, or its interval, is not known or was not published",
         NOT_APPLICABLE: "not applicable: there is no such figure of this series",
         PROVISIONAL: "provisional: the figure may still be revised",
         REVISED: "revised since it was first published"}
OF_STATUS = {"suppressed": SUPPRESSED, "not available": NOT_AVAILABLE, "provisional": PROVISIONAL, "revised": REVISED}
NO_REMARK, CONTENTS = "none", "contents"
ORIGINS = {"extract": "council’s own returns", "published": "official published figures"}
ENDS = ["Promise", "Name", "Figure", "Series", "Origin", "Unit", "Better", "Before the plan", "Period before the plan",
        "Latest", "Latest period", "Change", "Change, lower limit", "Change, upper limit", "Verdict"]
POINTS = ["Figure", "Series", "Origin", "Unit", "Period", "Begins", "Ends", "Value", "Lower limit", "Upper limit",
          "Numerator", "Denominator", "Not known", "Status", "Remark"]
AREAS = ["Promise", "Figure", "Series", "Origin", "Unit", "Area", "Kind of area", "Period", "Value"]
KINDS = {"country": "country", "region": "region", "neighbour": "statistical neighbour",
         "median": "middle of the statistical neighbours"}


class Number(NamedTuple):
    """A number as it is shown, with its decimals."""

    value: float
    places: int


Cell = Number | date | str


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its title, what is said under it, and its table, if it has one."""

    name: str
    title: str
    lines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


def sheets(run: PublicRun) -> list[Sheet]:
    """All sheets in order."""
    mark = run.mark
    tables = [_of_findings("promises", "The promises at a glance", run.headlines, mark),
              _of_findings("figures", "Every figure of the promises, and more about them",
                           [one for one in run.findings if one.points], mark),
              *(_of_points(headline, run, mark) for headline in run.headlines if _with_points(headline, run)),
              _of_areas([one for one in run.findings if one.points], mark)]
    filled = [one for one in tables if one.rows]
    return [_cover(run, mark), _contents(filled, mark), _notes(mark), *filled]


def _with_points(headline: Finding, run: PublicRun) -> list[Finding]:
    return [one for one in run.findings if one.number == headline.number and one.points]


def _cover(run: PublicRun, mark: str) -> Sheet:
    return Sheet("cover", run.title, (
        mark, *(plain(block) for block in run.opening[1:2]),
        f"Period: {run.period}. As known on {day(run.as_at.isoformat())}.",
        "The promises are quoted from the plan. The report’s pages tell how each figure is counted and tested.",
        "Licence of the figures: Open Government Licence v3.0."))


def _contents(tables: list[Sheet], mark: str) -> Sheet:
    return Sheet(CONTENTS, "Contents", (mark, "This sheet has one table, with a row for each sheet that has figures."),
                 ("Sheet", "Title", "Rows"), tuple((one.name, one.title, Number(len(one.rows), 0)) for one in tables))


def _notes(mark: str) -> Sheet:
    signs = tuple((sign, f"{words[0].upper()}{words[1:]}.") for sign, words in SIGNS.items())
    return Sheet("notes", "Notes", (mark, "This sheet has one table: the signs that stand in cells without a figure or "
                                          "beside one, and what the columns mean."), ("Sign or column", "Meaning"),
                 (*signs, ("Value", "In the unit beside it; percentages as 88.6, not as 0.886; as many decimals as the "
                                    "pages show."),
                  ("Lower limit, Upper limit", "The 95% interval of the figure."),
                  ("Change", "Latest less the figure before the plan; of percentages in percentage points."),
                  ("Origin", "Counted from the council’s own returns, or as officially published."),
                  ("Verdict", "By one rule for all figures, with the strength of evidence; the pages say whether it "
                              "is the one that was declared.")))


def _of_findings(name: str, title: str, findings: list[Finding], mark: str) -> Sheet:
    return Sheet(name, title, (mark, _one_table("figure")), tuple(ENDS), tuple(map(_ends, findings)))


def _one_table(of: str) -> str:
    return f"This sheet has one table, with a row for each {of}. The signs in it are explained in the sheet notes."


def _ends(one: Finding) -> tuple[Cell, ...]:
    def ended(point: Point | None) -> tuple[Cell, Cell]:
        return (_figure(one, point.value, point), brief_period(point.period)) if point else (NOT_AVAILABLE,) * 2
    change = tuple(_difference(one, getattr(one.change, name)) for name in ("estimate", "low", "high"))
    return (Number(one.number, 0), neutral(one.measure_title), *_named(one), WANTED[one.better], *ended(one.baseline),
            *ended(one.latest), *change, verdict_of(one))


def _named(one: Finding) -> tuple[str, ...]:
    return neutral(one.title), one.series, ORIGINS[one.origin], neutral(one.unit)


def _figure(one: Finding, value: float | None, point: Point) -> Cell:
    sign = SUPPRESSED if point.status == "suppressed" else NOT_AVAILABLE
    return _number(value, one.unit, decimals(one, point)) or sign


def _difference(one: Finding, value: float | None) -> Cell:
    return _number(value, step(one.unit), one.decimals) or NOT_AVAILABLE


def _number(value: float | None, unit: str, places: int) -> Number | None:
    return None if value is None else Number(shown(as_shown(value, unit, places), unit), places)


def _of_points(headline: Finding, run: PublicRun, mark: str) -> Sheet:
    rows = [_point(one, point) for one in _with_points(headline, run) for point in one.points]
    return Sheet(f"promise_{headline.number}", f"Promise {headline.number}: {headline.measure_title}",
                 (mark, f"The plan’s words: {headline.promise}", _one_table("period of a figure")), tuple(POINTS),
                 tuple(rows))


def _point(one: Finding, point: Point) -> tuple[Cell, ...]:
    limits = (_figure(one, value, point) for value in (point.low, point.high))
    remark = "; ".join(filter(None, (point.note, point.reason)))
    return (*_named(one), point.period, point.start, point.end, _figure(one, point.value, point), *limits,
            *(_people(one, point, name) for name in ("numerator", "denominator", "unknown")),
            f"{point.status} {OF_STATUS.get(point.status, '')}".strip(), neutral(remark) or NO_REMARK)


def _people(one: Finding, point: Point, name: str) -> Cell:
    """A number of people, or the sign of why there is none."""
    value, places = getattr(point, name), int(any(each.is_monthly_average for each in one.points))
    if value is not None:
        return Number(as_shown(value, "", max(places, one.decimals if one.kind == "count" else 0)), places)
    if point.status == "suppressed":
        return SUPPRESSED
    return NOT_APPLICABLE if all(getattr(each, name) is None for each in one.points) else NOT_AVAILABLE


def _of_areas(findings: Iterable[Finding], mark: str) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for one in findings:
        labels = {point.end: point for point in one.points}
        rows += [(Number(one.number, 0), *_named(one), neutral(beside.area), KINDS[beside.level],
                  labels[end].period, _figure(one, value, labels[end]))
                 for beside in one.benchmarks for end, value in beside.points
                 if end in labels and value is not None]
    return Sheet("other_areas", "The same figures of other areas", (mark, _one_table("period of a figure and an area")),
                 tuple(AREAS), tuple(rows))


def is_sign(value: Cell) -> bool:
    """Whether a cell has a sign in place of a figure."""
    return isinstance(value, str) and value in SIGNS
