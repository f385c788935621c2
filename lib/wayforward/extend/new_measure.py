"""Begin a measure: its entry in plan.toml, its module with the definition, and its test, each saying what to fill.

The page, the findings, the narrative, the panel and the pack follow from these three files.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from wayforward import project
from wayforward.errors import RefusedParameters
from wayforward.periods import CALENDARS
from wayforward.plan import Plan, load_plan
from wayforward.plans import FILE, plan_folder

ID = re.compile(r"[a-z][a-z0-9_]*")
MODULES, TESTS = "lib/wayforward/measures", "tests/measures"
ENTRY, MODULE, TEST = "plan-entry.toml.j2", "measure.py.j2", "test-measure.py.j2"


def new_measure(id: str, plan: str, ambition: int, promise: str, title: str, today: date) -> list[Path]:
    """Writes a measure's entry, module and test, and says which files these are.

    `promise`: the plan's own words, as its source texts have them. RefusedParameters and RefusedPlan with every
    problem; then nothing is written.
    """
    known = load_plan(plan)
    _refuse(id, known, ambition)
    values = {"id": id, "title": title or id.replace("_", " ").capitalize(), "promise": promise, "plan_name": plan,
              "plan": known, "ambition": known.ambition(ambition), "calendars": CALENDARS,
              "number": max((measure.number for measure in known.measures), default=0) + 1,
              "next_review": today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat()}
    entry = plan_folder(plan) / FILE
    text = f"{entry.read_text(encoding='utf-8').rstrip()}\n\n\n{filled(ENTRY, values)}"
    _refuse_plan(plan_folder(plan), text)
    return [write(entry, text), write(_module(id), filled(MODULE, values)), write(_test(id), filled(TEST, values))]


def files_of_measure(id: str, plan: str) -> tuple[Path, Path, Path]:
    """The three files of a measure."""
    return plan_folder(plan) / FILE, _module(id), _test(id)


def filled(template: str, values: Mapping[str, Any]) -> str:
    """A template's text with values in it."""
    return _templates().get_template(template).render(values)


def write(path: Path, text: str) -> Path:
    """Writes a text with line ends that are the same on every machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.PackageLoader("wayforward", "templates/extend"), trim_blocks=True,
                              lstrip_blocks=True, keep_trailing_newline=True, undefined=jinja2.StrictUndefined)
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return made


def _module(id: str) -> Path:
    return project.resolve(MODULES) / f"{id}.py"


def _test(id: str) -> Path:
    return project.resolve(TESTS) / f"test_{id}.py"


def _refuse(id: str, plan: Plan, ambition: int) -> None:
    """RefusedParameters with everything that is wrong with what was asked."""
    numbers = [each.number for each in plan.ambitions]
    problems = []
    if not ID.fullmatch(id):
        problems.append(f"ID: expected small letters, digits and _, such as rereferrals; got {id!r}")
    else:
        taken = [project.shown(path) for path in (_module(id), _test(id)) if path.exists()]
        problems += [f"{path} is there already; edit it, or take another id" for path in taken]
    if id in [each.id for each in plan.measures]:
        problems.append(f"ID: the plan has a measure {id!r} already")
    if ambition not in numbers:
        problems.append(f"--ambition: expected one of {', '.join(map(str, numbers))}; got {ambition}")
    if problems:
        raise RefusedParameters("nothing was written:", problems)


def _refuse_plan(folder: Path, text: str) -> None:
    """RefusedPlan where a plan would not hold together with this text in its file."""
    with tempfile.TemporaryDirectory() as beside:
        tried = Path(beside) / folder.name
        shutil.copytree(folder, tried)
        (tried / FILE).write_text(text, encoding="utf-8")
        load_plan(tried)
