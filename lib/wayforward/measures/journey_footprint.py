"""The environmental footprint of journeys of children in placements and of pupils at special schools.

No official definition and no published figure exists. The council's travel records give it:

Counts      kilograms of CO2 equivalent: for each route one-way kilometres × 2 × days run × vehicles × the factor for
            that vehicle and fuel, per vehicle-kilometre; on buses and coaches × passengers, per passenger-kilometre
Reported    in tonnes a year, for each half of the promise and for both; per child carried; per one-way journey of a
            vehicle
Placements  journeys from a placement to school or to the family, and social workers' visits to a placement
Schools     journeys to special schools
Left out    journeys for any other purpose, and routes whose distance, days, vehicle or (bus, coach) passengers are not
            recorded; a route without a number of vehicles has one, fuel not recorded is fuel not known
Year        a financial year takes the factors of the calendar year in which it begins (2024-25: those of 2024)
Base year   the same journeys at the factors of 2021 show what the council changed, apart from what the factors did
Causes      the change since the first year is split into the number of journeys, their length, the vehicles (kind,
            fuel, how full the bus) and the year's factors; the four add up to the whole
Per child   kilograms over the children carried, added up over routes: a child on two routes is two. Social workers'
            visits count with their kilograms and carry no child
Interval    the routes are taken as one draw of those there might have been, as a count of events is; how far the
            factors and distances are off is not in it. Without `spread` there is none: the total is modelled
Choices     `lag` 0 takes the factors of the year in which a financial year ends; `base` another base year; a year whose
            records hold no journey of a half is missing, not 0
Out of      empty running to and from a route, roads longer than those recorded, and what it takes to make the fuel
reach       are in none of these figures
Factors     UK Government greenhouse gas conversion factors, business travel by land; what stands for a minibus, an
            electric taxi and a year without a factor is said in counting/ghg_factors.py
Source      the council's register of transport routes
"""

from functools import partial

import numpy as np
import pandas as pd

from wayforward.counting.contract import Returns
from wayforward.counting.ghg_factors import CLASS_III, factors, of_another_year
from wayforward.counting.ratios import ratio
from wayforward.counting.supplementary_tables import Detail
from wayforward.counting.tally import Estimate, Tally, amounts, cases, leave_out
from wayforward.counting.years import by_year
from wayforward.periods import financial_year

RETURNS = ("travel_routes",)
PLACEMENTS, SPECIAL = "Children in placements", "Special schools"
HALVES = {"placement school": PLACEMENTS, "family time": PLACEMENTS, "social worker": PLACEMENTS,
          "special school": SPECIAL}
BOTH = (PLACEMENTS, SPECIAL)
PURPOSES = {"placement school": "From a placement to school", "family time": "From a placement to the family",
            "social worker": "Social worker's visit", "special school": "To a special school"}
FUELS = {"unknown": "Not known"}
BY = ("Half", "Purpose", "Vehicle", "Fuel", "District")
LAG, BASE = 1, 2021
MODELLED = "modelled from distances and factors, not a sample"
NEAREST = "factors that the year's own table lacks are those of the nearest year that has them"


def tonnes(returns: Returns, halves: tuple[str, ...] = BOTH, at_base: bool = False, lag: int = LAG, base: int = BASE,
           spread: bool = True) -> Tally:
    """Tonnes of CO2 equivalent in a financial year of these halves of the promise.

    at_base     at the factors of the year `base` instead of the year's own
    lag         years by which the factors' year lies before the year in which the financial year ends
    spread      with a standard error from the routes, each a draw with its kilograms
    """
    journeys = _of(routes(returns, lag, base), halves)
    found = journeys.assign(value=journeys["kg at base" if at_base else "kg"] / 1000)
    return Tally(found, _noted(_sum(spread), at_base), BY)


def per_child(returns: Returns, lag: int = LAG, spread: bool = True) -> Tally:
    """Kilograms of both halves for each child carried in a year."""
    journeys = routes(returns, lag)
    journeys = leave_out(journeys, "passengers not recorded", journeys["children"].isna())
    found = journeys.assign(value=journeys["kg"], exposure=journeys["children"])
    return Tally(found, _noted(ratio(None if spread else MODELLED)), BY)


def per_journey(returns: Returns, lag: int = LAG, spread: bool = True) -> Tally:
    """Kilograms of both halves for each one-way journey of a vehicle: days × 2 × vehicles."""
    journeys = routes(returns, lag)
    found = journeys.assign(value=journeys["kg"], exposure=journeys["journeys"])
    return Tally(found, _noted(ratio(None if spread else MODELLED)), BY)


