"""Open a report: read what was known on the day, and run the chain for its measures."""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from wayforward import input_tracking, ledger, measures, narrate, project
from wayforward.areas import REPORTED
from wayforward.commentary import folder as commentary
from wayforward.commentary.draft import Draft
from wayforward.commentary.replies import Replied, read_replies
from wayforward.council import plan_of
from wayforward.disclosure.rule import PUBLIC, USUAL, Rule, read_rule
from wayforward.errors import RefusedParameters
from wayforward.finding import Finding, Group, from_json, rounded_finding, to_json
from wayforward.input_tracking import Input
from wayforward.ledger import NOTHING_PUBLISHED, Ledger
from wayforward.markup import visible
from wayforward.narrate import reasons
from wayforward.periods import ReportingPeriod, period_before, read_date, reporting_period
from wayforward.plan import Measure, Plan, Series
from wayforward.plans import DEFAULT
from wayforward.published.figures import Published
from wayforward.reading.area_returns import Returns
from wayforward.report import sources
from wayforward.report.benchmarks import Setting
from wayforward.report.chain import make_finding, redefined, refuse
from wayforward.report.commentaries import as_inputs, refused_files, with_words
from wayforward.report.composition import composition_of
from wayforward.report.findings_folder import part_file
from wayforward.report.from_returns import ReturnsCounts
from wayforward.report.gaps import decomposed, same_schools
from wayforward.report.kept_inputs import kept
from wayforward.report.protection import Protection
from wayforward.report.reconcile import reconcile
from wayforward.report.refusals import refusal, refused_tables
from wayforward.report.robustness import with_robustness
from wayforward.report.rule_in_force import JudgedBy, judged_by
from wayforward.report.since import Earlier, since
from wayforward.report.still_to_come import delivered_later, published_later
from wayforward.report.variation import AS_DEFINED, Variation
from wayforward.report.varied_counts import counts
from wayforward.report.whole_periods import begun_remark
from wayforward.returns.catalogue import TABLES
from wayforward.statistics.results import NOT_WHOLE
from wayforward.timing import peak_mb, spent
from wayforward.today import refuse_future

EXAMPLES = {"period": "2025-26-Q4", "area": "hertfordshire", "as_at": "2026-06-30", "data": "data",
            "plan": DEFAULT, "published": "published", "audience": PUBLIC, "findings": "runs/parts"}
TOKEN = "WAYFORWARD_TOKEN"          # by which a run knows the findings of its own execution


@dataclass(frozen=True)
class ReportInputs:
    """What a report stands on: the plan, the period and its as-at day, whose report it is, what was known then, the
    data folder that it was read from, the ledger of what was published of the area before, and the service's words."""

    setting: Setting
    period: ReportingPeriod
    as_at: str
    published: Published
    returns: Returns
    data: str
    rule: Rule = USUAL
    ledger: Ledger = NOTHING_PUBLISHED
    audience: str = PUBLIC
    plan_name: str = DEFAULT
    drafts: tuple[Draft, ...] = ()
    replied: tuple[Replied, ...] = ()
    variation: Variation = AS_DEFINED

    @property
    def plan(self) -> Plan:
        return self.setting.plan

    @property
    def invented(self) -> bool:
        return self.setting.invented

    @property
    def before(self) -> date | None:
        """The usual as-at day of the report of the period before; None where this one knows no more."""
        day = period_before(self.period).as_at
        return day if day < read_date(self.as_at) else None

    @cached_property
    def judged_by(self) -> JudgedBy:
        """The rule in force, beside the one declared for the period."""
        editions = {key: known.known.isoformat() for key, known in self.setting.measured.items()}
        return judged_by(self.plan, self.plan_name, self.period.code, read_date(self.as_at), editions)

    @cached_property
    def examinations(self) -> "dict[str, Examination]":
        """What was worked out of this so far, by measure (see examined)."""
        return {}

    @cached_property
    def earlier(self) -> Earlier | None:
        """What was known then."""
        if self.before is None:
            return None
        published = sources.published_on(self.before, self.setting.area, self.data)
        return Earlier(self.before, published, setting_of(self.setting.area, published, self.plan))


