"""What a notebook holds: a report, and one page a measure, each thing on it one call."""

import pandas as pd
from IPython.display import Markdown

from wayforward import measures, narrate, show
from wayforward.errors import RefusedReturn
from wayforward.finding import Finding
from wayforward.formats import NOTHING, day, half_up, listed, quantity
from wayforward.markup import escaped
from wayforward.narrate import sections
from wayforward.plan import Context, Measure, Plan, Series
from wayforward.report.breakdowns import breakdown_of, reconciled_rows, supplementary
from wayforward.report.composition import as_table, composition_of, in_words
from wayforward.report.from_returns import Counted
from wayforward.report.inputs import checks, screening
from wayforward.report.open import Evidence, examine_measure, gather, reconciliation, save
from wayforward.report.refusals import refusal


class Page:
    """One measure: its definition, and for each of its series the story, chart and tables. The headline is meant
    where no series is named."""

    def __init__(self, measure: Measure, evidence: Evidence):
        self.measure, self._evidence = measure, evidence
        self._examined = examine_measure(measure, evidence)
        self.findings = self._examined.findings

    def finding(self, series: str | None = None) -> Finding:
        """The finding of a series of this measure; LookupError, with the series there are, for any other."""
        name = series or self.measure.headline.id
        for finding in self.findings:
            if finding.series == name:
                return finding
        known = ", ".join(finding.series for finding in self.findings)
        raise LookupError(f"{self.measure.id} has the series {known}; not {name!r}")

    def definition(self) -> Markdown:
        """The promise in the plan's words, why it matters, the rule by which it is counted, and who answers for it."""
        measure = self.measure
        reason = measure.headline.better_reason
        direction = f"*Direction*: {escaped(reason)}\n\n" if reason else ""
        return show.markdown(f"> **Promise {measure.number}.** {escaped(measure.promise)}\n\n{escaped(measure.why)}\n\n"
                        f"*An {measure.type}*: {escaped(measure.type_reason)}\n\n{direction}"
                        f"{_as_list(measures.definition(measure.id))}\n\n{_answered_for(measure, self._evidence.plan)}")

    def story(self, *series: str) -> Markdown:
        """The story in words: of the headline and the promise's other parts, or of the series named; where the return
        of one was refused, of its published figures too."""
        named = series or [finding.series for finding in self.findings if finding.headline or finding.part]
        refused = {finding.series for finding in self.findings if finding.refused}
        chosen = [finding for name in named for finding in self.findings if finding.series == name
                  and (name in refused or finding is self.finding(name))]
        return show.markdown("\n\n".join(sections.titled(finding) if len(chosen) > 1 else finding.story
                                    for finding in chosen))

    def chart(self, series: str | None = None) -> show.Chart | Markdown:
        """The series over time, beside England, the region and the neighbours."""
        finding = self.finding(series)
        if not finding.points:
            return show.aside(f"There is no figure to draw{_refused(finding)}.")
        return show.chart(finding, self._evidence.plan.start)

    def table(self, series: str | None = None) -> show.Table | Markdown:
        """The series period by period, with counts, intervals and remarks."""
        finding = self.finding(series)
        if not finding.points:
            return show.aside(f"There is no figure to tabulate{_refused(finding)}.")
        return show.table(finding)

    def all_series(self) -> show.Table:
        """Every series of the measure in a row each: before the plan, latest, change, verdict."""
        return show.series_table(self.findings, f"{self.measure.id}-series", f"{self.measure.title}: every figure")

    def areas(self, series: str | None = None) -> show.Section | Markdown:
        """The latest figure and the change since the baseline, beside every comparator's."""
        finding = self.finding(series)
        if not finding.latest or not any(mark.value is not None for mark in finding.benchmarks):
            return show.aside(f"There is no figure to compare{_refused(finding)}.")
        told = narrate.ranked(finding)
        return show.Section(show.benchmark_table(finding), *([show.said(told)] if told else []))

    def robustness(self, series: str | None = None) -> show.Table | Markdown:
        """What other defensible choices would have said."""
        finding = self.finding(series)
        return show.robustness_table(finding) if finding.robustness \
            else show.aside("There is no other choice to try on these figures.")

    def context(self) -> show.Table | Markdown:
        """Published quantities to read beside the measure, without verdict."""
        figures, area = self._evidence.published.figures, self._evidence.setting.area
        worked_out = measures.context(self.measure.id, figures)
        columns = {wanted.title: _context_column(wanted, worked_out.get(wanted.id, figures), area)
                   for wanted in self.measure.context}
        rows = pd.DataFrame(columns).dropna(how="all").fillna(NOTHING).rename_axis("Period").reset_index()
        if rows.empty:
            return show.aside("Nothing is published to read beside it.")
        return show.words_table(rows, f"{self.measure.id}-context", "To read beside it", right=tuple(rows)[1:])

    def groups(self, series: str | None = None) -> show.Section | Markdown:
        """For a measure of make-up: the latest make-up group by group, and whether it could be chance."""
        finding, evidence = self.finding(series), self._evidence
        if finding.refused:
            return show.aside(f"There is no make-up to show{_refused(finding)}.")
        rows = composition_of(finding, evidence.published.figures, evidence.returns, evidence.setting.area)
        if rows is None:
            return show.aside("No make-up by group is at hand for this area.")
        words = in_words(rows)
        return show.Section(as_table(finding, rows), *([show.said(words)] if words else []))

    def control(self, series: str | None = None) -> show.Chart | Markdown:
        """The series as a control chart: whether something other than chance happened, and when."""
        finding = self.finding(series)
        drawn = show.control_chart(finding)
        if drawn is not None:
            return drawn
        reason = finding.control.reason if finding.control else f"no figure{_refused(finding)}"
        return show.aside(f"There is no control chart: {reason}.")

    def signals(self, series: str | None = None) -> show.Section | Markdown:
        """What the control chart says, in words and figure by figure."""
        finding = self.finding(series)
        figures = show.control_table(finding)
        if figures is None:
            return show.markdown("")
        return show.Section(show.said(narrate.control.sentence(finding)), figures)

    def from_returns(self, series: str | None = None) -> show.Section | Markdown:
        """Beside a figure counted from the area's own returns: its groups, every row accounted for, the figure as
        published, and the measure's other tables."""
        own = self._examined.own
        if not own.counted and not own.refused:
            return show.aside("Nothing here was counted from the council's own returns.")
        if self.finding(series).refused:
            return show.Section(show.aside(f"Nothing is shown of its rows{_refused(self.finding(series))}."),
                                *self.details())
        return show.Section(self.breakdown(series=series), self.row_reconciliation(series), self.reconciliation(series),
                            *self.details())

    def breakdown(self, *by: str, series: str | None = None) -> show.Table | Markdown:
        """The latest figure by the characteristics its return carries: those named, or all."""
        finding, counted = self.finding(series), self._counted(series)
        if finding.refused:
            return show.aside(f"There is nothing to break down{_refused(finding)}.")
        if finding.series in measures.nested(self.measure.id):
            return show.aside("Broken down beside the figure it is part of, this one would tell of small numbers.")
        if counted is None or not counted.tally.by or finding.latest is None:
            return show.aside("The return carries nothing to break this figure down by.")
        rows = breakdown_of(self._plan_series(series), counted, finding.latest.end, by or counted.tally.by)
        return show.breakdown_table(finding, rows, finding.latest.period)

    def row_reconciliation(self, series: str | None = None) -> show.Table | Markdown:
        """Every row of the return: counted, or left out and why."""
        counted = self._counted(series)
        if self.finding(series).refused:
            return show.aside(f"No row is accounted for{_refused(self.finding(series))}.")
        if counted is None:
            return show.aside("This figure was not counted from a return, so there is no row to account for.")
        people = self._plan_series(series).people
        return show.row_reconciliation_table(self.finding(series), reconciled_rows(counted, people))

    def reconciliation(self, series: str | None = None) -> show.Table | Markdown:
        """The figure as counted from the returns, beside the one that was published."""
        finding, examined = self.finding(series), self._examined
        published = examined.published.get(finding.series)
        if finding.refused:
            return show.aside(f"There is no figure from the returns to set against a published one{_refused(finding)}.")
        if finding.origin != "extract" or published is None:
            return show.aside("There is no published figure beside one from the returns to set against each other.")
        rows = reconciliation(finding, examined.own, published)
        if rows.empty:
            return show.aside("No period has both a published figure and one from the returns.")
        return show.reconciliation_table(finding, rows)

    def details(self) -> list[show.Table | Markdown]:
        """The measure's other tables from its returns."""
        try:
            made = supplementary(self.measure.id, self._evidence.returns)
        except RefusedReturn as spoilt:
            title = refusal(spoilt.table, self._evidence.returns).title
            return [show.aside(f"The measure's other tables are not shown: the return “{title}” was refused.")]
        return [part for number, detail in enumerate(made)
                for part in (show.detail_table(f"{self.measure.id}-detail-{number}", detail.title, detail.rows,
                                               detail.units), *([show.said(detail.note)] if detail.note else []))]

    def _counted(self, series: str | None) -> Counted | None:
        return self._examined.own.counted.get(series or self.measure.headline.id)

    def _plan_series(self, series: str | None) -> Series:
        return next(each for each in self.measure.series if each.id == (series or self.measure.headline.id))


