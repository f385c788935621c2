"""Tabulate it: findings as tables, from the finding's own numbers, formatted by `formats` and nowhere else."""

import re
from pathlib import Path

import pandas as pd
from great_tables import GT, loc, style
from matplotlib.figure import Figure

from wayforward.finding import Benchmark, Choice, Finding, Point
from wayforward.formats import NOTHING, brief_period, decimals, half_up, number, quantity, signed, singular, step
from wayforward.judge import alike
from wayforward.markup import ALONE, Markup, in_html, visible
from wayforward.narrate import no_figure
from wayforward.narrate.charts import wanted
from wayforward.narrate.figures import limits, probability
from wayforward.narrate.words import verdict_of
from wayforward.show.drawing import drawing
from wayforward.show.exports import Exports, Notes, as_png, table_figure, written
from wayforward.statistics.results import Result

NO_MATHEMATICS = "mathjax_ignore tex2jax_ignore"
OF_A_COLUMN = re.compile(r' headers="[^"]*"')        # with it, a cell would have no other heading
FIRST_CELL = re.compile(r"(<tr>\s*(?:<td[^>]*></td>\s*)*)<td([^>]*)>(.+?)</td>", re.DOTALL)        # with words in it
TITLE = re.compile(r'<tr class="gt_heading">\s*<td [^>]*id="([^"]*)"[^>]*>(.*?)</td>\s*</tr>', re.DOTALL)


class Table(GT, Exports):
    """A table that stands in plain words too where HTML is not shown; its own repr has addresses of this machine.

    data: the tidy frame behind it, or its words where it has none; notes: on it
    """

    def with_data(self, data: pd.DataFrame, notes: Notes | None = None) -> "Table":
        """The same table with the frame behind it, and notes on it."""
        return self._replace(data=data, notes=notes or self.notes)

    @property
    def figure(self) -> Figure:
        """The table as a matplotlib Figure."""
        right = tuple(column.var for column in self._boxhead if column.column_align == "right")
        return table_figure(str(self._heading.title), self._tbl_data.map(_in_a_line), right)

    def png(self, path: str | Path | None = None) -> bytes:
        """The table as a picture, written where a path is given."""
        made = as_png(self.figure)
        written(made, path)
        return made

    def svg(self, path: str | Path | None = None) -> str:
        """The table as a drawing, written where a path is given."""
        title = str(self._heading.title)
        made = drawing(self._options.table_id.value or "table", title, self.words(), {"wide": self.figure})
        written(made, path)
        return made

    def _repr_pretty_(self, printer, cycle):
        printer.text(self.words())

    def words(self) -> str:
        """The table as plain text."""
        return f"{self._heading.title}\n{self._tbl_data.map(_in_a_line).to_string(index=False)}"

    def as_raw_html(self, *given, **more) -> str:
        """Its HTML; where a dollar or a backslash stands in it, MathJax is told to keep away."""
        made, rows = _for_every_reader(super().as_raw_html(*given, **more)), self._tbl_data
        texts = [str(self._heading.title), *rows.columns, *map(str, rows.map(_in_a_line).to_numpy().ravel())]
        marked = any(mark in text for text in texts for mark in ALONE)
        return f'<div class="{NO_MATHEMATICS}">{made}</div>' if marked else made

    def _repr_html_(self) -> str:
        return self.as_raw_html()


def _for_every_reader(made: str) -> str:
    """great_tables' HTML with the title as the table's caption, so that it is read out with it, each row headed by its
    first cell, and the box that scrolls within a keyboard's reach and named."""
    made = FIRST_CELL.sub(r'\1<th scope="row"\2>\3</th>', OF_A_COLUMN.sub("", made))
    title = TITLE.search(made)
    if not title:
        return made
    name, words = title.groups()
    caption = f'<caption class="gt_title" id="{name}">{words}</caption>'
    made = (made[:title.start()] + made[title.end():]).replace("<thead>", f"{caption}\n<thead>", 1)
    return made.replace("<div ", f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}" ', 1)


