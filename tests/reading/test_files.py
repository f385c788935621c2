"""Every kind of file reads as the same text, and what is not what it says it is is told."""

import datetime as dt
import os
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayforward.reading import files, limits
from wayforward.reading.files import pieces, read, rows, split_year
from wayforward.reading.headings import known
from wayforward.reading.problems import Unreadable
from wayforward.returns import ssda903
from wayforward.returns.layout import renamed, typed

COLUMNS = ["CHILD", "NOTE", "CODE"]
# Every sign that means something in some format; é and ö are no UTF-8 when written as latin-1, whatever follows them.
CELLS = st.text("aZ09 ,;'\"=|-+/\n\téö", max_size=6)
TABLES = st.lists(st.tuples(st.text("abc09", min_size=1, max_size=5), CELLS, CELLS), min_size=1, max_size=6)


def the_only(path: Path) -> pd.DataFrame:
    """The rows, without their lines."""
    (piece,) = pieces(path)
    return rows(piece).reset_index(drop=True)


def read_with(path: Path, table) -> files.Text:
    """As a table's file is read, whose headings are known."""
    (piece,) = pieces(path)
    return read(piece, names=known(table))


def told(text: files.Text) -> list[tuple]:
    return [(problem.severity, problem.rule, problem.column, problem.rows, problem.lines) for problem in text.problems]


def refusals(path: Path, **options) -> list[tuple]:
    with pytest.raises(Unreadable) as refused:
        for piece in pieces(path):
            rows(piece, **options)
    return [(problem.severity, problem.rule, problem.column, problem.rows) for problem in refused.value.problems]


def as_csv(table: pd.DataFrame, path: Path, encoding: str = "utf-8") -> Path:
    path.write_bytes(table.to_csv(index=False).encode(encoding))
    return path


def as_zip(table: pd.DataFrame, path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ("oc3.csv",):
            archive.writestr(name, table.to_csv(index=False))
    return path


def as_workbook(path: Path, **sheets: list[list]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def as_parquet(table: pd.DataFrame, path: Path) -> Path:
    with path.open("wb") as target:
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), target)
    return path


@pytest.mark.parametrize(("name", "stem", "year"), [
    ("Episodes_2024-25", "Episodes_", 2025),
    ("episodes 2024_25", "episodes ", 2025),
    ("ks4_2025", "ks4_", 2025),
    ("202425 ks2", " ks2", 2025),
    ("OC3 2024-2025", "OC3 ", 2025),
    ("header 1999-00", "header 1999-00", None),     # no year of ours
    ("oc3", "oc3", None),
    ("oc3_2025-06-15", "oc3_", None),               # the day it was exported
    ("oc3_20250615", "oc3_", None),
    ("oc3_2024-25_20250615", "oc3__", 2025),
    ("oc3_2024-26", "oc3_2024-26", None),           # not two following years
    ("oc3_2099-00", "oc3_", 2100),
    ("edubasealldata20250615", "edubasealldata", None),
    ("Blade-Export_30-01-2025_person", "Blade-Export__person", None),
])
def test_the_year_in_a_name(name, stem, year):
    assert split_year(name) == (stem, year)


@given(TABLES)
def test_every_kind_of_file_reads_back_as_the_same_text(cells):
    table = pd.DataFrame(cells, columns=COLUMNS, dtype=str)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for read_back in (the_only(as_csv(table, here / "plain.csv")),
                          the_only(as_csv(table, here / "mark.csv", "utf-8-sig")),
                          the_only(as_csv(table, here / "old.CSV", "latin-1")),
                          the_only(as_zip(table, here / "one.zip")),
                          the_only(as_workbook(here / "book.xlsx", Sheet1=[COLUMNS, *cells])),
                          the_only(as_parquet(table, here / "table.parquet"))):
            pd.testing.assert_frame_equal(read_back, table)


