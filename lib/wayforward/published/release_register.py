"""The register of releases: which files the department publishes, how each is known, and which series come from it.

The register (releases.toml, beside the tables and the sources that it speaks of) is data: an analyst adds a name that
the department has given a column, or a series, without touching code. A release is known by its columns and what
stands in them, never by a file's name.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from wayforward.errors import RefusedInputs
from wayforward.periods import CALENDARS, month_end

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
DAY = re.compile(rf"(\d{{1,2}}|end of) ({'|'.join(MONTHS)})( of the next year)?")
SHARED = ("calendar", "unit", "decimals", "note", "note_from")       # of a release: what holds for all its series
NUMBERED = re.compile(r"^\d+[.)]\s*")
Place = tuple[str | int, ...]


def plain_words(text: str) -> str:
    """Letters and digits alone, words apart by one space, without a number in front: how spellings are compared.

    >>> plain_words("4. Placed  outside the LA boundary, more than 20 miles")
    'placed outside the la boundary more than 20 miles'
    """
    spelt = NUMBERED.sub("", text.strip()).casefold().replace("&", " and ")
    return " ".join(re.findall(r"[^\W_]+", spelt.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")))


def _many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _calendar(name: str) -> str:
    if name and name not in CALENDARS:
        raise ValueError(f"{name!r} is not a calendar; expected one of: {', '.join(CALENDARS)}")
    return name


def _day(text: str) -> str:
    found = DAY.fullmatch(text)
    if not found:
        raise ValueError(f'expected a day such as "15 November", "end of February" or "15 July of the next year"; '
                         f"got {text!r}")
    if found[1] != "end of":
        date(2024, MONTHS.index(found[2]) + 1, int(found[1]))
    return text


Texts = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_many), Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Series(_Part):
    """A series that a release holds.

    column      which of the release's columns has its figures
    where       column → the values, in all spellings, that say that a row is of this series
    calendar    what a year of the file means
    decimals    that the series is published with: "5" is 5.0 where the file leaves a zero out
    fraction    whether the file has 0.92 for 92 percent
    status      of a figure: "not comparable" for a series whose figures never can be compared
    note        what is said of each figure; from the year `note_from` on
    """

    series: Slug
    column: str
    where: dict[str, Texts] = {}
    calendar: Annotated[str, Field(min_length=1), AfterValidator(_calendar)]
    unit: Annotated[str, Field(min_length=1)]
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    fraction: bool = False
    status: Literal["final", "not comparable"] = "final"
    note: str = ""
    note_from: int = 0

    @model_validator(mode="after")
    def _has_a_reason(self) -> "Series":
        if self.status == "not comparable" and not self.note:
            raise ValueError("note: must give the reason where the status is not comparable")
        return self

    def wanted(self) -> dict[str, frozenset[str]]:
        """The same values as spellings are compared."""
        return {column: frozenset(map(plain_words, values)) for column, values in self.where.items()}


class Model(_Part):
    """A model of statistical neighbours: its source and the day it became known."""

    citation: Slug
    known: date


class Release(_Part):
    """A release, and what comes from it.

    usual_day   the day of the year on which it usually comes out: the first such day after a period ends
    form        "ees": a row a period, area and choice of filters; "lait": a row an area and measure, the years side
                by side; "neighbours": a row an area, its statistical neighbours side by side
    columns     our name → all names that the department has given a column, the newest first
    has         column → values of which one must stand in it, where columns alone do not tell releases apart
    needs       our names of columns that must be there besides those of filters
    any         columns that do not say what is counted, such as the version
    models      of statistical neighbours: the year of a model → its source
    """

    id: Slug
    title: Annotated[str, Field(min_length=1)]
    citation: Slug
    usual_day: Annotated[str, AfterValidator(_day)]
    form: Literal["ees", "lait", "neighbours"] = "ees"
    columns: dict[Slug, Texts] = {}
    has: dict[str, Texts] = {}
    needs: Texts | tuple[()] = ()
    any: Texts | tuple[()] = ()
    series: tuple[Series, ...] = ()
    models: dict[str, Model] = {}

    def released(self, end: date) -> date:
        """The day on which figures of a period that ends on `end` usually come out."""
        day, month, next_year = DAY.fullmatch(self.usual_day).groups()
        number = MONTHS.index(month) + 1

        def in_year(year: int) -> date:
            return month_end(year, number) if day == "end of" else date(year, number, int(day))

        year = end.year if in_year(end.year) >= end else end.year + 1
        return in_year(year + bool(next_year))

    @property
    def filters(self) -> list[str]:
        """Which of its columns say what is counted."""
        return list(dict.fromkeys([*(name for each in self.series for name in each.where), *self.has]))

    @property
    def indicators(self) -> list[str]:
        """Which of its columns hold figures."""
        return list(dict.fromkeys(each.column for each in self.series))

    @model_validator(mode="after")
    def _holds_together(self) -> "Release":
        named = {*self.filters, *self.indicators, *self.needs}
        problems = [f"columns: must have {name}, of which a series, `has` or `needs` speaks" for name in sorted(named)
                    if name not in self.columns]
        names = [each.series for each in self.series]
        problems += [f"series: {name} must stand once" for name in dict.fromkeys(names) if names.count(name) > 1]
        if self.form == "neighbours" and not self.models:
            problems.append("models: must name at least one")
        if self.form != "neighbours" and not self.series:
            problems.append("series: must hold at least one")
        if problems:
            raise ValueError("; ".join(problems))
        return self


def read_register(path: Path) -> tuple[Release, ...]:
    """The releases that a file declares. RefusedInputs names every problem with its place, such as
    "release looked_after, series placed_far, calendar"."""
    path = Path(path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8")).get("release", [])
    except (OSError, ValueError) as error:
        raise RefusedInputs(f"{path.name} cannot be read: {error}") from None
    problems, found = [], []
    for entry in raw:
        try:
            found.append(Release.model_validate(_expanded(entry)))
        except ValidationError as errors:
            problems += [f"{_named(entry, error['loc'])}: {_said(error)}" for error in errors.errors()]
    ids = [entry.get("id") for entry in raw]
    problems += [f"release {each}: must stand once" for each in dict.fromkeys(ids) if ids.count(each) > 1]
    if problems or not raw:
        raise RefusedInputs(f"{path.name} does not hold together", problems or ["release: must hold at least one"])
    return tuple(found)


def _expanded(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A release with each of its series by itself, and with what holds for all of them."""
    shared = {name: entry[name] for name in SHARED if name in entry}
    series = [{**shared, **one} for each in entry.get("series", []) for one in _family(each, entry.get("values", {}))]
    return {name: value for name, value in entry.items() if name not in (*SHARED, "values")} | {"series": series}