@kept
def read_inputs(period: str, area: str, as_at: str = "", data: str = "data", plan: str = DEFAULT,
                published: str = "published", audience: str = PUBLIC) -> ReportInputs:
    """Reads the published figures known on the as-at day (the period's default if empty) and the area's ledger in the
    folder `published`, and finds the returns. The small-number rule is that for the `audience`. What was read before in
    this process is given again while it stands (see kept_inputs)."""
    input_tracking.watch()
    refuse_types(period=period, area=area, as_at=as_at, data=data, plan=plan, published=published, audience=audience)
    reported, promises = reporting_period(period), plan_of(plan, area)
    day = read_date(as_at) if as_at else reported.as_at
    refuse_future(reported, day)
    figures, returns, measured = sources.read(area, data, day, promises)
    setting = replace(setting_of(area, figures, promises), measured=measured)
    return ReportInputs(setting, reported, day.isoformat(), figures, returns, data,
                        read_rule(project.resolve(project.DISCLOSURE_RULE), audience),
                        ledger.read(ledger.path_of(project.resolve(published), area)), audience, plan,
                        *(read(area, period, reported.end, [each.id for each in promises.measures])
                          for read in (commentary.read, read_replies)))


def refuse_types(**given: object) -> None:
    """RefusedParameters with every parameter that is no text: papermill's -p, like YAML, makes a number of 2021_22."""
    wrong = [f'{name}: expected text such as "{EXAMPLES[name]}"; got {value!r}{_kind(value)}: '
             'quote it (papermill -r, or "…" in YAML)' for name, value in given.items() if not isinstance(value, str)]
    if wrong:
        raise RefusedParameters("the parameters are refused; nothing was read:", wrong)


def _kind(value: object) -> str:
    kinds = {bool: ", true or false", int: ", a number", float: ", a number", list: ", a list", dict: ", a mapping",
             date: ", a day"}
    return kinds.get(type(value), "")


def setting_of(area: str, published: Published, plan: Plan) -> Setting:
    """Who the area is and whom it is compared with; RefusedParameters for an area without figures of its own."""
    areas = published.areas.set_index("area")
    if area not in areas.index[areas["level"].isin(REPORTED)]:
        raise RefusedParameters(f'area: "{area}" is no authority of areas.csv')
    neighbours = published.neighbours[published.neighbours["area"] == area].sort_values("rank")["neighbour"]
    country = next(iter(areas.index[areas["level"] == "country"]), None)
    names = areas["name"].map(visible).where(~areas["invented"], areas["name"].map(visible) + " (invented)")
    return Setting(plan, area, country, areas.loc[area, "region"] or None, tuple(neighbours), names.to_dict(),
                   bool(areas.loc[area, "invented"]))


@dataclass(frozen=True)
class Examination:
    """One measure: its findings, the series counted from the returns, the figures published beside them, and of all
    areas what each finding was made of, in the order of the findings."""

    findings: list[Finding]
    own: ReturnsCounts
    published: dict[str, pd.DataFrame]
    made_of: list[pd.DataFrame | None]


def examined(measure: Measure, evidence: ReportInputs) -> Examination:
    """A measure's examination: the one at hand, or else worked out now."""
    if measure.id not in evidence.examinations:
        evidence.examinations[measure.id] = examine_measure(measure, evidence)
    return evidence.examinations[measure.id]


def examine_measure(measure: Measure, evidence: ReportInputs) -> Examination:
    """Every series of a measure through the whole chain, told: from the returns where they give it, and from published
    figures; a series that has both, or whose return is refused, has a finding of each, the returns' first."""
    published = measures.from_published(measure.id, evidence.published.figures)
    own = counts(measure, evidence.returns, evidence.setting.area, evidence.period.end, evidence.plan, evidence.rule,
                 evidence.ledger.told, evidence.variation)
    judged = [each for series in measure.series
              for each in _findings_of(measure, series, published.get(series.id), own, evidence)]
    findings = [each.finding for each in judged]
    told = [_in_time(_with_story(each, findings, evidence), each, measure, evidence) for each in judged]
    worded = with_words(told, evidence.drafts, evidence.replied)
    return Examination([evidence.variation.marked(each) for each in worded], own, published,
                       [each.counts for each in judged])


