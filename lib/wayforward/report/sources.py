"""What a report stands on: the published figures and the area's own returns, as known on a day."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from wayforward import measures
from wayforward.areas import Area, local_authorities
from wayforward.errors import RefusedParameters
from wayforward.formats import listed
from wayforward.plan import Plan, load_plan
from wayforward.returns.extracts import Returns, read_returns
from wayforward.returns.postcodes import Directory
from wayforward.returns.problems import Problem, refuse
from wayforward.returns.published import Published, read_published


def area_of(area: str, data: str) -> Area:
    """An area by its id; RefusedParameters, with those there are, for any other."""
    known = local_authorities(data)
    if area not in known:
        raise RefusedParameters(f"area: expected one of {', '.join(known)}; got {area!r}")
    return known[area]


def read(area: str, data: str, day: date, plan: Plan) -> tuple[Published, Returns]:
    """The published figures and the area's returns, as known on the day. Nothing of the returns is read yet."""
    place = area_of(area, data)
    published = read_published(place.published, day)
    own = published.figures[published.figures["area"] == area]
    return published, returns_of(place, day, plan, own)


def returns_of(place: Area, day: date, plan: Plan, figures: pd.DataFrame | None = None) -> Returns:
    """The returns of an area received by the day, each read when first asked for."""
    return read_returns(place.returns, day, figures=figures, postcodes=_located(place), la_code=place.la_code,
                        gss=place.gss, effects=effects(plan),
                        districts=lambda: _directory(place.places, place.invented).districts_of(place.gss))


def screened(area: str, data: str, day: date, plan: Plan) -> list[Problem]:
    """Every problem of every return of the area that the plan's measures read."""
    place = area_of(area, data)
    returns = returns_of(place, day, plan)
    found = returns.problems(*(name for name in effects(plan) if returns.has(name)))
    return found if place.invented else [*_invented(returns, data), *found]


def _invented(returns: Returns, data: str) -> list[Problem]:
    """Files of the invented county that lie among a real one's."""
    given = returns.inputs()
    invented = {hashlib.sha256(path.read_bytes()).hexdigest()
                for each in local_authorities(data).values() if each.invented
                for path in each.returns.rglob("*.*") if given and path.is_file()}
    return [Problem("refuse", "a file of the invented county", read.path,
                    effect="invented figures would stand under a real council's name", action="take it out")
            for read in given if read.sha256 in invented]


def refuse_inputs(area: str, data: str, day: date) -> None:
    """RefusedInputs with everything for which the figures or the returns of an area cannot be read; else nothing."""
    read_published(area_of(area, data).published, day)
    refuse(screened(area, data, day, load_plan()))


def effects(plan: Plan) -> dict[str, str]:
    """For each table of the returns the promises that it feeds, in words: "promises 1 and 6"."""
    fed: dict[str, list[str]] = {}
    for measure in plan.measures:
        for table in measures.returns_of(measure.id):
            fed.setdefault(table, []).append(str(measure.number))
    return {table: f"promise{'s' if len(numbers) > 1 else ''} {listed(numbers)}" for table, numbers in fed.items()}


def _located(place: Area):
    def locate(postcodes: pd.Series) -> pd.DataFrame:
        return _directory(place.places, place.invented)(postcodes)
    return locate


@cache
def _directory(places: Path, invented: bool) -> Directory:
    return Directory.of_folder(places) if invented else Directory.ons(places)
