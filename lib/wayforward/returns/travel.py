"""Journeys: one row a route and year, from transport contracts and the log of placement journeys."""

import pandas as pd

from wayforward.returns.layout import IN_DISTRICTS, Column, Rule, Table

VEHICLES = {"car": "Car", "taxi": "Taxi", "black cab": "Black cab", "minibus": "Minibus", "van": "Van",
            "bus": "Local bus", "coach": "Coach"}
FUELS = {"diesel": "Diesel", "petrol": "Petrol", "hybrid": "Hybrid", "plug-in hybrid": "Plug-in hybrid",
         "battery electric": "Battery electric", "unknown": "Not known"}
PURPOSES = {"special school": "To a special school", "placement school": "From a placement to school",
            "family time": "From a placement to family", "social worker": "Social worker's visit to a placement",
            "other": "Other"}

SEATS = {"car": 8, "taxi": 8, "black cab": 6, "van": 16, "minibus": 16, "bus": 100, "coach": 100}
MOST_KM = 150_000       # that one vehicle can do on one route in a year, there and back
CONTRACT = "correct it in the contract's record"


def vehicle_km(rows: pd.DataFrame) -> pd.Series:
    """Kilometres that each vehicle of a route does in the year, there and back."""
    return 2 * rows["ONE_WAY_KM"] * rows["DAYS"]


def seated(rows: pd.DataFrame) -> pd.Series:
    """Whether the passengers find a seat in the vehicles of the route."""
    seats = rows["VEHICLE"].map(SEATS).astype(float) * rows["VEHICLES"].fillna(1)
    return ~(rows["PASSENGERS"] > seats)


ROUTES = Table("travel_routes", "Travel routes", ("travel routes", "routes", "travel"), (
    Column("ROUTE_ID", blank=False), Column("PURPOSE", "code", PURPOSES), Column("VEHICLE", "code", VEHICLES),
    Column("FUEL", "code", FUELS), Column("VEHICLES", "whole", low=1, needed=False),
    Column("ONE_WAY_KM", "number", low=0, high=1000), Column("DAYS", "whole", low=0, high=366),
    Column("PASSENGERS", "whole", low=0, high=100), Column("DISTRICT", needed=False)), key=("ROUTE_ID",),
    lookups=IN_DISTRICTS, rules=(
        Rule(f"ONE_WAY_KM: with DAYS must not make more than {MOST_KM:,} km a vehicle in the year, there and back",
             lambda rows: ~(vehicle_km(rows) > MOST_KM), "the footprint is too high", CONTRACT),
        Rule("DAYS: must not be 0 where there are passengers",
             lambda rows: ~(rows["DAYS"].eq(0) & rows["PASSENGERS"].gt(0)), "the footprint is too low", CONTRACT),
        Rule("PASSENGERS: must not be more than the vehicles seat", seated,
             "the footprint per child is too low", CONTRACT),
        Rule("FUEL: must not be petrol on a bus or coach",
             lambda rows: ~(rows["VEHICLE"].isin(["bus", "coach"]) & rows["FUEL"].eq("petrol")),
             "no figure changes: buses and coaches have one factor, whatever they burn", CONTRACT),
    ))

TABLES = (ROUTES,)