def table(finding: Finding) -> Table:
    """The points of a finding, oldest first: period, figure, interval, counts, comparisons, remarks."""
    beside = {name: mark for level, name in (("country", None), ("region", None), ("median", "Neighbours' median"))
              for mark in finding.benchmarks if mark.level == level for name in [name or mark.area]}
    rows = [{"Period": point.period, "Figure": _figure(finding, point.value, point),
             "95% interval": _interval(finding, point), **_counts(finding, point),
             **{name: _figure(finding, dict(mark.points).get(point.end), point) for name, mark in beside.items()},
             "Remark": _remark(finding, point)} for point in finding.points]
    told = pd.DataFrame(rows)
    told = told[[column for column in told.columns if not told[column].isin(["", NOTHING]).all()]]
    return made_of(told, f"{finding.series}-points", f"{finding.title}{_in_unit(finding)}", left=("Period", "Remark"))


def series_table(findings: list[Finding], name: str, title: str) -> Table:
    """One row a finding: what, before the plan, latest, change, verdict."""
    rows = [{"Figure": f"{finding.title}{' (stands in)' if finding.stand_in else ''}", **ends(finding)}
            for finding in findings]
    return made_of(pd.DataFrame(rows), name, title, left=("Figure", "Verdict"))


def panel_table(findings: list[Finding]) -> Table:
    """Each promise's headline, and under it the promise's other parts, in the plan's order."""
    rows = [{**_promise(finding), "Figure": f"{finding.title} ({wanted(finding)})", **ends(finding)}
            for finding in findings]
    return made_of(pd.DataFrame(rows), "panel-headlines", "The promises, and the figures that speak of them",
                  left=("Promise", "Figure", "Verdict"))


def _promise(finding: Finding) -> dict[str, str]:
    """Number and words of the promise, once: beside its headline."""
    return {"No.": str(finding.number), "Promise": finding.promise} if finding.headline else {"No.": "", "Promise": ""}


def robustness_table(finding: Finding) -> Table:
    """The other defensible choices and what each would have said."""
    rows = [{"Choice": choice.choice, "p": _p(choice), "Verdict": str(choice.verdict),
             "Beside ours": "agrees" if alike(choice.verdict, finding.verdict) else "differs"}
            for choice in finding.robustness]
    return made_of(pd.DataFrame(rows), f"{finding.series}-robustness", f"Other defensible choices: {finding.title}",
                  left=("Choice", "Verdict", "Beside ours"))


def _p(choice: Choice) -> str:
    least = "" if choice.smallest_p is None else f" (least possible {probability(choice.smallest_p)})"
    return f"{probability(choice.p)}{least}"


def benchmark_table(finding: Finding) -> Table:
    """Our latest figure and change beside every comparator's, and our change less theirs; highest figure first."""
    ours = Benchmark(finding.area, "this report", 1, finding.latest.value, finding.change.estimate, None, ())
    marks = sorted([ours, *(mark for mark in finding.benchmarks if mark.value is not None)],
                   key=lambda mark: -mark.value)
    rows = [{"Area": "Neighbours' median" if mark.level == "median" else mark.area, "Which": mark.level,
             "Figure": quantity(mark.value, finding.unit, finding.decimals),
             "Change": signed(mark.change, finding.unit, finding.decimals),
             "Ours less theirs": NOTHING if mark is ours else _difference(finding, mark.relative)} for mark in marks]
    return made_of(pd.DataFrame(rows), f"{finding.series}-areas", f"{finding.title}, {finding.latest.period}",
                  left=("Area", "Which"), bold=[row for row, mark in enumerate(marks) if mark is ours])


def _difference(finding: Finding, result: Result | None) -> str:
    """A difference with its interval: "−5.7 (−9.6 to −1.9)"."""
    if result is None or result.estimate is None:
        return NOTHING
    size = signed(result.estimate, finding.unit, finding.decimals)
    return f"{size} ({limits(finding, result)})" if result.has_interval else size


