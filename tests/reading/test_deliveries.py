"""Which file is used for which table and year, and what is told of the others."""

import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from wayforward.reading.deliveries import deliveries, year_of
from wayforward.reading.recognise import STEMS
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import plain

AS_AT = date(2026, 6, 30)
TRIAGE = "DECISION_ID,FAMILY_ID,DECIDED,OUTCOME\n"
ASSESSMENTS = "ASSESSMENT_ID,FAMILY_ID,CHILDREN,STARTED,COMPLETED\n"


def put(folder: Path, **contents: str) -> None:
    """Files by day and name, written as day__name: d2025_06_15__oc3_2025."""
    for name, text in contents.items():
        day, _, stem = name.removeprefix("d").partition("__")
        path = folder / day.replace("_", "-") / f"{stem}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def used(folder: Path, as_at: date = AS_AT) -> list[tuple]:
    found = deliveries(folder, as_at).used.values()
    return [(each.table.name, each.year, each.file) for pieces in found for each in pieces]


def told(folder: Path, as_at: date = AS_AT) -> list[tuple]:
    found = deliveries(folder, as_at)
    of_tables = [problem for pieces in found.used.values() for each in pieces for problem in each.problems]
    return [(problem.severity, problem.rule, problem.file) for problem in (*found.problems, *of_tables)]


@pytest.fixture
def area(tmp_path):
    (tmp_path / "area").mkdir()
    return tmp_path / "area"


def test_no_name_belongs_to_two_tables():
    names = [(plain(stem), table.name) for table in TABLES.values() for stem in {*table.stems, table.name}]
    assert dict(names) == {stem: table.name for stem, table in STEMS.items()}
    assert len({stem for stem, _ in set(names)}) == len(set(names))


def test_of_each_table_and_year_the_newest_file_not_after_the_day(area):
    put(area, d2024_06_15__oc3_2023_24="old", d2025_06_15__OC3_2024_25="first", d2025_11_01__oc3_2025="corrected",
        d2025_11_01__Header_2024_25="new", d2026_07_01__oc3_2025="too late", d2026_07_01__oc3_2026="too late")
    assert used(area) == [("ssda903_header", 2025, "area/2025-11-01/Header_2024_25.csv"),
                          ("ssda903_oc3", 2024, "area/2024-06-15/oc3_2023_24.csv"),
                          ("ssda903_oc3", 2025, "area/2025-11-01/oc3_2025.csv")]
    assert used(area, date(2025, 10, 31))[-1] == ("ssda903_oc3", 2025, "area/2025-06-15/OC3_2024_25.csv")
    assert used(area, date(2025, 11, 1)) == used(area)      # the day itself is seen
    assert deliveries(area, AS_AT).received == date(2025, 11, 1)
    assert told(area) == []


def test_without_the_folder_or_before_the_first_delivery_there_is_nothing(area):
    put(area, d2025_06_15__oc3_2025="x")
    for found in (deliveries(area / "elsewhere", AS_AT), deliveries(area, date(2025, 6, 14))):
        assert (found.used, found.problems, found.received) == ({}, [], None)


def test_a_file_without_a_year_is_of_its_newest_date_that_is_not_after_the_day_it_came(area):
    """31 March 2025 is the last day of 2024-25; 16 June is after the file came."""
    put(area, d2025_06_15__triage=TRIAGE + "1,f,31/03/2025,EH\n2,f,16/06/2025,EH\n3,f,31/12/2024,EH\n")
    assert used(area) == [("early_help_triage", 2025, "area/2025-06-15/triage.csv")]
    assert told(area) == [("warn", "no year in its name: taken for 2024-25, the year of its latest DECIDED",
                           "area/2025-06-15/triage.csv")]
    put(area, d2025_06_15__triage=TRIAGE + "1,f,31/03/2025,EH\n2,f,01/04/2025,EH\n")
    assert used(area)[0][1] == 2026


def test_or_of_the_year_of_the_files_that_belong_with_it(area):
    put(area, d2025_06_15__oc3="CHILD\na\n", d2025_06_15__episodes="CHILD,DECOM\na,05/05/2022\n",
        d2025_06_15__ks2="x")
    assert [each[:2] for each in used(area)] == [
        ("key_stage_2", 2024),      # whose year ended on 31 August 2024
        ("ssda903_episodes", 2023), ("ssda903_oc3", 2023)]
    assert told(area)[2] == ("warn", "no year in its name: taken for 2022-23, the year of the files that belong with "
                             "it", "area/2025-06-15/oc3.csv")


