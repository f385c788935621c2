"""Each rule of the returns other than SSDA903 and SEN2, and what every layout keeps to."""

import pandas as pd
import pytest
from rule_cases import Case, empty, named, untried

from wayforward.returns import (
    audits,
    coproduction,
    early_help,
    engagement,
    gias,
    key_stages,
    nccis,
    surveys,
    travel,
    workforce,
)
from wayforward.returns.audits import AUDITS
from wayforward.returns.catalogue import TABLES
from wayforward.returns.coproduction import PROJECTS
from wayforward.returns.early_help import ASSESSMENTS
from wayforward.returns.engagement import EVENTS
from wayforward.returns.gias import ESTABLISHMENTS
from wayforward.returns.key_stages import KS2, KS4
from wayforward.returns.nccis import COHORT
from wayforward.returns.travel import ROUTES
from wayforward.returns.workforce import COMMUNITIES, CSWW, STAFF

MODULES = (audits, coproduction, early_help, engagement, gias, key_stages, nccis, surveys, travel, workforce)
YEARS = range(2020, 2028)

CASES = [
    Case(ESTABLISHMENTS, "CloseDate: must not come before OpenDate", """
        ROW                      | URN | OpenDate   | CloseDate
        open                     | 1   | 01-09-2001 |
        closed the day it opened | 2   | 01-09-2001 | 01-09-2001
        closed before it opened  | 3   | 01-09-2001 | 31-08-2001
        """, ("closed before it opened",)),
    Case(ESTABLISHMENTS, "Easting: must be given where Northing is", """
        ROW                      | URN | Easting | Northing
        both                     | 1   | 523000  | 212000
        neither                  | 2   |         |
        easting alone            | 3   | 523000  |
        northing alone           | 4   |         | 212000
        """, ("easting alone", "northing alone")),
    Case(ESTABLISHMENTS, "Easting: must lie on the National Grid", """
        ROW                      | URN | Easting | Northing
        in Hertfordshire         | 1   | 523000  | 212000
        degrees east             | 2   | -0.34   | 51.75
        too far north            | 3   | 523000  | 1300001
        too far east             | 4   | 700001  | 212000
        not given                | 5   |         |
        """, ("degrees east", "too far north", "too far east")),

    *(Case(table, "UPN: must be given", """
        ROW                      | UPN | SEX
        a pupil                  | 1   | F
        of an independent school |     | M
        """, ("of an independent school",)) for table in (KS2, KS4)),
    Case(KS2, "READ_EXP: must be met where READSCORE is 100", """
        ROW                      | UPN | READ_EXP | READSCORE
        100, met                 | 1   | 1        | 100
        99, not met              | 2   | 0        | 99
        99, met                  | 3   | 1        | 99
        100, not met             | 4   | 0        | 100
        no score                 | 5   | 0        |
        """, ("99, met", "100, not met")),
    Case(KS2, "MATH_EXP: must be met where MATSCORE is 100", """
        ROW                      | UPN | MATH_EXP | MATSCORE
        100, met                 | 1   | 1        | 100
        99, met                  | 2   | 1        | 99
        100, not met             | 3   | 0        | 100
        not said whether met     | 4   |          | 100
        """, ("99, met", "100, not met")),
    *(Case(KS2, "READ_EXP: cannot be of 2020 or 2021", """
        ROW                      | UPN | READ_EXP
        a pupil                  | 1   | 1
        another                  | 2   |
        """, ("a pupil", "another") if year in (2020, 2021) else (), year) for year in (2019, 2020, 2021, 2022)),

    Case(KS4, "L2BASICS_95: must be 1 where ENG_GRADE and MATH_GRADE", """
        ROW                      | UPN | ENG_GRADE | MATH_GRADE | L2BASICS_95
        both 5, marked           | 1   | 5         | 5          | 1
        4 and 9, not marked      | 2   | 4         | 9          | 0
        4 and 9, marked          | 3   | 4         | 9          | 1
        both 5, not marked       | 4   | 5         | 5          | 0
        a grade not known        | 5   |           | 9          | 1
        """, ("4 and 9, marked", "both 5, not marked")),
    *(Case(KS4, "P8SCORE: must be blank in 2020, 2021, 2025 and 2026", """
        ROW                      | UPN | P8SCORE
        a score                  | 1   | -0.5
        none                     | 2   |
        """, ("a score",) if year in (2020, 2021, 2025, 2026) else (), year) for year in YEARS),

    # 31 August before March 2025, and before September 2024, is that of 2024; before August 2024 it is that of 2023.
    Case(COHORT, "DOB: must make the young person 16 or 17", """
        ROW                      | YPID | MONTH      | DOB
        16 on 31 August 2024     | 1    | 01/03/2025 | 31/08/2008
        15 on 31 August 2024     | 2    | 01/03/2025 | 01/09/2008
        17 on 31 August 2024     | 3    | 01/03/2025 | 01/09/2006
        18 on 31 August 2024     | 4    | 01/03/2025 | 31/08/2006
        16 then, in September    | 5    | 01/09/2024 | 31/08/2008
        17 in 2023, in August    | 6    | 01/08/2024 | 01/09/2005
        18 in 2023, in August    | 7    | 01/08/2024 | 31/08/2005
        day of birth not known   | 8    | 01/03/2025 |
        """, ("15 on 31 August 2024", "18 on 31 August 2024", "18 in 2023, in August")),

    Case(CSWW, "RoleEndDate: must not come before RoleStartDate", """
        ROW                      | SWENo | RoleStartDate | RoleEndDate
        left the day they came   | 1     | 01/05/2025    | 01/05/2025
        left the day before      | 2     | 01/05/2025    | 30/04/2025
        still there              | 3     | 01/05/2025    |
        """, ("left the day before",)),
    Case(CSWW, "RoleStartDate: must not come after 30 September", """
        ROW                      | SWENo | RoleStartDate
        came on the last day     | 1     | 30/09/2025
        came on the day after    | 2     | 01/10/2025
        """, ("came on the day after",)),
    Case(CSWW, "RoleEndDate: must lie in the year to 30 September", """
        ROW                      | SWENo | RoleEndDate
        left on the first day    | 1     | 01/10/2024
        left on the last day     | 2     | 30/09/2025
        left the day before      | 3     | 30/09/2024
        left the day after       | 4     | 01/10/2025
        still there              | 5     |
        """, ("left the day before", "left the day after")),
    Case(CSWW, "WorkingDaysLost: must not be more than 366", """
        ROW                      | SWENo | WorkingDaysLost
        every day of a leap year | 1     | 366
        more                     | 2     | 366.5
        not known                | 3     |
        """, ("more",)),
    Case(CSWW, "ReasonAbsence: must be given only where Absat30Sept is 1", """
        ROW                      | SWENo | Absat30Sept | ReasonAbsence
        absent, with a reason    | 1     | 1           | SIC
        absent, without          | 2     | 1           |
        there, with a reason     | 3     | 0           | SIC
        not said, with a reason  | 4     |             | SIC
        """, ("there, with a reason", "not said, with a reason")),
    Case(STAFF, "LEFT: must not come before START", """
        ROW                      | STAFF_ID | START      | LEFT
        left the day they came   | 1        | 01/05/2025 | 01/05/2025
        left the day before      | 2        | 01/05/2025 | 30/04/2025
        """, ("left the day before",)),
    Case(STAFF, "BORN: must make the person 16 or over", """
        ROW                      | STAFF_ID | START      | BORN
        came on turning 16       | 1        | 01/05/2025 | 01/05/2009
        came the day before      | 2        | 01/05/2025 | 02/05/2009
        day of birth not known   | 3        | 01/05/2025 |
        """, ("came the day before",)),
    Case(COMMUNITIES, "RESIDENTS: must not be more of working age", """
        ROW                      | CHARACTERISTIC | GROUP  | AGES  | RESIDENTS
        all women                | sex            | Female | all   | 1000
        women of working age     | sex            | Female | 16-64 | 1000
        all men                  | sex            | Male   | all   | 900
        more men of working age  | sex            | Male   | 16-64 | 901
        a group without a total  | ethnic group   | White  | 16-64 | 5000
        """, ("more men of working age",)),

    Case(AUDITS, "MODERATED_GRADE: must be given only where GRADE is", """
        ROW                      | AUDIT_ID | GRADE | MODERATED_GRADE
        graded and moderated     | 1        | G     | RI
        graded                   | 2        | G     |
        moderated, not graded    | 3        |       | G
        """, ("moderated, not graded",)),
    Case(AUDITS, "DIVERSITY_ADDRESSED: must not be yes or partly", """
        ROW                      | AUDIT_ID | DIVERSITY_CONSIDERED | DIVERSITY_ADDRESSED
        considered, addressed    | 1        | Y                    | Y
        partly, addressed        | 2        | P                    | Y
        not considered, nor addr.| 3        | N                    | N
        not considered, addressed| 4        | N                    | Y
        does not apply, partly   | 5        | NA                   | P
        not said, addressed      | 6        |                      | Y
        """, ("not considered, addressed", "does not apply, partly")),

    Case(PROJECTS, "ENDED: must not come before STARTED", """
        ROW                      | PROJECT_ID | STARTED    | ENDED
        ended later              | 1          | 01/05/2024 | 02/05/2024
        ended the day before     | 2          | 01/05/2024 | 30/04/2024
        """, ("ended the day before",)),
    Case(PROJECTS, "EVIDENCE: must be given where LEVEL is consult", """
        ROW                      | PROJECT_ID | LEVEL      | EVIDENCE
        informed, no evidence    | 1          | inform     |
        none, no evidence        | 2          | none       |
        consulted, no evidence   | 3          | consult    |
        co-designed, no evidence | 4          | co-design  |
        co-produced, evidence    | 5          | co-produce | minutes
        """, ("consulted, no evidence", "co-designed, no evidence")),
    Case(PROJECTS, "SIGNED_OFF: must not come before STARTED", """
        ROW                      | PROJECT_ID | STARTED    | SIGNED_OFF
        on the first day         | 1          | 01/05/2024 | 01/05/2024
        the day before           | 2          | 01/05/2024 | 30/04/2024
        """, ("the day before",)),
    Case(PROJECTS, "SIGNED_OFF: must be given only where EVIDENCE is", """
        ROW                      | PROJECT_ID | SIGNED_OFF | EVIDENCE
        signed off, evidence     | 1          | 01/05/2024 | minutes
        signed off, no evidence  | 2          | 01/05/2024 |
        not signed off           | 3          |            |
        """, ("signed off, no evidence",)),

    Case(ASSESSMENTS, "COMPLETED: must not come before STARTED", """
        ROW                      | ASSESSMENT_ID | STARTED    | COMPLETED
        the same day             | 1             | 01/05/2024 | 01/05/2024
        the day before           | 2             | 01/05/2024 | 30/04/2024
        not completed            | 3             | 01/05/2024 |
        """, ("the day before",)),
    Case(ASSESSMENTS, "CHILDREN: must not be 0", """
        ROW                      | ASSESSMENT_ID | CHILDREN | COMPLETED
        one child                | 1             | 1        | 01/05/2024
        none, completed          | 2             | 0        | 01/05/2024
        none, not completed      | 3             | 0        |
        not said                 | 4             |          | 01/05/2024
        """, ("none, completed",)),

    Case(EVENTS, "DONE_ON: must not come before HELD", """
        ROW                      | EVENT_ID | HELD       | DONE_ON
        the same day             | 1        | 01/05/2024 | 01/05/2024
        the day before           | 2        | 01/05/2024 | 30/04/2024
        """, ("the day before",)),
    Case(EVENTS, "DONE_ON: must be given only where DONE", """
        ROW                      | EVENT_ID | DONE_ON    | DONE
        both                     | 1        | 01/05/2024 | rota changed
        what, not when           | 2        |            | rota changed
        when, not what           | 3        | 01/05/2024 |
        """, ("when, not what",)),

    # 2 × 394.7 km × 190 days = 149,986 km; 2 × 394.8 × 190 = 150,024 km
    Case(ROUTES, "ONE_WAY_KM: with DAYS must not make more than 150,000 km", """
        ROW                      | ROUTE_ID | ONE_WAY_KM | DAYS
        149,986 km               | 1        | 394.7      | 190
        150,024 km               | 2        | 394.8      | 190
        days not known           | 3        | 1000       |
        150,000 km               | 4        | 375        | 200
        """, ("150,024 km",)),
    Case(ROUTES, "DAYS: must not be 0 where there are passengers", """
        ROW                      | ROUTE_ID | DAYS | PASSENGERS
        runs, with one           | 1        | 190  | 1
        does not run, nobody     | 2        | 0    | 0
        does not run, with one   | 3        | 0    | 1
        """, ("does not run, with one",)),
    Case(ROUTES, "PASSENGERS: must not be more than the vehicles seat", """
        ROW                      | ROUTE_ID | VEHICLE | VEHICLES | PASSENGERS
        16 in a minibus          | 1        | minibus | 1        | 16
        17 in a minibus          | 2        | minibus | 1        | 17
        32 in two minibuses      | 3        | minibus | 2        | 32
        9 in a taxi, one if none | 4        | taxi    |          | 9
        no vehicle known         | 5        |         | 1        | 99
        """, ("17 in a minibus", "9 in a taxi, one if none")),
    Case(ROUTES, "FUEL: must not be petrol on a bus or coach", """
        ROW                      | ROUTE_ID | VEHICLE | FUEL
        diesel bus               | 1        | bus     | diesel
        electric bus             | 2        | bus     | battery electric
        petrol taxi              | 3        | taxi    | petrol
        petrol bus               | 4        | bus     | petrol
        petrol coach             | 5        | coach   | petrol
        """, ("petrol bus", "petrol coach")),
]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_rule_finds_the_rows_that_break_it_and_no_others(case):
    assert case.breaking() == case.broken


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_rule_is_tried(module):
    assert untried(module.TABLES, CASES) == set()