@given(st.lists(st.sampled_from([str.upper, str.lower, str.title]), min_size=4, max_size=4),
       st.sampled_from(["", " ", "-", "_ "]), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_case_spaces_signs_and_a_mark_in_headings_do_not_matter(cases, sign, encoding):
    plain = pd.DataFrame([["a", "02/05/2005", "YES", "B1"]], columns=["CHILD", "DOB", "IN_TOUCH", "ACCOM"], dtype=str)
    headings = [case(name).replace("_", sign) + sign for case, name in zip(cases, plain.columns, strict=True)]
    told = plain.set_axis(headings, axis="columns")
    with tempfile.TemporaryDirectory() as folder:
        read_back = the_only(as_csv(told, Path(folder) / "oc3.csv", encoding))
    pd.testing.assert_frame_equal(typed(renamed(read_back, ssda903.OC3), ssda903.OC3, 2025),
                                  typed(plain, ssda903.OC3, 2025))


def test_a_workbook_and_parquet_write_out_what_is_no_text(tmp_path):
    """Leading zeros stay where there is text; a day is an ISO day, and a number has no tail of its own making."""
    lines = [["ID", "DAY", "AT", "WHOLE", "PART", "SAID"],
             ["007", dt.date(2025, 3, 31), dt.datetime(2025, 3, 31, 14, 30), 3, 41.3, True],
             ["008", dt.datetime(2024, 2, 29), None, 2_000_000, 0.00001, False]]
    expected = [["007", "2025-03-31", "2025-03-31T14:30:00", "3", "41.3", "true"],
                ["008", "2024-02-29", "", "2000000", "0.00001", "false"]]
    book = the_only(as_workbook(tmp_path / "oc3.xlsx", Sheet1=lines))
    assert book.to_numpy().tolist() == expected
    table = pa.table({"ID": ["007", "008"], "DAY": pa.array([dt.date(2025, 3, 31), dt.date(2024, 2, 29)]),
                      "AT": pa.array([lines[1][2], None], pa.timestamp("ns")),
                      "WHOLE": pa.array([3, 2_000_000], pa.int32()),
                      "PART": pa.array([41.3, 0.00001], pa.float32()), "SAID": [True, False]})
    pq.write_table(table, tmp_path / "oc3.parquet")
    assert the_only(tmp_path / "oc3.parquet").to_numpy().tolist() == expected


def test_parquet_of_categories_whole_floats_and_days_with_a_time_of_midnight(tmp_path):
    frame = pd.DataFrame({"CODE": pd.Categorical(["B1", None]), "SCORE": [12.0, float("nan")],
                          "DAY": pd.to_datetime(["2025-03-31", None])})
    read_back = the_only(as_parquet(frame, tmp_path / "oc3.parquet"))
    assert read_back.to_numpy().tolist() == [["B1", "12", "2025-03-31"]]    # the second row is wholly empty


def test_a_zip_of_one_goes_by_its_members_name_or_else_by_its_own(tmp_path):
    (piece,) = pieces(as_zip(pd.DataFrame({"CHILD": ["a"]}), tmp_path / "OC3_2024-25.csv.zip", "export.csv"))
    assert (piece.names, piece.year) == (("export", "OC3_"), 2025)


def test_a_zip_holds_several_tables_under_any_path(tmp_path):
    table = pd.DataFrame({"CHILD": ["a"], "DOB": ["02/05/2005"]})
    found = pieces(as_zip(table, tmp_path / "903 2024-25.zip", "out/Header.csv", "../../OC3_2023-24.csv", "__MACOSX/x"))
    assert [(piece.names, piece.year, piece.inside) for piece in found] == [
        (("Header",), 2025, "out/Header.csv"), (("OC3_",), 2024, "../../OC3_2023-24.csv")]
    assert [rows(piece).to_numpy().tolist() for piece in found] == [[["a", "02/05/2005"]]] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["903 2024-25.zip"]      # nothing is unpacked


def test_one_sheet_goes_by_the_files_name_and_several_by_their_own(tmp_path):
    lines = [["CHILD"], ["a"]]
    (alone,) = pieces(as_workbook(tmp_path / "OC3 2025.xlsx", Sheet1=lines, Sheet2=[]))
    assert (alone.names, alone.year) == (("OC3 ", "Sheet1"), 2025)
    several = pieces(as_workbook(tmp_path / "903 2025.xlsx", Header=lines, OC3=lines))
    assert [(piece.names, piece.year) for piece in several] == [(("Header",), 2025), (("OC3",), 2025)]


def test_lines_that_hold_nothing_are_no_rows_and_columns_without_anything_no_columns(tmp_path):
    for end in ("\n", "\r\n"):
        (tmp_path / "oc3.csv").write_text("\n\nCHILD,DOB,\na,02/05/2005,\n,,\n\nb,,\n", newline=end)
        assert the_only(tmp_path / "oc3.csv").to_dict("list") == {"CHILD": ["a", "b"], "DOB": ["02/05/2005", ""]}


@pytest.mark.parametrize(("note", "encoding", "name"), [
    ("café", "latin-1", "Windows-1252"),
    ("“don’t” – 20 €", "cp1252", "Windows-1252"),
    ("caf\x8d", "latin-1", "latin-1"),              # which Windows-1252 has no letter for
    ("“café” – 20 €", "utf-16", "UTF-16"),
])
def test_a_file_in_another_encoding_is_read_and_told(tmp_path, note, encoding, name):
    (tmp_path / "oc3.csv").write_bytes(f"CHILD,NOTE\na,{note}\n".encode(encoding))
    text = read_with(tmp_path / "oc3.csv", ssda903.OC3)
    assert text.rows["NOTE"].tolist() == [note]
    assert told(text) == [("warn", f"wrong encoding: not UTF-8, read as {name}", "", None, ())]


def test_letters_that_were_lost_before_are_told(tmp_path):
    (tmp_path / "oc3.csv").write_text("CHILD,NOTE\na,caf\N{REPLACEMENT CHARACTER}\n", encoding="utf-8")
    (piece,) = pieces(tmp_path / "oc3.csv")
    (problem,) = read(piece).problems
    assert (problem.severity, problem.rule) == (
        "warn", "wrong encoding: letters were lost before the file came here")


REALLY = "not what its name says: it is really"
LONGER = "rows with more cells than the 2 headings"


@pytest.mark.parametrize(("name", "content", "rule", "size"), [
    ("oc3.csv", b"PK\x03\x04rest", f"{REALLY} a zip file or a workbook", None),
    ("oc3.csv", b"\n <!DOCTYPE html><p>Sign in</p>", f"{REALLY} a web page (HTML) or XML", None),
    ("oc3.csv", b"%PDF-1.7", f"{REALLY} a PDF", None),
    ("oc3.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", f"{REALLY} a workbook of the old kind (.xls) or with a "
                                             "password", None),
    ("oc3.xlsx", b"CHILD,DOB\na,b\n", f"{REALLY} something else", None),
    ("oc3.parquet", b"<html>", f"{REALLY} a web page (HTML) or XML", None),
    ("oc3.csv", b"", "an empty file", None),
    ("oc3.csv", b"\xef\xbb\xbf\r\n", "an empty file", None),
    ("oc3.csv", b"\xef\xbb\xbf\x1a", "an empty file", None),
    ("oc3.csv", "CHILD,DOB\na,b\n".encode("utf-16-le"), "wrong encoding: not UTF-8, nor text at all", None),
    ("oc3.csv", b"CHILD;DOB\na;b\n", "wrong delimiter: cells are parted by semicolons, not by commas", None),
    ("oc3.csv", b"CHILD\tDOB\na\tb\n", "wrong delimiter: cells are parted by tabs, not by commas", None),
    ("oc3.csv", b"CHILD,DOB\na,02/05/2005\nb\nc,02/05/2005,x\n", LONGER, 1),
    ("oc3.csv", b"CHILD,DOB\na,02/05/2005\nb", "the last line is cut off", 1),
    ("oc3.csv", b'CHILD,DOB\na,02/05/2005\nb,"02/0', "a quotation mark is opened and not closed", None),
    ("oc3.csv", b"CHILD,DOB,\na,b,\nc,d,e\n", "cells without a heading", 1),
    ("oc3.zip", b"PK\x03\x04cut off", "cannot be read as zip: damaged or cut off", None),
    ("oc3.xlsx", b"PK\x03\x04cut off", "cannot be read as xlsx: damaged or cut off", None),
    ("oc3.parquet", b"PAR1cut off", "cannot be read as parquet: damaged or cut off", None),
    ("oc3.xml", b"<EXPSSDA903><CHILD><HEADER>", "cannot be read as xml: damaged or cut off", None),
])
def test_what_is_wrong_with_a_file_is_told(tmp_path, name, content, rule, size):
    (tmp_path / name).write_bytes(content)
    assert refusals(tmp_path / name) == [("refuse", rule, "", size)]


def test_a_file_cut_off_anywhere_is_refused_or_lacks_its_last_cells(tmp_path):
    """A workbook, a zip and a Parquet file cut off at any place cannot be read; nothing else comes of it."""
    table = pd.DataFrame({"CHILD": list("abcdef"), "NOTE": ["x" * 40] * 6})
    for path in (as_zip(table, tmp_path / "oc3.zip"), as_parquet(table, tmp_path / "oc3.parquet"),
                 as_workbook(tmp_path / "oc3.xlsx", Sheet1=[["CHILD"], ["a"]])):
        whole = path.read_bytes()
        rule = f"cannot be read as {path.suffix[1:]}: damaged or cut off"
        for end in range(8, len(whole), len(whole) // 20):
            path.write_bytes(whole[:end])
            assert refusals(path) == [("refuse", rule, "", None)]


def test_a_file_far_larger_than_its_kind_is_refused(tmp_path):
    table = pd.DataFrame({"CHILD": list("abcdef"), "DOB": "02/05/2005"})
    lines = [["CHILD", "DOB"], *table.to_numpy().tolist()]
    for path in (as_csv(table, tmp_path / "oc3.csv"), as_zip(table, tmp_path / "oc3.zip"),
                 as_parquet(table, tmp_path / "oc3.parquet"), as_workbook(tmp_path / "oc3.xlsx", Sheet1=lines)):
        assert refusals(path, most_rows=5) == [
            ("refuse", "more than 5 rows, far more than a file of this kind has", "", None)]
        assert len(the_only(path)) == 6


def test_a_zip_that_would_burst_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 1_000)
    path = as_zip(pd.DataFrame({"CHILD": ["a" * 50] * 50}), tmp_path / "oc3.zip")
    assert path.stat().st_size < 1_000
    assert refusals(path) == [
        ("refuse", "larger than 1,000 bytes when unpacked, far more than a file of this kind has", "", None)]


def test_a_zip_of_other_things_is_refused(tmp_path):
    assert refusals(as_zip(pd.DataFrame({"CHILD": ["a"]}), tmp_path / "oc3.zip", "oc3.csv", "inner.zip")) == [
        ("refuse", "a zip that holds other things than CSV files", "", None)]


def test_formulas_come_as_they_are_written(tmp_path):
    """Never as the value last shown: the screening refuses them."""
    path = as_workbook(tmp_path / "oc3.xlsx", Sheet1=[["CHILD", "N"], ["a", "=1+1"], ["b", "=SUM(C1:C9)"]])
    assert the_only(path)["N"].tolist() == ["=1+1", "=SUM(C1:C9)"]


def test_cells_of_many_values_are_refused(tmp_path):
    pq.write_table(pa.table({"CHILD": ["a"], "NAMES": [["x", "y"]]}), tmp_path / "oc3.parquet")
    assert refusals(tmp_path / "oc3.parquet") == [("refuse", "cells that are no text, number or day", "NAMES", None)]


def test_another_kind_of_file_holds_no_pieces(tmp_path):
    for name in ("notes.txt", "oc3.ods", "census.xml"):
        (tmp_path / name).write_text("<Message/>")
        assert pieces(tmp_path / name) == []


def test_a_name_that_is_no_utf_8(tmp_path):
    for suffix, write in ((".csv", as_csv), (".parquet", as_parquet), (".zip", as_zip)):
        path = tmp_path / os.fsdecode(b"oc3_\xe9_2025" + suffix.encode())
        assert the_only(write(pd.DataFrame({"CHILD": ["a"]}), path))["CHILD"].tolist() == ["a"]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_what_is_no_file(tmp_path, make):
    make(tmp_path / "oc3.csv")
    ((severity, rule, _, _),) = refusals(tmp_path / "oc3.csv")
    assert severity == "refuse"
    assert rule.startswith("cannot be opened")


def test_no_permission(tmp_path, monkeypatch):
    """As the system says it; the tests may run as one whom no permission stops."""
    path = as_csv(pd.DataFrame({"CHILD": ["a"]}), tmp_path / "oc3.csv")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(path))
    monkeypatch.setattr(Path, "open", refuse)
    assert refusals(path) == [("refuse", "no permission to read it", "", None)]


