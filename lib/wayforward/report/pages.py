"""What a notebook holds: a report, and one page a measure, laid out for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayforward import measures, show
from wayforward.disclosure.rule import PUBLIC
from wayforward.finding import Finding
from wayforward.markup import Markup
from wayforward.narrate import sections
from wayforward.narrate.no_figure import brief as because
from wayforward.plans import DEFAULT
from wayforward.report import at_a_glance, changes, completion, definitions, in_time, overview, tidy
from wayforward.report.inputs import checks, screening
from wayforward.report.measure_data import MeasureData
from wayforward.report.open import ReportInputs, read_inputs, save
from wayforward.report.report_data import ReportData
from wayforward.report.vary import varied_inputs
from wayforward.report.whose import opening
from wayforward.statistics.control import FEWEST_SHOWN

NOT_VARIED = "It is not varied: see the page itself."
NO_FIGURE = "The promise itself has no figure here, so there is nothing of it to draw, to break down or to doubt."


class Page(MeasureData):
    """One measure as a reader meets it: the promise and its verdict, its figures drawn and tabulated, what else is
    known, and how sure it is. The headline is meant where no series is named."""

    def __repr__(self) -> str:
        return overview.of_page(self).words()

    def _ipython_display_(self) -> None:
        overview.of_page(self)._ipython_display_()

    def story(self, *series: str) -> show.Prose:
        """The story in words: of the headline and the promise's other parts, or of the series named; where the return
        of one was refused, of its published figures too."""
        named = series or self._promised()
        refused = {finding.series for finding in self.findings if finding.refused}
        chosen = [finding for name in named for finding in self.findings if finding.series == name
                  and (name in refused or finding is self.finding(name))]
        return show.markdown(Markup("\n\n").join(show.told(finding, len(chosen) > 1) for finding in chosen))

    def promise(self) -> show.Prose:
        """The promise in the plan's words, why it matters, and the story with the verdict."""
        words = definitions.promise(self.measure, self._evidence.setting.promised_by)
        return show.markdown(Markup("{}\n\n{}").format(words, Markup(self.story().data)))

    def chart(self, series: str | None = None) -> show.Chart | show.Aside:
        """The series over time, beside England, the region and the neighbours."""
        finding = self.finding(series)
        if not finding.points:
            return show.aside("There is no figure to draw.", because(finding))
        target = self._plan_series(series).target
        drawn = show.chart(finding, self._evidence.plan.start, (target.value, target.by) if target else None)
        drawn.data, drawn.notes = tidy.points([finding], self._evidence.audience, areas=True), self.notes()
        return drawn

    def table(self, series: str | None = None) -> show.Table | show.Aside:
        """The series period by period, with counts, intervals and remarks."""
        finding = self.finding(series)
        if not finding.points:
            return show.aside("There is no figure to tabulate.", because(finding))
        return show.table(finding).with_data(tidy.points([finding], self._evidence.audience), self.notes())

    def all_series(self) -> show.Table | show.Aside:
        """Every series of the measure in a row each: before the plan, latest, change, verdict."""
        if not any(finding.points or finding.refused for finding in self.findings if not finding.headline):
            return show.aside("No other series of the measure has a figure.")
        return show.series_table(self.findings, f"{self.measure.id}-series",
                                 f"{self.measure.title}: every figure").with_data(self.verdicts(), self.notes())

    def figures(self, *series: str) -> show.Section:
        """Chart and table of the headline, or of the series named, after their stories where the promise does not tell
        those; nothing of a series without a figure, as `what_else` says."""
        named = [name for name in series or [self.measure.headline.id] if self.finding(name).points]
        return show.Section(*(part for name in named for part in (
            *([show.markdown(show.told(self.finding(name), titled=True))] if name not in self._promised() else []),
            self.chart(name), self.table(name))))

    def definition(self) -> show.Prose:
        """The rule by which it is counted, which way is better and why, and who answers for it, folded away."""
        return show.folded(f"{self.measure.title}: how it is counted",
                           definitions.definition(self.measure, self._evidence.plan))

    def what_else(self, *series: str) -> show.Section:
        """Everything else that is known of the promise, and in one sentence what is not: other series, other areas (of
        the headline and of the series named), what to read beside it, groups, other tables from the returns. Nothing
        of a promise of which nothing is known: its story says what would supply it."""
        headline = self.finding()
        named = {"other series": self.all_series(),
                 "other areas to compare with": self._areas(series),
                 "published figures to read beside it": self.context(),
                 **({"its make-up by group": self.groups()} if headline.kind == "shares" else {}),
                 "groups to break it down by": self.breakdown(),
                 "other tables from the council’s returns": self.details()}
        nothing = all(isinstance(part, show.Aside) for part in named.values())
        if nothing and not headline.points and not headline.refused:
            return show.Section()
        return show.gathered(f"{self.measure.title}: what else is known", named,
                             None if headline.points else show.aside(NO_FIGURE, because(headline)))

    def doubts(self) -> show.Section:
        """How sure the headline is, and in one sentence what cannot be asked: other choices, the control chart, the
        account of the return's rows, and the figure as published. Nothing where there is no figure to doubt."""
        headline = self.finding()
        if not headline.points:
            return show.Section()
        return show.gathered(f"{self.measure.title}: how sure is this?", {
            "other choices to try": self.robustness(),
            "a control chart": self._control_worth_a_look(),
            "rows of a return to account for": self.row_reconciliation(),
            "a published figure to set against one from the returns": self.reconciliation()})

    def section(self) -> show.Section:
        """All of the measure, headed and linked to, in the order in which a notebook tells it."""
        heading = show.markdown(Markup('## {}. {}\n\n<a id="{}"></a>').format(
            self.measure.number, self.measure.title, self.measure.id))
        return show.Section(heading, self.promise(), self.figures(), self.definition(), self.what_else(), self.doubts())

    def _control_worth_a_look(self) -> show.Section | show.Aside:
        """The headline's control chart, where it has figures enough to show anything but a jump."""
        drawn = self.finding().control
        if drawn and 0 < len(drawn.points) < FEWEST_SHOWN:
            return show.aside("There is no control chart.",
                              f"of {len(drawn.points)} figures it would show hardly anything")
        return self.control()

    def vary(self, **wanted: Any) -> VariedPage:
        """The page with something set otherwise: the whole chain again, from the counts to the story. Nothing is saved.

        What can be set is listed by `choices()`: choices of the definition (`miles=25`), `without=["2024"]`,
        `since="2018-19"`, `baseline="2019"`, `neighbours=["kent", "essex"]`, a stricter `threshold=10`.
        RefusedParameters, with what is offered, for anything else. What it shows is safe beside all that the report has
        shown (docs/disclosure.md).

        page.vary(miles=25).changes()
        """
        return VariedPage(self, wanted)

    def _areas(self, series: tuple[str, ...]) -> show.Section | show.Aside:
        """The other areas' figures of the headline and of some series."""
        tried = [self.areas(), *map(self.areas, series)]
        there = [part for part in tried if not isinstance(part, show.Aside)]
        return show.Section(*there) if there else tried[0]

    def _promised(self) -> list[str]:
        """The headline and the promise's other parts."""
        return [finding.series for finding in self.findings if finding.headline or finding.part]


