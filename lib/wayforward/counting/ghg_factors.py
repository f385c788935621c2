"""Kilograms of CO2 equivalent for a kilometre, by vehicle, fuel and year, from ghg_factors.csv.

Vehicle     a known vehicle takes its factor for a vehicle-kilometre; a seat on a bus or coach, which others ride too,
            is only given for a passenger-kilometre
Minibus     the tables have no such row: a van of class III stands for it, of 2025 in every year, so that the stand-in
            itself never changes; where the fuel has no such row, or 2025 was not known yet, the average van
Taxi        the tables do not tell a taxi's fuels apart; one known to be battery electric takes the electric car's
Fuel        not known, or without a row of its own: the row for fuel unknown
Year        a row that the year's table lacks is taken from the nearest year that has it (of two, the earlier)
Left out    what it takes to make and bring the fuel (well to tank), which is a table apart
Source      UK Government greenhouse gas conversion factors for company reporting, business travel by land
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import pandas as pd

CLASS_III = "class III (1.74 to 3.5 t)"
ELECTRIC = "battery electric"
# The rows that stand for a vehicle, the nearest first.
STAND_FOR = {"car": ("average car",), "taxi": ("regular taxi",), "black cab": ("black cab",), "coach": ("coach",),
             "minibus": (CLASS_III, "average up to 3.5t"), "van": ("average up to 3.5t", CLASS_III),
             "bus": ("local bus (not London)",)}
ELECTRIC_CAR = ("taxi", "black cab")
PER_PASSENGER = ("local bus (not London)", "coach")


class Factor(NamedTuple):
    """A row of the tables: kilograms for a kilometre of a vehicle (or of a passenger), and which row it is."""

    kg: float
    per_passenger: bool
    type: str
    fuel: str
    year: int


def factor(vehicle: str, fuel: str, year: int, known: int | None = None) -> Factor | None:
    """The factor for a vehicle, by the codes of the travel return, in a calendar year; None for another vehicle. Tables
    of later years than `known` are not there yet.

    >>> factor("car", "diesel", 2024).kg, factor("minibus", "diesel", 2021).year
    (0.16984, 2025)
    """
    for type_, burnt in _candidates(vehicle, fuel):
        by_year = {of: kg for of, kg in _table().get((type_, burnt), {}).items() if known is None or of <= known}
        if by_year:
            nearest = min(sorted(by_year), key=lambda of: abs(of - year))       # of two equally near the earlier
            return Factor(by_year[nearest], type_ in PER_PASSENGER, type_, burnt, nearest)
    return None


def factors(vehicles: pd.Series, fuels: pd.Series, years: pd.Series, known: int | None = None) -> pd.DataFrame:
    """The factor of each row, on its index: kg, per_passenger, type, fuel and year; missing for another vehicle."""
    asked = pd.DataFrame({"vehicle": vehicles.fillna(""), "burns": fuels.fillna("unknown"), "asked": years})
    keys = asked.drop_duplicates(ignore_index=True)
    nothing = Factor(float("nan"), False, "", "", 0)
    found = [factor(*key, known) or nothing for key in keys.itertuples(index=False, name=None)]
    known = keys.join(pd.DataFrame(found, columns=Factor._fields))
    return asked.merge(known, how="left", on=list(keys.columns))[list(Factor._fields)].set_axis(vehicles.index)


def of_another_year(found: pd.DataFrame, years: pd.Series) -> pd.Series:
    """Whether a factor is not of the year it was asked for; the minibus's stand-in is of no year in particular."""
    return found["kg"].notna() & found["year"].ne(years) & found["type"].ne(CLASS_III)


def _candidates(vehicle: str, fuel: str) -> list[tuple[str, str]]:
    """The rows to look for, the best first: of the vehicle's own fuel, of all fuels together, of fuel unknown."""
    types = STAND_FOR.get(vehicle, ())
    if vehicle in ELECTRIC_CAR and fuel == ELECTRIC:
        types = ("average car", *types)
    burnt = dict.fromkeys([fuel, "", "unknown"])
    return [(type_, one) for one in burnt for type_ in types]


@cache
def _table() -> dict[tuple[str, str], dict[int, float]]:
    """Type and fuel → year → kilograms; a taxi's passenger-kilometres are left aside."""
    with files("wayforward.counting").joinpath("ghg_factors.csv").open(encoding="utf-8") as file:
        rows = pd.read_csv(file, keep_default_na=False)
    rows = rows[rows["unit"].eq("vehicle km") | rows["type"].isin(PER_PASSENGER)]
    return {kind: dict(zip(own["factor_year"].tolist(), own["kg_co2e"].tolist(), strict=True))
            for kind, own in rows.groupby(["type", "fuel"])}
