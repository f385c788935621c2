"""The children looked after return: each rule between cells and episodes, and what changed from year to year."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_cases import Case, named, untried

from wayforward.returns.ssda903 import EPISODES, HEADER, OC2, OC3, REVIEWS, TABLES, UASC
from wayforward.returns.ssda903_rules import begins_after_the_earlier_ones

# The return of 2025 covers 1 April 2024 to 31 March 2025.
CASES = [
    Case(EPISODES, "DEC: must not come before DECOM", """
        ROW                    | CHILD | DECOM      | DEC
        ends after it begins   | 1     | 01/05/2024 | 02/05/2024
        ends the day it begins | 2     | 01/05/2024 | 01/05/2024
        is open                | 3     | 01/05/2024 |
        ends the day before    | 4     | 01/05/2024 | 30/04/2024
        """, ("ends the day before",)),

    Case(EPISODES, "DECOM: must not come before an earlier", """
        ROW                             | CHILD | DECOM      | DEC
        first of 1                      | 1     | 01/05/2024 | 01/07/2024
        begins the day the first ends   | 1     | 01/07/2024 | 01/07/2024
        begins and ends that day too    | 1     | 01/07/2024 |
        first of 2                      | 2     | 01/05/2024 | 01/07/2024
        begins a day before it ends     | 2     | 30/06/2024 | 02/07/2024
        same time, another child        | 3     | 30/06/2024 | 02/07/2024
        long one of 4                   | 4     | 01/05/2024 | 01/12/2024
        short one within it             | 4     | 01/06/2024 | 01/07/2024
        another within it               | 4     | 01/08/2024 | 01/09/2024
        """, ("begins a day before it ends", "short one within it", "another within it")),

    Case(EPISODES, "DECOM: must not come before an earlier", """
        ROW                             | CHILD | DECOM      | DEC
        later one, first in the file    | 1     | 30/06/2024 | 02/07/2024
        earlier one                     | 1     | 01/05/2024 | 01/07/2024
        """, ("later one, first in the file",)),

    Case(EPISODES, "DEC: must be given where the child has a later", """
        ROW                       | CHILD | DECOM      | DEC
        open, and a later one     | 1     | 01/05/2024 |
        the later one, open       | 1     | 01/06/2024 |
        the only one, open        | 2     | 01/05/2024 |
        """, ("open, and a later one",)),

    Case(EPISODES, "REC: must be given where DEC is", """
        ROW                   | CHILD | DEC        | REC
        ended, with a reason  | 1     | 01/05/2024 | E4A
        open                  | 2     |            |
        ended, without reason | 3     | 01/05/2024 |
        open, with a reason   | 4     |            | X1
        """, ("ended, without reason", "open, with a reason")),

    Case(EPISODES, "REC: X1 must be followed", """
        ROW                           | CHILD | DECOM      | DEC        | REC
        another begins that day       | 1     | 01/05/2024 | 01/06/2024 | X1
        and ends that day             | 1     | 01/06/2024 | 01/06/2024 | X1
        and the third goes on         | 1     | 01/06/2024 |            |
        another begins the day after  | 2     | 01/05/2024 | 01/06/2024 | X1
        the one of the day after      | 2     | 02/06/2024 | 01/07/2024 | E8
        lasts a day and is the last   | 3     | 01/05/2024 | 01/05/2024 | X1
        another child begins that day | 4     | 01/04/2024 | 01/05/2024 | X1
        """, ("another begins the day after", "lasts a day and is the last", "another child begins that day")),

    Case(EPISODES, "RNE: must be S", """
        ROW                              | CHILD | DECOM      | RNE
        first, of this year, S           | 1     | 01/05/2024 | S
        second, of this year             | 1     | 01/06/2024 | P
        first in the file, of years ago  | 2     | 01/05/2019 | P
        begins on the year's first day   | 3     | 01/04/2024 | L
        begins on the last day before it | 4     | 31/03/2024 | L
        """, ("begins on the year's first day",)),

    Case(EPISODES, "HOME_POST: must be blank", """
        ROW                              | CHILD | LS | HOME_POST | PL_POST
        short breaks, no postcodes       | 1     | V3 |           |
        short breaks, home given         | 2     | V3 | AL1 1AA   |
        short breaks, placement given    | 3     | V4 |           | AL1 1AA
        looked after, both given         | 4     | C2 | AL1 1AA   | AL1 1AB
        """, ("short breaks, home given", "short breaks, placement given")),

    Case(EPISODES, "DECOM: must not come after the return", """
        ROW                      | CHILD | DECOM
        on the year's last day   | 1     | 31/03/2025
        on the day after         | 2     | 01/04/2025
        """, ("on the day after",)),

    Case(EPISODES, "DEC: must not come after the return", """
        ROW                      | CHILD | DECOM      | DEC
        on the year's last day   | 1     | 01/05/2024 | 31/03/2025
        on the day after         | 2     | 01/05/2024 | 01/04/2025
        """, ("on the day after",)),

    Case(HEADER, "DOB: must not come after", """
        ROW                         | CHILD | DOB
        born on the year's last day | 1     | 31/03/2025
        born on the day after       | 2     | 01/04/2025
        """, ("born on the day after",)),

    Case(HEADER, "DOB: must not make anyone older than 25", """
        ROW                                 | CHILD | DOB
        turns 26 the day after it began     | 1     | 02/04/1998
        turned 26 on the day the year began | 2     | 01/04/1998
        a child of 10                       | 3     | 01/04/2014
        """, ("turned 26 on the day the year began",)),

    Case(UASC, "DOB: must not come after", """
        ROW                         | CHILD | DOB
        born before the year        | 1     | 31/03/2008
        born on the day after       | 2     | 01/04/2025
        """, ("born on the day after",)),

    Case(UASC, "DUC: must not come after the 18th birthday", """
        ROW                 | CHILD | DOB        | DUC
        on the 18th birthday| 1     | 10/05/2006 | 10/05/2024
        the day after it    | 2     | 10/05/2006 | 11/05/2024
        not ceased          | 3     | 10/05/2006 |
        """, ("the day after it",)),

    Case(REVIEWS, "REVIEW: must stand once", """
        ROW             | CHILD | REVIEW
        twice, here     | 1     | 10/05/2024
        twice, and here | 1     | 10/05/2024
        another day     | 1     | 11/05/2024
        another child   | 2     | 10/05/2024
        """, ("twice, here", "twice, and here")),

    Case(REVIEWS, "REVIEW: must not come before DOB", """
        ROW                 | CHILD | DOB        | REVIEW
        on the day of birth | 1     | 10/05/2024 | 10/05/2024
        the day before      | 2     | 10/05/2024 | 09/05/2024
        """, ("the day before",)),

    Case(REVIEWS, "REVIEW: must not come after the return", """
        ROW                    | CHILD | DOB        | REVIEW
        on the year's last day | 1     | 10/05/2014 | 31/03/2025
        on the day after       | 2     | 10/05/2014 | 01/04/2025
        """, ("on the day after",)),

    Case(REVIEWS, "REVIEW: must not come after the 18th birthday", """
        ROW                      | CHILD | DOB        | REVIEW
        the day before turning 18| 1     | 10/05/2006 | 09/05/2024
        on turning 18            | 2     | 10/05/2006 | 10/05/2024
        """, ("on turning 18",)),

    Case(REVIEWS, "REVIEW_CODE: must be PN0", """
        ROW                 | CHILD | DOB        | REVIEW     | REVIEW_CODE
        aged 3, PN0         | 1     | 11/05/2020 | 10/05/2024 | PN0
        aged 4, PN1         | 2     | 10/05/2020 | 10/05/2024 | PN1
        aged 4, PN0         | 3     | 10/05/2020 | 10/05/2024 | PN0
        aged 3, PN7         | 4     | 11/05/2020 | 10/05/2024 | PN7
        aged 3, no code     | 5     | 11/05/2020 | 10/05/2024 |
        """, ("aged 4, PN0", "aged 3, PN7")),

    Case(OC2, "DOB: must not make the child 18 or over", """
        ROW                              | CHILD | DOB
        turns 18 the day after it began  | 1     | 02/04/2006
        turned 18 on the day it began    | 2     | 01/04/2006
        """, ("turned 18 on the day it began",)),

    Case(OC2, "DOB: must not come after", """
        ROW                         | CHILD | DOB
        born on the year's last day | 1     | 31/03/2025
        born on the day after       | 2     | 01/04/2025
        """, ("born on the day after",)),

    Case(OC2, "SDQ_SCORE: must not stand beside", """
        ROW                      | CHILD | DOB        | SDQ_SCORE | SDQ_REASON
        a score                  | 1     | 10/05/2014 | 0         |
        a reason                 | 2     | 10/05/2014 |           | SDQ2
        a score and a reason     | 3     | 10/05/2014 | 14        | SDQ2
        """, ("a score and a reason",)),

    Case(OC2, "SDQ_SCORE: must not be given", """
        ROW                                | CHILD | DOB        | SDQ_SCORE | SDQ_REASON
        turns 4 on the year's last day     | 1     | 31/03/2021 | 10        |
        is 3 all year, with a score        | 2     | 01/04/2021 | 10        |
        is 3 all year, without             | 3     | 01/04/2021 |           |
        turns 17 the day after it began    | 4     | 02/04/2007 | 10        |
        is 17 all year, with a reason      | 5     | 01/04/2007 |           | SDQ1
        """, ("is 3 all year, with a score", "is 17 all year, with a reason")),

    Case(OC2, "SDQ_SCORE: must be given", """
        ROW                                | CHILD | DOB        | SDQ_SCORE | SDQ_REASON
        aged 4 when it began, nothing      | 1     | 01/04/2020 |           |
        aged 3 when it began, nothing      | 2     | 02/04/2020 |           |
        aged 16 when it ended, nothing     | 3     | 01/04/2008 |           |
        aged 17 when it ended, nothing     | 4     | 31/03/2008 |           |
        aged 10, a score                   | 5     | 01/04/2014 | 12        |
        aged 10, a reason                  | 6     | 01/04/2014 |           | SDQ4
        """, ("aged 4 when it began, nothing", "aged 16 when it ended, nothing")),

    Case(OC3, "DOB: must make the care leaver 17 to 21", """
        ROW                    | CHILD | DOB
        17 on 31 March         | 1     | 31/03/2008
        16 on 31 March         | 2     | 01/04/2008
        21 on 31 March         | 3     | 01/04/2003
        22 on 31 March         | 4     | 31/03/2003
        """, ("16 on 31 March", "22 on 31 March")),

    Case(OC3, "ACTIV: must be given and known", """
        ROW                          | CHILD | IN_TOUCH | ACTIV | ACCOM
        in touch, both known         | 1     | YES      | F2    | U1
        in touch, activity not known | 2     | YES      | 0     | U1
        in touch, no accommodation   | 3     | YES      | F2    |
        not in touch, neither        | 4     | NO       | 0     | 0
        nothing said of touch        | 5     |          |       |
        """, ("in touch, activity not known", "in touch, no accommodation")),

    Case(OC3, "ACTIV: must be blank or 0", """
        ROW                           | CHILD | IN_TOUCH | ACTIV | ACCOM
        died, nothing                 | 1     | DIED     |       |
        returned home, 0              | 2     | RHOM     | 0     | 0
        returned home, in education   | 3     | RHOM     | F2    | 0
        died, living somewhere        | 4     | DIED     |       | U1
        not in touch, yet something   | 5     | NO       | F2    | U1
        """, ("returned home, in education", "died, living somewhere")),
]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_rule_finds_the_rows_that_break_it_and_no_others(case):
    assert case.breaking() == case.broken


def test_every_rule_is_tried():
    assert untried(TABLES, CASES) == set()


def test_a_child_starts_or_is_older_by_the_return_s_own_year():
    rows = """
        ROW              | CHILD | DECOM      | RNE
        began April 2023 | 1     | 10/04/2023 | L
        """
    assert Case(EPISODES, "RNE: must be S", rows, (), year=2024).breaking() == ("began April 2023",)
    assert Case(EPISODES, "RNE: must be S", rows, (), year=2025).breaking() == ()


DAYS = st.integers(0, 6)
FEW_EPISODES = st.lists(st.tuples(st.sampled_from("ab"), DAYS, st.one_of(st.none(), DAYS)), min_size=1, max_size=6)


@given(FEW_EPISODES)
def test_overlaps_are_those_that_looking_at_every_pair_finds(drawn):
    """Of each child's episodes in order of their first day, then last day: one is broken by any before it that ends
    after it begins."""
    start = pd.Timestamp("2024-05-01")
    rows = pd.DataFrame({
        "CHILD": [child for child, _, _ in drawn],
        "DECOM": [start + pd.Timedelta(days=first) for _, first, _ in drawn],
        "DEC": pd.to_datetime(pd.Series([pd.NaT if last is None else start + pd.Timedelta(days=last)
                                         for _, _, last in drawn]))})
    never = 99
    order = sorted(range(len(drawn)), key=lambda place: (drawn[place][1], never if drawn[place][2] is None
                                                         else drawn[place][2], place))
    broken = {later for position, later in enumerate(order) for earlier in order[:position]
              if drawn[earlier][0] == drawn[later][0] and drawn[earlier][2] is not None
              and drawn[earlier][2] > drawn[later][1]}
    assert begins_after_the_earlier_ones(rows).tolist() == [place not in broken for place in range(len(drawn))]


def codes(table, column, year):
    return set(table.column(column).codes_in(year))


def test_placements_of_each_year():
    assert codes(EPISODES, "PLACE", 2024) >= {"H5", "P2", "Z1"}
    assert codes(EPISODES, "PLACE", 2024).isdisjoint({"K3", "Z11"})
    assert codes(EPISODES, "PLACE", 2025) - codes(EPISODES, "PLACE", 2024) == {"K3"}
    assert codes(EPISODES, "PLACE", 2024) - codes(EPISODES, "PLACE", 2025) == {"H5", "P2"}
    assert codes(EPISODES, "PLACE", 2026) ^ codes(EPISODES, "PLACE", 2025) == {"Z1", "Z11", "Z12", "Z13", "Z14"}
    assert codes(EPISODES, "PLACE", 2027) == codes(EPISODES, "PLACE", 2026)


@pytest.mark.parametrize("table", [HEADER, UASC])
def test_sex_is_written_in_letters_from_the_return_of_2025(table):
    assert codes(table, "SEX", 2024) == {"1", "2"}
    assert codes(table, "SEX", 2025) == {"M", "F", "U"}


def test_apprenticeships_are_told_from_other_training_from_the_return_of_2022():
    assert codes(OC3, "ACTIV", 2022) - codes(OC3, "ACTIV", 2021) == {"F4", "P4", "F5", "P5"}
    assert codes(OC3, "ACTIV", 2021) - codes(OC3, "ACTIV", 2022) == {"F3", "P3"}


def test_no_fixed_abode_and_custody_are_never_suitable():
    assert {"S2", "X2"} <= codes(OC3, "ACCOM", 2025)
    assert {"S1", "X1"}.isdisjoint(codes(OC3, "ACCOM", 2025))


def test_the_twelve_reasons_for_a_change_of_placement():
    assert codes(EPISODES, "REASON_PLACE_CHANGE", 2021) == {
        "CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "LAREQ", "PLACE", "CUSTOD", "OTHER"}
