"""Promise 3 from the travel records: kilograms route by route, and what moved them since the first year."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables import returns_of
from wayforward.counting.ghg_factors import factor, factors, of_another_year
from wayforward.counting.tally import breakdown, counts, row_reconciliation
from wayforward.measures.journey_footprint import (
    MODELLED,
    NEAREST,
    PLACEMENTS,
    SERIES,
    SPECIAL,
    causes,
    details,
    per_child,
    per_journey,
    routes,
    tonnes,
)

# The return of 2025 is the financial year 2024-25, and so takes the factors of 2024; that of 2022 takes those of 2021.
# a: the way to school is shorter in 2025; b: two taxis, electric ones in 2025; c: three seats of a bus; d: fuel not
# known; e: no purpose of the promise; f to i: purpose, distance, days, vehicle not recorded; j: seats not recorded.
ROUTES = """
return_year | ROUTE_ID | PURPOSE          | VEHICLE | FUEL             | VEHICLES | ONE_WAY_KM | DAYS | PASSENGERS
2022        | a        | placement school | car     | diesel           | 1        | 20         | 100  | 1
2022        | b        | special school   | taxi    | diesel           | 2        | 10         | 190  | 5
2025        | a        | placement school | car     | diesel           | 1        | 15         | 100  | 1
2025        | b        | special school   | taxi    | battery electric | 2        | 10         | 190  | 5
2025        | c        | special school   | bus     |                  |          | 5          | 190  | 3
2025        | d        | social worker    | car     |                  |          | 8          | 10   | 1
2025        | e        | other            | car     | petrol           | 1        | 9          | 10   | 1
2025        | f        |                  | car     | petrol           | 1        | 9          | 10   | 1
2025        | g        | family time      | car     | petrol           | 1        |            | 10   | 1
2025        | h        | family time      | car     | petrol           | 1        | 9          |      | 1
2025        | i        | family time      |         | petrol           | 1        | 9          | 10   | 1
2025        | j        | special school   | coach   |                  | 1        | 9          | 190  |
"""
CAR_2021 = 20 * 2 * 100 * 0.16844
TAXI_2021 = 10 * 2 * 190 * 2 * 0.20826
CAR_2024 = 15 * 2 * 100 * 0.16984
ELECTRIC_2024 = 10 * 2 * 190 * 2 * 0.04745         # the tables have no electric taxi: the electric car
BUS_2024 = 5 * 2 * 190 * 3 * 0.12999                # passenger-kilometres
VISIT_2024 = 8 * 2 * 10 * 0.16691


def returns():
    return returns_of(travel_routes=ROUTES)


def values(series):
    return counts(SERIES[series](returns())).set_index("period")["value"].to_dict()


def test_tonnes_of_each_half_and_of_both():
    placements = {"2021-22": CAR_2021 / 1000, "2024-25": (CAR_2024 + VISIT_2024) / 1000}
    special = {"2021-22": TAXI_2021 / 1000, "2024-25": (ELECTRIC_2024 + BUS_2024) / 1000}
    assert values("footprint_placements") == pytest.approx(placements)
    assert values("footprint_special_schools") == pytest.approx(special)
    assert values("footprint_total") == pytest.approx({year: placements[year] + special[year] for year in special})


def test_the_same_journeys_at_the_base_years_factors():
    assert values("footprint_at_base_factors")["2024-25"] == pytest.approx(
        (15 * 2 * 100 * 0.16844 + 10 * 2 * 190 * 2 * 0.05477 + 5 * 2 * 190 * 3 * 0.11774 + 8 * 2 * 10 * 0.17147) / 1000)
    assert values("footprint_at_base_factors")["2021-22"] == values("footprint_total")["2021-22"]


def test_the_base_year_is_a_choice():
    """2024-25 at the factors of 2023: the car, the electric taxis, the bus and the visits."""
    found = counts(tonnes(returns(), at_base=True, base=2023)).set_index("period")["value"]
    assert found["2024-25"] == pytest.approx(
        (15 * 2 * 100 * 0.16983 + 10 * 2 * 190 * 2 * 0.05480 + 5 * 2 * 190 * 3 * 0.11836 + 8 * 2 * 10 * 0.16664) / 1000)


def test_a_route_without_passengers_counts_in_tonnes_and_not_per_child():
    """k is a taxi whose passengers are not recorded; the coach j is out of both, as its kilograms go by passenger."""
    more = returns_of(travel_routes=ROUTES + """
