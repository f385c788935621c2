"""Every reason for which an execution is stale, as the only change there is; and what is no reason."""

import hashlib
import os
import shutil
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayforward.input_tracking import THERE, digest, folder_digest
from wayforward.runner.cache.freshness import why_stale
from wayforward.runner.cache.record import Record, record_now
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters

GIVEN = RunParameters(period="2025-26-Q4", area="hertfordshire")
STEM = "1-local-community"
DONE = Outcome(STEM, "completed", 2.0)


@pytest.fixture
def record(home, notebook):
    """Of an execution that read a table, looked for one in vain, and in two folders."""
    data = home / "data"
    (data / "extracts" / "2025-06-15").mkdir(parents=True)
    now = replace(record_now(notebook(STEM), GIVEN, {"2-trauma-informed": "a1"}),
                  code={"judge.py": "b2", "plan.toml": "c3"})
    return now.of(DONE, {"published/areas.csv": digest(data / "published" / "areas.csv"), "places/postcodes.csv": ""},
                  {"extracts": folder_digest(data / "extracts"), "extracts/hertfordshire": "",
                   "extracts/2025-06-15": THERE, ".": folder_digest(data)}, {f"{STEM}.html": "d4"})


@pytest.fixture
def now(home, record):
    """What an execution would stand on now, with some of it changed."""
    def standing(**changes) -> Record:
        path = home / "notebooks" / f"{STEM}.ipynb"
        now = record_now(path, changes.pop("given", GIVEN), record.parts)
        return replace(now, **{"code": record.code} | changes)
    return standing


def test_an_execution_holds_while_nothing_changes(record, now):
    assert why_stale(record, now()) == ""


def test_what_was_never_run_is_stale(now):
    assert why_stale(None, now()) == "was never run"


@pytest.mark.parametrize("outcome", [None, Outcome(STEM, "failed")])
def test_so_is_what_did_not_complete(record, now, outcome):
    assert why_stale(replace(record, outcome=outcome), now()) == "did not complete"


def test_another_notebook(home, notebook, record, now):
    notebook(STEM, body="2 + 2")
    assert why_stale(record, now()) == "the notebook changed"


@pytest.mark.parametrize(("name", "value", "said"), [
    ("as_at", "2026-07-31", "as_at changed from 2026-06-30 to 2026-07-31"),
    ("area", "oxfordshire", "area changed from hertfordshire to oxfordshire"),
    ("period", "2024-25-Q4", "as_at changed from 2026-06-30 to 2025-06-30"),
    ("data", "../other", "data changed from data to other"),
])
def test_another_parameter(record, now, name, value, said):
    assert why_stale(record, now(given=GIVEN.model_copy(update={name: value}))) == said


@pytest.mark.parametrize(("code", "said"), [
    ({"judge.py": "x", "plan.toml": "c3"}, "judge.py changed"),
    ({"judge.py": "x", "plan.toml": "x"}, "judge.py changed (and 1 more)"),
    ({"plan.toml": "c3"}, "judge.py is gone"),
    ({"judge.py": "b2", "plan.toml": "c3", "new.py": "x"}, "new.py appeared"),
    ({"judge.py": "x", "a.py": "x", "b.py": "x", "c.py": "x", "plan.toml": "c3"},
     "a.py appeared (and 3 more)"),
])
def test_other_code(record, now, code, said):
    assert why_stale(record, now(code=code)) == said


def test_other_packages_and_other_parts(record, now):
    assert why_stale(record, now(environment="other")) == "the packages installed changed"
    assert why_stale(record, now(parts={"2-trauma-informed": "x"})) == "what 2-trauma-informed found changed"
    assert why_stale(record, now(parts={})) == "what 2-trauma-informed found changed"


def test_what_was_published_meanwhile(record, now):
    assert why_stale(record, now(beside={"the ledger of what was published": "x"})) == (
        "the ledger of what was published appeared")


def rewrite(data):
    """Other content of the same size."""
    path = data / "published" / "areas.csv"
    path.write_text(path.read_text().replace("919", "918"))


