"""What the screening tells of a broken rule is what happens to the figure: the sound rows' figure, and then with a row
that breaks the rule."""

import pytest

from tables import returns_of
from wayforward import measures
from wayforward.counting.tally import counts, row_reconciliation
from wayforward.returns.catalogue import TABLES

NCCIS = "YPID | MONTH | DOB | ACTIVITY"
WINTER = [f"a{month} | {month} | 01/01/2008 | 610" for month in ("31/12/2024", "31/01/2025", "28/02/2025")]
OC2 = "CHILD | DOB | SDQ_SCORE"
CSWW = "SWENo | AgencyWorker | FTE | RoleStartDate | RoleEndDate | WorkingDaysLost"
PROJECTS = "PROJECT_ID | STARTED | ENDED | LEVEL | EVIDENCE"
OC3 = "CHILD | DOB | IN_TOUCH | ACTIV | ACCOM"
IN_TOUCH = "a | 01/01/2005 | YES | F1 | U1"
EPISODES = "CHILD | DECOM | LS | PLACE | DEC | HOME_POST | PL_POST"
FAR = "a | 01/05/2023 | C2 | U4 | | IN 0 | OUT 25"
ASSESSMENTS = "ASSESSMENT_ID | FAMILY_ID | CHILDREN | STARTED | COMPLETED"
# table, what the rule says, the effect that it tells, headings, sound rows, the row that breaks it; a series, and its
# numerator, denominator and unknown (or value) with all rows
CASES = [
    ("nccis_cohort", "DOB: must make the young person 16 or 17", "the young person is not counted in that month",
     NCCIS, WINTER, "b | 31/12/2024 | 01/01/2000 | 610",
     "education_employment_training", "neet_16_17", [1, 1, 0]),
    ("ssda903_oc2", "DOB: must not make the child 18", "no figure changes: scores count of children aged 5 to 16 on 31 "
     "March", OC2, ["a | 01/01/2015 | 10"], "b | 01/01/2005 | 40", "wellbeing", "sdq_average", [10.0]),
    ("ssda903_oc2", "SDQ_SCORE: must not be given, nor SDQ_REASON, under 4", "no figure changes: scores count of "
     "children aged 5 to 16 on 31 March", OC2, ["a | 01/01/2015 | 10"], "b | 01/01/2024 | 40", "wellbeing",
     "sdq_average", [10.0]),
    ("csww_workers", "RoleEndDate: must lie in the year", "who left before it is left out, and who left after it is in "
     "post and no leaver", CSWW, ["a | 0 | 1 | 01/01/2015 | | 0"], "b | 0 | 1 | 01/01/2015 | 30/09/2024 | 5",
     "staff_sickness_and_retention", "turnover", [0, 1]),
    ("csww_workers", "RoleEndDate: must lie in the year", "who left before it is left out, and who left after it is in "
     "post and no leaver", CSWW, ["a | 0 | 1 | 01/01/2015 | | 0"], "b | 0 | 1 | 01/01/2015 | 01/10/2025 | 5",
     "staff_sickness_and_retention", "turnover", [0, 2]),
    ("csww_workers", "RoleStartDate: must not come after 30 September", "the worker is left out",
     CSWW, ["a | 0 | 1 | 01/01/2015 | | 0"], "b | 0 | 1 | 01/10/2025 | | 5",
     "staff_sickness_and_retention", "turnover", [0, 1]),
    ("coproduction_register", "ENDED: must not come before STARTED", "the project is counted in no year",
     PROJECTS, ["a | 01/05/2024 | | engage | film"], "b | 01/06/2024 | 01/05/2024 | engage | film",
     "coproduction", "projects_coproduced", [1, 1, 0]),
    ("ssda903_oc3", "ACTIV: must be given and known, and ACCOM", "the care leaver counts as not known about in the one "
     "that is not given", OC3, [IN_TOUCH], "b | 01/01/2005 | YES | | U1",
     "education_employment_training", "care_leavers_eet_19_21", [1, 2, 1]),
    ("ssda903_oc3", "ACTIV: must be given and known, and ACCOM", "the care leaver counts as not known about in the one "
     "that is not given", OC3, [IN_TOUCH], "b | 01/01/2005 | YES | | U1",
     "care_leavers_accommodation", "care_leavers_suitable_19_21", [2, 2, 0]),
    ("ssda903_oc3", "DOB: must make the care leaver 17 to 21", "the care leaver is not counted",
     OC3, [IN_TOUCH], "b | 01/01/2000 | YES | F1 | U1", "care_leavers_accommodation", "care_leavers_suitable_19_21",
     [1, 1, 0]),
    ("ssda903_oc3", "ACTIV: must be blank or 0, and ACCOM", "no figure changes: these care leavers are left out",
     OC3, [IN_TOUCH], "b | 01/01/2005 | DIED | F1 | U1", "care_leavers_accommodation", "care_leavers_suitable_19_21",
     [1, 1, 0]),
    ("ssda903_episodes", "DEC: must not come before DECOM", "the episode counts on no day",
     EPISODES, [FAR], "b | 01/05/2023 | C2 | U4 | 01/04/2023 | IN 0 | OUT 25", "placed_far_from_home", "far_from_home",
     [1, 1, 0]),
    ("ssda903_episodes", "DECOM: must not come after the return's year", "the episode is not counted",
     EPISODES, [FAR], "b | 01/04/2025 | C2 | U4 | | IN 0 | OUT 25", "placed_far_from_home", "far_from_home", [1, 1, 0]),
    ("ssda903_episodes", "DEC: must not come after the return's year", "the child is counted as looked after on 31 "
     "March", EPISODES, [FAR], "b | 01/05/2023 | C2 | U4 | 01/04/2025 | IN 0 | OUT 25", "placed_far_from_home",
     "far_from_home", [2, 2, 0]),
    ("early_help_assessments", "CHILDREN: must not be 0", "the assessment counts as a family without children",
     ASSESSMENTS, ["a | f | 2 | 01/04/2024 | 01/05/2024"], "b | g | 0 | 01/04/2024 | 02/05/2024",
     "families_first_assessments", "assessments_completed", [2]),
]


@pytest.mark.parametrize(("table", "rule", "effect", "headings", "sound", "broken", "measure", "series", "figure"),
                         CASES, ids=[f"{case[7]}: {case[1][:30]}" for case in CASES])
def test_the_effect_is_what_happens(table, rule, effect, headings, sound, broken, measure, series, figure):
    (found,) = (each for each in TABLES[table].rules if each.words.startswith(rule))
    assert found.effect == effect
    beside = dict.fromkeys(("ssda903_header", "ssda903_uasc"), "CHILD | DOB\nz | 01/01/2012")
    returns = returns_of(**beside, **{table: "\n".join([headings, *sound, broken])})
    assert found.holds(returns.table(table)).tolist() == [True] * len(sound) + [False]
    tally = measures.from_returns(measure)[series](returns)
    row = counts(tally).query("period.str.startswith('2024') or period == '2025'").iloc[0]
    names = ["value"] if len(figure) == 1 else ["numerator", "denominator", "unknown"][:len(figure)]
    assert row[names].tolist() == pytest.approx(figure)
    assert row_reconciliation(tally)["rows"].sum() == len(sound) + 1


def test_a_project_that_ends_before_it_begins_is_left_out_for_that():
    tally = measures.from_returns("coproduction")["projects_coproduced"](returns_of(
        coproduction_register=f"{PROJECTS}\na | 01/06/2024 | 01/05/2024 | engage | film"))
    assert tally.cases["left_out"].tolist() == ["ends before it begins"]
