"""Damage that is known by its pattern: read and told where it is harmless, refused with its lines where it is not."""

import openpyxl
import pytest

from wayforward.reading import ragged_rows
from wayforward.reading.files import pieces, read
from wayforward.reading.headings import known
from wayforward.reading.problems import Problem
from wayforward.returns import early_help, ssda903

OC3 = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM"
SOUND = f"{OC3}\na,02/05/2005,YES,F2,B1\nb,03/05/2005,NO,,\nc,04/05/2005,YES,F2,B1\n"
ROWS = [["a", "02/05/2005", "YES", "F2", "B1"], ["b", "03/05/2005", "NO", "", ""],
        ["c", "04/05/2005", "YES", "F2", "B1"]]


def of(path, table=ssda903.OC3):
    """The rows, their lines, and severity, rule, rows and lines of what is told, the doubt about uneven rows among
    it."""
    (piece,) = [each for each in pieces(path) if not each.hidden]
    text = read(piece, names=known(table))
    told = [*text.problems, *ragged_rows.doubtful(text.mended, table)]
    return text.rows.to_numpy().tolist(), list(text.rows.index), [
        (each.severity, each.rule, each.rows, each.lines) for each in told]


@pytest.fixture
def csv(tmp_path):
    def write(content, table=ssda903.OC3):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return of(path, table)
    return write


