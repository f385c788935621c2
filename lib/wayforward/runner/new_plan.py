"""A council's next plan, begun: its folder, with plan.toml and the place of its source text. Measures carry over by id
from an earlier plan, with everything that says how they are counted and read."""

import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wayforward import project
from wayforward.areas import local_authorities, nearest
from wayforward.errors import RefusedParameters
from wayforward.periods import quarters, reporting_period
from wayforward.plan import Measure, Plan, load_plan
from wayforward.plans import DEFAULT, FILE, PLANS
from wayforward.report.plan_check import PlanCheck, check_plan
from wayforward.runner.notebooks import FOLDER
from wayforward.runner.plan_notebooks import write_notebooks
from wayforward.runner.toml_text import toml_text

NAME = re.compile(r"[a-z0-9][a-z0-9-]{2,59}")
START, SOURCE = "start.json", "plan.txt"
HEAD = """# A plan, as data; what each part means is told at the head of plans/{default}/plan.toml.
# Words in quotes from the council are compared with the source text whenever this file is loaded.
# `wayforward plan check --plan {name}` tells what of it can be tested as worded.

"""
Text = Annotated[str, Field(min_length=1)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class NewPromise(_Answer):
    """A promise in the plan's words, and the id of the measure that tells whether it is kept."""

    promise: Text
    measure: Text


class NewAmbition(_Answer):
    """An ambition by its title, and the promises under it."""

    title: Text
    promises: Annotated[tuple[NewPromise, ...], Field(strict=False, min_length=1)]


class NewPlan(_Answer):
    """What has to be known of a plan. `source`: a text file with the plan's own words; without one the words given here
    are written as the text, to be replaced by the plan's own. `vision`: a sentence of it; its title if not given."""

    title: Text
    council: Text
    area: Text
    begins: date
    ends: date
    ambitions: Annotated[tuple[NewAmbition, ...], Field(strict=False, min_length=1)]
    vision: str = ""
    source: str = ""

    @property
    def promises(self) -> list[NewPromise]:
        return [each for ambition in self.ambitions for each in ambition.promises]


def read_answers(path: Path) -> NewPlan:
    """A plan's answers from a TOML file; RefusedParameters names everything that is missing or not known."""
    try:
        return NewPlan.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as errors:
        raise RefusedParameters(f"{path.name} does not say what a plan needs:", [
            f"{'.'.join(str(each + 1) if isinstance(each, int) else each for each in error['loc'])}: {error['msg']}"
            for error in errors.errors()]) from None
    except (OSError, ValueError) as error:
        raise RefusedParameters(f"{path.name} is not read as TOML: {error}") from None


def new_plan(name: str, asked: NewPlan, like: str = DEFAULT, data: str = "data", beside: Path | None = None
             ) -> tuple[list[Path], PlanCheck]:
    """Writes plans/<name>/, what is set on the day the plan begins, and notebooks/<name>/: the files, and the check.

    like: the plan that the measures carry over from; beside: the folder in which `asked.source` is looked for.
    RefusedParameters, before anything is written, for a name that is taken, days in the wrong order, a measure that is
    not known or named twice, an area that is not known; RefusedPlan for words that are not those of the source text.
    """
    earlier = load_plan(like)
    _refuse(name, asked, earlier, local_authorities(data))
    text = ((beside or Path()) / asked.source).read_text(encoding="utf-8") if asked.source else _words(asked)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / name
        made.mkdir()
        (made / SOURCE).write_text(text, encoding="utf-8", newline="\n")
        (made / FILE).write_text(HEAD.format(default=DEFAULT, name=name) + toml_text(_tables(name, asked, earlier))
                                 + "\n", encoding="utf-8", newline="\n")
        plan, drafts = load_plan(made), Path(folder) / FOLDER
        drafts.mkdir()
        notebooks = write_notebooks(plan, name, first_quarter(plan.start), drafts)
        shutil.copytree(made, target := project.resolve(PLANS) / name)
        shutil.copytree(drafts, own := project.resolve(FOLDER) / name)
    found = check_plan(name, data=data)
    (target / START).write_text(json.dumps(found.as_parts(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8",
                                newline="\n")
    return [*(target / each for each in (FILE, SOURCE, START)), *(own / each for each in notebooks)], found


def first_quarter(begins: date) -> str:
    """The first quarter that ends within a plan.

    >>> first_quarter(date(2026, 4, 1)), first_quarter(date(2026, 9, 1))
    ('2026-27-Q1', '2026-27-Q2')
    """
    return next(code for code in quarters(begins.year - 1, begins.year + 2) if reporting_period(code).end >= begins)


def _refuse(name: str, asked: NewPlan, earlier: Plan, areas: Collection[str]) -> None:
    known = [each.id for each in earlier.measures]
    named = [each.measure for each in asked.promises]
    wrong = [f"name: expected small letters, figures and hyphens, such as exampleshire-2026-2031; got {name!r}"
             ] * (not NAME.fullmatch(name))
    wrong += [f"name: {folder}/{name} is there already" for folder in (PLANS, FOLDER)
              if (project.resolve(folder) / name).exists()]
    wrong += [f"ends: expected a day after {asked.begins}; got {asked.ends}"] * (asked.ends <= asked.begins)
    wrong += [f'area: "{asked.area}" is not known{nearest(asked.area, areas)}'] * (asked.area not in areas)
    wrong += [f"measure: {each} is named twice" for each in sorted({one for one in named if named.count(one) > 1})]
    wrong += [f"measure: there is no {each}{_near(each, known)}" for each in dict.fromkeys(named) if each not in known]
    if wrong:
        raise RefusedParameters("the plan is not begun, and nothing was written:", wrong)


def _near(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=3)
    return f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(known)}"


def _words(asked: NewPlan) -> str:
    """The words that were given, as the text to be replaced by the plan's own."""
    parts = [asked.title, asked.vision, *(line for each in asked.ambitions for line in (
        each.title, *(promise.promise for promise in each.promises)))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _tables(name: str, asked: NewPlan, earlier: Plan) -> dict[str, Any]:
    measures = list(_measures(asked, earlier))
    series = [each for one in measures for each in (*one["series"], *one.get("context", ()))]
    return {"plan": {"id": name, "title": asked.title, "council": asked.council, "area": asked.area,
                     "start": asked.begins, "end": asked.ends, "sources": (SOURCE,),
                     "vision": asked.vision or asked.title, "priorities": (), "bees": (),
                     "units": tuple(dict.fromkeys(one["unit"] for one in series))},
            "ambitions": [{"id": f"ambition_{number}", "number": number, "notebook": notebook_name(number, each.title),
                           "title": each.title} for number, each in enumerate(asked.ambitions, 1)],
            "measures": measures}


def notebook_name(number: int, title: str) -> str:
    """The stem of an ambition's notebook.

    >>> notebook_name(2, "Help that comes early, for every family")
    '2-help-that-comes-early'
    """
    return "-".join([str(number), *re.findall("[a-z0-9]+", title.lower())[:4]])


def _measures(asked: NewPlan, earlier: Plan) -> Iterator[dict[str, Any]]:
    """The measures of the earlier plan that are named, in the new one's order and under its words."""
    number = 0
    for place, ambition in enumerate(asked.ambitions, 1):
        for each in ambition.promises:
            number += 1
            yield _carried(earlier.measure(each.measure), each.promise) | {
                "number": number, "ambition": f"ambition_{place}", "next_review": _a_year_on(asked.begins)}


def _carried(measure: Measure, promise: str) -> dict[str, Any]:
    """A measure as another plan has it: counted and read alike; who answers for it and what it is evidence of is that
    plan's to say."""
    plain = measure.model_dump(exclude_defaults=True) | {
        "promise": promise, "bees": (), "priorities": (), "owner": "", "checked_by": ""}
    plain["series"] = [_series(each, promise) for each in plain["series"]]
    return plain | ({"context": list(plain["context"])} if "context" in plain else {})


def _series(plain: dict[str, Any], promise: str) -> dict[str, Any]:
    """A series without what belongs to the other plan: its target, and a part that is not in the promise's words."""
    kept = {name: value for name, value in plain.items() if name != "target"
            and (name != "part" or value in promise)}
    return kept | {"evidence": ()}


def _a_year_on(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))