@pytest.mark.parametrize(("name", "day", "year"), [
    ("oc3", "2025_03_31", 2024),            # on its last day a year has not ended
    ("oc3", "2025_04_01", 2025),
    ("csww", "2025_06_15", 2024),           # 30 September
    ("ks4", "2025_09_01", 2025),            # 31 August
    ("sen2 persons", "2025_06_15", 2025),   # 31 January
])
def test_or_else_of_the_last_year_that_had_ended(area, name, day, year):
    put(area, **{f"d{day}__{name}": "CHILD\na\n"})
    assert [year for _, year, _ in used(area)] == [year]
    assert "the last year that had ended when it was received" in told(area)[0][1]


def test_dates_that_cannot_be_read_say_no_year(area):
    put(area, d2025_06_15__triage=TRIAGE.replace("DECIDED", "WHEN") + "1,f,31/03/2024,EH\n",
        d2025_06_15__assessments=ASSESSMENTS + "1,f,2,2024,\n", d2025_06_15__audits="AUDIT_ID;AUDITED\n1;31/03/2024\n")
    assert {year for _, year, _ in used(area)} == {2025}


def test_the_year_in_which_a_day_lies():
    assert [year_of(date(2025, 3, 31), TABLES["ssda903_oc3"]), year_of(date(2025, 4, 1), TABLES["ssda903_oc3"]),
            year_of(date(2025, 9, 1), TABLES["key_stage_4"])] == [2025, 2026, 2026]


def test_a_year_that_had_not_begun_is_refused(area):
    put(area, d2025_03_31__oc3_2026="x", d2025_04_01__triage_2026="y")
    assert told(area) == [("refuse", "of a year that had not begun when it was received",
                           "area/2025-03-31/oc3_2026.csv")]


def test_files_outside_the_folders_of_days_are_refused_and_notes_are_not(area):
    put(area, d2025_06_15__README="x")
    for name in ("OC3_2024-25.csv", "README.md", ".gitkeep", "notes.txt", "~$book.xlsx"):
        (area / name).write_text("x")
    (area / "June 2025").mkdir()
    (area / "2025-02-30").mkdir()
    (area / ".cache").mkdir()
    assert used(area) == []
    assert told(area) == [("warn", "a folder that is not named by a day", "area/2025-02-30"),
                          ("warn", "a folder that is not named by a day", "area/June 2025"),
                          ("refuse", "a file outside the folders of days", "area/OC3_2024-25.csv")]


def test_a_name_that_is_not_known_is_told_with_the_nearest_that_is(area):
    put(area, d2025_06_15__epsiodes_2025="x", d2025_06_15__zzzzzzzz="x")
    (area / "2025-06-15" / "letter.pdf").write_bytes(b"%PDF")
    (area / "2025-06-15" / "old").mkdir()
    told = {(problem.severity, problem.file): problem.action for problem in deliveries(area, AS_AT).problems}
    assert told[("refuse", "area/2025-06-15/epsiodes_2025.csv")].endswith(": episodes")     # it is meant to be one
    assert set(told) == {("refuse", "area/2025-06-15/epsiodes_2025.csv"),
                         *(("warn", f"area/2025-06-15/{name}") for name in ("zzzzzzzz.csv", "letter.pdf", "old"))}


def test_a_table_in_a_kind_of_file_that_is_not_read_is_refused(area):
    put(area, d2025_06_15__oc3_2025="x")
    (area / "2025-06-15" / "header_2025.ods").write_bytes(b"PK")
    assert told(area) == [("refuse", "of a kind that is not read", "area/2025-06-15/header_2025.ods")]
    assert ("ssda903_header", 2025) in [each[:2] for each in used(area)]      # it is there, and refused; not missing


def test_two_files_of_one_table_and_year_in_a_delivery_are_refused_but_not_once_a_later_one_came(area):
    put(area, d2025_06_15__oc3_2025="x", d2025_06_15__OC3_2024_25="y")
    assert told(area) == [("refuse", "a second file of one table and year in a delivery, beside another",
                           "area/2025-06-15/oc3_2025.csv")]
    put(area, d2025_07_01__oc3_2025="z")
    assert told(area) == []


def test_a_broken_file_is_forgotten_once_a_later_one_came(area):
    put(area, d2025_06_15__triage_2025="x")
    (area / "2025-06-15" / "oc3_2025.xlsx").write_bytes(b"PK\x03\x04cut off")
    assert told(area) == [("refuse", "cannot be read as xlsx: damaged or cut off", "area/2025-06-15/oc3_2025.xlsx")]
    put(area, d2025_07_01__oc3_2025="z")
    assert told(area) == []


