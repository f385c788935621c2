"""Every fault a delivery can have: what is told of it, that nothing is counted from it, and that no cell is told."""

import dataclasses
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tables import text_table
from wayforward.errors import MissingReturn, RefusedInputs
from wayforward.input_tracking import Input
from wayforward.reading.area_returns import Returns, read_returns

NOBODY = 65534
CAME = "2025-06-15"
TRIAGE = """
    DECISION_ID | FAMILY_ID    | DECIDED    | OUTCOME
    zz-ida-0001 | zz-otto-0001 | 02/05/2024 | EH
    zz-ida-0002 | zz-otto-0002 | 31/03/2025 | SU
    zz-ida-0003 | zz-otto-0002 | 14/11/2024 | NFA
"""
FILE = "triage_2024-25.csv"
PLACE = f"{CAME}/{FILE}"
KIND = f"{CAME}/families_first_triage_2024-25"      # in the place of any name that somebody gave
SOUND = text_table(TRIAGE).to_csv(index=False)


@dataclasses.dataclass
class Area:
    """A folder of deliveries. Every cell of more than six letters that was put into it is a secret."""

    folder: Path
    secrets: set[str] = dataclasses.field(default_factory=set)

    def put(self, name: str, content: str | bytes = TRIAGE, day: str = CAME) -> Path:
        """A file: bytes as they are, a text table as CSV."""
        path = self.folder / day / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            table = text_table(content)
            self.keep(*table.to_numpy().ravel())
            content = table.to_csv(index=False).encode()
        path.write_bytes(content)
        return path

    def keep(self, *cells: str) -> None:
        self.secrets |= {cell for cell in cells if len(cell) > 6}

    def returns(self, as_at: date = date(2026, 6, 30), **options) -> Returns:
        return read_returns(self.folder, as_at, effects={"early_help_triage": "promise 15"}, **options)

    def told(self, **options) -> list[tuple]:
        """Severity, rule, file, column and rows of every problem, none of which holds a secret."""
        problems = self.returns(**options).problems()
        for problem in problems:
            assert not [cell for cell in self.secrets if cell in repr(problem) or cell in problem.sentence]
        return [(each.severity, each.rule, each.file.removeprefix("area/"),
                 each.column or each.unknown, each.rows) for each in problems]

    def refused(self, table: str = "early_help_triage", **options) -> str:
        """What is said when a table is asked for, with no secret even in what came before it."""
        with pytest.raises(RefusedInputs) as refused:
            self.returns(**options).table(table)
        error = refused.value
        assert error.exit_code == 3
        assert error.__cause__ is None
        assert error.__suppress_context__ or error.__context__ is None
        assert not [cell for cell in self.secrets if cell in str(error)]
        return str(error)


@pytest.fixture
def area(tmp_path):
    (tmp_path / "area").mkdir()
    return Area(tmp_path / "area")


def test_sound_returns_have_no_problem(area):
    path = area.put(FILE, TRIAGE)
    returns = area.returns()
    assert area.told() == returns.problems() == []
    assert returns.has("early_help_triage")
    assert returns.table("early_help_triage")["OUTCOME"].to_list() == ["EH", "SU", "NFA"]
    assert returns.received == date(2025, 6, 15)
    (read,) = returns.inputs()
    assert (read.path, read.rows, len(read.sha256)) == (f"area/{KIND}", 3, 64)
    assert path.read_text() == SOUND        # nothing is written


def test_without_a_folder_there_is_nothing_and_no_crash(area):
    area.folder.rmdir()
    returns = area.returns()
    assert (returns.has("early_help_triage"), returns.received, returns.problems(), returns.inputs()) == (
        False, None, [], ())
    with pytest.raises(MissingReturn):
        returns.table("early_help_triage")


def test_a_file_that_was_not_asked_for_is_not_read(area):
    area.put(FILE, TRIAGE)
    area.put("audits_2024-25.csv", b"\0")
    returns = area.returns()
    assert len(returns.table("early_help_triage")) == 3
    assert [read.path for read in returns.inputs()] == [f"area/{KIND}"]
    assert returns.problems("early_help_triage") == []
    assert len(returns.problems("case_audits")) == 1


