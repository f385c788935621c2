"""`wayforward check`: what it says of an area's returns, what can be counted from them, and its exit code."""

import shutil

import pytest
from typer.testing import CliRunner

from wayforward import cli, project
from wayforward.report.readiness import in_words

TRIAGE = "DECISION_ID,FAMILY_ID,DECIDED,OUTCOME\n1,f,13/05/2024,SU\n"


@pytest.fixture
def data(tmp_path):
    """The project's published figures, and a folder for Hertfordshire's own returns."""
    for name in ("published", "places"):
        (tmp_path / name).symlink_to(project.resolve(f"data/{name}"))
    (tmp_path / "extracts").mkdir()
    return tmp_path


def put(data, name, text=TRIAGE):
    path = data / "extracts" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def check(data):
    done = CliRunner().invoke(cli.app, ["check", "--data", str(data)])
    lines = done.stdout.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("The published figures break no rule"))
    return done.exit_code, lines[first + 1:], done.stderr


def test_periods_in_words():
    assert [in_words(periods) for periods in (["2025"], ["2019", "2021", "2022"], ["2023/24", "2024/25"],
                                              ["2023-24-Q4", "2024-25-Q1", "2024-25-Q3"], [])] == [
        "2025", "2019 and 2021 to 2022", "2023/24 to 2024/25", "2023-24-Q4 to 2024-25-Q1 and 2024-25-Q3", ""]


def test_an_empty_folder_counts_nothing(data):
    code, told, _ = check(data)
    assert code == 0
    (line,) = told
    assert line.startswith("No return of Hertfordshire is at hand: ")
    assert line.endswith("extracts holds none that is read.")
    shutil.rmtree(data / "extracts")
    assert check(data)[1][0].endswith("extracts is not there.")


def test_what_can_be_counted_and_what_has_no_return(data):
    put(data, "2025-06-15/triage_2024-25.csv")
    code, told, stderr = check(data)
    assert (code, stderr) == (0, "")
    assert told[:2] == ["The returns of Hertfordshire, the newest received on 2025-06-15:",
                        "Can be counted: promise 15 (2024-25-Q1 to 2024-25-Q4)."]
    assert told[2].startswith("No return: promise 1 (without SSDA903 episodes); ")


@pytest.mark.parametrize(("unread", "rule"), [
    ("June 2025/triage_2024-25.csv", "a folder that is not named by a day"),
    ("triage_2024-25.csv", "a file outside the folders of days"),
    ("2025-06-16/triage_2024-25.ods", "of a kind that is not read"),
    ("2025-06-16/decisions.csv", "its headings are those of Families First Triage decisions"),
])
def test_over_what_is_not_read_the_exit_code_says_so(data, unread, rule):
    put(data, "2025-06-15/oc3_2024-25.csv", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\na,02/05/2005,YES,F2,B1\n")
    put(data, unread)
    code, told, stderr = check(data)
    assert code == 3
    assert rule in stderr
    assert "promise 15" not in told[1]
    assert "13/05/2024" not in stderr


def test_a_refused_table_is_named_with_its_promise(data):
    put(data, "2025-06-15/triage_2024-25.csv", TRIAGE.replace("13/05/2024", "13.5.24"))
    code, told, stderr = check(data)
    assert (code, told[1]) == (3, "Refused: promise 15 (a return that is needed is refused).")
    assert "line 2" in stderr