@pytest.mark.parametrize(("change", "said"), [
    (rewrite, "data/published/areas.csv changed"),
    (lambda data: (data / "published" / "areas.csv").unlink(), "data/published/areas.csv is gone"),
    (lambda data: (data / "extracts" / "hertfordshire").mkdir(), "data/extracts holds other files (and 1 more)"),
    (lambda data: (data / "extracts" / "2025-12-15").mkdir(), "data/extracts holds other files"),
    (lambda data: (data / "extracts" / "note.csv").touch(), "data/extracts holds other files"),
    (lambda data: (data / "README.md").touch(), "data holds other files"),
    (lambda data: shutil.rmtree(data / "extracts"), "data holds other files (and 2 more)"),
])
def test_other_data(home, record, now, change, said):
    change(home / "data")
    assert why_stale(record, now()) == said


@pytest.mark.parametrize(("change", "said"), [
    (lambda path: None, ""),
    (lambda path: path.write_text("b"), "data/extracts/… changed"),
    (lambda path: path.unlink(), "data/extracts/… is gone"),
    (lambda path: path.rename(path.with_name("Ida.csv")), "data/extracts/… is gone"),
])
def test_a_delivered_file_is_known_again_and_not_named(home, record, now, change, said):
    """Neither in the record nor in the reason: its name, or its folder's, may be a child's."""
    folder = home / "data" / "extracts" / "2025-06-15"
    file = folder / "Ida Otto.csv"
    file.write_text("a")
    read = record.of(DONE, {"extracts/2025-06-15/Ida Otto.csv": digest(file)},
                     {"extracts/2025-06-15": folder_digest(folder)}, {})
    assert "Ida" not in str(read.to_json()) and "2025-06-15" not in str(read.folders)
    change(file)
    assert why_stale(read, now()) == said


def test_a_table_that_was_looked_for_in_vain_appears(home, record, now):
    (home / "data" / "places").mkdir()
    (home / "data" / "places" / "postcodes.csv").touch()
    assert why_stale(record, now()) == "data/places/postcodes.csv appeared"


def test_a_folder_becomes_a_file(home, record, now):
    (home / "data" / "extracts" / "2025-06-15").rmdir()
    (home / "data" / "extracts" / "2025-06-15").touch()
    assert why_stale(record, now()) == "data/extracts holds other files (and 1 more)"


def test_what_is_no_reason(home, record, now):
    """A touch, a file that nobody read in a folder in which nobody looked, and the same content written anew."""
    data = home / "data"
    os.utime(data / "published" / "areas.csv", (1, 1))
    (data / "extracts" / "2025-06-15" / "new.csv").touch()
    assert why_stale(record, now()) == ""
    content = (data / "published" / "areas.csv").read_bytes()
    (data / "published" / "areas.csv").unlink()
    (data / "published" / "areas.csv").write_bytes(content)
    assert why_stale(record, now()) == ""


def test_a_file_is_read_once_until_it_is_written_again(home, record, now, monkeypatch):
    read = []
    monkeypatch.setattr("wayforward.runner.cache.freshness.digest", lambda path: read.append(path.name) or digest(path))
    assert [why_stale(record, now()) for _ in range(3)] == ["", "", ""]
    assert read == ["areas.csv"]
    rewrite(home / "data")
    os.utime(home / "data" / "published" / "areas.csv", (1, 1))
    assert why_stale(record, now()) == "data/published/areas.csv changed"
    assert read == ["areas.csv", "areas.csv"]


@given(st.sampled_from(["notebook", "source", "parameters", "code", "environment", "parts", "beside"]),
       st.text(min_size=1))
def test_a_change_of_any_one_of_them_makes_it_stale(field, other):
    whole = Record(STEM, "a", {"data": "data"}, {"judge.py": "b"}, "c", {"2": "d"}, outcome=DONE,
                   beside={"rule": "e"})
    was = getattr(whole, field)
    changed = hashlib.sha256(other.encode()).hexdigest()
    now = replace(whole, **{field: dict.fromkeys(was, changed) if isinstance(was, dict) else changed})
    assert why_stale(whole, whole) == ""
    assert why_stale(whole, now) != ""
    assert why_stale(now, whole) != ""


@given(st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "1", "2"])),
       st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "1", "2"])))
def test_what_is_not_there_and_what_was_not_asked_for_are_the_same(before, after):
    """Code holds exactly where each file stands for the same."""
    whole = Record(STEM, "a", {"data": "data"}, before, "c", outcome=DONE)
    same = all(before.get(name, "") == after.get(name, "") for name in "abc")
    assert (why_stale(whole, replace(whole, code=after)) == "") == same