2025        | k        | special school   | taxi    | diesel           | 1        | 10         | 190  |
    """)
    whole, each = (counts(tally(more)).set_index("period").loc["2024-25"] for tally in (tonnes, per_child))
    taxi = 10 * 2 * 190 * 0.20805
    assert whole["value"] == pytest.approx((CAR_2024 + ELECTRIC_2024 + BUS_2024 + VISIT_2024 + taxi) / 1000)
    assert each["value"] == pytest.approx((CAR_2024 + ELECTRIC_2024 + BUS_2024 + VISIT_2024) / 9)


def test_the_factors_may_be_those_of_the_year_in_which_a_financial_year_ends():
    late = counts(tonnes(returns(), (PLACEMENTS,), lag=0)).set_index("period")["value"]
    assert late["2024-25"] == pytest.approx((15 * 2 * 100 * 0.17304 + 8 * 2 * 10 * 0.16725) / 1000)


def test_a_total_can_go_without_an_interval_and_then_says_why():
    (row,) = counts(tonnes(returns(), (SPECIAL,), spread=False)).query("period == '2024-25'").to_dict("records")
    assert row["reason"] == MODELLED and math.isnan(row["numerator"]) and math.isnan(row["se"])
    assert row["n"] == 2


def test_the_routes_are_taken_as_one_draw_of_many():
    (row,) = counts(tonnes(returns(), (SPECIAL,))).query("period == '2024-25'").to_dict("records")
    assert row["se"] == pytest.approx(math.hypot(ELECTRIC_2024, BUS_2024) / 1000)
    assert row["reason"] is None


def test_for_each_child_carried():
    """Five in the taxis, three on the bus, one in the car to school; the social worker carries none."""
    row = counts(per_child(returns(), spread=False)).set_index("period").loc["2024-25"]
    assert row["denominator"] == 5 + 3 + 1
    assert row["value"] == pytest.approx((ELECTRIC_2024 + BUS_2024 + CAR_2024 + VISIT_2024) / 9)
    assert row["reason"] == MODELLED


def test_for_each_journey_of_a_vehicle():
    """There and back: the car 200, two taxis 760, the bus 380, the visits 20."""
    assert counts(per_journey(returns(), spread=False)).set_index("period").loc["2024-25", "reason"] == MODELLED
    row = counts(per_journey(returns())).set_index("period").loc["2024-25"]
    assert row["reason"] != MODELLED
    assert row["denominator"] == 200 + 760 + 380 + 20
    assert row["value"] == pytest.approx((ELECTRIC_2024 + BUS_2024 + CAR_2024 + VISIT_2024) / 1360)


def test_every_route_is_accounted_for():
    told = row_reconciliation(tonnes(returns(), (PLACEMENTS,))).query("return_year == 2025")
    assert dict(zip(told["reason"], told["rows"], strict=True)) == {
        "counted": 2, "days not recorded": 1, "distance not recorded": 1, "for another purpose": 1,
        "of the other half of the promise": 2, "passengers not recorded": 1, "purpose not recorded": 1,
        "vehicle not recorded, or without a factor": 1}
    assert told["rows"].sum() == 10


def test_what_is_no_code_is_not_recorded():
    """An unknown fuel is the car of unknown fuel; an unknown purpose or vehicle is out, and not another purpose."""
    odd = returns_of(travel_routes="""
        ROUTE_ID | PURPOSE        | VEHICLE | FUEL  | ONE_WAY_KM | DAYS | PASSENGERS
        a        | special school | car     | steam | 10         | 190  | 1
        b        | to school      | car     |       | 10         | 190  | 1
        c        | special school | lorry   |       | 10         | 190  | 1
    """)
    tally = tonnes(odd, (SPECIAL,))
    assert tally.cases["left_out"].fillna("counted").tolist() == [
        "counted", "purpose not recorded", "vehicle not recorded, or without a factor"]
    assert counts(tally)["value"].tolist() == pytest.approx([10 * 2 * 190 * 0.16691 / 1000])


def test_by_vehicle_and_by_purpose():
    found = breakdown(tonnes(returns()), "Vehicle", "2024-25").set_index("group")["value"]
    assert found.to_dict() == pytest.approx({"Car": (CAR_2024 + VISIT_2024) / 1000, "Taxi": ELECTRIC_2024 / 1000,
                                             "Bus": BUS_2024 / 1000})
    found = breakdown(per_child(returns()), "Purpose", "2024-25").set_index("group")
    assert found.loc["To a special school", ["value", "n"]].to_list() == pytest.approx(
        [(ELECTRIC_2024 + BUS_2024) / 8, 2])
    assert found["value"].isna().to_dict()["Social worker's visit"]         # no child to divide by


def test_a_year_without_a_journey_of_a_half_is_missing_and_not_0():
    only = returns_of(travel_routes="""
        ROUTE_ID | PURPOSE        | VEHICLE | FUEL | ONE_WAY_KM | DAYS | PASSENGERS
        a        | special school | taxi    |      | 10         | 190  | 1
    """)
    assert counts(tonnes(only, (PLACEMENTS,))).empty
    assert counts(tonnes(only, (SPECIAL,)))["value"].to_list() == pytest.approx([10 * 2 * 190 * 0.20805 / 1000])


def test_a_factor_of_another_year_is_told():
    """2020-21 would take the factors of 2020, which the table lacks."""
    first = returns_of(travel_routes="""
        return_year | ROUTE_ID | PURPOSE        | VEHICLE | FUEL   | ONE_WAY_KM | DAYS | PASSENGERS
        2021        | a        | special school | taxi    |        | 10         | 190  | 1
        2022        | a        | special school | taxi    |        | 10         | 190  | 1
        2022        | b        | special school | minibus | diesel | 10         | 190  | 8
    """)
    assert counts(tonnes(first)).set_index("period")["note"].fillna("").to_dict() == {
        "2020-21": NEAREST, "2021-22": ""}
    assert counts(tonnes(first, at_base=True))["note"].isna().all()


# The factors

@pytest.mark.parametrize(("vehicle", "fuel", "year", "kg", "of"), [
    ("car", "diesel", 2024, 0.16984, 2024),
    ("car", "hybrid", 2022, 0.11952, 2021),                 # no row in 2022; of 2021 and 2023 the earlier
    ("car", "unknown", 2030, 0.16725, 2025),
    ("van", "hybrid", 2024, 0.24934, 2024),                 # no such row in any year: fuel not known
    ("van", "battery electric", 2024, 0.07609, 2025),       # only the larger van has one
    ("minibus", "diesel", 2021, 0.27878, 2025),             # the stand-in is the same in every year
    ("minibus", "unknown", 2021, 0.23099, 2022),            # the average van's
    ("taxi", "petrol", 2023, 0.20806, 2023),
    ("black cab", "unknown", 2025, 0.30604, 2025),
    ("black cab", "battery electric", 2025, 0.04047, 2025),
])
def test_a_vehicles_factor(vehicle, fuel, year, kg, of):
    found = factor(vehicle, fuel, year)
    assert (found.kg, found.year, found.per_passenger) == (kg, of, False)


@pytest.mark.parametrize(("vehicle", "kg"), [("bus", 0.10778), ("coach", 0.02733)])
def test_a_seat_has_a_factor_for_a_passenger(vehicle, kg):
    assert factor(vehicle, "unknown", 2022)[:2] == (kg, True)


def test_a_vehicle_that_the_tables_do_not_know_has_no_factor():
    assert factor("ferry", "diesel", 2024) is None
    found = factors(pd.Series(["ferry", None]), pd.Series(["diesel", None]), pd.Series([2024, 2024]))
    assert found["kg"].isna().all() and not of_another_year(found, pd.Series([2024, 2024])).any()


# What moved it

def test_the_causes_of_the_change_add_up_to_it():
    """Placements, of the car alone: as many journeys, three quarters of the length, the same car, other factors; then
    the social worker's visits come on top."""
    counted = routes(returns_of(travel_routes="\n".join(
        line for line in ROUTES.splitlines() if "| d " not in line)))
    counted = counted[counted["left_out"].isna() & counted["Half"].eq(PLACEMENTS)]
    since = causes(counted).loc["2024-25"] * 1000
    assert since["number"] == pytest.approx(0)
    assert since["length"] == pytest.approx(-5 * 2 * 100 * 0.16844)
    assert since["vehicles"] == pytest.approx(0)
    assert since["factors"] == pytest.approx(15 * 2 * 100 * (0.16984 - 0.16844))
    assert since["change"] == pytest.approx(CAR_2024 - CAR_2021)