def test_a_sound_file_tells_the_line_of_each_row(csv):
    assert csv(SOUND) == (ROWS, [2, 3, 4], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("behind", ["", "\x1a", "\n\n", "\r\n\x1a\x1a\0"])
def test_ends_of_lines_and_of_files(csv, end, behind):
    assert csv(SOUND.replace("\n", end) + behind) == (ROWS, [2, 3, 4], [])


def test_two_byte_order_marks(csv):
    assert csv(b"\xef\xbb\xbf\xef\xbb\xbf" + SOUND.encode()) == (ROWS, [2, 3, 4], [])


def test_lines_count_empty_ones_and_those_within_cells(csv):
    text = SOUND.replace("\nb,", "\n\nb,").replace("a,", '"a\nbis",')
    rows, lines, told = csv(text)
    assert (rows[0][0], lines, told) == ("a\nbis", [2, 5, 6], [])


@pytest.mark.parametrize(("above", "lines", "rule"), [
    ("A report run 02/06/2026\n", (1,), "a line above the headings"),
    ("A report; run 02/06/2026\n\n", (1,), "a line above the headings"),
    ("A report, run 02/06/2026\nby somebody\n\n", (1, 2), "lines above the headings"),
    ("A report,,,,\n", (1,), "a line above the headings"),
    ("sep=,\n", (1,), "a line above the headings"),
])
def test_lines_above_the_headings(csv, above, lines, rule):
    rows, first, told = csv(above + SOUND)
    assert (rows, first[0]) == (ROWS, above.count("\n") + 2)
    assert told == [("warn", rule, None, lines)]


def test_a_title_and_another_delimiter_are_told_together(tmp_path):
    (tmp_path / "t.csv").write_text("A report\n" + SOUND.replace(",", ";"))
    (piece,) = pieces(tmp_path / "t.csv")
    with pytest.raises(Exception) as refused:
        read(piece, names=known(ssda903.OC3))
    assert [problem.rule for problem in refused.value.problems] == [
        "a line above the headings", "wrong delimiter: cells are parted by semicolons, not by commas"]


def test_rows_without_their_last_cells(csv):
    """b has neither activity nor accommodation; its two empty cells were dropped."""
    assert csv(SOUND.replace("NO,,", "NO")) == (ROWS, [2, 3, 4], [("warn", "rows without their last cells", 1, (3,))])


def test_empty_cells_beyond_the_headings(csv):
    everywhere = SOUND.replace("B1\n", "B1,,\n").replace("NO,,", "NO,,,,")
    told = [("warn", "empty cells beyond the headings", 3, (2, 3, 4))]
    assert csv(everywhere) == (ROWS, [2, 3, 4], told)
    assert csv(everywhere.replace("\n", ",,\n", 1))[::2] == (ROWS, [])      # the headings' line has them, too
    assert csv(SOUND.replace("NO,,", "NO,,,,"))[2] == [("warn", "empty cells beyond the headings", 1, (3,))]


DOUBT = "rows with more or fewer cells than headings, whose cells may stand in wrong columns"
TRIAGE = "DECISION_ID,FAMILY_ID,DECIDED,OUTCOME,SOURCE\n1,f,02/05/2024,EH,School\n2,g,03/05/2024,SU,Health\n"


@pytest.mark.parametrize(("spoil", "lines"), [
    (("2,g,03/05/2024", "2,g03/05/2024"), (3,)),            # a comma was lost
    (("2,g,03/05/2024", "2,g\n,03/05/2024"), (3, 4)),       # a line break in a cell
    (("SU,Health", "SU,He\nalth"), (4,)),                   # in the last one: a row that is whole, and the rest
    (("2,g", "Total\n2,g"), (3,)),
])
def test_short_rows_whose_cells_fit_elsewhere_are_refused(csv, spoil, lines):
    _, _, told = csv(TRIAGE.replace(*spoil), early_help.TRIAGE)
    assert ("refuse", DOUBT, len(lines), lines) in told


def test_short_rows_with_a_wrong_code_are_read(csv):
    """A code that nobody knows stands no better in another column."""
    _, _, told = csv(TRIAGE.replace("SU,Health", "XX"), early_help.TRIAGE)
    assert told == [("warn", "rows without their last cells", 1, (3,))]


def test_a_comma_without_quotation_marks_is_refused_and_the_others_are_read(csv):
    rows, lines, told = csv(SOUND.replace("b,03", "b,x,03").replace("NO,,", "NO,F2,B1"))
    assert (rows, lines) == ([ROWS[0], ROWS[2]], [2, 4])
    assert told == [("refuse", "rows with more cells than the 5 headings", 1, (3,))]


def test_one_that_pushes_an_empty_cell_beyond_the_headings_is_refused(csv):
    """b's day of birth stands under IN_TOUCH, and its last empty cell under nothing."""
    _, _, told = csv(SOUND.replace("b,03", "b,x,03"))
    assert ("refuse", DOUBT, 1, (3,)) in told


def test_a_last_line_that_was_cut_off(csv):
    _, lines, told = csv(SOUND.removesuffix(",F2,B1\n"))
    assert (lines, told) == ([2, 3], [("refuse", "the last line is cut off", 1, (4,))])


def test_headings_alone_are_nobody(csv):
    for text in (OC3, f"{OC3}\n", f"A report\n{OC3}\n,,,,\n"):
        assert csv(text)[0] == []


# Workbooks: numbers that are shown 0000000, a title, hidden sheets.
@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    yield made, tmp_path / "oc3.xlsx"
    made.close()


@pytest.mark.parametrize(("value", "form", "shown"), [
    (123, "0000000", "0000123"), (123, '"X"00000', "X00123"), (123, "0000000;-0000000", "0000123"),
    (123, "[$-809]00000", "00123"),
    (1234567, "0000000", None), (123, "General", None), (123, "0", None), (123, "0.00", None), (12.5, "0000", None),
    (-5, "0000", None), ("123", "0000000", None),
])
def test_numbers_shown_with_zeros_in_front(book, value, form, shown):
    made, path = book
    made.active.append(OC3.split(","))
    made.active.append([value, "02/05/2005", "YES", "F2", "B1"])
    made.active["A2"].number_format = form
    made.save(path)
    rows, _, told = of(path)
    assert rows[0][0] == (shown or str(value))
    rule = "numbers shown with zeros in front that their cells do not hold"
    assert told == ([("warn", rule, 1, (2,))] if shown else [])


def test_a_title_and_an_empty_line_in_a_workbook(book):
    made, path = book
    for line in (["A report"], [], OC3.split(","), *ROWS, [*ROWS[0], "beyond"]):
        made.active.append(line)
    made.save(path)
    assert of(path) == (ROWS, [4, 5, 6], [("warn", "a line above the headings", None, (1,)),
                                          ("refuse", "cells without a heading", 1, (7,))])


def test_hidden_sheets_are_marked_and_do_not_take_the_files_name(book):
    made, path = book
    made.active.append(["CHILD"])
    made.create_sheet("Lookups").append(["CODE"])
    made["Lookups"].sheet_state = "veryHidden"
    made.save(path)
    assert [(piece.names, piece.hidden) for piece in pieces(path)] == [(("oc3", "Sheet"), False), (("Lookups",), True)]


def test_a_problem_tells_a_few_lines_and_how_many_more():
    def at(rows, *lines):
        return Problem("warn", "wrong", "f", rows=rows, lines=lines).sentence.partition(". ")[0]
    assert [at(1, 2), at(3, 2, 5, 9), at(7, 2, 3, 4, 5, 6), at(1_000, 1_234), at(None, 1), at(2)] == [
        "f: wrong (1 row, line 2)", "f: wrong (3 rows, lines 2, 5 and 9)",
        "f: wrong (7 rows, lines 2, 3, 4, 5, 6 and 2 more)",
        "f: wrong (1,000 rows, lines 1,234 and 999 more)", "f: wrong (line 1)", "f: wrong (2 rows)"]
