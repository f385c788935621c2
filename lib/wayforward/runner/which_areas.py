"""Which runs a command is about: areas by name or code, all, those of a region, or one with its neighbours."""

from collections.abc import Sequence
from datetime import date

from wayforward.areas import Area, area_named, local_authorities, neighbours_of, of_region
from wayforward.errors import RefusedParameters
from wayforward.periods import reporting_period
from wayforward.runner.parameters import RunParameters, load_all

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
    found = [each for word in areas for each in (known if word == ALL else [_named(word, known)])]
    found += of_region(region, known) if region else []
    found += neighbours_of(area_named(near, known), known, given.get("as_at") or str(date.max)) if near else []
    return list(dict.fromkeys(found))


def _named(word: str, known: dict[str, Area]) -> str:
    """Its id; the word itself where none is known, to be refused with all else that is wrong."""
    try:
        return area_named(word, known)
    except RefusedParameters:
        return word


def _stands(parameters: RunParameters) -> bool:
    place = local_authorities(parameters.data)[parameters.area]
    return place.stands(reporting_period(parameters.period).end)
