"""What is read from a run's files, cell by cell."""

import math

from hand_made import END, by_group, finding, point, run, table

from wayforward.attack.cells import Key, read_series, series_cells
from wayforward.attack.evidence import lay_side_by_side, read_runs
from wayforward.attack.numbers import read_count, read_share
from wayforward.attack.pages import read_tables

HIDDEN = (0.0, math.inf)


def bounds(folder):
    return lay_side_by_side(read_runs([folder])).bounds


def test_a_count_is_read_as_what_it_can_be():
    assert read_count("1,234") == (1234, 1234)
    assert read_count("2,100", nearest=5) == (2098, 2102)
    assert read_count("fewer than 5") == (1, 4)
    assert read_count("more than 9,297") == (9298, math.inf)
    assert read_count("–") == HIDDEN
    assert read_count("not known") is None


def test_a_percentage_is_read_as_what_it_can_be():
    assert read_share("50.0%") == (0.4995, 0.5005)
    assert read_share("0%") == (-0.005, 0.005)
    assert read_share("12.3") is None


def test_a_table_is_read_with_its_title_headings_and_promise(tmp_path):
    folder = run(tmp_path / "r", [], table("Where they live", ["Where", "Children"], ["Near", "30"], ["Far &", "–"]),
                 number=7)
    (read,) = read_tables(folder / "1-page.html")
    assert (read.number, read.title, read.columns) == (7, "Where they live", ("Where", "Children"))
    assert read.rows == (("Near", "30"), ("Far &", "–"))


def test_the_points_of_a_series_are_cells_and_what_is_left_out_is_hidden(tmp_path):
    folder = run(tmp_path / "r", [finding("far", [point("2025-03-31", 20, 60, 7), point(END)])])
    (series,) = read_series(folder)
    cells = {cell.key: (cell.low, cell.high) for cell in series_cells(series)}
    assert cells == {Key("far", "2025-03-31", "", "", "numerator"): (20, 20),
                     Key("far", "2025-03-31", "", "", "denominator"): (60, 60),
                     Key("far", "2025-03-31", "", "", "unknown"): (7, 7),
                     **{Key("far", END, "", "", part): HIDDEN for part in ("numerator", "denominator", "unknown")}}


def test_official_figures_and_projects_are_not_people(tmp_path):
    folder = run(tmp_path / "r", [finding("official", [point(END, 1, 9)], origin="published"),
                                  finding("projects", [point(END, 2, 9)], of="service development projects")],
                 table("Projects by level", ["Level", "Projects"], ["None", "2"]))
    assert bounds(folder) == {}


def test_a_breakdown_is_read_row_by_row(tmp_path):
    folder = run(tmp_path / "r", [finding("far", [point(END, 20, 60)])],
                 by_group("far", ["Female", "50%", "12", "24"], ["Male", "–", "–", "–"]))
    cells = bounds(folder)
    assert cells[Key("far", END, "Sex", "Female", "numerator")] == (12, 12)
    assert cells[Key("far", END, "Sex", "Female", "share")] == (0.495, 0.505)
    assert cells[Key("far", END, "Sex", "Male", "denominator")] == HIDDEN


def test_averages_of_months_are_shown_to_the_nearest_person(tmp_path):
    folder = run(tmp_path / "r", [finding("neet", [point(END, 100 + 1 / 3, 900)])],
                 by_group("neet", ["Female", "–", "50", "450"]))
    assert bounds(folder)[Key("neet", END, "Sex", "Female", "numerator")] == (49.5, 50.5)


def test_the_accounts_of_a_return_are_rounded_but_for_the_counted(tmp_path):
    rows = [["rows in", "70"], ["counted", "61"], ["died", "fewer than 5"], ["moved", "–"]]
    title = "Far: every row of the return, those left out to the nearest 5"
    accounts = table(title, ["Rows", "Return of 2026"], *rows, name="far-rows")
    folder = run(tmp_path / "r", [], accounts)
    told = {key.group: ends for key, ends in bounds(folder).items()}
    assert told == {"rows in": (68, 72), "counted": (61, 61), "died": (1, 4)}


def test_a_table_beside_a_series_gives_its_counts_of_people_alone(tmp_path):
    folder = run(tmp_path / "r", [], table("Sickness by role", ["Role", "People", "Days lost", "Share", "Remark"],
                                           ["Manager", "12", "40", "20.0%", ""], ["Other", "–", "–", "–", "hidden"]))
    told = {(key.group, key.part): ends for key, ends in bounds(folder).items()}
    assert told == {("Manager", "People"): (12, 12), ("Other", "People"): HIDDEN,
                    ("Manager", "share"): (0.1995, 0.2005)}


def test_two_runs_that_contradict_each_other_are_kept_apart(tmp_path):
    folders = [run(tmp_path / name / "p", [finding("far", [point(END, 20, count), point("2025-03-31", 9, 30)])])
               for name, count in (("a", 60), ("b", 63))]
    told = lay_side_by_side(read_runs(folders)).bounds
    assert {key.period: ends for key, ends in told.items() if key.part == "denominator"} == {
        "2025-03-31": (30, 30), f"{END} (a/p)": (60, 60), f"{END} (b/p)": (63, 63)}
