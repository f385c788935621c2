"""What a council sets itself in a plan: targets, owners, who checked a definition, and the day of its next review.

plans/<plan>/councils/<area>.toml, beside the plan, whether it is the area's own or another's:

    [measures.care_leavers_accommodation]
    owner = "Head of Service, Leaving Care"
    checked_by = "Performance Manager"
    next_review = 2026-09-30

    [series.care_leavers_suitable_19_21]
    target = { value = 0.95, by = 2026-03-31 }      a proportion is a fraction; anything else is in its unit

What the file does not name stays as plan.toml has it; but another council's targets and owners are not this one's.
"""

import reprlib
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wayforward.errors import RefusedPlan
from wayforward.plan import Measure, Plan, Series, load_plan
from wayforward.plans import plan_folder

FOLDER = "councils"
MAY_SET = {"measures": ("owner", "checked_by", "next_review"), "series": ("target",)}
Given = dict[str, dict[str, dict[str, Any]]]


def plan_of(plan: str, area: str) -> Plan:
    """A plan by its name, with what the council of an area sets in it. RefusedPlan names every problem of its file."""
    return with_settings(load_plan(plan), area, plan_folder(plan))


def with_settings(plan: Plan, area: str, folder: Path) -> Plan:
    """The plan with what the council of an area sets in the folder's councils/; the plan is left as it is."""
    path = folder / FOLDER / f"{area}.toml"
    given = _read(path) if path.is_file() else {}
    problems = list(_strange(given, plan))
    own = plan if area == plan.area else _without_the_authors(plan)
    measures = tuple(_of_council(measure, given, problems) for measure in own.measures)
    if problems:
        raise RefusedPlan(f"{FOLDER}/{path.name}: what the council sets does not hold together:", problems)
    return own.model_copy(update={"measures": measures})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RefusedPlan(f"{FOLDER}/{path.name} cannot be read: {error}") from None


def _without_the_authors(plan: Plan) -> Plan:
    """Without the targets and owners that the plan's own council has set itself."""
    measures = tuple(measure.model_copy(update={"owner": "", "series": tuple(
        series.model_copy(update={"target": None}) for series in measure.series)}) for measure in plan.measures)
    return plan.model_copy(update={"measures": measures})


def _strange(given: Mapping[str, Any], plan: Plan) -> Iterator[str]:
    """What stands in the file and is nothing that a council can set, each with its place."""
    known = {"measures": [measure.id for measure in plan.measures],
             "series": [series.id for measure in plan.measures for series in measure.series]}
    for kind, entries in given.items():
        if kind not in known:
            yield f"{kind}: expected [measures.<id>] and [series.<id>] alone"
        elif not isinstance(entries, dict):
            yield f"{kind}: expected a table for each id, as [{kind}.{known[kind][0]}]"
        else:
            for name, entry in entries.items():
                yield from _strange_entry(f"{kind}.{name}", name, entry, known[kind], MAY_SET[kind])


def _strange_entry(place: str, name: str, entry: Any, known: list[str], may_set: tuple[str, ...]) -> Iterator[str]:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        yield f"{place}: the plan has no such id" + (f"; did you mean {near[0]}?" if near else "")
    elif not isinstance(entry, dict):
        yield f"{place}: expected {' or '.join(may_set)} under it"
    else:
        yield from (f"{place}.{key}: expected {' or '.join(may_set)}" for key in entry if key not in may_set)


def _of_council(measure: Measure, given: Given, problems: list[str]) -> Measure:
    """A measure with what the council sets; what is wrong with that is added to the problems."""
    series = tuple(_set(each, "series", given, problems) for each in measure.series)
    return _set(measure.model_copy(update={"series": series}), "measures", given, problems)


def _set(entry: Measure | Series, kind: str, given: Given, problems: list[str]) -> Any:
    """An entry of the plan with the keys that a council may set, judged as plan.toml's own are."""
    entries = given.get(kind)
    here = entries.get(entry.id) if isinstance(entries, dict) else None
    changes = {key: value for key, value in here.items() if key in MAY_SET[kind]} if isinstance(here, dict) else {}
    if not changes:
        return entry
    if "target" in changes and entry.better == "none":
        problems.append(f"{kind}.{entry.id}.target: no direction of it is better, so no target of it can be met")
    try:
        return type(entry).model_validate(entry.model_dump() | changes)
    except ValidationError as wrong:
        problems += [f"{kind}.{entry.id}.{_said(error)}" for error in wrong.errors()]
        return entry


def _said(error: Any) -> str:
    """A problem that a model found, with the key it is of and what stands there."""
    place, said = ".".join(map(str, error["loc"])), error["msg"].removeprefix("Value error, ")
    return f"{place}: {said.replace('Input should', 'should')}; it is {reprlib.repr(error['input'])}"