class VariedPage(Page):
    """A measure's page with something set otherwise (see Page.vary). Its findings say so in their titles and stories,
    and no file of a run keeps them. What the variation does not reach stands on the real page alone."""

    def __init__(self, real: Page, wanted: Mapping[str, Any]):
        self.real, self._wanted = real, dict(wanted)
        super().__init__(real.measure, varied_inputs(real.measure, real._evidence, real._examined, wanted))

    def vary(self, **wanted: Any) -> VariedPage:
        """The real page with these set otherwise besides."""
        return VariedPage(self.real, self._wanted | wanted)

    def __repr__(self) -> str:
        return self._overview().words()

    def _ipython_display_(self) -> None:
        self._overview()._ipython_display_()

    def _overview(self) -> show.Section:
        """What differs, the varied story, which says what was varied, and its chart."""
        return show.Section(self.changes(), self.story(), self.chart())

    def changes(self) -> show.Table | show.Aside:
        """What differs: of each figure that is varied, how it is as defined and how it is varied, a row each; `data`
        has the numbers."""
        varied = [finding for finding in self.findings if finding.varied]
        real = {(one.series, one.origin): one for one in self.real.findings}
        pairs = [(real[one.series, one.origin], one) for one in varied if (one.series, one.origin) in real]
        if not pairs:
            return show.aside("No figure of the page differs.")
        return changes.table(self.measure, pairs, self._evidence).with_data(
            changes.frame(pairs, self._evidence.audience), self.notes())

    def chart(self, series: str | None = None) -> show.Chart | show.Aside:
        """The varied series, as `Page.chart`."""
        drawn = super().chart(series)
        if isinstance(drawn, show.Chart):
            drawn.name += f"-varied-{changes.slug(self._evidence.variation.words)}"
        return drawn

    def breakdown(self, *by: str, series: str | None = None, over: str | None = None) -> show.Table | show.Aside:
        """The varied figure by group, as `Page.breakdown`; not by another small-number rule."""
        if self._evidence.variation.threshold is not None:
            return show.aside(NOT_VARIED)
        return super().breakdown(*by, series=series, over=over)

    def groups(self, series: str | None = None) -> show.Aside:
        """See the real page."""
        return show.aside(NOT_VARIED)

    details = row_reconciliation = reconciliation = groups