@dataclass(frozen=True)
class _Judged:
    """A finding with its verdict, the counts it was made of, beside whom, and, where it was counted from the returns,
    these and the published figures to reconcile them with."""

    finding: Finding
    counts: pd.DataFrame | None
    setting: Setting
    own: ReturnsCounts | None = None
    published: pd.DataFrame | None = None


def _findings_of(measure: Measure, series: Series, published: pd.DataFrame | None, own: ReturnsCounts,
                 evidence: ReportInputs) -> list[_Judged]:
    varied, counted = evidence.variation, own.counted.get(series.id)
    published = varied.figures(published, series)
    setting = varied.setting(evidence.setting, published, series)
    if series.id in own.refused:
        spoilt = refuse(measure, series, setting, refusal(own.refused[series.id], evidence.returns))
        return [_Judged(spoilt, None, setting), *_as_published(measure, series, published, setting)]
    there = published is not None and published["area"].eq(setting.area).any()
    if counted is None or (there and counted.counts["status"].eq(NOT_WHOLE).all()):
        found = make_finding(measure, series, published, setting, missing=_lacking(series.id, own, evidence))
        return [_Judged(_with_remark(found, begun_remark(counted and counted.counts)), published, setting)]
    ours = varied.figures(counted.counts, series)
    if published is not None:
        ours = pd.concat([ours, published[published["area"] != setting.area]], ignore_index=True)
    own_setting = varied.setting(evidence.setting, ours, series)
    found = _with_remark(make_finding(measure, series, ours, own_setting, "extract"), counted.unwhole)
    told = replace(found, redefined=redefined(found))
    return [_Judged(told, ours, own_setting, own, published), *_as_published(measure, series, published, setting)]


def _as_published(measure: Measure, series: Series, published: pd.DataFrame | None, setting: Setting) -> list[_Judged]:
    """The published figures of a series of which the returns speak first, where the area has any."""
    if published is None or not (published["area"] == setting.area).any():
        return []
    found = make_finding(measure, series, published, setting)
    beside = replace(found, headline=False, accountability=None, part="", title=f"{series.title} (as published)")
    return [_Judged(beside, published, setting)]


def _with_remark(finding: Finding, remark: str) -> Finding:
    """The finding with a remark before its caveat."""
    return replace(finding, caveat=" ".join(filter(None, (remark, finding.caveat)))) if remark else finding


def _lacking(series: str, own: ReturnsCounts, evidence: ReportInputs) -> str:
    """What the council's returns lack, where it has supplied some."""
    if series in own.hidden:
        return reasons.TOO_SMALL
    if series not in own.missing or evidence.returns.received is None:
        return ""
    return reasons.lacking_table(TABLES[own.missing[series]].title)


def _with_story(judged: _Judged, findings: list[Finding], evidence: ReportInputs) -> Finding:
    """The finding beside the measure's other definitions, its numbers as every machine tells them, with its story."""
    finding, area = judged.finding, evidence.setting.area
    tried = with_robustness(finding, judged.counts, judged.setting, findings)
    if not evidence.variation.touches(finding):
        drawn = same_schools(finding, judged.counts, judged.own.counted[finding.series].tally, area) \
            if judged.own else ()
        tried = replace(tried, robustness=(*tried.robustness, *drawn), groups=_groups(judged, evidence),
                        reconciled=_reconciled(finding, judged.own, judged.published),
                        decomposition=decomposed(finding, judged.counts, evidence.published.figures, area))
    whole = rounded_finding(tried)
    return replace(whole, story=str(narrate.story(whole)), note=str(narrate.note(whole)),
                   questions=narrate.questions(whole) if whole.headline else ())


def _in_time(finding: Finding, judged: _Judged, measure: Measure, evidence: ReportInputs) -> Finding:
    """The finding with what of it is still to come, and what of it is new."""
    if judged.counts is None or not finding.points or evidence.variation.touches(finding):
        return finding
    when = judged.counts[judged.counts["area"] == evidence.setting.area], finding.calendar, evidence.period
    if judged.own:
        years = _years_delivered(judged.own.counted[finding.series].tables, measure, evidence.returns)
        return replace(finding, still_to_come=delivered_later(*when, years, evidence.plan))
    return replace(finding, still_to_come=published_later(*when, read_date(evidence.as_at), evidence.plan),
                   since=since(finding, judged.counts, measure, evidence.earlier) if evidence.earlier else None)