def test_a_cleaner_vehicle_is_told_apart_from_a_changed_factor():
    """The taxis go electric on the same ways."""
    counted = routes(returns_of(travel_routes="\n".join(
        line for line in ROUTES.splitlines() if "| c " not in line)))
    counted = counted[counted["left_out"].isna() & counted["Half"].eq(SPECIAL)]
    since = causes(counted).loc["2024-25"] * 1000
    assert [since["number"], since["length"]] == pytest.approx([0, 0])
    assert since["vehicles"] == pytest.approx(7600 * (0.05477 - 0.20826))
    assert since["factors"] == pytest.approx(7600 * (0.04745 - 0.05477))


AMOUNT = st.floats(0.0, 1e6)
YEARS = st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, AMOUNT), min_size=1, max_size=6)


@given(YEARS)
def test_causes_always_add_up(years):
    journeys = pd.DataFrame(years, columns=["journeys", "km", "kg", "kg at base"])
    journeys = journeys.where(journeys.eq(0) | journeys.gt(1e-3), 0.0)
    since = causes(journeys.assign(period=[f"20{20 + year}-{21 + year}" for year in range(len(years))]))
    parts = since[["number", "length", "vehicles", "factors"]]
    scale = 1 + parts.abs().to_numpy().max()
    np.testing.assert_allclose(parts.sum(axis=1), since["change"], atol=1e-9 * scale)
    np.testing.assert_allclose(since["tonnes"].iloc[0] + since["change"], since["tonnes"], atol=1e-9 * scale)
    assert since.iloc[0].drop("tonnes").abs().max() == pytest.approx(0, abs=1e-12 * scale)


