"""The parameters of a run: read from params/<period>.yaml, and refused in words before any kernel starts.

papermill only warns of a name that a notebook does not know, and YAML turns 2024 into a number and 2024-03-31 into a
day: either way a notebook would report on something else than was asked for.
"""

import ast
import json
import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from wayforward import project
from wayforward.areas import local_authorities, nearest, refuse_when_not_standing
from wayforward.declared_rule import read_declared
from wayforward.errors import RefusedParameters
from wayforward.periods import read_date, reporting_period
from wayforward.plans import DEFAULT, plan_names
from wayforward.today import refuse_future

LEDGERS = "published"       # the folder of what was published, with the ledgers
TEXT = "tag:yaml.org,2002:str"
REFUSED = "the parameters are refused; nothing has started:"


@dataclass(frozen=True)
class Check:
    """Of a parameter's value, and of the run's other values: RefusedParameters where the suite does not know it."""

    refuse: Callable[[str, dict[str, str]], object]


def _check_period(period: str, values: dict[str, str]) -> None:
    reported = reporting_period(period)
    parameters_file(period)
    refuse_future(reported, _day_asked(values) or reported.as_at)


def _check_area(area: str, values: dict[str, str]) -> None:
    known = local_authorities(values.get("data", "data"))
    if area not in known:
        raise RefusedParameters(f'area: "{area}" is not known{nearest(area, known)}')
    if "period" in values:
        refuse_when_not_standing(area, known, reporting_period(values["period"]).end)


def _check_day(day: str, values: dict[str, str]) -> None:
    if day:
        read_date(day)


def _day_asked(values: dict[str, str]) -> date | None:
    """The as-at day given; one that is no day is refused as such."""
    with suppress(RefusedParameters):
        return read_date(values.get("as_at", ""))


def _check_plan(plan: str, values: dict[str, str]) -> None:
    known = plan_names()
    if plan not in known:
        raise RefusedParameters(f'plan: "{plan}" is not known{_instead(plan, known)}')
    if "period" in values:
        read_declared(plan, reporting_period(values["period"]).code)


def _check_findings(folder: str, values: dict[str, str]) -> None:
    if folder:
        raise RefusedParameters("findings: a run chooses this folder itself; leave it out")