def routes(returns: Returns, lag: int = LAG, base: int = BASE) -> pd.DataFrame:
    """Every route of the return as a case, with children, one-way journeys, vehicle-kilometres, kilograms at the
    year's and at the base year's factors, and which factor that was."""
    rows = returns.table("travel_routes")
    asked = rows["return_year"] - lag
    known = returns.received.year if returns.received else None
    own, then = (factors(rows["VEHICLE"], rows["FUEL"], years, known)
                 for years in (asked, pd.Series(base, rows.index)))
    trips = 2 * rows["DAYS"] * rows["VEHICLES"].fillna(1)
    load = (2 * rows["DAYS"] * rows["PASSENGERS"]).where(own["per_passenger"], trips) * rows["ONE_WAY_KM"]
    found = cases(rows, by_year(rows, financial_year), **{
        "journeys": trips, "km": trips * rows["ONE_WAY_KM"], "kg": load * own["kg"], "kg at base": load * then["kg"],
        "children": rows["PASSENGERS"].mask(rows["PURPOSE"].eq("social worker"), 0.0),
        "factor": own["kg"], "type": own["type"], "factor year": own["year"], "nearest": of_another_year(own, asked),
        "Half": rows["PURPOSE"].map(HALVES), "Purpose": rows["PURPOSE"].map(PURPOSES),
        "Vehicle": rows["VEHICLE"].str.capitalize(), "District": rows["DISTRICT"],
        "Fuel": rows["FUEL"].fillna("unknown").replace(FUELS).str.capitalize()})
    found = leave_out(found, "purpose not recorded", rows["PURPOSE"].isna())
    found = leave_out(found, "for another purpose", found["Half"].isna())
    found = leave_out(found, "distance not recorded", rows["ONE_WAY_KM"].isna())
    found = leave_out(found, "days not recorded", rows["DAYS"].isna())
    found = leave_out(found, "vehicle not recorded, or without a factor", own["kg"].isna())
    return leave_out(found, "passengers not recorded", own["per_passenger"] & rows["PASSENGERS"].isna())


def _of(journeys: pd.DataFrame, halves: tuple[str, ...]) -> pd.DataFrame:
    return leave_out(journeys, "of the other half of the promise", ~journeys["Half"].isin(halves))