# The 903: three children. p has two episodes, a review and an OC2; q came alone to the country; r has left care.
XML = """<?xml version='1.0' encoding='us-ascii'?>
<EXPSSDA903>
<CHILD><HEADER><CHILDID>p</CHILDID><UPN>A123</UPN><SEX>M</SEX><DOB>02/03/2013</DOB><ETHNIC>BOTH</ETHNIC><UASC />
  <AREVIEW><REVIEW>28/01/2025</REVIEW><REVIEW_CODE>PN3</REVIEW_CODE></AREVIEW><MOTHER /><MC_DOB />
  <OC2><SDQ_SCORE>18</SDQ_SCORE><CONVICTED>0</CONVICTED></OC2></HEADER>
  <EPISODE><DECOM>11/11/2024</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U4</PL><PL_POST>D4 8NF</PL_POST>
    <HOME_POST>E22 4DI</HOME_POST><URN>1594525</URN><PLACE_PROVIDER>PR4</PLACE_PROVIDER><DEC>26/01/2025</DEC>
    <REC>X1</REC><REASON_PLACE_CHANGE>CARPL</REASON_PLACE_CHANGE></EPISODE>
  <EPISODE><DECOM>26/01/2025</DECOM><RNE>P</RNE><LS>C2</LS><CIN>N1</CIN><PL>K2</PL><PL_POST>Y16 9FB</PL_POST>
    <HOME_POST>E22 4DI</HOME_POST><URN>9166072</URN><PLACE_PROVIDER>PR4</PLACE_PROVIDER><DEC /></EPISODE></CHILD>
<CHILD><HEADER><CHILDID>q</CHILDID><SEX>F</SEX><DOB>19/12/2008</DOB><ETHNIC>AOTH</ETHNIC><UASC>1</UASC>
  <DUC>19/12/2026</DUC></HEADER></CHILD>
<CHILD><HEADER><CHILDID>r</CHILDID><SEX>F</SEX><DOB>10/10/2004</DOB><ETHNIC>WBRI</ETHNIC><UASC>0</UASC>
  <IN_TOUCH>YES</IN_TOUCH><ACTIV>F2</ACTIV><ACCOM>B1</ACCOM></HEADER></CHILD>
</EXPSSDA903>"""
AS_CSV = {
    "ssda903_header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\np,M,02/03/2013,BOTH,A123,,\nq,F,19/12/2008,AOTH,,,\n"
                      "r,F,10/10/2004,WBRI,,,\n",
    "ssda903_episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,"
                        "URN\n"
                        "p,11/11/2024,S,C2,N1,U4,PR4,26/01/2025,X1,CARPL,E22 4DI,D4 8NF,1594525\n"
                        "p,26/01/2025,P,C2,N1,K2,PR4,,,,E22 4DI,Y16 9FB,9166072\n",
    "ssda903_reviews": "CHILD,DOB,REVIEW,REVIEW_CODE\np,02/03/2013,28/01/2025,PN3\n",
    "ssda903_uasc": "CHILD,SEX,DOB,DUC\nq,F,19/12/2008,19/12/2026\n",
    "ssda903_oc2": "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK\np,02/03/2013,18,,0,\n",
    "ssda903_oc3": "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\nr,10/10/2004,YES,F2,B1\n",
}


