"""What a process has read is noted, whoever reads it, and what changed under way is refused."""

import gzip
import hashlib
import os
import sys
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wayforward.areas import local_authorities
from wayforward.errors import RefusedInputs
from wayforward.input_tracking import THERE, Seen, digest, folder_digest, note_existence, seen, watch
from wayforward.reading.area_returns import read_returns
from wayforward.reading.postcodes import Directory

HEADER = "area,name,level,la_code,gss,region,invented\n"
OC3 = pd.DataFrame({"CHILD": ["1", "2"], "DOB": ["01/02/2006", "03/04/2006"], "IN_TOUCH": ["YES", "NO"],
                    "ACTIV": ["F2", ""], "ACCOM": ["B1", ""]})


@pytest.fixture
def home(tmp_path):
    watch()
    return tmp_path


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def test_a_file_that_was_opened_is_seen_with_its_content(home):
    (home / "deep").mkdir()
    (home / "deep" / "a.csv").write_text("x\n")
    (home / "b.csv").write_text("nobody reads it")
    (home / "deep" / "a.csv").read_text()
    assert seen(home) == Seen({"deep/a.csv": sha256("x\n")}, {})


@pytest.mark.parametrize("read", [
    lambda path: os.close(os.open(path, os.O_RDONLY)),
    lambda path: os.close(os.open(os.fsencode(path), os.O_RDONLY)),
    lambda path: pd.read_csv(path),
    lambda path: zipfile.is_zipfile(path),
    lambda path: gzip.open(path).close(),
    lambda path: list(os.scandir(path.parent)) and path.read_bytes(),
])
def test_whoever_opens_it(home, read):
    (home / "a.csv").write_text("x\n1\n")
    read(home / "a.csv")
    assert seen(home).files == {"a.csv": sha256("x\n1\n")}


def test_a_path_is_taken_from_where_the_process_stood(home, monkeypatch):
    (home / "a.csv").write_text("x")
    monkeypatch.chdir(home)
    Path("a.csv").read_text()
    list(Path().iterdir())
    monkeypatch.chdir("/")
    assert seen(home) == Seen({"a.csv": sha256("x")}, {".": sha256("a.csv")})


def test_what_is_written_and_what_lies_elsewhere_is_not_seen(home):
    (home / "in").mkdir()
    for mode in ("w", "a", "r+", "w+"):
        with (home / "in" / "b.csv").open(mode) as file:
            file.tell()
    (home / "in.csv").write_text("x")
    (home / "in.csv").read_text()
    assert seen(home / "in") == Seen({}, {})


def test_what_was_not_there_is_seen_as_that(home):
    with pytest.raises(FileNotFoundError):
        (home / "a.csv").read_text()
    assert list((home / "no").glob("*.csv")) == []
    with pytest.raises(FileNotFoundError):
        list((home / "nowhere").iterdir())
    assert seen(home) == Seen({"a.csv": ""}, {"no": "", "nowhere": ""})


@pytest.mark.parametrize("listing", [os.listdir, lambda path: list(os.scandir(path)), lambda path: list(os.walk(path)),
                                     lambda path: list(path.iterdir()), lambda path: list(path.glob("*.csv"))])
def test_a_folder_that_was_listed_is_seen_with_its_names_and_which_are_folders(home, listing):
    (home / "in" / "sub").mkdir(parents=True)
    (home / "in" / "a.csv").touch()
    listing(home / "in")
    assert seen(home).folders["in"] == sha256(b"a.csv\0sub/")


def test_a_question_alone_is_seen_where_it_is_said(home):
    (home / "folder").mkdir()
    (home / "a.csv").write_text("x")
    assert [note_existence(home / name).exists() for name in ("folder", "a.csv", "b.csv")] == [True, True, False]
    assert seen(home) == Seen({"a.csv": sha256("x"), "b.csv": ""}, {"folder": THERE})
    list((home / "folder").iterdir())
    assert seen(home).folders == {"folder": sha256("")}


@pytest.mark.parametrize("change", [
    lambda home: (home / "a.csv").write_text("another"),
    lambda home: (home / "a.csv").unlink(),
    lambda home: (home / "same.csv").replace(home / "a.csv"),
])
def test_a_file_that_changed_while_it_was_being_read_is_refused_by_name(home, change):
    for name in ("a.csv", "same.csv"):
        (home / name).write_text("x")
    (home / "a.csv").read_text()
    change(home)
    with pytest.raises(RefusedInputs, match=r"run again:\n  - a\.csv changed while it was being read$"):
        seen(home)