@pytest.mark.parametrize(("spoil", "rule", "column", "size"), [
    (lambda text: text[:-12], "the last line is cut off", "", 1),
    (lambda text: text[:len(text) - 7] + '"', "a quotation mark is opened and not closed", "", None),
    (lambda text: text.replace("zz-otto-0001,", "zz-otto-0001, zz-otto-0009,"),
     "rows with more cells than the 4 headings", "", 1),
    (lambda text: text.replace("zz-otto-0001,", "zz-otto-0001"),
     "rows with more or fewer cells than headings, whose cells may stand in wrong columns", "", 1),
    (lambda text: text.replace(",", ";"), "wrong delimiter: cells are parted by semicolons, not by commas", "", None),
    (lambda text: text.replace(",", "\t"), "wrong delimiter: cells are parted by tabs, not by commas", "", None),
    (lambda text: text.replace("OUTCOME", "DECISION"), "missing column", "OUTCOME", None),
    (lambda text: text.split("\n", 1)[1], "the first line is not this table's headings",
     "DECISION_ID, FAMILY_ID, DECIDED, OUTCOME", None),
    (lambda text: "", "an empty file", "", None),
    (lambda text: text.replace("DECIDED,OUTCOME", "OUTCOME,DECIDED"), "columns that hold what belongs in another",
     "DECIDED, OUTCOME", 3),
    (lambda text: text.replace("02/05/2024", "2 May 2024"), "mixed date formats", "DECIDED", 1),
    (lambda text: text.replace("31/03/2025", "03/31/2025").replace("14/11/2024", "11/14/2024"), "written month first",
     "DECIDED", 2),
    (lambda text: text.replace("31/03/2025", "31/02/2025"), "no day of the form dd/mm/yyyy", "DECIDED", 1),
    (lambda text: text.replace("02/05/2024", "45414"), "a spreadsheet's day numbers instead of days", "DECIDED", 1),
    (lambda text: text.replace(",EH", ",XX"), "unknown code", "OUTCOME", 1),
    (lambda text: text.replace("zz-ida-0002", "1.23457E+11"),
     "numbers in scientific notation (as 1.2E+05), whose last digits are lost", "DECISION_ID", 1),
    (lambda text: text.replace("zz-ida-0002", "zz-ida-0001"), "rows that share a key", "DECISION_ID", 2),
    (lambda text: text.replace("zz-ida-0002", ""), "empty cells", "DECISION_ID", 1),
    (lambda text: text.replace("zz-otto-0001", "=HYPERLINK(zz-otto-0001)"), "formulas in cells", "FAMILY_ID", 1),
    (lambda text: "<html><body>Please sign in</body></html>",
     "not what its name says: it is really a web page (HTML) or XML", "", None),
])
def test_a_spoilt_file_is_refused_with_rule_file_column_and_rows(area, spoil, rule, column, size):
    area.put(FILE, TRIAGE)      # so that its cells are secrets
    area.put(FILE, spoil(SOUND).encode())
    assert ("refuse", rule, PLACE, column, size) in area.told()
    message = area.refused()
    assert f"area/{PLACE}" in message
    assert rule in message
    assert "Promise 15: " in message


@pytest.mark.parametrize(("spoil", "rule", "column", "size"), [
    (lambda text: text.replace(",EH", ",eh"), "codes written otherwise than in the return", "OUTCOME", 1),
    (lambda text: text.replace("02/05/2024", "02/05/1924"), "before 1990, or after the file was received", "DECIDED",
     1),
    (lambda text: text.replace("OUTCOME", "OUTCOME,Colour").replace(",EH", ",EH,").replace(",SU", ",SU,")
     .replace(",NFA", ",NFA,mauve"), "a column that is not known", "Colour", None),
    (lambda text: text.replace("zz-otto-0001", ""), "empty cells", "FAMILY_ID", 1),
    (lambda text: text.replace(",EH", ""), "rows without their last cells", "", 1),
    (lambda text: text.replace("\n", ",,\n").replace(",,", "", 1), "empty cells beyond the headings", "", 3),
    (lambda text: "Decisions of zz-ida-0001; run 02/05/2024\n\n" + text, "a line above the headings", "", None),
])
def test_a_doubtful_file_is_told_and_read(area, spoil, rule, column, size):
    area.put(FILE, TRIAGE)
    area.put(FILE, spoil(SOUND).encode())
    assert ("warn", rule, PLACE, column, size) in area.told()
    assert len(area.returns().table("early_help_triage")) == 3


def test_names_that_somebody_gave_are_for_whoever_has_the_files(area):
    """A child's name in the names of a file, of sheets and in headings: a sentence names them, nothing else does."""
    book = openpyxl.Workbook()
    book.active.title = "Ida Otto"
    for line in SOUND.splitlines():
        book.active.append([*line.split(","), "Ida Otto", "Ida's school"])
    book.save(area.put("triage_2024-25.xlsx", b""))
    area.put("Ida Otto.csv", b"a\n")
    problems = area.returns().problems()
    assert [("Ida Otto" in each.sentence, each.rule, each.kind, each.column) for each in problems] == [
        (True, "not the name of a table that is read", "no known table", ""),
        (True, "2 columns that are not known", f"area/{KIND}", "")]
    assert not [each for each in problems if "Ida" in "".join((each.rule, each.kind, each.effect, each.action))]