def test_the_903_in_xml_and_in_csv_are_the_same_tables(tmp_path):
    (tmp_path / "903 2024-25.xml").write_text(XML)
    found = pieces(tmp_path / "903 2024-25.xml")
    assert [(piece.names, piece.year) for piece in found] == [((name,), 2025) for name in AS_CSV]
    for piece, table in zip(found, ssda903.TABLES, strict=True):
        (tmp_path / "table.csv").write_text(AS_CSV[table.name])
        texts = the_only(tmp_path / "table.csv"), rows(piece)       # XML has no lines
        of_csv, of_xml = (typed(renamed(text, table), table, 2025) for text in texts)
        pd.testing.assert_frame_equal(of_xml, of_csv)


def test_nobody_in_a_table_of_the_xml_is_no_fault(tmp_path):
    """A county in which no child came alone has sent no empty file."""
    (tmp_path / "903.xml").write_text(XML.replace("<UASC>1</UASC>", "").replace("<DUC>19/12/2026</DUC>", "<DUC />"))
    of = {piece.inside: len(rows(piece)) for piece in pieces(tmp_path / "903.xml")}
    assert of == {"ssda903_header": 3, "ssda903_episodes": 2, "ssda903_reviews": 1, "ssda903_uasc": 0, "ssda903_oc2": 1,
                  "ssda903_oc3": 1}