def test_so_is_one_that_came_and_a_folder_that_got_another_file(home):
    assert not note_existence(home / "a.csv").is_file()
    assert list(home.iterdir()) == []
    before = home.stat()
    (home / "a.csv").touch()
    os.utime(home, ns=(before.st_atime_ns, before.st_mtime_ns + 1))     # however coarse the clock
    with pytest.raises(RefusedInputs) as refused:
        seen(home)
    assert refused.value.problems == [". changed while it was being read", "a.csv changed while it was being read"]


def test_to_note_hinders_nothing(home):
    """Events of no file, of a file that is open already, and of a name that no system takes."""
    sys.audit("open", 3, "r", 0)
    sys.audit("open", object(), None, 0)
    sys.audit("os.listdir", 3)
    with pytest.raises(ValueError, match="null"):
        (home / "\0").read_text()
    read, write = os.pipe()
    os.write(write, b"x")
    os.close(write)
    with os.fdopen(read) as file:
        assert file.read() == "x"
    assert seen(home) == Seen({}, {})


def test_a_name_that_is_no_utf8_is_told_in_ones_that_are(home):
    try:
        (home / os.fsdecode(b"\xff.csv")).write_text("x")
    except OSError:
        pytest.skip("this file system takes no such name")
    (home / os.fsdecode(b"\xff.csv")).read_text()
    assert seen(home).files == {"\\xff.csv": sha256("x")}


def test_digests_of_what_is_not_there(home):
    (home / "folder").mkdir()
    (home / "a.csv").touch()
    assert [digest(home / "no"), digest(home / "folder"), digest(home / "a.csv")] == ["", "", sha256("")]
    assert [folder_digest(home / "no"), folder_digest(home / "a.csv")] == ["", ""]
    assert [folder_digest(home / "no", THERE), folder_digest(home / "folder", THERE)] == ["", THERE]


def test_returns_of_every_kind_are_seen(home):
    """Also those whose libraries could open files without Python: Parquet, workbooks, pandas' CSV."""
    day = home / "extracts" / "2025-06-15"
    day.mkdir(parents=True)
    OC3.to_csv(day / "OC3_2022-23.csv", index=False)
    with zipfile.ZipFile(day / "OC3_2023-24.csv.zip", "w") as archive:
        archive.writestr("OC3_2023-24.csv", OC3[:1].to_csv(index=False))
    pq.write_table(pa.table(OC3), day / "OC3_2024-25.parquet")
    book = openpyxl.Workbook()
    for line in (list(OC3), *OC3.to_numpy().tolist()):
        book.active.append(line)
    book.active.title = "OC3_2021-22"
    book.save(day / "OC3_2021-22.xlsx")
    returns = read_returns(home / "extracts", date(2025, 6, 30))
    assert len(returns.inputs("ssda903_oc3")) == 4
    found = seen(home)
    assert found.files == {f"extracts/2025-06-15/{path.name}": digest(path) for path in day.iterdir()}
    assert found.folders == {"extracts": sha256("2025-06-15/"), "extracts/2025-06-15": folder_digest(day)}


def test_the_registers_are_seen_and_where_an_areas_own_folder_would_be(home):
    register = HEADER + "hertfordshire,Hertfordshire,local authority,919,E10000015,east_of_england,no\n"
    (home / "published").mkdir()
    (home / "published" / "areas.csv").write_text(register)
    local_authorities(str(home))
    assert seen(home).files == {"published/areas.csv": sha256(register), "sample/published/areas.csv": "",
                                "extracts/hertfordshire": ""}


def test_postcodes_that_are_zipped_are_seen_and_that_none_lie_plain_beside(home):
    pd.DataFrame({"POSTCODE": ["EX1 1AA"], "EASTING": [1], "NORTHING": [2], "DISTRICT": ["E07000001"]}).to_csv(
        home / "postcodes.csv.zip", index=False)
    (home / "districts.csv").write_text("district,name,authority\nE07000001,Example,E10999999\n")
    Directory.of_folder(home)
    assert {name: bool(digest) for name, digest in seen(home).files.items()} == {
        "districts.csv": True, "postcodes.csv": False, "postcodes.csv.zip": True}
