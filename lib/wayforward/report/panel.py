"""The panel's page: all promises at once, from the findings of the ambitions' notebooks."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from wayforward import judge, show
from wayforward.coverage import coverage
from wayforward.finding import Finding
from wayforward.formats import day, listed
from wayforward.judge import SOME, Verdict, alike
from wayforward.markup import Markup
from wayforward.narrate import sections
from wayforward.narrate.multiple_testing import summary, together
from wayforward.narrate.words import verdict_of
from wayforward.plan import Bee
from wayforward.plans import DEFAULT
from wayforward.report import at_a_glance, in_time
from wayforward.report.definitions import target_in_words
from wayforward.report.inputs import checks
from wayforward.report.open import ReportInputs, read_inputs, refuse_types, save, saved
from wayforward.report.pages import Report
from wayforward.report.report_data import ReportData
from wayforward.report.whose import opening
from wayforward.show.multiple_testing import multiple_testing_table
from wayforward.statistics.multiple_testing import multiple_testing

NOTEBOOK = at_a_glance.PANEL


class Panel(ReportData):
    """All findings of a period, ambition by ambition."""

    def __init__(self, evidence: ReportInputs, findings: list[Finding]):
        self.evidence, self.findings = evidence, findings

    def __repr__(self) -> str:
        return self.at_a_glance().words()

    def _repr_html_(self) -> str:
        return self.at_a_glance()._repr_html_()

    @property
    def headlines(self) -> list[Finding]:
        """One finding a promise, in the plan's order."""
        return sorted((finding for finding in self.findings if finding.headline), key=lambda one: one.number)

    def opening(self) -> show.Prose:
        """Whose report, of which period, as known when, and where its figures are from."""
        return show.markdown(opening(self.evidence))

    def at_a_glance(self) -> show.Glance:
        """A row a promise with its course, change and verdict, and the way to the ambitions' pages."""
        return at_a_glance.of_panel(self.headlines, self.evidence.plan, multiple_testing(self.p()))

    def vision(self) -> show.Prose:
        """The council's own words: vision, voices, areas of focus, how to read the outcomes. On another council's page,
        only the last."""
        plan, other = self.evidence.plan, bool(self.evidence.setting.promised_by)
        words = plan.framework if other else [plan.vision, plan.voices, *plan.framework, plan.reported]
        focus = "" if other or not plan.focus else f"Areas of focus of {plan.council}: {listed(list(plan.focus))}."
        return show.markdown(Markup("\n\n").join(filter(None, [_quoted(words), focus])))

    def in_short(self) -> show.Prose:
        """How many promises there are of each verdict, and which."""
        return show.markdown(sections.in_short(sorted(self.findings, key=lambda one: one.number)))

    def what_is_new(self) -> show.Prose:
        """What is new of the promises since the report of the period before, or that nothing is."""
        return in_time.what_is_new(self.findings, self.evidence)

    def still_to_come(self) -> show.Prose:
        """Which figures of the promises are still to come, and when: one line a promise."""
        return in_time.still_to_come(self.findings, self.evidence)

    def promises(self) -> show.Table:
        """The headline of every promise in a row, and the promises' other parts under theirs."""
        return show.panel_table(sorted((one for one in self.findings if one.headline or one.part),
                                       key=lambda one: (one.number, not one.headline)))

    def who_answers(self) -> show.Table:
        """Of each promise who answers for it, the targets that the council has set itself, and the next review."""
        rows = [{"Promise": f"{measure.number} {measure.title}", "Owner": measure.owner or "not yet named",
                 "Target": tuple(map(target_in_words, (each for each in measure.series if each.target))) or "none set",
                 "Next review": day(measure.next_review.isoformat())} for measure in self.evidence.plan.measures]
        return show.words_table(pd.DataFrame(rows), "who-answers", "Who answers for each promise")

    def multiple_testing(self) -> show.Section:
        """The promises' tests looked at together: how many false alarms chance would give among so many, and which
        verdicts remain at a false discovery rate of 5 % and 10 %. No verdict changes by it."""
        found = multiple_testing(self.p())
        return show.Section(*map(show.said, summary(self.headlines, found)),
                            multiple_testing_table(self.headlines, found))

    def p(self) -> pd.Series:
        """The p that decided each promise, by measure; missing where nothing was tested."""
        return pd.Series({one.measure: deciding_p(one) for one in self.headlines}, dtype=float)

    def other_figures(self) -> show.Table:
        """Every other figure there is: more about whom a promise speaks of, and published stand-ins."""
        others = [one for one in self.findings if not one.headline and not one.part and one.points]
        return show.series_table(sorted(others, key=lambda one: one.number), "panel-others",
                                 "Figures beside the promises, and figures that stand in for them")

    def stories(self) -> show.Prose:
        """The story of every promise that has a figure, or would have one were its return not refused, ambition by
        ambition."""
        return show.markdown(Markup("\n\n").join(
            sections.chapter(f"Ambition {ambition.number}: {ambition.title}", told, level=3, told=show.told)
            for ambition in self.evidence.plan.ambitions
            if (told := [one for one in self.findings if one.ambition == ambition.number
                         and (one.latest or one.refused) and (one.headline or one.part)])))

    def questions(self) -> show.Prose:
        """What a councillor could ask of each promise, and what the service replies."""
        told = filter(None, (sections.asked(self.headlines), *map(show.replies_told, self.headlines)))
        return show.markdown(Markup("\n\n").join(told))

    def bees(self) -> show.Table:
        """Each outcome bee with the promises that speak to it and what they say."""
        plan = self.evidence.plan
        verdicts = {one.measure: f"{one.number} {one.measure_title}: {verdict_of(one).lower()}"
                    for one in self.headlines}
        rows = [{"Bee": _named(bee), "In the plan’s words": bee.description, "Promises": tuple(
            verdicts[measure.id] for measure in plan.measures if bee.id in measure.bees)} for bee in plan.bees]
        return show.words_table(pd.DataFrame(rows), "bees", "The outcome bees, none to be read alone")

    def kinds(self) -> show.Prose:
        """What separates an outcome measure from an outcome indicator, in the council's words, and which is which."""
        plan = self.evidence.plan
        numbers = {kind: [str(each.number) for each in plan.measures if each.type == kind]
                   for kind in ("outcome measure", "outcome indicator")}
        told = ". ".join(f"Promises with an {kind}: {listed(found)}" for kind, found in numbers.items() if found)
        return show.markdown(Markup("{}\n\n{}.").format(_quoted(plan.definitions), told))

    def bees_explained(self) -> show.Prose:
        """Where the plan's bees and the web page's differ."""
        return show.markdown(Markup("\n\n").join(bee.explained for bee in self.evidence.plan.bees if bee.explained))

    def coverage(self) -> show.Table:
        """How many statements, priorities and bees have an outcome measure, indicators only, or nothing."""
        table = coverage(self.evidence.plan)
        counts = table.groupby(["what", "evidence"], sort=False).size().unstack(fill_value=0)
        counts = counts.reindex(columns=["outcome measure", "indicators only", "none"], fill_value=0)
        rows = counts.astype(str).rename(columns=str.capitalize).rename_axis("What the plan wants").reset_index()
        return show.words_table(rows, "coverage", "How much of it the promises speak to",
                                right=tuple(rows.columns[1:]))

    def uncovered(self) -> show.Table:
        """What no measure speaks to at all."""
        table = coverage(self.evidence.plan)
        rows = table.loc[table["evidence"] == "none", ["what", "text"]]
        return show.words_table(rows.set_axis(["What", "No measure speaks to"], axis=1), "uncovered",
                                "Wanted, and not measured")

    def checks(self) -> show.Section:
        """Every file read, with its rows and fingerprint, and whether the rule is the one declared."""
        return checks(self.evidence)

    def save(self, folder: str) -> None:
        """Writes the panel's part of a run when `folder` names one; nothing otherwise."""
        name, plan = self.evidence.setting.names[self.evidence.setting.area], self.evidence.plan
        save(folder, NOTEBOOK, [], self.evidence,
             Markup("# {}: {}, {}\n\n{}\n\n{}\n\n{}\n\n{}\n\n{}").format(
                 plan.title, name, self.evidence.period.label, opening(self.evidence),
                 sections.in_short(sorted(self.findings, key=lambda one: one.number)),
                 Markup(self.what_is_new().data), Markup(self.still_to_come().data),
                 together(self.headlines, multiple_testing(self.p()))))


