"""The tables beside a figure from the returns: groups, rows, the figure as published, what the screening found."""

import pandas as pd
from bs4 import BeautifulSoup

from narrate.test_narrate import finding
from tables import table
from wayforward import show
from wayforward.reading.lookups import Match
from wayforward.reading.problems import Problem


def cells(made) -> list[list[str]]:
    """The text of a table's cells, row by row, its headings first."""
    rows = BeautifulSoup(made.as_raw_html(), "html.parser").find_all("tr")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows if row.find("th", scope="col")
            or row.find("td")]


def test_a_breakdown_names_what_it_is_by_once_and_shows_no_figure_of_a_hidden_group():
    rows = table("""
        by  | group  | numerator | denominator | value | low  | high | remark
        Age | 19     | 40        | 80          | 0.5   | 0.39 | 0.61 |
        Age | 20     |           |             |       |      |      | small numbers are not shown
        Sex | Female | 30        | 120         | 0.25  | 0.18 | 0.33 |
    """).fillna({"remark": ""})
    told = cells(show.breakdown_table(finding(), rows, "year to 31 March 2025"))
    assert told[-3:] == [
        ["Age", "19", "50.0%", "39.0% to 61.0%", "40", "80", ""],
        ["", "20", "–", "–", "–", "–", "small numbers are not shown"],
        ["Sex", "Female", "25.0%", "18.0% to 33.0%", "30", "120", ""]]


def test_a_detail_tells_figures_in_their_units_and_a_hidden_one_as_a_dash():
    rows = pd.DataFrame({"Grade": ["Good", "Inadequate"], "Audits": [40.0, float("nan")], "Share": [0.5, float("nan")]})
    told = cells(show.detail_table("grades", "Grades", rows, {"Audits": ("", 0), "Share": ("%", 1)}))
    assert told[-2:] == [["Good", "40", "50.0%"], ["Inadequate", "–", "–"]]


def test_the_screening_tells_no_small_number_of_rows():
    problems = [Problem("warn", "a rule", "Episodes.csv", "DEC", 3, "promise 1: nothing", "look"),
                Problem("warn", "another", "Episodes.csv", "REC", 1234, "promise 1: nothing", "look")]
    told = cells(show.screening_table("screening", problems, 10))[-2:]
    assert [row[4] for row in told] == ["fewer than 10", "about 1,230"]


def test_what_was_found_in_registers_is_told_roughly():
    """Of 200 homes 199 are found: one that is not would be somebody. Four audits of nine stand in a district."""
    years = [Match("Episodes", "HOME_POST", 2023, "the directory", 200, 150),
             Match("Episodes", "HOME_POST", 2024, "the directory", 200, 160),
             Match("Episodes", "HOME_POST", 2025, "the directory", 200, 199)]
    others = [Match("Placements", "urn", 2025, "the register", 80, found) for found in (80,)]
    rest = [Match("Audits", "DISTRICT", year, "the districts", 9, found) for year, found in ((2024, 4), (2025, 0))]
    assert cells(show.matches_table("matches", [*years, *others, *rest], 5))[-3:] == [
        ["Episodes", "HOME_POST", "the directory", "all but fewer than 5", "75%"],
        ["Placements", "urn", "the register", "all", "–"],
        ["Audits", "DISTRICT", "the districts", "none", "fewer than 5"]]
    nearly = [Match("Episodes", "PL_POST", year, "the directory", 2109, found)
              for year, found in ((2024, 8), (2025, 2104))]
    assert cells(show.matches_table("matches", nearly, 5))[-1][3:] == ["over 99%", "under 1%"]
