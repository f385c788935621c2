"""Which runs a command is about: areas by name or code, all, those of a region, or one with its neighbours."""

from collections.abc import Sequence
from datetime import date

from wayforward.areas import area_named, local_authorities, neighbours_of, of_region
from wayforward.periods import read_date, reporting_period
from wayforward.runner.parameters import RunParameters, all_or_refused, load_all

ALL = "all"


def area_asked(word: str | None, data: str = "data") -> str | None:
    """The id of an area that may be told by its name or its codes; None where none is."""
    return area_named(word, local_authorities(data)) if word else None


def runs_asked(periods: list[str], given: dict[str, str], areas: Sequence[str] = (), region: str = "",
               near: str = "") -> list[RunParameters]:
    """The parameters of every period for every area that is asked for, or for the parameters' own where none is. Of
    areas chosen together, those are left out that were not authorities when a period ended."""
    if not (areas or region or near):
        return load_all(periods, given)
    chosen = _chosen(areas, region, near, given)
    asked = [parameters for area in chosen for parameters in load_all(periods, given | {"area": area})]
    return [each for each in asked if _stands(each)] if region or near or ALL in areas else asked


def _chosen(areas: Sequence[str], region: str, near: str, given: dict[str, str]) -> list[str]:
    known = local_authorities(given.get("data", "data"))
    day = read_date(given["as_at"]) if given.get("as_at") else date.max
    found = [lambda word=word: list(known) if word == ALL else [area_named(word, known)] for word in areas]
    found += [lambda: of_region(region, known)] if region else []
    found += [lambda: neighbours_of(area_named(near, known), known, day)] if near else []
    return list(dict.fromkeys(area for each in all_or_refused(found) for area in each))


def _stands(parameters: RunParameters) -> bool:
    place = local_authorities(parameters.data)[parameters.area]
    return place.stands(reporting_period(parameters.period).end)
