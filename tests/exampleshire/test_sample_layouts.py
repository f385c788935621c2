"""Every table of every year keeps its layout: headings, codes of the year, keys, rules; but for the planted dirt."""

from collections import Counter

import pytest

from exampleshire.ssda903 import BLANK_ENDS
from exampleshire.story import KS2_TESTS, KS4_EXAMS, SEPTEMBERS, SURVEYED, YEARS
from wayforward.reading.recognise import STEMS
from wayforward.reading.screening import screen
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import plain

# Tables that are kept and never asked for: an assessment stands between a request and a plan.
NOT_MADE = {"sen2_assessments"}
OTHER_YEARS = {"csww_workers": SEPTEMBERS, "survey_wellbeing": SURVEYED, "key_stage_4": KS4_EXAMS,
               "key_stage_2": KS2_TESTS, "survey_invited": (SURVEYED[0], *YEARS)}
# Rule → the columns of the planted dirt.
PLANTED = {("Episodes", "DEC", "must be given where the child has a later episode (142)"),
           ("coproduction_register", "EVIDENCE", "must be given where LEVEL is consult or above")}


def test_every_table_of_the_catalogue_is_there_in_all_its_years(values):
    found = {name: tuple(sorted(years)) for name, years in values.items() if years}
    assert set(TABLES) - set(found) <= NOT_MADE
    assert found == {name: OTHER_YEARS.get(name, YEARS) for name in found}


def test_the_screening_finds_the_planted_dirt_and_nothing_else(made):
    """Missing and unknown columns, codes of another year, shared keys, impossible days, rules between cells."""
    found = Counter()
    for each in made:
        # in a small county a few rows can share what makes a rule about many rows speak
        _, problems = screen(each.rows.astype(str), STEMS[plain(each.stem)], each.year, each.received)
        found.update({(each.stem, problem.column, problem.rule): problem.rows or 1 for problem in problems})
        assert [problem.sentence for problem in problems if problem.severity == "refuse"] == []
    assert set(found) - PLANTED == set()
    assert found["Episodes", "DEC", "must be given where the child has a later episode (142)"] == \
        BLANK_ENDS * len(YEARS)


@pytest.mark.parametrize("name", ["ssda903_episodes", "ssda903_oc3", "ssda903_header", "sen2_needs"])
def test_codes_are_those_of_the_year(values, name):
    """H5 until 2023-24 and K3 since; F3 in 2020-21 alone; 1 and 2 as sex until 2023-24; Z1 parted in 2025-26."""
    for year, rows in values[name].items():
        for column in TABLES[name].columns_in(year):
            if column.kind == "code":
                assert set(rows[column.name].dropna()) <= set(column.codes_in(year)), (year, column.name)


def test_codes_change_when_the_return_changes(values):
    def years(table, column, *codes):
        return [year for year, rows in values[table].items() if rows[column].isin(codes).any()]
    assert years("ssda903_episodes", "PLACE", "H5", "P2") == [2021, 2022, 2023, 2024]
    assert years("ssda903_episodes", "PLACE", "K3") == [2025, 2026]
    assert years("ssda903_oc3", "ACTIV", "F3", "P3") == [2021]
    assert years("ssda903_header", "SEX", "M", "F") == [2025, 2026]


def test_nobody_has_a_name(made):
    """No return has names, but for the comments in which someone who does not exist is thanked."""
    for each in made:
        assert not {"surname", "forename", "name"} & {heading.lower() for heading in each.rows} - {"name"} or \
            each.stem == "coproduction_register"
    named = [each.stem for each in made if each.rows.astype(str).apply(
        lambda column: column.str.contains("Quillfeather|Zebedee")).any(axis=None)]
    assert set(named) == {"staff_survey_comments"}


def test_children_are_the_same_ones_a_year_later(values):
    """Most children looked after in one year's return stand in the next, under the same number and day of birth."""
    header = values["ssda903_header"]
    for year in YEARS[1:]:
        before, now = (header[each].set_index("CHILD") for each in (year - 1, year))
        both = before.index.intersection(now.index)
        assert len(both) > len(now) / 2
        assert before.loc[both, "DOB"].equals(now.loc[both, "DOB"])


def test_plans_and_their_tables_hang_together(values):
    for year in YEARS:
        people, requests, active, placed = (values[f"sen2_{name}"][year] for name in (
            "persons", "requests", "active_plans", "placements"))
        assert set(requests["persontableid"]) == set(people["persontableid"])
        assert set(active["requeststableid"]) <= set(requests["requeststableid"])
        assert set(placed["activeplanstableid"]) == set(active["activeplanstableid"])
        schools = set(values["gias_establishments"][year]["URN"])
        assert set(placed["urn"].dropna()) <= schools
        assert placed["urn"].isna().eq(placed["sensetting"].notna()).all()
