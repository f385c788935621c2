"""What a report stands on: the published figures and the area's own returns, as known on a day."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from wayforward import measures, project
from wayforward.areas import LEVEL, Area, local_authorities, nearest
from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.formats import promises
from wayforward.plan import Plan
from wayforward.published.exchange import export_tables, import_tables
from wayforward.published.figures import Published, read_published
from wayforward.reading.area_returns import Returns, read_returns
from wayforward.reading.postcodes import Directory
from wayforward.reading.problems import Problem, ordered, refuse
from wayforward.report.scatter import Editions, read_editions


def area_of(area: str, data: str) -> Area:
    """An area by its id; RefusedParameters, with the nearest, for any other."""
    known = local_authorities(data)
    if area not in known:
        raise RefusedParameters(f'area: "{area}" is not known{nearest(area, known)}')
    return known[area]


def read(area: str, data: str, day: date, plan: Plan) -> tuple[Published, Returns, Editions]:
    """The published figures, the area's returns, and how published series move by themselves elsewhere, as known on the
    day. Nothing of the returns is read yet. RefusedParameters for a real area under an invented one's plan."""
    place, published = area_of(area, data), published_on(day, area, data)
    _refuse_invented_promises(plan, place, local_authorities(data).get(plan.area))
    measured, files = read_editions(place.published, day, area)
    published = replace(published, inputs=(*published.inputs, *files))
    own = published.figures[published.figures["area"] == area]
    return published, returns_of(place, day, plan, own), measured


def _refuse_invented_promises(plan: Plan, place: Area, whose: Area | None) -> None:
    """The real and the invented never meet."""
    if whose is not None and whose.invented and not place.invented:
        raise RefusedParameters(f"plan: {plan.id} is the invented {whose.name}’s, and {place.name} is real; expected "
                                f"the plan of a real council, or --area {plan.area}")


def published_on(day: date, area: str, data: str, others: Collection[str] = ()) -> Published:
    """The published figures of an area and of those it is compared with, and of some others, as known on a day."""
    return read_published(area_of(area, data).published, day, area, others)


def returns_of(place: Area, day: date, plan: Plan, figures: pd.DataFrame | None = None) -> Returns:
    """The returns of an area received by the day, each read when first asked for. RefusedInputs for what is no local
    authority: where its homes and schools lie cannot be told by a code of its own."""
    if place.level != LEVEL and place.returns.is_dir():
        raise RefusedInputs(f"{project.shown(place.returns)}: returns of a {place.level} are not counted, for where "
                            "homes and schools lie is told by the codes of one local authority; give its figures in "
                            f"{project.shown(place.published)}, and take the folder away")
    return read_returns(place.returns, day, figures=figures, postcodes=_located(place), la_code=place.la_code,
                        gss=place.gss, effects=effects(plan),
                        districts=lambda: _directory(place.places, place.invented).districts_of(place.gss),
                        others=local_authorities(str(place.published.parent)))


def export_figures(data: str, tables: Collection[str], out: Path) -> list[Path]:
    """Tables of the real areas' published figures as CSV files in another folder."""
    return export_tables(project.resolve(data) / "published", tables, out)


def import_figures(data: str, files: Collection[Path]) -> list[Path]:
    """CSV files as tables of the real areas' published figures."""
    return import_tables(project.resolve(data) / "published", files)


@dataclass(frozen=True)
class Screening:
    """What the screening finds in the returns of an area.

    tables      problems of the tables that the plan's measures read; of no table: of other files, and of all together
    promises    numbers of the promises that a refused table feeds, wholly or in part
    """

    tables: list[Problem]
    of_no_table: list[Problem]
    promises: tuple[int, ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """All of them, refusals first."""
        return ordered([*self.of_no_table, *self.tables])


def screened(area: str, data: str, day: date, plan: Plan) -> Screening:
    """Screens every return of the area that the plan's measures read."""
    place = area_of(area, data)
    return screening_of(returns_of(place, day, plan), place, data, plan)


def screening_of(returns: Returns, place: Area, data: str, plan: Plan) -> Screening:
    """The same of an area's returns at hand."""
    names = [name for name in promises_by_table(plan) if returns.has(name)]
    refused = returns.refused(*names)
    of_no_table = returns.loose if place.invented else [*_invented(returns, data), *returns.loose]
    return Screening([problem for name in names for problem in returns.found(name)], of_no_table,
                     tuple(sorted({number for name in refused for number in promises_by_table(plan)[name]})))


def _invented(returns: Returns, data: str) -> list[Problem]:
    """Files of the invented county that lie among a real one's."""
    given = returns.inputs()
    invented = {hashlib.sha256(path.read_bytes()).hexdigest()
                for each in local_authorities(data).values() if each.invented
                for path in each.returns.rglob("*.*") if given and path.is_file()}
    return [Problem("refuse", "a file of the invented county", read.path, kind=read.path,
                    effect="invented figures would stand under a real council's name", action="take it out")
            for read in given if read.sha256 in invented]


def refuse_inputs(area: str, data: str, day: date, plan: Plan, strict: bool = False) -> None:
    """RefusedInputs where the published figures of an area break their contract, or where its returns hold what is of
    no known table, so that nobody can say which promises it spoils; nothing else. A table that is refused takes out
    the promises that it feeds and no other, unless `strict`: then it refuses everything."""
    read_published(area_of(area, data).published, day, area)
    found = screened(area, data, day, plan)
    refuse(found.problems if strict else found.of_no_table)


def refuse_screened(found: Screening, plan: Plan) -> None:
    """RefusedInputs with every refusal of a screening, and which promises can be counted all the same; nothing where
    there are only warnings."""
    refuse(found.problems, _summary(found, plan))


def _summary(found: Screening, plan: Plan) -> str:
    """What the refusals take out."""
    if any(problem.severity == "refuse" for problem in found.of_no_table):
        return "the returns are refused, and nothing is counted; put them right and run again"
    others = "" if len(found.promises) == len(plan.measures) else "; it touches no other"
    verb = "is" if len(found.promises) == 1 else "are"
    return f"{promises(found.promises)} {verb} refused, wholly or in part, until this is put right{others}:"


def promises_by_table(plan: Plan) -> dict[str, list[int]]:
    """For each table of the returns the numbers of the promises that it feeds."""
    numbers: dict[str, list[int]] = {}
    for measure in plan.measures:
        for table in measures.returns_of(measure.id):
            numbers.setdefault(table, []).append(measure.number)
    return numbers


def effects(plan: Plan) -> dict[str, str]:
    """For each table of the returns the promises that it feeds, in words: "promises 1 and 6"."""
    return {table: promises(numbers) for table, numbers in promises_by_table(plan).items()}


def _located(place: Area):
    def locate(postcodes: pd.Series) -> pd.DataFrame:
        return _directory(place.places, place.invented)(postcodes)
    return locate


@cache
def _directory(places: Path, invented: bool) -> Directory:
    return Directory.of_folder(places) if invented else Directory.ons(places)