def test_xml_that_swells_is_refused(tmp_path):
    lots = "".join(f'<!ENTITY {b} "{f"&{a};" * 100}">' for a, b in zip("abcdef", "bcdefg", strict=True))
    (tmp_path / "903.xml").write_text(f'<!DOCTYPE x [<!ENTITY a "{"x" * 100}">{lots}]><EXPSSDA903><CHILD><HEADER>'
                                      "<CHILDID>&g;</CHILDID></HEADER></CHILD></EXPSSDA903>")
    assert refusals(tmp_path / "903.xml") == [
        ("refuse", "XML that declares a document type, in which text can be made to swell", "", None)]


def test_a_file_of_many_blocks_and_a_cell_of_many_lines(tmp_path):
    """Four megabytes of rows, with a comment over two lines in each."""
    table = pd.DataFrame({"CHILD": [str(number) for number in range(40_000)], "NOTE": 'she said\n"yes", ' + "x" * 80})
    pd.testing.assert_frame_equal(the_only(as_csv(table, tmp_path / "oc3.csv")), table.astype(str))


def test_the_digest_is_of_the_file_or_of_the_member(tmp_path):
    table = pd.DataFrame({"CHILD": ["a"]})
    (plain,) = pieces(as_csv(table, tmp_path / "oc3.csv"))
    (zipped,) = pieces(as_zip(table, tmp_path / "oc3.zip"))
    assert files.digest(plain) == files.digest(zipped)
    assert files.size(plain) == files.size(zipped) == len(b"CHILD\na\n")