def test_all_problems_are_told_at_once_refusals_first(area):
    area.put(FILE, TRIAGE.replace("zz-ida-0002", "zz-ida-0001").replace("31/03/2025", "31/02/2025").replace("EH", "XX"))
    area.put("audits_2024-25.csv", b"")
    area.put("adresses.csv", "STREET | TOWN")
    assert area.told() == [
        ("refuse", "an empty file", f"{CAME}/audits_2024-25.csv", "", None),
        ("refuse", "no day of the form dd/mm/yyyy", PLACE, "DECIDED", 1),
        ("refuse", "rows that share a key", PLACE, "DECISION_ID", 2),
        ("refuse", "unknown code", PLACE, "OUTCOME", 1),
        ("warn", "not the name of a table that is read", f"{CAME}/adresses.csv", "", None)]
    assert len(area.refused().splitlines()) == 1 + 3      # of this table alone, and no warning


def test_other_encodings(area):
    area.put(FILE, SOUND.replace("otto", "ottö").encode("latin-1"))
    assert area.told() == [("warn", "wrong encoding: not UTF-8, read as Windows-1252", PLACE, "", None)]
    assert area.returns().table("early_help_triage")["FAMILY_ID"].iloc[0] == "zz-ottö-0001"
    area.put(FILE, SOUND.replace("otto", "ottö").encode("utf-16"))
    assert area.told() == [("warn", "wrong encoding: not UTF-8, read as UTF-16", PLACE, "", None)]
    assert area.returns().table("early_help_triage")["FAMILY_ID"].iloc[0] == "zz-ottö-0001"
    area.put(FILE, SOUND.encode("utf-16-le"))
    assert area.told() == [("refuse", "wrong encoding: not UTF-8, nor text at all", PLACE, "", None)]


def test_a_file_far_larger_than_its_kind(area):
    area.put(FILE, TRIAGE)
    rule = "more than 2 rows, far more than a file of this kind has"
    assert area.told(most_rows=2) == [("refuse", rule, PLACE, "", None)]
    assert area.told(most_rows=3) == []


def test_formulas_in_a_workbook(area):
    book = openpyxl.Workbook()
    for line in (*text_table(TRIAGE).to_csv(index=False).splitlines()[:2], "=A2,zz-otto-0009,01/05/2024,EH"):
        book.active.append(line.split(","))
    area.keep("zz-ida-0001", "zz-otto-0009")
    book.save(area.put("triage_2024-25.xlsx", b""))
    assert area.told() == [("refuse", "formulas in cells", f"{CAME}/triage_2024-25.xlsx (Sheet)", "DECISION_ID", 1)]


def test_a_zip_under_the_name_of_a_table(area):
    area.put(FILE, TRIAGE)
    inner = (area.folder / PLACE).read_bytes()
    with zipfile.ZipFile(area.put(FILE, b""), "w") as archive:
        archive.writestr("triage.csv", inner)
    assert area.told() == [("refuse", "not what its name says: it is really a zip file or a workbook", PLACE, "", None)]
    (area.folder / PLACE).rename(area.folder / CAME / "triage_2024-25.zip")
    assert area.told() == []
    assert area.returns().inputs("early_help_triage")[0].path == f"area/{KIND}"


def test_last_years_file_in_this_years_folder(area):
    area.put("triage_2023-24.csv", decisions(10, 2024), "2024-06-15")
    old = (area.folder / "2024-06-15" / "triage_2023-24.csv").read_bytes()
    area.put(FILE, old)
    assert area.told()[0] == ("refuse", "last year's file in this year's folder: the same as another",
                              PLACE, "", None)
    assert "folder: the same as another (area/2024-06-15/triage_2023-24.csv)" in area.refused()


def test_last_years_rows_saved_anew(area):
    """Thirty decisions in CSV last year, in a workbook of other bytes this year."""
    rows = [["DECISION_ID", "FAMILY_ID", "DECIDED", "OUTCOME"],
            *([f"zz-ida-{number}", f"zz-otto-{number}", f"{number + 1:02}/05/2023", "EH"] for number in range(30))]
    area.put("triage_2023-24.csv", "\n".join(map(",".join, rows)).encode(), "2024-06-15")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(area.put("triage_2024-25.xlsx", b""))
    place = f"{CAME}/triage_2024-25.xlsx (Sheet)"
    rule = "last year's file in this year's folder: the rows of another"
    assert area.told() == [
        ("refuse", rule, place, "", None),
        ("warn", "the newest day lies in 2023-24: it may be an earlier year's file", place, "DECIDED", None)]


