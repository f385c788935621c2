"""What stands beside and behind a measure's figures, each thing one call."""

from __future__ import annotations

import pandas as pd

from wayforward import measures, narrate, show
from wayforward.errors import RefusedReturn
from wayforward.finding import Finding
from wayforward.formats import NOTHING, half_up, quantity
from wayforward.narrate.against_the_rest import place
from wayforward.narrate.beside_others import ranked
from wayforward.narrate.no_figure import brief as because
from wayforward.plan import Context, Measure, Series
from wayforward.report import tidy
from wayforward.report.all_councils import AllCouncils, all_councils
from wayforward.report.breakdowns import breakdowns_of, reconciled_rows, rounded_to, supplementary
from wayforward.report.composition import as_table, composition_of, in_words
from wayforward.report.from_returns import Counted
from wayforward.report.notes import notes
from wayforward.report.open import Examination, ReportInputs, examined, reconciliation
from wayforward.report.protection import Protection
from wayforward.report.refusals import refusal


class MeasureTables:
    """Other areas, groups, rows and doubts of a measure: of its headline where no series is named. In the place of what
    there is not stands an aside that says why."""

    def __init__(self, measure: Measure, evidence: ReportInputs):
        self.measure, self._evidence, self._beside = measure, evidence, []

    @property
    def _examined(self) -> Examination:
        """The measure through the whole chain, when first asked for."""
        return examined(self.measure, self._evidence)

    @property
    def findings(self) -> list[Finding]:
        """Of every series, as the plan orders them."""
        return self._examined.findings

    def finding(self, series: str | None = None) -> Finding:
        """The finding of a series of this measure; LookupError, with the series there are, for any other."""
        name = series or self.measure.headline.id
        for finding in self.findings:
            if finding.series == name:
                return finding
        known = ", ".join(finding.series for finding in self.findings)
        raise LookupError(f"{self.measure.id} has the series {known}; not {name!r}")

    def areas(self, series: str | None = None) -> show.Section | show.Aside:
        """The latest figure and the change since the baseline, beside every comparator's."""
        finding = self.finding(series)
        if not finding.latest or not any(mark.value is not None for mark in finding.benchmarks):
            return show.aside("There is no figure to compare.", because(finding))
        told = place(finding) or ranked(finding)
        return show.Section(show.benchmark_table(finding), *([show.said(told)] if told else []))

    def councils(self, series: str | None = None, rate: float = 0.05) -> AllCouncils | show.Aside:
        """Every council's change over the same years less the others', and which moved otherwise than the rest at a
        false discovery rate; of published figures, and no verdict on any council."""
        return all_councils(self.finding(series), self._evidence, rate)

    def context(self) -> show.Table | show.Aside:
        """Published quantities to read beside the measure, without verdict."""
        figures, area = self._evidence.published.figures, self._evidence.setting.area
        worked_out = measures.context(self.measure.id, figures)
        columns = {wanted.title: _context_column(wanted, worked_out.get(wanted.id, figures), area)
                   for wanted in self.measure.context}
        told = pd.DataFrame(columns).dropna(how="all").fillna(NOTHING)
        told = told.loc[:, told.ne(NOTHING).any()]
        if told.empty:
            return show.aside("Nothing is published to read beside it.")
        rows = told.rename_axis("Period").reset_index()
        return show.words_table(rows, f"{self.measure.id}-context", f"To read beside {self.measure.title}",
                                right=tuple(rows)[1:])

    def groups(self, series: str | None = None) -> show.Section | show.Aside:
        """For a measure of make-up: the latest make-up group by group, and whether it could be chance."""
        finding, evidence = self.finding(series), self._evidence
        if finding.refused:
            return show.aside("There is no make-up to show.", because(finding))
        rows = composition_of(finding, evidence.published.figures, evidence.returns, evidence.setting.area,
                              self._examined.own)
        if rows is None:
            return show.aside("No make-up by group is at hand for this area.")
        words = in_words(rows)
        return show.Section(as_table(finding, rows), *([show.said(words)] if words else []))

    def breakdown(self, *by: str, series: str | None = None, over: str | None = None) -> show.Table | show.Aside:
        """The latest figure by the characteristics its return carries: those named, or all. `over="year"`: of every
        period that has a figure, side by side. `data` has the numbers, one row a period and group. What no page shows
        unasked is fitted to what is shown already: groups that would tell of few people are hidden."""
        if over not in (None, "year"):
            raise LookupError(f'a breakdown is of the latest figure, or over="year"; not over={over!r}')
        finding, counted = self.finding(series), self._counted(series)
        if finding.refused:
            return show.aside("There is nothing to break down.", because(finding))
        if counted is None or not counted.tally.by or finding.latest is None:
            return show.aside("The return carries nothing to break this figure down by.")
        ends = [point.end for point in finding.points if point.usable] if over else [finding.latest.end]
        rows = breakdowns_of(self._plan_series(series), counted, ends, by or counted.tally.by)
        made = show.breakdown_over_time(finding, rows) if over else \
            show.breakdown_table(finding, rows, finding.latest.period)
        return made.with_data(tidy.groups(finding, rows, self._evidence.audience), notes(self._evidence, self.measure))

    def details(self) -> show.Section | show.Aside:
        """The measure's other tables from its returns."""
        try:
            evidence = self._evidence
            decided = supplementary(self.measure.id, evidence.returns, evidence.rule, self.protections(),
                                    evidence.ledger.told)
        except RefusedReturn as spoilt:
            title = refusal(spoilt.table, self._evidence.returns).title
            return show.aside("The measure’s other tables are not shown.", f"the return “{title}” was refused")
        made, self._beside = [detail for detail, _ in decided], [protection for _, protection in decided]
        if not made:
            return show.aside("The returns give no other table.")
        return show.Section(*(part for number, detail in enumerate(made) for part in (
            show.detail_table(f"{self.measure.id}-detail-{number}", detail.title, detail.rows, detail.units),
            *([show.said(detail.note)] if detail.note else []))))

    def robustness(self, series: str | None = None) -> show.Table | show.Aside:
        """What other defensible choices would have said."""
        finding = self.finding(series)
        if not finding.robustness:
            return show.aside("There is no other choice to try on these figures.")
        return show.robustness_table(finding)

    def control(self, series: str | None = None) -> show.Section | show.Aside:
        """Whether something other than chance happened, and when: the series as a control chart, what it says, and
        its figures. Of fewer than 8 figures it can show hardly anything: `doubts` leaves it out."""
        finding = self.finding(series)
        drawn = show.control_chart(finding, self._evidence.plan.start)
        if drawn is None:
            return show.aside("There is no control chart.",
                              finding.control.reason if finding.control else because(finding) or "no figure")
        return show.Section(drawn, show.said(narrate.control.sentence(finding)), show.control_table(finding))

    def row_reconciliation(self, series: str | None = None) -> show.Table | show.Aside:
        """Every row of the return: counted, or left out and why."""
        counted = self._counted(series)
        if self.finding(series).refused:
            return show.aside("No row is accounted for.", because(self.finding(series)))
        if counted is None:
            return show.aside("This figure was not counted from a return, so there is no row to account for.")
        rule, people = self._evidence.rule, self._plan_series(series).people
        hidden = counted.protection.hidden_accounts((self.measure.id, self._plan_series(series).id)) \
            if counted.protection else set()
        return show.row_reconciliation_table(self.finding(series), reconciled_rows(counted, rule, hidden, people),
                                             rounded_to(counted, rule, people))

    def reconciliation(self, series: str | None = None) -> show.Table | show.Aside:
        """The figure as counted from the returns, beside the one that was published."""
        finding, examined = self.finding(series), self._examined
        published = examined.published.get(finding.series)
        if finding.refused:
            return show.aside("There is no figure from the returns to set against a published one.", because(finding))
        if finding.origin != "extract" or published is None:
            return show.aside("There is no published figure beside one from the returns to set against each other.")
        rows = reconciliation(finding, examined.own, published)
        if rows.empty:
            return show.aside("No period has both a published figure and one from the returns.")
        return show.reconciliation_table(finding, rows)

    def protections(self) -> list[Protection]:
        """The decisions on what is told of the measure, each once."""
        made = [counted.protection for counted in self._examined.own.counted.values() if counted.protection]
        return list(dict.fromkeys([*made, *self._beside]))

    def _counted(self, series: str | None) -> Counted | None:
        return self._examined.own.counted.get(series or self.measure.headline.id)

    def _plan_series(self, series: str | None) -> Series:
        return next(each for each in self.measure.series if each.id == (series or self.measure.headline.id))


def _context_column(wanted: Context, figures: pd.DataFrame, area: str) -> pd.Series:
    """The area's figures as readers see them, by period, oldest first; bounds where only those are known."""
    rows = figures[(figures["series"] == wanted.id) & (figures["area"] == area)].sort_values("end")
    return pd.Series([_context_cell(wanted, row) for _, row in rows.iterrows()], rows["label"], dtype=object)


def _context_cell(wanted: Context, row: pd.Series) -> str:
    if pd.isna(row["value"]):
        return NOTHING
    if "low" in row.index:
        return " to ".join(quantity(row[limit], wanted.unit, wanted.decimals) for limit in ("low", "high"))
    mark = "" if row["status"] == "final" else f" ({row['status']})"
    return half_up(row["value"], wanted.decimals) + mark
