"""The return of education, health and care plans: each rule, its codes by year, and how its files are known."""

import pandas as pd
import pytest
from rule_cases import Case, named, untried

from wayforward.returns.catalogue import TABLES as CATALOGUE
from wayforward.returns.layout import plain, renamed, typed
from wayforward.returns.sen2 import ACTIVE_PLANS, NAMED_PLANS, NEED, PERSONS, PLACEMENTS, REQUESTS, TABLES

# The return of 2025 is of January 2025; ages are those on 31 August 2024.
CASES = [
    Case(PERSONS, "personbirthdate: must not come after", """
        ROW                            | persontableid | personbirthdate
        born on the month's last day   | 1             | 2025-Jan-31 00:00:00
        born on the day after          | 2             | 2025-Feb-01 00:00:00
        day of birth not known         | 3             |
        """, ("born on the day after",)),

    Case(PERSONS, "personbirthdate: must not make anyone older than 25", """
        ROW                            | persontableid | personbirthdate
        turned 26 the day after        | 1             | 1998-Sep-01 00:00:00
        turned 26 on 31 August         | 2             | 1998-Aug-31 00:00:00
        """, ("turned 26 on 31 August",)),

    Case(REQUESTS, "receiveddate: must not come after", """
        ROW                            | requeststableid | receiveddate
        on the month's last day        | 1               | 2025-Jan-31 00:00:00
        on the day after               | 2               | 2025-Feb-01 00:00:00
        """, ("on the day after",)),

    Case(NAMED_PLANS, "ceasedate: must not come before startdate", """
        ROW                            | namedplantableid | startdate            | ceasedate
        ceases the day it starts       | 1                | 2024-Sep-28 00:00:00 | 2024-Sep-28 00:00:00
        ceases the day before          | 2                | 2024-Sep-28 00:00:00 | 2024-Sep-27 00:00:00
        goes on                        | 3                | 2024-Sep-28 00:00:00 |
        """, ("ceases the day before",)),

    Case(NAMED_PLANS, "ceasereason: must be given where ceasedate is", """
        ROW                            | namedplantableid | ceasedate            | ceasereason
        both                           | 1                | 2024-Sep-28 00:00:00 | 2
        neither                        | 2                |                      |
        a day alone                    | 3                | 2024-Sep-28 00:00:00 |
        a reason alone                 | 4                |                      | 2
        """, ("a day alone", "a reason alone")),

    Case(ACTIVE_PLANS, "requeststableid: must have no more than one", """
        ROW                            | activeplanstableid | requeststableid
        one plan of its request        | 1                  | 1
        one of two                     | 2                  | 2
        the other of two               | 3                  | 2
        no request given               | 4                  |
        no request given either        | 5                  |
        """, ("one of two", "the other of two")),

    Case(PLACEMENTS, "urn: must be given", """
        ROW                            | activeplanstableid | urn    | ukprn    | sensetting
        a school                       | 1                  | 100001 |          |
        a college                      | 2                  |        | 10000001 |
        educated otherwise             | 3                  |        |          | EHE
        nowhere                        | 4                  |        |          |
        """, ("nowhere",)),

    Case(PLACEMENTS, "placementrank: must be 1", """
        ROW                            | activeplanstableid | placementrank | leavingdate
        the main one                   | 1                  | 1             |
        a second one                   | 1                  | 2             |
        the main one of last year      | 2                  | 1             | 2024-Jul-20 00:00:00
        the main one of today          | 2                  | 1             |
        two main ones of today, first  | 3                  | 1             |
        two main ones, second          | 3                  | 1             |
        a second one without a main    | 4                  | 2             |
        """, ("two main ones of today, first", "two main ones, second", "a second one without a main")),

    Case(PLACEMENTS, "leavingdate: must not come before entrydate", """
        ROW                            | activeplanstableid | entrydate            | leavingdate
        leaves the day it enters       | 1                  | 2024-Sep-28 00:00:00 | 2024-Sep-28 00:00:00
        leaves the day before          | 2                  | 2024-Sep-28 00:00:00 | 2024-Sep-27 00:00:00
        stays                          | 3                  | 2024-Sep-28 00:00:00 |
        """, ("leaves the day before",)),

    Case(NEED, "sentyperank: must be 1", """
        ROW                            | activeplanstableid | requeststableid | sentyperank
        main                           | 1                  |                 | 1
        second                         | 1                  |                 | 2
        one of two main ones           | 2                  |                 | 1
        the other                      | 2                  |                 | 1
        second without a main          | 3                  |                 | 2
        main, by its request           |                    | 1               | 1
        second without, by its request |                    | 4               | 2
        """, ("one of two main ones", "the other", "second without a main", "second without, by its request")),
]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_rule_finds_the_rows_that_break_it_and_no_others(case):
    assert case.breaking() == case.broken


def test_every_rule_is_tried():
    assert untried(TABLES, CASES) == set()


def test_each_table_is_needed_by_the_active_plans_and_these_by_none():
    assert {table.name for table in TABLES if table.needed_by == ("sen2_active_plans",)} == {
        table.name for table in TABLES} - {"sen2_active_plans"}
    assert ACTIVE_PLANS.needed_by == ()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_that_nothing_asks_for_may_be_lacking(table):
    for heading in ("NativeId", "sourceid"):
        assert not table.column(heading).needed and not table.column(heading).asked


def test_down_syndrome_is_a_type_of_need_from_2025():
    assert "DS" not in NEED.column("sentype").codes_in(2024)
    assert "DS" in NEED.column("sentype").codes_in(2025)


@pytest.mark.parametrize("heading", ["sex", "gendercurrent", "GenderCurrent"])
def test_sex_goes_by_its_older_heading_too(heading):
    rows = renamed(pd.DataFrame({"persontableid": ["1"], heading: ["F"]}), PERSONS)
    assert typed(rows, PERSONS, 2023)["sex"].tolist() == ["F"]


@pytest.mark.parametrize(("name", "table"), [
    ("Blade-Export_person", PERSONS), ("Blade-Export_requests", REQUESTS), ("Blade-Export_namedplan", NAMED_PLANS),
    ("Blade-Export_activeplans", ACTIVE_PLANS), ("Blade-Export_placementdetail", PLACEMENTS),
    ("Blade-Export_senneed", NEED)])
def test_files_go_by_the_names_of_the_export(name, table):
    assert plain(name) in {plain(stem) for stem in table.stems}


def test_no_two_tables_of_any_return_go_by_one_name():
    stems = [stem for table in CATALOGUE.values() for stem in {plain(stem) for stem in (*table.stems, table.name)}]
    assert sorted(stems) == sorted(set(stems))