class Report:
    """One ambition in one period: `report["measure_id"]` is a measure's page."""

    def __init__(self, ambition: int, evidence: Evidence):
        self.evidence, self.ambition = evidence, evidence.plan.ambition(ambition)
        self.pages = {measure.id: Page(measure, evidence) for measure in evidence.plan.measures_of(ambition)}

    def __getitem__(self, measure: str) -> Page:
        if measure not in self.pages:
            raise LookupError(f"ambition {self.ambition.number} has the measures {', '.join(self.pages)}; "
                              f"not {measure!r}")
        return self.pages[measure]

    @property
    def findings(self) -> list[Finding]:
        """Of every series of every measure, in the plan's order."""
        return [finding for page in self.pages.values() for finding in page.findings]

    def opening(self) -> Markdown:
        """Whose report, of which period, as known when; and what the ambition will look like, in the plan's words."""
        return show.markdown(opening(self.evidence) + "\n\nWhat it will look like:\n\n"
                        + "\n".join(f"- {escaped(statement.text)}" for statement in self.ambition.statements))

    def screening(self) -> show.Section | Markdown:
        """What the screening of the returns that this ambition reads found, and how much of what is looked up."""
        tables = {name for page in self.pages.values() for name in measures.returns_of(page.measure.id)}
        return screening(self.evidence, tables)

    def checks(self) -> show.Table:
        """Every file read, with its rows and fingerprint, and how much of it was known on the as-at day."""
        return checks(self.evidence)

    def summary(self) -> Markdown:
        """What the ambition adds up to: one line a promise."""
        return show.markdown(sections.summary(self.findings))

    def save(self, folder: str) -> None:
        """Writes this notebook's part of a run when `folder` names one; nothing otherwise."""
        title = f"Ambition {self.ambition.number}: {self.ambition.title}"
        save(folder, self.ambition.notebook, self.findings, self.evidence, sections.chapter(title, self.findings))