def decisions(size: int, year: int) -> str:
    return "DECISION_ID | FAMILY_ID | DECIDED | OUTCOME\n" + "\n".join(
        f"zz-ida-{year}{number} | zz-otto | 13/05/{year - 1} | EH" for number in range(size))


def test_a_fall_by_more_than_a_fifth(area):
    """79 is less than 0.8 × 100, and 64 no less than 0.8 × 79 = 63.2. Nothing is said against a year that is missing
    (2022), or of one that is still going on (2026)."""
    for year, size in ((2021, 500), (2023, 100), (2024, 79), (2025, 64), (2026, 3)):
        area.put(f"triage_{year}.csv", decisions(size, year))
    assert area.told() == [("warn", "more than a fifth fewer rows than in 2022-23", f"{CAME}/triage_2024.csv", "", 79)]
    area.put("triage_2024.csv", decisions(79, 2024), "2026-04-01")
    area.put("triage_2026.csv", decisions(3, 2026), "2026-04-01")      # the year has ended
    assert [told[1:3] for told in area.told()] == [
        ("more than a fifth fewer rows than in 2022-23", "2026-04-01/triage_2024.csv"),
        ("more than a fifth fewer rows than in 2024-25", "2026-04-01/triage_2026.csv")]


def test_years_lie_under_each_other_with_their_year(area):
    area.put("triage_2024.csv", decisions(2, 2024))
    area.put("triage_2025.csv", decisions(2, 2025))
    rows = area.returns().table("early_help_triage")
    assert rows["return_year"].to_list() == [2024, 2024, 2025, 2025]
    assert rows.index.to_list() == [0, 1, 2, 3]


def test_a_name_that_is_no_utf_8(area):
    area.put(os.fsdecode(b"str\xe2ssen_2025.csv"), "STREET | TOWN")
    area.put(os.fsdecode(b"triage\xff_2025.csv"))
    told = area.told()
    assert [each[:3] for each in told] == [
        ("warn", "not the name of a table that is read", CAME + r"/str\xe2ssen_2025.csv")]
    assert area.returns().inputs("early_help_triage")[0].path == f"area/{KIND}"


@pytest.mark.parametrize("spoil", [lambda path: path.symlink_to("nowhere"), os.mkfifo])
def test_a_file_that_cannot_be_opened(area, spoil):
    area.put("audits_2024-25.csv", b"")
    spoil(area.folder / PLACE)
    ((severity, rule, file, _, _),) = [each for each in area.told() if each[2] == PLACE]
    assert (severity, rule.partition(" (")[0].partition(":")[0], file) == ("refuse", "cannot be opened", PLACE)
    area.refused()


@contextmanager
def as_somebody_whom_permissions_stop():
    """Where the tests run as root, whom none stops, this part runs as nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="rights to files are others here")
def test_a_file_one_may_not_read_and_a_folder_one_may_not_enter():
    home = Path(tempfile.mkdtemp())     # pytest's own folders are closed to others
    home.chmod(0o755)
    (home / "area").mkdir()
    area = Area(home / "area")
    area.put(FILE).chmod(0)
    area.put(FILE, day="2025-07-01").parent.chmod(0)
    try:
        with as_somebody_whom_permissions_stop():
            assert area.told() == [("refuse", "no permission to read it", PLACE, "", None),
                                   ("refuse", "cannot be opened as a folder", "2025-07-01", "", None)]
    finally:
        (area.folder / "2025-07-01").chmod(0o700)
        shutil.rmtree(home)


def test_a_file_outside_the_folders_of_days(area):
    (area.folder / FILE).write_text(SOUND)
    assert area.told() == [("refuse", "a file outside the folders of days", FILE, "", None)]
    assert not area.returns().has("early_help_triage")


def test_the_inputs_say_what_was_read(area):
    area.put(FILE, TRIAGE)
    returns = area.returns()
    assert returns.inputs() == ()
    (read,) = returns.inputs("early_help_triage")
    assert isinstance(read, Input)
    assert returns.inputs() == (read,)
    assert returns.inputs("case_audits") == ()


def test_a_sentence_says_where_what_how_many_what_follows_and_what_to_do(area):
    area.put(FILE, TRIAGE.replace("EH", "XX"))
    (problem,) = area.returns().problems()
    assert problem.sentence == (
        f"area/{PLACE}, OUTCOME: unknown code (1 row, line 2). Promise 15: what is counted from these rows is wrong. "
        "Correct it in the case system and export again.")