RULES = [pytest.param(table, rule, id=f"{table.name} {rule.words[:50]}")
         for table in TABLES.values() for rule in table.rules]


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_a_table_without_rows_breaks_no_rule(table, rule):
    for year in (2021, 2025):       # without and with Progress 8, tests, and most codes
        sound = rule.holds(empty(table, year))
        assert (sound.dtype, len(sound)) == (bool, 0)


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_a_rule_leaves_the_rows_as_they_were_and_answers_in_their_order(table, rule):
    cells = pd.DataFrame("", index=[7, 3, 5], columns=[column.name for column in table.columns], dtype=str)
    rows = empty(table).reindex(cells.index).assign(return_year=2025)
    before = rows.copy(deep=True)
    assert rule.holds(rows).index.tolist() == [7, 3, 5]
    pd.testing.assert_frame_equal(rows, before)


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_a_rule_s_words_begin_with_a_column_of_its_table(table, rule):
    column, _, must = rule.words.partition(": ")
    assert table.column(column).name == column
    assert {"must", "cannot"} & set(must.split())
    assert rule.severity == "warn"
    assert rule.effect


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_dated_codes_are_codes_of_their_column(table):
    for column in table.columns:
        assert set(column.dated) <= set(column.codes), column.name
        assert (column.kind == "code") == bool(column.codes), column.name