def _family(each: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One series, or one for every choice of those values that stand under a word for the series' name, with it or
    under the release's `values`: "suitable_{age}" where {age = {young = "17 to 18 years"}} is suitable_young."""
    named = [column for column in re.findall(r"{(\w+)}", each.get("series", "")) if column in values]
    where = {column: values[column] for column in named} | each.get("where", {})
    parted = {column: values for column, values in where.items() if isinstance(values, dict)}
    for choice in product(*(values.items() for values in parted.values())):
        name = each.get("series", "")
        for column, (word, _) in zip(parted, choice, strict=True):
            name = name.replace(f"{{{column}}}", word)
        chosen = {column: value for column, (_, value) in zip(parted, choice, strict=True)}
        yield {**each, "series": name, "where": {**where, **chosen}}


def _named(entry: Mapping[str, Any], place: Place) -> str:
    """Where a problem is, in words."""
    words = [f"release {entry.get('id', '?')}"]
    if place[:1] == ("series",) and len(place) > 1:
        names = [each.get("series", "?") for each in _expanded(entry)["series"]]
        words.append(f"series {names[place[1]]}")
        place = place[2:]
    return ", ".join([*words, *map(str, place)])


def _said(error: Mapping[str, Any]) -> str:
    return str(error["msg"]).removeprefix("Value error, ")