def open_report(ambition: int, period: str, area: str, as_at: str = "", data: str = "data") -> Report:
    """The report of one ambition, from the figures known on the as-at day.

    ambition: its number in the plan; period: "2025-26-Q4"; area: "hertfordshire"; as_at: "2026-06-30", or "" for
    three months after the period; data: the data folder, from the project's root. Refuses what it does not know.
    """
    return Report(ambition, gather(period, area, as_at, data))


def opening(evidence: Evidence) -> str:
    """Whose report, of which period, as known when, and where its figures are from."""
    name = escaped(evidence.setting.names[evidence.setting.area])
    return (f"**{name}**, {evidence.period.label}, as known on {day(evidence.as_at)}. "
            f"Measured against the plan *{escaped(evidence.plan.title)}*. {_where_from(evidence)}")


def _where_from(evidence: Evidence) -> str:
    if evidence.invented:
        return ("Nothing here is real: an invented county's invented returns, to show how the suite works. The plan's "
                "words are a real council's; no figure here is.")
    if evidence.returns.received is None:
        return "Every figure is an official published one, or worked out from such figures."
    return ("Figures are counted from the council's own returns, the newest received on "
            f"{day(evidence.returns.received.isoformat())}, where those give them, and are official published ones "
            "elsewhere; each says which.")


def _refused(finding: Finding) -> str:
    """Why there is nothing to show, where that is because its return was refused."""
    return f": {narrate.refused.brief(finding)}" if finding.refused else ""


def _answered_for(measure: Measure, plan: Plan) -> str:
    """Bees, owner, checker and next review of a definition, in one line."""
    bees = listed([bee.name for bee in plan.bees if bee.id in measure.bees])
    return (f"*Speaks to*: {escaped(bees)}. *Owner*: {escaped(measure.owner or 'not yet named')}. "
            f"*Definition checked by*: {escaped(measure.checked_by or 'nobody yet')}. "
            f"*Next review*: {day(measure.next_review.isoformat())}.")


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


def _as_list(docstring: str) -> str:
    """A measure's docstring as Markdown: terms stand in the first twelve columns, what they mean beside them."""
    return "\n\n".join(_paragraph(part.splitlines()) for part in docstring.split("\n\n"))


def _paragraph(lines: list[str]) -> str:
    in_columns = all(line[11:12] == " " for line in lines) and lines[0][:12].endswith("  ")
    if not in_columns:
        return " ".join(lines)
    terms: list[list[str]] = []
    for line in lines:
        term, meaning = line[:12].strip(), line[12:].strip()
        if term and not term[0].islower():
            terms.append([term, meaning])
        else:       # a term's second line starts in small letters, a meaning's with none
            terms[-1] = [f"{terms[-1][0]} {term}".strip(), f"{terms[-1][1]} {meaning}"]
    return "\n".join(f"- **{term}**: {meaning}" for term, meaning in terms)
