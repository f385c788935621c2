"""What the screening finds in a table beside others: its return's tables, the registers, the years that need it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import pandas as pd

from wayforward.periods import financial_year
from wayforward.reading.deliveries import Delivered
from wayforward.reading.lookups import Found, Match, match, places_among, too_few
from wayforward.reading.problems import Problem
from wayforward.reading.references import YearsTable, not_meeting
from wayforward.returns.layout import Lookup, Table, plain

REGISTER_OF_SCHOOLS = "gias_establishments"


class Years(Protocol):
    """A table of all years: as delivered, and the rows of those years that can be read."""

    @property
    def table(self) -> Table: ...

    @property
    def delivered(self) -> Sequence[Delivered]: ...

    @property
    def years(self) -> Collection[int]: ...

    @property
    def by_year(self) -> Mapping[int, YearsTable]: ...


class Registers(Protocol):
    """Where postcodes lie, and what is known of the area itself."""

    gss: str
    la_code: str

    def located(self, postcodes: pd.Series) -> pd.DataFrame: ...
    def districts(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Related:
    """Problems of a table beside others, and how well what is looked up was found."""

    problems: list[Problem]
    matches: list[Match]


def related(own: Years, tables: Mapping[str, Years], registers: Registers) -> Related:
    """Reads the tables and registers that a table points to, and judges how they meet."""
    problems = [*_references(own, tables), *_years_lacking(own, tables)]
    matches = []
    for lookup in own.table.lookups:
        found = _matches(own, lookup, tables, registers)
        matches += found.values()
        rows = {year: each.rows for year, each in own.by_year.items()}
        problems += [own.by_year[year].delivered.told(problem) for year, problem in too_few(lookup, found, rows)]
    return Related(problems, matches)


def _references(own: Years, tables: Mapping[str, Years]) -> Iterator[Problem]:
    for reference in own.table.references:
        others = tables[reference.table].by_year if reference.table in tables else {}
        for year in own.by_year.keys() & others.keys():
            for problem in not_meeting(own.by_year[year], others[year], reference):
                yield own.by_year[year].delivered.told(problem)


def _years_lacking(own: Years, tables: Mapping[str, Years]) -> Iterator[Problem]:
    """Years in which this table is missing beside one that cannot be counted without it."""
    for needing in (tables[name] for name in own.table.needed_by if name in tables):
        for year in sorted(needing.by_year.keys() - own.years):
            lacking = own.delivered[0].told(Problem(
                "refuse", f"no {own.table.title} of {financial_year(year)} beside it",
                effect="who is missing from a table that is not there is not known",
                action="deliver it; if there was nobody to return, deliver its headings alone"))
            beside = needing.by_year[year].delivered
            yield replace(lacking, file=beside.file, kind=beside.kind)


def _matches(own: Years, lookup: Lookup, tables: Mapping[str, Years], registers: Registers) -> dict[int, Match]:
    """By year, for the years in which there is a register and a filled cell."""
    rows = {year: each.rows for year, each in own.by_year.items()}
    if lookup.register in ("postcodes", "own area"):
        found = dict.fromkeys(rows, _place(lookup, rows.values(), registers))
    else:
        found = {year: _register(lookup, year, tables, registers) for year in rows}
    matches = {year: match(own.table.title, year, rows[year], lookup, found[year]) for year in rows if found[year]}
    return {year: each for year, each in matches.items() if each}


def _place(lookup: Lookup, years: Collection[pd.DataFrame], registers: Registers) -> Found:
    """What says of postcodes whether they lie somewhere, or in the area; those of all years are looked up at once."""
    @cache
    def found() -> pd.Series:
        cells = pd.concat([rows[lookup.column].dropna() for rows in years], ignore_index=True).drop_duplicates()
        authority = registers.located(cells)["authority"]
        own = authority.fillna(registers.gss).eq(registers.gss)         # of those whose place is known at all
        return cells[authority.notna() if lookup.register == "postcodes" else own]

    return lambda cells: places_among(cells, found()) >= 0


def _register(lookup: Lookup, year: int, tables: Mapping[str, Years], registers: Registers) -> Found | None:
    """What says of different cells whether they stand in the register; None where that is not at hand."""
    if lookup.register == "own authority":
        return lambda cells: cells.eq(registers.la_code)
    if lookup.register == "districts":
        known = {plain(name) for name in registers.districts()}
        return (lambda cells: cells.map(plain).isin(known)) if known else None
    return _school(lookup, year, tables)


def _school(lookup: Lookup, year: int, tables: Mapping[str, Years]) -> Found | None:
    """By the register of schools that a return of the year is looked up in: the newest that is no newer, or else the
    oldest."""
    registers = tables[REGISTER_OF_SCHOOLS].by_year if REGISTER_OF_SCHOOLS in tables else {}
    if not registers:
        return None
    newest = max((each for each in registers if each <= year), default=min(registers))
    known = _numbers(registers[newest].rows, lookup.register)
    return (lambda cells: places_among(cells.str.replace(r"\D", "", regex=True), known) >= 0) if len(known) else None


def _numbers(schools: pd.DataFrame, register: str) -> pd.Series:
    if register == "establishments":
        return (schools["LA (code)"] + schools["EstablishmentNumber"]).dropna().drop_duplicates()
    return schools["URN" if register == "schools" else "UKPRN"].dropna().drop_duplicates()