class RunParameters(BaseModel):
    """What every notebook is told; texts only. An empty `as_at` is the period's default, an empty `findings` none.

    A new parameter is a line here, and one in each notebook's parameters cell.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    period: Annotated[str, Check(_check_period)]
    area: Annotated[str, Check(_check_area)]
    as_at: Annotated[str, Check(_check_day)] = ""
    data: str = "data"
    plan: Annotated[str, Check(_check_plan)] = DEFAULT
    published: str = LEDGERS
    findings: Annotated[str, Check(_check_findings)] = ""

    def settled(self) -> "RunParameters":
        """The same with the as-at date written out."""
        return self.model_copy(update={"as_at": self.as_at or str(reporting_period(self.period).as_at)})


OF_A_RUN = "findings"       # the folder that a run makes for its notebooks; not chosen, not told
PLACES = ("data", "published")      # folders, from the project's root
NAMES = tuple(RunParameters.model_fields)
LATER = {"plan", "published"}            # that an older notebook may lack, where the runs have its default


def parameters_files() -> list[Path]:
    """All of params/*.yaml, the earliest period first."""
    return sorted(project.resolve("params").glob("*.yaml"), key=_when)


def _when(path: Path) -> tuple:
    try:
        period = reporting_period(path.stem)
    except RefusedParameters as refusal:
        raise RefusedParameters(f"{project.shown(path)} is not named after a period; {refusal.summary}") from None
    return period.end, period.start


def parameters_file(period: str) -> Path:
    """The file of a period's parameters; RefusedParameters, with the nearest there is, where it has none."""
    files = {path.stem: path for path in parameters_files()}
    if period not in files:
        raise RefusedParameters(f"period: there is no params/{period}.yaml{_instead(period, files)}")
    return files[period]


def load_all(periods: list[str], given: dict[str, str]) -> list[RunParameters]:
    """The parameters of several periods, with the values `given` in the place of the files'."""
    loads = [lambda period=period: load_parameters(parameters_file(period), **given) for period in periods]
    return all_or_refused([*loads, *_value_checks(given)])[:len(loads)]


def load_parameters(path: Path, **given: str) -> RunParameters:
    """The parameters in a YAML file, with those `given` in their place. RefusedParameters tells all problems."""
    values, problems = _read(path)
    if values.get("period", path.stem) != path.stem:
        problems.append(f'period: expected "{path.stem}", the name of the file; got "{values["period"]}"')
    try:
        parameters = RunParameters(**values | given)
    except ValidationError as error:
        problems += [_sentence(each) for each in error.errors()]
    if problems:
        raise RefusedParameters(REFUSED, [f"{project.shown(path)}: {problem}" for problem in problems])
    return parameters


def _read(path: Path) -> tuple[dict[str, str], list[str]]:
    """The texts of a flat YAML file as they stand in it, and what is wrong with them."""
    values, problems = _read_text(path, path.read_text(encoding="utf-8"))
    return dict(values), list(problems)


@cache
def _read_text(path: Path, text: str) -> tuple[dict[str, str], list[str]]:
    """Once for many areas: YAML is slow to read."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise RefusedParameters(f"{project.shown(path)} is not YAML: {error}") from None
    if not isinstance(node, yaml.MappingNode):
        raise RefusedParameters(f'{project.shown(path)}: expected lines such as period: "2025-26-Q4"')
    values, problems = {}, []
    for name, value in ((name.value, value) for name, value in node.value):
        if name in values:
            problems.append(f"{name}: given twice")
        if value.tag != TEXT:
            problems.append(f"{name}: expected text, got {_yaml_type(value)}; {_quote(value)}")
        values[name] = str(value.value)
    return values, problems


def _yaml_type(value: yaml.Node) -> str:
    return {"int": "a number", "float": "a number", "timestamp": "a day", "bool": "true or false", "null": "nothing",
            "seq": "a list", "map": "a mapping"}.get(value.tag.rpartition(":")[2], value.tag)


def _quote(value: yaml.Node) -> str:
    return f'quote it: "{value.value}"' if isinstance(value, yaml.ScalarNode) else "write one quoted text"


def _sentence(error: dict) -> str:
    name = str(error["loc"][0])
    match error["type"]:
        case "extra_forbidden":
            return f"{name}: not a parameter{_instead(name, NAMES)}"
        case "missing":
            return f"{name}: missing"
        case _:
            return f"{name}: {error['msg']}"


def all_or_refused(attempts: Iterable[Callable]) -> list:
    """What each attempt returns; if any is refused, one RefusedParameters with the problems of all."""
    results, problems = [], []
    for attempt in attempts:
        try:
            results.append(attempt())
        except RefusedParameters as refusal:
            problems += refusal.problems or [refusal.summary]
    if problems:
        raise RefusedParameters(REFUSED, list(dict.fromkeys(problems)))
    return results


def published(values: dict[str, str]) -> dict[str, str]:
    """Parameters as they are kept and told: nothing of where on this machine the data, the ledger or the output lay."""
    places = {name: Path(os.path.normpath(project.resolve(values[name]))) for name in PLACES if name in values}
    return {name: value for name, value in values.items() if name != OF_A_RUN} | {
        name: project.shown(place) for name, place in places.items()}


def check_runs(asked: Collection[RunParameters], notebooks: list[Path]) -> None:
    """RefusedParameters with every problem of the runs' values and of the notebooks' own parameters cells, or
    nothing."""
    runs = [parameters.model_dump() for parameters in asked]
    needed = [name for name in NAMES if name not in LATER or any(_is_chosen(name, values[name]) for values in runs)]
    all_or_refused([*_value_checks(*runs), *(partial(check_notebook, notebook, needed) for notebook in notebooks)])


def _is_chosen(name: str, value: str) -> bool:
    return value != RunParameters.model_fields[name].default


def _value_checks(*runs: dict[str, str]) -> list[Callable]:
    """An attempt for each value given that raises RefusedParameters if the suite does not know it; for a value that
    several runs of the same data and period have, only one."""
    checks = {}
    for values in runs:
        for name, field in RunParameters.model_fields.items():
            for check in (each for each in field.metadata if isinstance(each, Check) and name in values):
                told = name, values[name], values.get("data"), values.get("period")
                checks[told] = partial(check.refuse, values[name], values)
    return list(checks.values())


def check_notebook(notebook: Path, needed: Collection[str] = NAMES) -> None:
    """RefusedParameters with a line for each name on which a notebook's own parameters cell and the run's differ, or
    whose default is no text."""
    own = own_parameters(notebook)
    problems = [f"{notebook.name}: `{name}` is not a parameter of the run{_instead(name, NAMES)}"
                for name in own if name not in NAMES]
    problems += [f"{notebook.name}: has no parameter `{name}`" for name in needed if name not in own]
    problems += [f"{notebook.name}: `{name}` must be text, such as {name} = \"\"" for name, default in own.items()
                 if name in NAMES and not isinstance(default, str)]
    if problems:
        raise RefusedParameters(REFUSED, problems)


def own_parameters(notebook: Path) -> dict[str, object]:
    """What a notebook's cell tagged `parameters` assigns, by name; RefusedParameters where there is none."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        lines = ast.parse(sources[0]).body if sources else []
        assigned = {name: ast.literal_eval(value) for line in lines for name, value in _assigned(line)}
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        raise RefusedParameters(f"{notebook.name}: cannot be read as a notebook whose parameters are plain values: "
                                f"{type(error).__name__}") from None
    if not assigned:
        raise RefusedParameters(f"{notebook.name}: has no cell tagged `parameters`")
    return assigned


def _assigned(line: ast.stmt) -> list[tuple[str, ast.expr]]:
    targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
    return [(target.id, line.value) for target in targets if isinstance(target, ast.Name)]


def _instead(word: str, words) -> str:
    """The words nearest to one that is not known, or all of them, as the end of a sentence."""
    near = get_close_matches(word, words, n=3)
    if near:
        return f"; did you mean {' or '.join(near)}?"
    return f"; expected one of: {', '.join(words)}" if words else ""


def write_parameters(period: str, area: str, data: str = "data") -> Path:
    """Writes params/<period>.yaml with the period's default as-at date. RefusedParameters if it is there already."""
    when = reporting_period(period)
    path = project.resolve("params") / f"{period}.yaml"
    if path.exists():
        raise RefusedParameters(f"{project.shown(path)} is there already; edit it, or delete it first")
    path.parent.mkdir(exist_ok=True)
    values = RunParameters(period=period, area=area, data=data).settled().model_dump()
    lines = [f"# {when.label}: parameters of its notebooks; every value is quoted text",
             *(f'{name}: "{value}"' for name, value in values.items()
               if value and (name not in LATER or _is_chosen(name, value)))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