def words_table(rows: pd.DataFrame, name: str, title: str, right: tuple[str, ...] = ()) -> Table:
    """Rows that are already words and formatted figures; a tuple in a cell is a line for each."""
    return made_of(rows, name, title, left=tuple(column for column in rows.columns if column not in right))


def _figure(finding: Finding, value: float | None, point: Point) -> str:
    """A figure of a point's period with its sign of per cent, but without a unit in words, which the title tells."""
    return number(value, finding.unit, decimals(finding, point))


def _in_unit(finding: Finding) -> str:
    return "" if finding.unit in ("%", "score") else f" ({finding.unit})"


def _interval(finding: Finding, point) -> str:
    if point.low is None:
        return NOTHING
    return f"{_figure(finding, point.low, point)} to {_figure(finding, point.high, point)}"


def _counts(finding: Finding, point) -> dict[str, str]:
    if finding.kind in ("shares", "count", "gap") or (finding.kind == "rate" and finding.unit != "%"):
        return {}       # heads of whichever groups are over-represented; the figure itself; sizes of groups; exposures
    told = {"Count": point.numerator, "Out of": point.denominator}
    if any(each.unknown for each in finding.points):
        told["Not known"] = point.unknown
    places = 1 if finding.kind == "rate" or any(each.is_monthly_average for each in finding.points) else 0
    return {name: NOTHING if count is None else half_up(count, places) for name, count in told.items()}


def _remark(finding: Finding, point) -> str:
    status = "" if point.status == "final" else point.status
    some = any(each.low is not None for each in finding.points)
    reason = point.reason if some and point.value is not None else ""      # said once in the story if true of all
    return "; ".join(part for part in (status, point.note, reason) if part)


def ends(finding: Finding) -> dict[str, str]:
    """Before the plan, latest, change with its interval, verdict."""
    def told(point):
        value = quantity(point.value, finding.unit, decimals(finding, point)) if point else NOTHING
        return f"{value} ({brief_period(point.period)})" if point else NOTHING
    return {"Before the plan": told(finding.baseline), "Latest": told(finding.latest), "Change": _change(finding),
            "Verdict": _verdict(finding)}


def _verdict(finding: Finding) -> str:
    """The verdict; of a refused figure with what was refused."""
    words = verdict_of(finding)
    return f"{words}: {no_figure.brief(finding)}" if finding.refused else words


def _change(finding: Finding) -> str:
    size = signed(finding.change.estimate, finding.unit, finding.decimals)
    if finding.change.estimate is not None and step(finding.unit) != "score":
        size += f" {singular(step(finding.unit)) if size[1:] == '1' else step(finding.unit)}"
    if not finding.change.has_interval:
        return size
    limits = (signed(limit, finding.unit, finding.decimals) for limit in (finding.change.low, finding.change.high))
    return f"{size} ({' to '.join(limits)})"


def _several(cell) -> bool:
    return isinstance(cell, tuple)


def _in_a_line(cell):
    return "; ".join(cell) if _several(cell) else cell


def _html(cell) -> Markup:
    """A cell in HTML; what it says is text, in a line for each where it is of several."""
    return Markup("<br>").join(map(in_html, cell)) if _several(cell) else in_html(cell)


def made_of(rows: pd.DataFrame, name: str, title: str, left: tuple[str, ...], bold: list[int] | None = None) -> Table:
    """The house table: an id of its own, so that headings are tied to the right cells; figures on the right."""
    rows = rows.rename(columns=visible)
    words = [column for column in rows.columns if column in left]
    figures = [column for column in rows.columns if column not in left]
    made = Table(rows, id=name)
    made.data, made.notes = rows.map(_in_a_line), {}
    made = (made.tab_header(title=visible(title)).cols_align("left", words).cols_align("right", figures)
            .fmt(_html, list(rows.columns))
            .tab_options(table_font_names=["inherit"], table_font_size="14px", heading_align="left",
                         data_row_padding="4px", table_width="100%"))
    return made.tab_style(style.text(weight="bold"), loc.body(rows=bold)) if bold else made