def _years_delivered(tables: Collection[str], measure: Measure, returns: Returns) -> list[int]:
    """The years of which there is a return of each of the tables that a series is counted from; where these are not
    known, of those of its measure's that are at hand."""
    return returns.years_of(*(tables or filter(returns.has, measures.returns_of(measure.id))))


def _groups(judged: _Judged, evidence: ReportInputs) -> tuple[Group, ...]:
    """The latest make-up, for a finding of shares."""
    finding = judged.finding
    if finding.kind != "shares" or finding.latest is None:
        return ()
    rows = composition_of(finding, evidence.published.figures, evidence.returns, evidence.setting.area,
                          judged.own)
    if rows is None or rows.attrs["label"] != finding.latest.period:     # a make-up of after the plan's end
        return ()
    return tuple(
        Group(row.group, None if pd.isna(row.workforce) else row.workforce, row.residents) for row in rows.itertuples())


def _reconciled(finding: Finding, own: ReturnsCounts | None, published: pd.DataFrame | None) -> str:
    """How the counts from the returns stand to the published figures of the same periods, in a sentence."""
    if own is None or published is None:
        return ""
    explained = reconciliation(finding, own, published)["explained"]
    return narrate.reconciliation.sentence(Counter(explained))


def reconciliation(finding: Finding, own: ReturnsCounts, published: pd.DataFrame) -> pd.DataFrame:
    """Ours and theirs, period by period (see reconcile)."""
    ours = own.counted[finding.series].counts
    theirs = published[published["area"].isin(ours["area"].unique())]
    return reconcile(ours, theirs, finding.kind, finding.decimals, finding.unit)


def files_read(evidence: ReportInputs) -> tuple[Input, ...]:
    """Every file read so far: all published figures, the returns that the measures asked for, the service's words."""
    return (*evidence.published.inputs, *evidence.returns.inputs(), *as_inputs(evidence.drafts, evidence.replied))


def save(folder: str, notebook: str, findings: list[Finding], evidence: ReportInputs, narrative: str,
         protections: Iterable[Protection] = ()) -> None:
    """Writes a notebook's part of a run, <notebook>.json, when `folder` names one; nothing otherwise. `protections` are
    the decisions on what of it may be shown."""
    refuse_types(findings=folder)
    if not folder:
        return
    if varied := [finding.series for finding in findings if finding.varied]:
        raise RefusedParameters("findings: what is varied is no part of a run, and no file keeps it", varied)
    if evidence.audience != PUBLIC:
        raise RefusedParameters("findings: what is not for the public is no part of a run",
                                [f"this report was opened for the audience {evidence.audience!r}; open it without one"])
    part = {"notebook": notebook, "findings": [to_json(finding) for finding in findings],
            "refused": refused_tables(findings, evidence.returns),
            "words_refused": refused_files(findings, evidence.drafts, [one.id for one in evidence.plan.measures],
                                           evidence.replied),
            "inputs": [asdict(read) for read in files_read(evidence)], "narrative": narrative,
            **_recorded(protections), "rule": evidence.rule.as_parameters(), "judged": evidence.judged_by.as_parts(),
            "ledger": evidence.ledger.sha256,
            "token": os.environ.get(TOKEN, ""), "reads": asdict(input_tracking.seen(project.resolve(evidence.data))),
            "spent": spent(), "peak_mb": peak_mb()}
    text = json.dumps(part, ensure_ascii=False, allow_nan=False, indent=1)
    part_file(folder, notebook).write_text(text, encoding="utf-8")


def _recorded(protections: Iterable[Protection]) -> dict[str, list[dict]]:
    """Every number of people that is told, and every one that is hidden."""
    records = [protection.record().as_parts() for protection in protections]
    return {kind: [cell for record in records for cell in record[kind]] for kind in ("told", "hidden")}


def saved(folder: str, notebook: str) -> list[Finding] | None:
    """The findings that another notebook of this run wrote; None where it wrote none."""
    if not folder or not (path := part_file(folder, notebook)).exists():
        return None
    return [from_json(plain) for plain in json.loads(path.read_text(encoding="utf-8"))["findings"]]
