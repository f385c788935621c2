"""New files for a folder: all or none, wherever the writing is stopped, and never over what somebody else wrote."""

import os
from pathlib import Path

import pytest
from filelock import FileLock

from wayforward.errors import Busy, RefusedInputs
from wayforward.published.tables import File, files_of
from wayforward.published.writing import finish, write_all

BEFORE = {"a.csv": b"old a", "b.csv": b"old b", "c.csv": b"old c", "checked.txt": b"old record"}
FILES = {"checked.txt": b"new record", "a.csv": b"new a", "b.parquet": b"new b"}
AFTER = {"a.csv": b"new a", "b.parquet": b"new b", "c.csv": b"old c", "checked.txt": b"new record"}


class Killed(BaseException):
    """What no handler in the library catches."""


@pytest.fixture
def folder(tmp_path):
    for name, raw in BEFORE.items():
        (tmp_path / name).write_bytes(raw)
    return tmp_path


def held(folder):
    """What a reader sees."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def read(folder):
    return [File(name, raw) for name, raw in held(folder).items()]


def killed_at(monkeypatch, step):
    """Kills the writer as it renames or takes away for the `step`th time, 0 the first."""
    steps = iter(range(100))

    def until_then(really):
        def stopped(*given, **more):
            if next(steps) == step:
                raise Killed
            return really(*given, **more)
        return stopped
    for name in ("rename", "replace", "unlink", "rmdir"):
        monkeypatch.setattr(Path, name, until_then(getattr(Path, name)))


def test_all_files_are_put_in_their_places(folder):
    write_all(folder, FILES, read(folder), ["b.csv"])
    assert held(folder) == AFTER
    assert sorted(path.name for path in folder.iterdir()) == sorted(AFTER)


def test_a_writer_killed_before_the_decision_has_changed_nothing(folder, monkeypatch):
    killed_at(monkeypatch, 0)
    with pytest.raises(Killed):
        write_all(folder, FILES, read(folder), ["b.csv"])
    monkeypatch.undo()
    assert held(folder) == BEFORE
    finish(folder)
    assert held(folder) == BEFORE
    write_all(folder, FILES, read(folder), ["b.csv"])
    assert held(folder) == AFTER


@pytest.mark.parametrize("step", range(1, 7))
def test_a_writer_killed_between_the_moves_is_noticed_and_made_good(folder, monkeypatch, step):
    killed_at(monkeypatch, step)
    with pytest.raises(Killed):
        write_all(folder, FILES, read(folder), ["b.csv"])
    monkeypatch.undo()
    assert (held(folder)["checked.txt"] == b"new record") == (step == 6)      # the record is the last
    with pytest.raises(RefusedInputs, match=r"\.decided/: .* `wayforward figures import` puts the rest there"):
        files_of(folder)
    with pytest.raises(RefusedInputs, match="changed under way; nothing is written"):
        write_all(folder, {"c.csv": b"other"}, [])
    finish(folder)
    assert held(folder) == AFTER


def test_what_changed_since_it_was_read_is_not_written_over(folder):
    before = read(folder)
    (folder / "c.csv").write_bytes(b"somebody else's")
    with pytest.raises(RefusedInputs, match=r"c.csv changed since it was read"):
        write_all(folder, FILES, before)
    assert held(folder) == BEFORE | {"c.csv": b"somebody else's"}


def test_of_two_that_write_one_is_turned_away(folder):
    with FileLock(folder / ".lock"), pytest.raises(Busy, match="run again when it has ended"):
        write_all(folder, FILES, read(folder))
    assert held(folder) == BEFORE


def test_a_full_disk_changes_nothing(folder, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_all(folder, FILES, read(folder))
    assert held(folder) == BEFORE