def test_last_years_file_in_this_years_folder(area):
    ten = "CHILD\n" + "\n".join("abcdefghij") + "\n"
    put(area, d2024_06_15__oc3_2024=ten, d2025_06_15__oc3_2025=ten)
    assert told(area) == [("refuse", "last year's file in this year's folder: the same as another",
                           "area/2025-06-15/oc3_2025.csv")]


def test_the_same_file_twice(area):
    put(area, d2025_06_15__oc3_2025="CHILD\na\n", d2025_06_15__header_2025="CHILD\na\n",
        d2025_06_15__uasc_2025="CHILD\nb\n")
    assert told(area) == [("refuse", "the same file twice: the same as another",
                           "area/2025-06-15/oc3_2025.csv")]


def test_the_same_file_twice_though_one_is_zipped(area):
    put(area, d2025_06_15__oc3_2025="CHILD\na\n")
    with zipfile.ZipFile(area / "2025-06-15" / "header_2025.zip", "w") as archive:
        archive.writestr("header.csv", "CHILD\na\n")
    assert told(area) == [("refuse", "the same file twice: the same as another",
                           "area/2025-06-15/oc3_2025.csv")]


def test_what_may_stand_unchanged_from_year_to_year(area):
    put(area, d2024_06_15__communities_2024="x", d2025_06_15__communities_2025="x", d2025_06_15__oc3_2025="CHILD\na\n",
        d2025_07_15__oc3_2025="CHILD\na\n")     # and a file that came again, unchanged
    assert told(area) == []


def test_a_name_that_is_no_utf_8_is_told_in_letters_that_can_be_printed(area):
    put(area, d2025_06_15__oc3_2025="x")
    (area / "2025-06-15" / os.fsdecode(b"\xe9pisodes.csv")).write_text("x")
    ((_, _, file),) = told(area)
    assert file == r"area/2025-06-15/\xe9pisodes.csv"
    assert file.encode()


def test_a_folder_that_is_a_file(area):
    (area / "data").write_text("x")
    assert told(area / "data") == [("refuse", "cannot be opened as a folder", "data")]


def test_a_problem_says_which_measures_it_touches(area):
    put(area, d2025_03_31__oc3_2026="x")
    (delivered,) = deliveries(area, AS_AT, {"ssda903_oc3": "promises 6 and 7"}).used["ssda903_oc3"]
    assert [problem.effect for problem in delivered.problems] == [
        "promises 6 and 7: nothing is counted from this file"]


# What looks like a delivery is read where its meaning is plain, or refused.
def test_a_correction_in_a_delivery_of_its_own_is_read_and_told(area):
    put(area, d2025_06_15__oc3_2025="a")
    (area / "2025-06-22").mkdir()
    (area / "2025-06-22" / "OC3_2024-25 (1).csv").write_text("b")
    assert used(area) == [("ssda903_oc3", 2025, "area/2025-06-22/OC3_2024-25 (1).csv")]
    assert told(area) == [("warn", "a copy or a correction by its name, read as any other",
                           "area/2025-06-22/OC3_2024-25 (1).csv")]


@pytest.mark.parametrize("other", ["OC3_2024-25 - Copy.csv", "oc3_2425_v2.csv", "OC3 FY25.csv"])
def test_two_candidates_in_one_delivery_are_refused(area, other):
    put(area, d2025_06_15__OC3_2024_25="a")
    (area / "2025-06-15" / other).write_text("b")
    assert ("refuse", "a second file of one table and year in a delivery") in [
        (severity, rule.partition(", beside")[0]) for severity, rule, _ in told(area)]


def test_two_folders_of_one_day_are_one_delivery(area):
    put(area, d2025_06_15__oc3_2025="a", d2025_06_15__header_2025="h")
    (area / "15.06.2025 corrected").mkdir()
    (area / "15.06.2025 corrected" / "oc2_2025.csv").write_text("b")
    assert [each[0] for each in used(area)] == ["ssda903_header", "ssda903_oc2", "ssda903_oc3"]
    (area / "15.06.2025 corrected" / "oc3_2025.csv").write_text("b")
    assert "refuse" in [severity for severity, _, _ in told(area)]