class Report(ReportData):
    """One ambition in one period: `report["measure_id"]` is a measure's page."""

    def __init__(self, ambition: int, evidence: ReportInputs):
        self.evidence, self.ambition = evidence, evidence.plan.ambition(ambition)
        self.pages = {measure.id: Page(measure, evidence) for measure in evidence.plan.measures_of(ambition)}

    def __getitem__(self, measure: str) -> Page:
        if measure not in self.pages:
            raise LookupError(f"ambition {self.ambition.number} has the measures {', '.join(self.pages)}; "
                              f"not {measure!r}")
        return self.pages[measure]

    def others(self, *told: Page) -> show.Section:
        """The measures that the notebook does not lay out itself, a section each, in the plan's order; nothing where it
        lays out all. `told`: the pages that it lays out."""
        named = [page.measure.id for page in told]
        return show.Section(*(page.section() for name, page in self.pages.items() if name not in named))

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.pages)

    def __repr__(self) -> str:
        return overview.of_report(self).words()

    def _repr_markdown_(self) -> str:
        return overview.of_report(self).data

    def examined(self) -> Report:
        """The same report, all its measures worked out; in JupyterLab a bar tells how far that is."""
        for page in show.waited_for(list(self.pages.values()), "Working out the measures"):
            page.findings                                   # noqa: B018
        return self

    @property
    def measures(self) -> list[str]:
        """The ids of the measures that the report can be asked for, in the plan's order."""
        return list(self.pages)

    @property
    def findings(self) -> list[Finding]:
        """Of every series of every measure, in the plan's order."""
        return [finding for page in self.examined().pages.values() for finding in page.findings]

    def opening(self) -> show.Prose:
        """Whose report, of which period, as known when, and where its figures are from."""
        return show.markdown(opening(self.evidence))

    def at_a_glance(self) -> show.Glance:
        """A tile a promise with its verdict, and the way to the other pages."""
        headlines = [finding for finding in self.findings if finding.headline]
        return at_a_glance.of_ambition(headlines, self.ambition.number, self.evidence.plan)

    def vision(self) -> show.Prose:
        """What the ambition will look like, in the plan's words."""
        council = self.evidence.setting.promised_by
        lead = f"What {council} says it will look like" if council else "What it will look like"
        return show.markdown(Markup("{}:\n\n").format(lead) + Markup("\n").join(
            Markup("- {}").format(statement.text) for statement in self.ambition.statements))

    def screening(self) -> show.Section | show.Prose:
        """What the screening of the returns that this ambition reads found, and how much of what is looked up."""
        tables = {name for page in self.pages.values() for name in measures.returns_of(page.measure.id)}
        return screening(self.evidence, tables)

    def checks(self) -> show.Section:
        """Every file read for the findings, with its rows and fingerprint, how much of it was known on the as-at day,
        and whether the rule is the one declared."""
        return checks(self.examined().evidence)

    def inputs(self) -> show.Section:
        """What the report stands on: the screening of the returns, and the files read."""
        return show.Section(self.screening(), self.checks())

    def summary(self) -> show.Prose:
        """What the ambition adds up to: one line a promise."""
        return show.markdown(sections.summary(self.findings))

    def what_is_new(self) -> show.Prose:
        """What is new of the promises since the report of the period before, or that nothing is."""
        return in_time.what_is_new(self.findings, self.evidence)

    def still_to_come(self) -> show.Prose:
        """Which figures of the promises are still to come, and when: one line a promise."""
        return in_time.still_to_come(self.findings, self.evidence)

    def save(self, folder: str) -> None:
        """Writes this notebook's part of a run when `folder` names one; nothing otherwise."""
        title = f"Ambition {self.ambition.number}: {self.ambition.title}"
        save(folder, self.ambition.notebook, self.findings, self.evidence, sections.chapter(title, self.findings),
             dict.fromkeys(each for page in self.pages.values() for each in page.protections()))


def open_report(ambition: int, period: str, area: str, as_at: str = "", data: str = "data",
                plan: str = DEFAULT, published: str = "published", audience: str = PUBLIC) -> Report:
    """The report of one ambition, from the figures known on the as-at day.

    ambition: its number in the plan; period: "2025-26-Q4"; area: "hertfordshire"; as_at: "2026-06-30", or "" for
    three months after the period; data: the data folder, from the project's root; plan: a folder of plans/;
    published: the folder with the ledgers of what was published, from the root; audience: "public", or "internal" to
    explore by the council's own small-number rule, which no run does. Refuses what it does not know.
    """
    completion.install()
    return Report(ambition, read_inputs(period, area, as_at, data, plan, published, audience))
