"""What is taken away as a file: typed cells, no formulas, notes; and tables as pictures of their own words."""

from datetime import datetime

import pandas as pd
from openpyxl import load_workbook

from wayforward.show import to_csv, to_excel, words_table

FRAME = pd.DataFrame({"name": ["=1+1", "plain"], "end": pd.to_datetime(["2025-03-31", "2024-03-31"]),
                      "value": [0.886, None], "unit": ["%", "points"], "-sum": [1, 2]})


def test_no_cell_is_a_formula(tmp_path):
    cells = [cell for row in load_workbook(to_excel({"data": FRAME}, {"=note": "+1"}, tmp_path / "a.xlsx")) for cells in
             row.iter_rows() for cell in cells]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert {"'=1+1", "'-sum", "'=note", "'+1"} <= {cell.value for cell in cells}
    assert to_csv(FRAME, tmp_path / "a.csv").read_text("utf-8").splitlines()[:2] == ["name,end,value,unit,'-sum",
                                                                                   "'=1+1,2025-03-31,0.886,%,1"]


def test_numbers_and_days_are_typed_and_what_is_missing_is_empty(tmp_path):
    sheet = load_workbook(to_excel({"data": FRAME}, {"About": "it"}, tmp_path / "a.xlsx"))["data"]
    assert (sheet["B2"].value, sheet["C2"].value, sheet["C2"].number_format) == (datetime(2025, 3, 31), 0.886, "0.0%")
    assert (sheet["C3"].value, sheet["C3"].number_format) == (None, "General")
    assert sheet["A1"].font.bold and sheet.freeze_panes == "A2"


def test_notes_are_the_last_sheet(tmp_path):
    book = load_workbook(to_excel({"data": FRAME, "more": FRAME}, {"Area": "Here", "Rule": "5"}, tmp_path / "a.xlsx"))
    assert book.sheetnames == ["data", "more", "notes"]
    assert list(book["notes"].iter_rows(values_only=True)) == [("About", "Note"), ("Area", "Here"), ("Rule", "5")]


def test_a_table_is_drawn_with_every_word_of_it(tmp_path):
    table = words_table(pd.DataFrame({"Who": ["All", "A long name " * 9], "How many": ["522", "67"]}), "t", "Homes",
                        right=("How many",))
    texts = [text.get_text() for text in table.figure.axes[0].texts]
    assert [" ".join(text.split()) for text in texts] == ["Homes", "Who", "How many", "All", "522",
                                                         " ".join(("A long name " * 9).split()), "67"]
    right = {text.get_text(): text.get_horizontalalignment() for text in table.figure.axes[0].texts}
    assert (right["All"], right["522"]) == ("left", "right")
    assert table.png(tmp_path / "t.png") == (tmp_path / "t.png").read_bytes()
    drawn = table.svg(tmp_path / "t.svg")
    assert drawn == (tmp_path / "t.svg").read_text("utf-8") and ">Homes<" in drawn and ">522<" in drawn
    assert table.data.to_dict("list") == {"Who": ["All", "A long name " * 9], "How many": ["522", "67"]}


def test_no_two_cells_of_a_drawn_table_touch():
    rows = pd.DataFrame({"Wide": ["W" * 60, "m" * 30], "Next": ["W" * 20, "x"], "Last": ["1,234", "5"]})
    figure = words_table(rows, "t", "Homes", right=("Last",)).figure
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    overlapping = [(one, other) for place, one in enumerate(boxes) for other in boxes[place + 1:]
                   if one.overlaps(other)]
    assert overlapping == [] and all(box.x1 <= figure.bbox.width for box in boxes)