def _sum(spread: bool) -> Estimate:
    """Tonnes added up; n is the routes they come from."""
    def add(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        found = amounts(cases, by).assign(numerator=np.nan, reason=None if spread else MODELLED)
        return found if spread else found.assign(se=np.nan)
    return add


def _noted(estimate: Estimate, at_base: bool = False) -> Estimate:
    """With a note where a factor is of another year than the period's; the base year's are meant to be."""
    def counted(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        nearest = cases["nearest"].groupby([cases[name] for name in by], observed=True, sort=True).any()
        return estimate(cases, by).assign(note=nearest.map({True: None if at_base else NEAREST, False: None}))
    return counted


def causes(journeys: pd.DataFrame) -> pd.DataFrame:
    """What moved the footprint since the first year at hand, in tonnes, of counted routes: a row a financial year, with
    `number` of journeys, `length`, `vehicles`, `factors` and their sum, `change`.

    Each is changed in turn, the ones before it staying changed: the number and the length at base-year factors and the
    first year's vehicles, then the vehicles, then the factors. tonnes = first year's tonnes + change.
    """
    years = journeys.groupby("period")[["journeys", "km", "kg", "kg at base"]].sum()
    number, km, tonnes, at_base = (years[name] for name in ("journeys", "km", "kg", "kg at base"))
    tonnes, at_base = tonnes / 1000, at_base / 1000
    more = at_base.iloc[0] * _grown(number)
    longer = at_base.iloc[0] * _grown(km)
    by_factors = tonnes - at_base
    return pd.DataFrame({
        "tonnes": tonnes, "number": more - at_base.iloc[0], "length": longer - more, "vehicles": at_base - longer,
        "factors": by_factors - by_factors.iloc[0], "change": tonnes - tonnes.iloc[0]})


def _grown(amounts: pd.Series) -> pd.Series:
    """Each year's amount over the first year's; 1 where that is 0, so that what follows is put down to vehicles."""
    first = amounts.iloc[0]
    return amounts / first if first else amounts * 0.0 + 1.0


def details(returns: Returns) -> list[Detail]:
    """Why the footprint changed, each half's figures, the vehicles, and the factors behind them."""
    if not returns.has(*RETURNS):
        return []
    counted = Tally(routes(returns), ratio()).counted
    if counted.empty:
        return []
    latest = counted[counted["period"] == counted["period"].max()]
    return [_why(counted), _halves(latest), _vehicles(counted, latest), _factors_used(latest)]


def _why(counted: pd.DataFrame) -> Detail:
    """The causes of each half's change, and of both, from the first year at hand to the latest."""
    parts = {PLACEMENTS: (PLACEMENTS,), SPECIAL: (SPECIAL,), "Both": BOTH}
    told = {name: counted[counted["Half"].isin(halves)] for name, halves in parts.items()}
    rows = [_change(name, journeys) for name, journeys in told.items() if len(journeys)]
    units = dict.fromkeys(("Tonnes then", "Number of journeys", "Length", "Vehicles", "Factors", "Tonnes now"),
                          ("tonnes CO2e", 1))
    return Detail("Why the footprint changed", pd.DataFrame(rows), {"Children now": ("", 0)} | units,
                  ("Children now",), "From left to right the tonnes add up. The first three causes are told at the "
                  f"factors of {BASE}; the fourth is what changed in the factors alone.")


def _change(name: str, journeys: pd.DataFrame) -> dict:
    since = causes(journeys)
    first, last = since.iloc[0], since.iloc[-1]
    now = journeys.loc[journeys["period"] == since.index[-1], "children"]
    return {"Journeys": f"{name}, {since.index[0]} to {since.index[-1]}", "Children now": now.sum(),
            "Tonnes then": first["tonnes"], "Number of journeys": last["number"], "Length": last["length"],
            "Vehicles": last["vehicles"], "Factors": last["factors"], "Tonnes now": last["tonnes"]}


def _added(journeys: pd.DataFrame, by: str) -> pd.DataFrame:
    sums = journeys.groupby(by, observed=True)[["children", "journeys", "km", "kg"]].sum()
    return sums.assign(routes=journeys.groupby(by, observed=True).size().astype(float), tonnes=sums["kg"] / 1000)


def _halves(latest: pd.DataFrame) -> Detail:
    sums = _added(latest, "Half")
    carried = _added(latest[latest["children"].notna()], "Half")["kg"].reindex(sums.index)
    rows = pd.DataFrame({
        "Half": sums.index, "Routes": sums["routes"], "Children": sums["children"], "Journeys": sums["journeys"],
        "Tonnes": sums["tonnes"], "Kilograms per child": carried / sums["children"].where(sums["children"] > 0),
        "Kilograms per journey": sums["kg"] / sums["journeys"].where(sums["journeys"] > 0)}).reset_index(drop=True)
    units = {"Routes": ("", 0), "Children": ("", 0), "Journeys": ("", 0), "Tonnes": ("tonnes CO2e", 1),
             "Kilograms per child": ("kg CO2e", 0), "Kilograms per journey": ("kg CO2e", 2)}
    return Detail(f"The two halves, {latest['period'].iloc[0]}", rows, units, ("Routes", "Children"),
                  "Children are added up over routes. A route without a number of passengers is left out per child.")


def _vehicles(counted: pd.DataFrame, latest: pd.DataFrame) -> Detail:
    """By vehicle, with what of its change since the first year is due to its factor alone."""
    by = {name: causes(journeys).iloc[-1] for name, journeys in counted.groupby("Vehicle")
          if {counted["period"].min(), counted["period"].max()} <= set(journeys["period"])}
    sums = _added(latest, "Vehicle")
    since = pd.DataFrame(by, index=["change", "factors"]).T.reindex(sums.index)
    rows = pd.DataFrame({"Vehicle": sums.index, "Routes": sums["routes"], "Children": sums["children"],
                         "Kilometres": sums["km"], "Tonnes": sums["tonnes"], "Change": since["change"],
                         "of it by factors": since["factors"]}).reset_index(drop=True)
    units = {"Routes": ("", 0), "Children": ("", 0), "Kilometres": ("", 0)} | dict.fromkeys(
        ("Tonnes", "Change", "of it by factors"), ("tonnes CO2e", 1))
    return Detail(f"By vehicle, {latest['period'].iloc[0]}, and since {counted['period'].min()}", rows, units,
                  ("Routes", "Children"))


def _factors_used(latest: pd.DataFrame) -> Detail:
    """Which row of the tables stood for each vehicle and fuel in the latest year."""
    used = latest.groupby(["Vehicle", "Fuel", "type", "factor year"])["factor"].agg(["first", "size"]).reset_index()
    said = used["type"].where(used["type"].ne(CLASS_III), "van of class III")
    name = used["Vehicle"] + ", " + used["Fuel"].str.lower() + ": " + said + ", " + used["factor year"].astype(str)
    rows = pd.DataFrame({"Vehicle and fuel: row and year of the factor": name, "Kilograms per kilometre": used["first"],
                         "Routes": used["size"].astype(float)})
    return Detail(f"Factors used, {latest['period'].iloc[0]}", rows,
                  {"Kilograms per kilometre": ("", 5), "Routes": ("", 0)}, ("Routes",))


SERIES = {
    "footprint_placements": lambda returns: tonnes(returns, (PLACEMENTS,)),
    "footprint_special_schools": lambda returns: tonnes(returns, (SPECIAL,)),
    "footprint_total": partial(tonnes, halves=BOTH),
    "footprint_per_child": per_child,
    "footprint_per_journey": per_journey,
    "footprint_at_base_factors": lambda returns: tonnes(returns, at_base=True),
}