def test_details_add_up_from_left_to_right():
    why, halves, vehicles, used = details(returns())
    tonnes_then_to_now = why.rows[["Tonnes then", "Number of journeys", "Length", "Vehicles", "Factors"]].sum(axis=1)
    assert tonnes_then_to_now.to_list() == pytest.approx(why.rows["Tonnes now"].to_list())
    assert why.rows["Journeys"].to_list() == [
        f"{name}, 2021-22 to 2024-25" for name in (PLACEMENTS, SPECIAL, "Both")]
    special = halves.rows.set_index("Half").loc[SPECIAL]
    assert special["Kilograms per child"] == pytest.approx((ELECTRIC_2024 + BUS_2024) / 8)
    assert special["Kilograms per journey"] == pytest.approx((ELECTRIC_2024 + BUS_2024) / special["Journeys"])
    taxi = vehicles.rows.set_index("Vehicle").loc["Taxi"]
    assert taxi["Change"] == pytest.approx((ELECTRIC_2024 - TAXI_2021) / 1000)
    assert taxi["of it by factors"] == pytest.approx(7600 * (0.04745 - 0.05477) / 1000)
    assert math.isnan(vehicles.rows.set_index("Vehicle").loc["Bus", "Change"])     # there was none in the first year
    assert "Car, not known: average car, 2024" in used.rows.iloc[:, 0].to_list()
    assert {"Children now"} == set(why.people) and {"Routes", "Children"} == set(halves.people)


def test_without_records_there_are_no_details():
    assert details(returns_of()) == []
