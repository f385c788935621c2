"""What a file may hold: beyond it is refused, in words, and before memory goes."""

import json
import subprocess
import sys

import openpyxl
import pytest

from reading import bombs
from reading.bombs import BOOK, SHEET, STRINGS, SWELLING
from wayforward.reading import limits
from wayforward.reading.files import pieces, read, rows
from wayforward.reading.problems import Unreadable

MEMORY = 160        # MB more than before, for any; several hold 300 MB, and two would come to more than 2 GB
READ = """\
import json, resource, sys
from pathlib import Path
from wayforward.reading import files, limits
from wayforward.reading.problems import Unreadable

def status(name):
    return int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1]) // 1024

limits.MOST_BYTES, limits.MOST_BOOK_CELLS = 1_000_000_000, 1_000_000
limits.MOST_SINGLE_CELLS = 1_000_000
import openpyxl, pyarrow.parquet, python_calamine
before, told = status("VmHWM"), {}
resource.setrlimit(resource.RLIMIT_AS, ((status("VmSize") + 2_000) * 2**20,) * 2)
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        files.rows(files.pieces(path)[0])
        told[path.name] = "read"
    except Unreadable as refused:
        told[path.name] = refused.problems[0].rule
print(json.dumps([told, status("VmHWM") - before]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="where else would a process tell its memory")
def test_a_small_file_that_swells_is_refused_before_memory_goes(tmp_path):
    bombs.make_all(tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.glob("*.[xzp][lia][spr]*")) < 3 * bombs.MB     # packed
    ran = subprocess.run([sys.executable, "-c", READ, str(tmp_path)], capture_output=True, text=True, check=True)
    told, grown = json.loads(ran.stdout)
    swollen = "more than 100 times as large when unpacked, far more than a file of this kind has"
    assert told == {
        "many rows.zip": swollen, "space.xlsx": swollen, "long.parquet": swollen,
        "more than it says.zip": "a member that is longer than its archive says",
        "more than it says.xlsx": "a member that is longer than its archive says",
        "shared.xlsx": "more than 1,000,000,000 letters, far more than a file of this kind has",
        "shared.parquet": "more than 1,000,000,000 letters, far more than a file of this kind has",
        "far.xlsx": "more than 1,000,000 cells, far more than a file of this kind has",
        "long.xml": "an element of more than 1,000,000 bytes, far more than a file of this kind has",
        "others.xml": "read",       # none of it is a child, and none of it is kept
        "deep.xml": "more than 50,000 elements in one of EXPSSDA903, far more than a file of this kind has",
        "line.csv": "a line of more than 1,000,000 bytes, far more than a file of this kind has",
        "columns.csv": "a line of more than 1,000,000 bytes, far more than a file of this kind has",
        "short rows.csv": "more than 1,000,000 cells, far more than a file of this kind has"}
    assert grown < MEMORY


def refused(path) -> list[tuple]:
    with pytest.raises(Unreadable) as refusal:
        for piece in pieces(path):
            rows(piece)
    return [(problem.rule, problem.column, problem.rows, problem.lines) for problem in refusal.value.problems]


DECLARED = "XML that declares a document type, in which text can be made to swell"


@pytest.mark.parametrize("part", [SHEET, STRINGS, BOOK])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_of_a_workbook_that_declares_anything_is_refused(tmp_path, part, encoding):
    sound = bombs.shared_book(tmp_path / "sound.xlsx", [b"CHILD", b"SEX", b"1"], 3)
    assert len(rows(pieces(sound)[0])) == 2
    spoilt = bombs.respelt(sound, tmp_path / "header.xlsx", part,
                           lambda xml: bombs.declared(xml).decode().encode(encoding))
    assert refused(spoilt) == [(DECLARED, "", None, ())]


@pytest.mark.parametrize("before", [b"", b"<!-- " + b"x" * 70_000 + b" -->", b'<?xml version="1.0"?>\n'])
def test_xml_of_the_903_that_declares_anything_is_refused(tmp_path, before):
    path = tmp_path / "903.xml"
    path.write_bytes(before + SWELLING + b"<EXPSSDA903><CHILD/></EXPSSDA903>")
    assert refused(path) == [(DECLARED, "", None, ())]


def in_csv(path, text):
    return bombs.csv(path.with_suffix(".csv"), b"1,1,1\n", f"2,{text},1\n".encode())


def in_quotes(path, text):
    return bombs.csv(path.with_suffix(".csv"), b"1,1,1\n", f'2,"{text}",1\n'.encode())


def in_a_workbook(path, text):
    book = openpyxl.Workbook()
    for line in (["CHILD", "SEX"], ["1", "1"], ["2", text]):
        book.active.append(line)
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def in_parquet(path, text):
    return bombs.parquet(path.with_suffix(".parquet"), {"CHILD": ["1", "2"], "SEX": ["1", text]})


def in_xml(path, text):
    child = "<CHILD><HEADER><CHILDID>1</CHILDID><SEX>{}</SEX></HEADER></CHILD>"
    return bombs.xml(path.with_suffix(".xml"), child.format(1).encode(), child.format(text).encode())


@pytest.mark.parametrize(("write", "lines"), [(in_csv, (3,)), (in_quotes, (3,)), (in_parquet, ()), (in_xml, ()),
                                              (in_a_workbook, (3,))])
def test_a_cell_longer_than_a_workbook_allows_is_refused_with_its_place(tmp_path, write, lines):
    longest = "x" * limits.MOST_TEXT
    if write is not in_a_workbook:      # openpyxl writes no longer one
        assert refused(write(tmp_path / "header", longest + "x")) == [
            ("cells of more than 32,767 letters", "SEX", 1, lines)]
    text = read(pieces(write(tmp_path / "header", longest))[0])
    assert text.rows["SEX"].tolist() == ["1", longest]
    assert not [problem for problem in text.problems if problem.severity == "refuse"]


def test_a_cell_of_many_lines_that_does_not_end_is_refused(tmp_path):
    path = bombs.csv(tmp_path / "header.csv", b"1,1,1\n", b'2,"' + b"x\n" * 100_000 + b'",1\n')
    assert refused(path) == [("a cell of more than 32,767 letters", "", None, (3,))]


@pytest.mark.parametrize(("columns", "told"), [
    (1_000, None), (1_001, "more than 1,000 columns, far more than a file of this kind has")])
def test_a_table_of_too_many_columns_is_refused(tmp_path, columns, told):
    names = [f"C{place}" for place in range(columns)]
    (tmp_path / "header.csv").write_text(f"{','.join(names)}\n{','.join(names)}\n")
    bombs.parquet(tmp_path / "header.parquet", {name: ["1"] for name in names})
    book = openpyxl.Workbook()
    book.active.append(names)
    book.active.append(names)
    book.save(tmp_path / "header.xlsx")
    for kind in ("csv", "parquet", "xlsx"):
        path = tmp_path / f"header.{kind}"
        if told:
            assert refused(path) == [(told, "", None, ())]
        else:
            assert rows(pieces(path)[0]).shape == (1, 1_000)


def test_what_is_packed_again_is_no_table(tmp_path):
    inner = bombs.zipped(tmp_path / "inner.zip", {"header.csv": [bombs.HEADINGS, bombs.ROW]}).read_bytes()
    for name, rule in [("header.csv", "wrong encoding: not UTF-8, nor text at all"),
                       ("header.zip", "a zip that holds other things than CSV files"),
                       ("header.csv.gz", "a zip that holds other things than CSV files")]:
        assert refused(bombs.zipped(tmp_path / "outer.zip", {name: [inner]}))[0][0] == rule


def test_a_packed_file_of_ordinary_size_may_be_as_regular_as_it_likes(tmp_path):
    path = bombs.zipped(tmp_path / "header.zip", {"header.csv": [bombs.HEADINGS, bombs.ROW * 100_000]})
    assert path.stat().st_size * 100 < 100_000 * len(bombs.ROW)
    assert len(rows(pieces(path)[0])) == 100_000
