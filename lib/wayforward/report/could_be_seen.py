"""How small a change could be seen in each of an area's published series, to be declared when a period is opened: it is
known before the figures are, as it rests on how the series moves by itself and on how many figures will have come."""

from dataclasses import replace
from datetime import date
from typing import Any

from wayforward import measures, project
from wayforward.areas import local_authorities
from wayforward.plan import Plan
from wayforward.report import sources
from wayforward.report.chain import visible_in
from wayforward.report.open import setting_of
from wayforward.statistics.results import rounded
from wayforward.statistics.visible import Visible


def could_be_seen(area: str, data: str, on: date, plan: Plan) -> dict[str, Any]:
    """The area, the day, and of each series ("measure/series") the smallest steady change a year, in its own unit, that
    the test in force finds in 8 of 10 cases, by the day to which figures will be at hand: those known now, those to
    come by the plan's end, and two years on. Nothing where the data hold no figures of the area."""
    if not (project.resolve(data) / "published").is_dir() or area not in local_authorities(data):
        return {}
    figures, _, measured = sources.read(area, data, on, plan)
    setting = replace(setting_of(area, figures, plan), measured=measured)
    series = {f"{measure.id}/{one.id}": _by_day(seen) for measure in plan.measures
              for counts in [measures.from_published(measure.id, figures.figures)] for one in measure.series
              if (seen := visible_in(measure, one, counts.get(one.id), setting))}
    return {"area": area, "known": on.isoformat(), "series": series}


def _by_day(seen: tuple[Visible, ...]) -> dict[str, float]:
    return {each.by.isoformat(): rounded([each.per_year])[0] for each in seen}