def deciding_p(finding: Finding) -> float | None:
    """The p of the test that decided, for the promises' tests together; None where nothing was tested.

    1 where the verdict table took no heed of a small one (trend and change apart; ahead of neighbours that moved while
    we stood still): the table gives a verdict less often than its test alone, so that 1 is a p of the table's.
    """
    p = judge.deciding_p(finding.decided_by, finding.change, finding.trend, finding.standing, finding.against_others)
    return 1.0 if p is not None and p < SOME and alike(finding.verdict, Verdict.NO_CLEAR_CHANGE) else p


def _quoted(sentences: Iterable[str | None]) -> Markup:
    """Sentences as a quotation, a paragraph each."""
    return Markup("\n>\n").join(Markup("> {}").format(sentence) for sentence in sentences if sentence)


def _named(bee: Bee) -> str:
    """The plan's name of a bee, with the web page's where that is another."""
    other = bee.page_name if bee.page_name and bee.page_name.casefold() != bee.name.casefold() else None
    return f"{bee.name} (on the web page: {other})" if other else bee.name


def open_panel(period: str, area: str, as_at: str = "", data: str = "data", findings: str = "",
               plan: str = DEFAULT, published: str = "published") -> Panel:
    """The panel's page: from the findings in the folder `findings` where the ambitions' notebooks wrote them there,
    else worked out anew. Parameters as in `open_report`."""
    refuse_types(period=period, area=area, as_at=as_at, data=data, plan=plan, published=published, findings=findings)
    evidence = read_inputs(period, area, as_at, data, plan, published)
    parts = [saved(findings, ambition.notebook) or Report(ambition.number, evidence).findings
             for ambition in evidence.plan.ambitions]
    return Panel(evidence, [finding for part in parts for finding in part])
