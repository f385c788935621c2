"""Cells written otherwise than the layout asks: what each is read as, what stays as it is, and what is told."""

import pandas as pd
import pytest

from wayforward.reading.normalise import normalised
from wayforward.returns.catalogue import TABLES
from wayforward.returns.distinct import Distinct
from wayforward.returns.layout import Column, Table

YES_NO = {"0": "No", "1": "Yes"}
LADDER = {"none": "None", "co-design": "Co-designed"}
SEX = {"1": "Male", "2": "Female", "M": "Male", "F": "Female"}
SEX_YEARS = {"1": (None, 2024), "2": (None, 2024), "M": (2025, None), "F": (2025, None)}


def read(column: Column, *cells: str, year: int = 2025) -> tuple[list[str], list[tuple[str, int]]]:
    """The cells as they are read, and the rule and number of rows of every warning."""
    rows = Distinct.of(pd.DataFrame({column.name: cells}, dtype=str))
    now, problems = normalised(rows, Table("t", "T", ("t",), (column,)), year)
    assert all(problem.severity == "warn" and problem.column == column.name for problem in problems)
    return list(now.spread(column.name, now.own(column.name))), [(problem.rule, problem.rows) for problem in problems]


@pytest.mark.parametrize(("codes", "dated", "cells", "meant"), [
    (YES_NO, {}, "1 0 1.0 0.00 01 Yes NO y n TRUE false T", "1 0 1 0 1 1 0 1 0 1 0 1"),
    (YES_NO, {}, "2 2.0 yep -1 1.5", "2 2.0 yep -1 1.5"),                       # no code is meant without doubt
    ({"1": "One", "01": "Nought one"}, {}, "01 1 001", "01 1 1"),
    ({"YES": "In touch", "NO": "Not in touch"}, {}, "yes No Y", "YES NO YES"),
    ({"U1": "Suitable", "U2": "Unsuitable", "0": "Not known"}, {}, "u1 U 0.0 suitable", "U1 U 0 U1"),
    (SEX, SEX_YEARS, "m Male female F 1 x", "M M F F 1 x"),                     # Male is M in 2025
    ({"Y": "Yes", "P": "Partly", "N": "No", "NA": "Not applicable"}, {}, "yes partly na N/A", "Y P NA NA"),
    (LADDER, {}, "None Co-Designed codesign Co_Design", "none co-design co-design co-design"),
    ({"A": "Other", "B": "Other, new", "C": "Same", "D": "Same"}, {}, "other Same b", "A C B"),
    ({"T": "Taxi", "F": "Ferry"}, {}, "t f true", "T F true"),                  # no yes and no here
])
def test_codes_written_otherwise(codes, dated, cells, meant):
    cells, meant = cells.split(), meant.split()
    changed = sum(one != other for one, other in zip(cells, meant, strict=True))
    told = [("codes written otherwise than in the return", changed)] if changed else []
    assert read(Column("C", "code", codes, dated), *cells) == (meant, told)


def test_one_code_of_those_with_the_same_words_is_that_of_the_year():
    assert read(Column("C", "code", SEX, SEX_YEARS), "Male", year=2023)[0] == ["1"]


def test_words_that_could_be_either_of_two_codes_stay():
    """"Home" is the word of one code and another code in small letters: the code is meant."""
    assert read(Column("C", "code", {"HOME": "School", "S": "Home"}), "home", "Home")[0] == ["HOME", "HOME"]
    assert read(Column("C", "code", {"A": "No", "B": "no, later", "C": "No!"}), "No")[0] == ["No"]


@pytest.mark.parametrize(("column", "cell"), [
    (Column("DEC", "date"), "NULL"), (Column("DEC", "date"), "NaT"), (Column("KM", "number"), "nan"),
    (Column("URN"), "<NA>"), (Column("TEAM"), "null"), (Column("SEX", "code", SEX), "(null)"),
    (Column("DAYS", "whole"), "N/A"), (Column("SEX", "code", SEX), "NA")])
def test_words_for_nothing_are_empty_cells(column, cell):
    assert read(column, cell, "") == (["", ""], [("NULL or the like in empty cells", 1)])


def test_days_that_stand_for_no_day_are_empty_cells():
    """An open episode, a day that was never entered; the day before and after are days."""
    nothing = ["31/12/9999", "01/01/1900", "1/1/1900", "1900-01-01", "9999-12-31T00:00:00", "00/00/0000", "-"]
    assert read(Column("DEC", "date"), *nothing, "02/01/1900", "30/12/2999") == (
        [""] * 7 + ["02/01/1900", "30/12/2999"], [("days that stand for no day", 7)])
    assert read(Column("KM", "number"), "-") == (["-"], [])     # may be a nought


def test_words_that_are_an_answer_are_not_nothing():
    assert read(Column("A", "code", {"NA": "Not applicable"}), "NA") == (["NA"], [])
    assert read(Column("L", "code", LADDER), "none") == (["none"], [])
    assert read(Column("G", "number", instead=("NA",)), "NA") == (["NA"], [])
    assert read(Column("COMMENT", free=True), "None", "'tis") == (["None", "'tis"], [])


def test_identifiers_that_went_through_other_programs():
    urn = Column("URN")
    assert read(urn, "900535.0", "", "900536.0") == (
        ["900535", "", "900536"], [("whole numbers written with a point and zeros", 2)])
    assert read(urn, "'0012", "0013") == (["0012", "0013"], [("an apostrophe in front of cells", 1)])
    assert read(urn, "\ufeff12", "1\u200b3") == (["12", "13"], [("letters that nobody sees", 2)])
    assert read(urn, "12", "1\u200b3") == (["12", "13"], [("letters that nobody sees", 1)])
    assert read(urn, "1.0", "Team 2") == (["1.0", "Team 2"], [])        # not every cell is a whole number
    assert read(urn, "1.50", "2.0") == (["1.50", "2.0"], [])
    assert read(urn, "\u200b'NULL")[0] == [""]                          # one way after the other


def test_numbers_and_days_are_left_to_their_own_readers():
    assert read(Column("KM", "number"), "1.0", "1e5") == (["1.0", "1e5"], [])
    assert read(Column("DEC", "date"), "01/02/2025") == (["01/02/2025"], [])


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_code_of_every_layout_is_read_as_itself(table):
    """And in small letters, unless two codes differ by their letters alone."""
    for column in table.columns:
        codes = list(column.codes)
        if codes:
            assert read(column, *codes) == (codes, [])
            assert read(column, *(code.swapcase() for code in codes))[0] == codes
