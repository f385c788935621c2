"""The guide for whoever delivers says what is read today, and its empty files are accepted once they are filled."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from wayforward.errors import RefusedParameters
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.reading.area_returns import read_returns
from wayforward.report.guide import guide, write_templates
from wayforward.returns.catalogue import RETURNS, TABLES

PAGE = Path(__file__).parents[2] / "docs" / "returns.md"
# A row for each table of three returns of a small authority, as somebody would fill it in.
ROWS = {
    "Header": {"CHILD": "7001", "SEX": "F", "DOB": "04/05/2005", "ETHNIC": "WBRI"},
    "Episodes": {"CHILD": "7001", "DECOM": "01/06/2025", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4",
                 "HOME_POST": "AL1 1AG", "PL_POST": "AL1 1AJ"},
    "Reviews": {"CHILD": "7001", "DOB": "04/05/2005", "REVIEW": "01/09/2025", "REVIEW_CODE": "PN1"},
    "UASC": {"CHILD": "7001", "SEX": "F", "DOB": "04/05/2005", "DUC": ""},
    "OC2": {"CHILD": "7001", "DOB": "04/05/2005", "SDQ_SCORE": "12"},
    "OC3": {"CHILD": "7001", "DOB": "04/05/2005", "IN_TOUCH": "YES", "ACTIV": "F1", "ACCOM": "U1"},
    "families_first_triage": {"DECISION_ID": "1", "FAMILY_ID": "2", "DECIDED": "03/04/2025", "OUTCOME": "EH"},
    "case_audits": {"AUDIT_ID": "1", "AUDITED": "03/04/2025", "SAMPLE": "random", "GRADE": "G",
                    "MODERATED_GRADE": "G", "DIVERSITY_CONSIDERED": "Y", "DIVERSITY_ADDRESSED": "Y"}}


def test_the_page_says_what_the_layouts_say():
    assert guide(load_plan(DEFAULT)) == PAGE.read_text(encoding="utf-8"), "wayforward returns > docs/returns.md"


def test_every_table_stands_in_one_return():
    tables = [table.name for each in RETURNS for table in each.tables]
    assert sorted(tables) == sorted(TABLES)
    assert len(set(tables)) == len(tables)


def test_every_heading_and_code_that_is_asked_for_stands_in_the_page():
    page = PAGE.read_text(encoding="utf-8")
    for table in TABLES.values():
        part = page.partition(f"\n### {table.title}\n")[2].partition("\n### ")[0]
        for column in table.columns:
            assert f"| {column.name} |" in part if column.asked else column.name in part
            assert all(f"`{code}` {words}" in part for code, words in column.codes.items())
        assert all(f"`{stem}`" in part for stem in table.stems)


def test_what_is_filled_into_the_templates_is_accepted(tmp_path):
    folder = tmp_path / "area" / "2026-06-15"
    for name in ("ssda903", "early_help", "audits"):
        write_templates(name, folder, 2026)
    for stem, cells in ROWS.items():
        (path,) = folder.glob(f"{stem.lower()}_2025-26.csv")
        headings = pd.read_csv(path, dtype=str)
        assert headings.empty and set(cells) <= set(headings.columns)
        pd.DataFrame([cells], columns=headings.columns).to_csv(path, index=False)
    (folder / "families_first_assessments_2025-26.csv").unlink()
    returns = read_returns(folder.parent, date(2026, 6, 30), postcodes=lambda cells: pd.DataFrame(
        {"authority": "E10000015", "easting": 0.0, "northing": 0.0, "district": "", "district_name": ""}, cells.index),
        gss="E10000015")
    assert [problem.sentence for problem in returns.problems() if problem.severity == "refuse"] == []
    assert all(len(returns.table(name)) == 1 for name in ("ssda903_episodes", "early_help_triage", "case_audits"))


def test_a_template_never_takes_the_place_of_a_file(tmp_path):
    write_templates("Early Help", tmp_path, 2026)
    (tmp_path / "families_first_triage_2025-26.csv").unlink()
    with pytest.raises(RefusedParameters, match="families_first_assessments"):
        write_templates("early_help", tmp_path, 2026)
    with pytest.raises(RefusedParameters, match="expected one of ssda903, sen2, "):
        write_templates("903", tmp_path, 2026)
