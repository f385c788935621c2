"""Open a report: read what was known on the day, and run the chain for the measures of an ambition."""

import json
from dataclasses import asdict, dataclass, replace

import pandas as pd

from wayforward import measures, narrate, project
from wayforward.errors import RefusedParameters
from wayforward.finding import Finding, Group, from_json, to_json
from wayforward.periods import ReportingPeriod, read_date, reporting_period
from wayforward.plan import Measure, Plan, load_plan
from wayforward.report.chain import Setting, find
from wayforward.report.robustness import challenged
from wayforward.returns.published import Published, read_published


@dataclass(frozen=True)
class Evidence:
    """What a report stands on: the plan, the period and its as-at day, whose report it is, and the figures known."""

    setting: Setting
    period: ReportingPeriod
    as_at: str
    published: Published

    @property
    def plan(self) -> Plan:
        return self.setting.plan


def gather(period: str, area: str, as_at: str = "", data: str = "data") -> Evidence:
    """Reads the published figures known on the as-at day (the period's default if empty)."""
    reported = reporting_period(period)
    day = read_date(as_at) if as_at else reported.as_at
    published = read_published(project.resolve(data) / "published", day)
    return Evidence(setting_of(area, published, load_plan()), reported, day.isoformat(), published)


def setting_of(area: str, published: Published, plan: Plan) -> Setting:
    """Who the area is and whom it is compared with; RefusedParameters for an area without figures of its own."""
    areas = published.areas.set_index("area")
    own = areas.index[areas["level"] == "local authority"]
    if area not in own:
        raise RefusedParameters(f"area: expected one of {', '.join(own)}; got {area!r}")
    neighbours = published.neighbours[published.neighbours["area"] == area].sort_values("rank")["neighbour"]
    country = areas.index[areas["level"] == "country"][0]
    return Setting(plan, area, country, areas.loc[area, "region"], tuple(neighbours), areas["name"].to_dict())


def findings_of(measure: Measure, evidence: Evidence) -> list[Finding]:
    """Every series of a measure, through the whole chain, told."""
    counts = measures.from_published(measure.id, evidence.published.figures)
    return [_told(find(measure, series, counts.get(series.id), evidence.setting), counts.get(series.id), evidence)
            for series in measure.series]


def _told(finding: Finding, counts: pd.DataFrame | None, evidence: Evidence) -> Finding:
    tried = challenged(finding, counts, evidence.setting)
    grouped = replace(tried, groups=_groups(finding, evidence))
    return replace(grouped, story=narrate.story(grouped))


def _groups(finding: Finding, evidence: Evidence) -> tuple[Group, ...]:
    """The latest make-up, for a finding of shares."""
    if finding.kind != "shares" or finding.latest is None:
        return ()
    rows = measures.groups(finding.measure, evidence.published.figures, evidence.setting.area)
    return tuple(Group(row.group, row.workforce, row.residents) for row in rows.itertuples())


def save(folder: str, notebook: str, findings: list[Finding], evidence: Evidence, narrative: str) -> None:
    """Writes a notebook's part of a run, <notebook>.json, when `folder` names one; nothing otherwise."""
    if not folder:
        return
    part = {"notebook": notebook, "findings": [to_json(finding) for finding in findings],
            "inputs": [asdict(read) for read in evidence.published.inputs], "narrative": narrative}
    path = project.resolve(folder) / f"{notebook}.json"
    path.write_text(json.dumps(part, ensure_ascii=False, allow_nan=False, indent=1), encoding="utf-8")


def saved(folder: str, notebook: str) -> list[Finding] | None:
    """The findings that another notebook of this run wrote; None where it wrote none."""
    path = project.resolve(folder) / f"{notebook}.json"
    if not folder or not path.exists():
        return None
    return [from_json(plain) for plain in json.loads(path.read_text(encoding="utf-8"))["findings"]]
