"""Journeys: one row a route and year, from transport contracts and the log of placement journeys."""

from wayforward.returns.layout import Column, Table

VEHICLES = {"car": "Car", "taxi": "Taxi", "black cab": "Black cab", "minibus": "Minibus", "van": "Van",
            "bus": "Local bus", "coach": "Coach"}
FUELS = {"diesel": "Diesel", "petrol": "Petrol", "hybrid": "Hybrid", "plug-in hybrid": "Plug-in hybrid",
         "battery electric": "Battery electric", "unknown": "Not known"}
PURPOSES = {"special school": "To a special school", "placement school": "From a placement to school",
            "family time": "From a placement to family", "social worker": "Social worker's visit to a placement",
            "other": "Other"}

ROUTES = Table("travel_routes", "Travel routes", ("travel routes", "routes", "travel"), (
    Column("ROUTE_ID", blank=False), Column("PURPOSE", "code", PURPOSES), Column("VEHICLE", "code", VEHICLES),
    Column("FUEL", "code", FUELS), Column("VEHICLES", "whole", low=1, needed=False),
    Column("ONE_WAY_KM", "number", low=0, high=1000), Column("DAYS", "whole", low=0, high=366),
    Column("PASSENGERS", "whole", low=0, high=100), Column("DISTRICT", needed=False)), key=("ROUTE_ID",))

TABLES = (ROUTES,)
