"""What a report stands on: the returns of the right area, screened before anything is counted."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from wayforward.errors import RefusedInputs
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.report.sources import effects, refuse_inputs, refuse_screened, screened

ROOT = Path(__file__).parents[2]
PLAN = load_plan(DEFAULT)
DAY = date(2026, 6, 30)


@pytest.fixture
def data(tmp_path):
    """The project's data, with an empty folder for Hertfordshire's own returns."""
    for name in ("published", "places", "sample"):
        (tmp_path / name).symlink_to(ROOT / "data" / name)
    (tmp_path / "extracts" / "2026-06-20").mkdir(parents=True)
    return tmp_path


def test_a_file_of_the_invented_county_is_refused_under_a_real_name(data):
    source = ROOT / "data" / "sample" / "returns" / "2026-06-15" / "OC3_2025-26.csv"
    shutil.copy(source, data / "extracts" / "2026-06-20")
    with pytest.raises(RefusedInputs, match="a file of the invented county"):
        refuse_inputs("hertfordshire", str(data), DAY, PLAN)


def test_without_returns_there_is_nothing_to_refuse(data):
    assert screened("oxfordshire", str(data), DAY, PLAN).problems == []


SURVEY = "RESPONDENT,COMPLETED,AGE_BAND,SEX,PLACEMENT,INCLUDED\n1,01/05/2025,8-11,M,p,A\n1,02/05/2025,8-11,M,p,A\n"


def test_a_refused_table_refuses_its_promises_and_strictly_everything(data):
    (data / "extracts" / "2026-06-20" / "included_survey_2025-26.csv").write_text(SURVEY)
    found = screened("hertfordshire", str(data), DAY, PLAN)
    assert ([each.rule for each in found.tables], found.of_no_table, found.promises) == (
        ["rows that share a key"], [], (8,))
    refuse_inputs("hertfordshire", str(data), DAY, PLAN)
    with pytest.raises(RefusedInputs, match="rows that share a key"):
        refuse_inputs("hertfordshire", str(data), DAY, PLAN, strict=True)
    with pytest.raises(RefusedInputs, match=r"promise 8 is refused, wholly or in part, .* it touches no other"):
        refuse_screened(found, PLAN)


def test_what_is_of_no_table_refuses_everything(data):
    (data / "extracts" / "included_survey_2025-26.csv").write_text(SURVEY)
    with pytest.raises(RefusedInputs, match="a file outside the folders of days"):
        refuse_inputs("hertfordshire", str(data), DAY, PLAN)
    found = screened("hertfordshire", str(data), DAY, PLAN)
    with pytest.raises(RefusedInputs, match="the returns are refused, and nothing is counted"):
        refuse_screened(found, PLAN)


def test_warnings_refuse_nothing(data):
    (data / "extracts" / "2026-06-20" / "included_survey_2025-26.csv").write_text(SURVEY.replace("1,02", "2,02") + (
        "3,03/05/2025,8-11,M,p,a\n"))
    found = screened("hertfordshire", str(data), DAY, PLAN)
    assert ([each.severity for each in found.problems], found.promises) == (["warn"], ())
    refuse_screened(found, PLAN)


def test_effects_name_the_promises_that_a_table_feeds():
    assert effects(PLAN)["ssda903_oc3"] == "promises 6 and 7"
    assert effects(PLAN)["travel_routes"] == "promise 3"