@pytest.mark.parametrize(("folder", "rule"), [
    ("05-06-2025", "a folder that may be named by two days"), ("June 2025", "a folder that is not named by a day"),
    ("2025/2025-06-15", "a folder that is not named by a day"), ("2025-06-15/903", "a folder within a delivery"),
])
def test_a_folder_that_holds_data_and_is_not_read_is_refused(area, folder, rule):
    (area / folder).mkdir(parents=True)
    (area / folder / "oc3_2025.csv").write_text("a")
    unread = "area/2025" if folder.startswith("2025/") else f"area/{folder}"
    assert (used(area), told(area)) == ([], [("refuse", rule, unread)])


def test_a_folder_of_another_area_is_passed_over(area):
    (area / "oxfordshire" / "2025-06-15").mkdir(parents=True)
    (area / "oxfordshire" / "2025-06-15" / "oc3_2025.csv").write_text("a")
    assert deliveries(area, AS_AT, others=["oxfordshire"]).problems == []
    assert told(area) == [("refuse", "a folder that is not named by a day", "area/oxfordshire")]


@pytest.mark.parametrize("name", ["triage_2025.txt", "triage_2025.xls", "triage_2025.ods", "triage_2025.csv.part",
                                  "triage_2025"])
def test_a_table_by_name_in_a_kind_that_is_not_read_is_refused(area, name):
    (area / "2025-06-15").mkdir()
    (area / "2025-06-15" / name).write_text("a")
    assert told(area) == [("refuse", "of a kind that is not read", f"area/2025-06-15/{name}")]


@pytest.mark.parametrize(("name", "severity"), [
    ("Episodes_2024-25_old.xls", "refuse"), ("Episodes old.ods", "refuse"), ("letter.xls", "warn"),
    ("episodes explained.docx", "warn")])
def test_a_name_that_holds_a_tables_in_a_kind_that_cannot_be_looked_into(area, name, severity):
    (area / "2025-06-15").mkdir()
    (area / "2025-06-15" / name).write_text("a")
    assert told(area) == [(severity, "not the name of a table that is read", f"area/2025-06-15/{name}")]


def test_hidden_sheets_are_told_and_refused_where_they_bear_the_name_of_a_table(area):
    import openpyxl

    (area / "2025-06-15").mkdir()
    book = openpyxl.Workbook()
    book.active.append(["CHILD"])
    for name in ("Lookups", "Header"):
        book.create_sheet(name).append(["CHILD"])
        book[name].sheet_state = "hidden"
    book.save(area / "2025-06-15" / "OC3_2024-25.xlsx")
    file = "area/2025-06-15/OC3_2024-25.xlsx"
    assert [each[:2] for each in used(area)] == [("ssda903_header", 2025), ("ssda903_oc3", 2025)]
    assert told(area) == [("warn", "a hidden sheet", f"{file} (Lookups)"),
                          ("refuse", "a hidden sheet that bears the name of a table", f"{file} (Header)")]


def test_a_file_of_another_name_with_the_headings_of_a_table_is_refused_and_takes_its_place(area):
    put(area, d2025_06_15__triage_2025=TRIAGE, d2025_06_16__decisions_export_2025="A report\n" + TRIAGE)
    rule = "not the name of a table, though its headings are those of Families First Triage decisions"
    file = "area/2025-06-16/decisions_export_2025.csv"
    assert used(area) == [("early_help_triage", 2025, file)]
    assert told(area) == [("refuse", rule, file)]
    put(area, d2025_06_17__prevperm_2025="CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n")        # another return's
    assert told(area)[0] == ("warn", "not the name of a table that is read", "area/2025-06-17/prevperm_2025.csv")


def test_a_few_strays_do_not_make_a_file_of_the_next_year(area):
    """40 decisions of 2024-25, and one of 1 April; two would be a twentieth of 40."""
    rows = [f"{number},f,13/05/2024,EH" for number in range(40)]
    put(area, d2025_06_15__triage="\n".join([TRIAGE.strip(), *rows, "x,f,01/04/2025,EH"]))
    assert used(area)[0][1] == 2025
    put(area, d2025_06_15__triage="\n".join([TRIAGE.strip(), *rows, "x,f,01/04/2025,EH", "y,f,01/04/2025,EH"]))
    assert used(area)[0][1] == 2026


def test_two_years_without_anybody_are_not_last_years_file(area):
    put(area, d2024_06_15__uasc_2024="CHILD,DOB,DUC\n", d2025_06_15__uasc_2025="CHILD,DOB,DUC\n")
    assert told(area) == []
    put(area, d2024_06_15__uasc_2024="CHILD,DOB,DUC\na,,\n", d2025_06_15__uasc_2025="CHILD,DOB,DUC\na,,\n")
    assert told(area) == [("warn", "the same as another", "area/2025-06-15/uasc_2025.csv")]
