import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from wayforward.errors import Busy
from wayforward.runner import run_folder
from wayforward.runner.run_folder import (
    building,
    discard,
    hidden_folder,
    incomplete,
    period_lock,
    put_in_place,
    recover,
    revisions,
    write,
)

BUILDER = """
import sys
from pathlib import Path
from wayforward.runner.run_folder import building, period_lock, put_in_place, write
target = Path(sys.argv[1])
number = int(sys.argv[2])
while True:
    with period_lock(target):
        print(number, flush=True)
        folder = building(target)
        for name in ("a", "b", "c"):
            write(folder / name, str(number).encode())
        write(folder / "manifest.json", str(number).encode())
        put_in_place(folder, target)
    number += 1
"""

HOLDER = """
import sys, time
from pathlib import Path
from wayforward.runner.run_folder import building, period_lock
with period_lock(Path(sys.argv[1])):
    if "building" in sys.argv:
        building(Path(sys.argv[1]))
    print("held", flush=True)
    time.sleep(600)
"""

RACER = """
import sys
from pathlib import Path
from wayforward.errors import Busy
from wayforward.runner.run_folder import period_lock
sys.stdin.readline()
try:
    with period_lock(Path(sys.argv[1])):
        print("won", flush=True)
        sys.stdin.readline()
except Busy:
    print("lost", flush=True)
"""

FORKER = """
import os, sys, time
from pathlib import Path
from wayforward.runner.run_folder import period_lock
with period_lock(Path(sys.argv[1])):
    if not os.fork():
        print(os.getpid(), flush=True)
    time.sleep(600)
"""


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "hertfordshire" / "2025-26-Q4"


@pytest.fixture
def python():
    """Starts python on a script; what still runs at the end is killed."""
    started = []

    def start(script: str, *words: object) -> subprocess.Popen:
        child = subprocess.Popen([sys.executable, "-c", script, *map(str, words)], text=True, stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE)
        started.append(child)
        return child
    yield start
    for child in started:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def built(target: Path, text: str) -> Path:
    """A building folder of two files that say which run they are of."""
    made = building(target)
    for name in ("manifest.json", "page"):
        (made / name).write_text(text)
    return made


def run(target: Path, text: str, whole: bool = True) -> None:
    with period_lock(target):
        put_in_place(built(target, text), target if whole else incomplete(target))


def standing(target: Path) -> dict[str, str]:
    """Every run that a reader finds, by its place, as the text that all its files share."""
    places = [target, incomplete(target), *revisions(target).glob("*")]
    return {place.relative_to(target.parent).as_posix(): said(place) for place in places if place.exists()}


def said(place: Path) -> str:
    texts = {path.read_text() for path in place.iterdir()}
    assert (names(place), len(texts)) == (["manifest.json", "page"], 1), place
    return texts.pop()


# The lock

def test_a_second_holder_is_told_who_the_first_is(target):
    with period_lock(target):
        owner = json.loads((target.parents[1] / ".locks" / "hertfordshire.2025-26-Q4.owner").read_text())
        with pytest.raises(Busy) as busy, period_lock(target):
            pass
    assert owner["process"] == os.getpid()
    assert str(busy.value) == (
        f"another run holds hertfordshire, 2025-26-Q4: process {os.getpid()} of {owner['user']} on machine "
        f"{owner['machine']}, since {owner['since']}; wait for it, or stop it")
    with period_lock(target) as before:
        assert before is None


def test_two_periods_and_two_areas_do_not_keep_each_other_waiting(target):
    elsewhere = target.parents[1] / "oxfordshire" / target.name
    with period_lock(target), period_lock(target.with_name("2025-26")), period_lock(elsewhere):
        assert names(target.parents[1] / ".locks") == [
            "hertfordshire.2025-26-Q4.lock", "hertfordshire.2025-26-Q4.owner", "hertfordshire.2025-26.lock",
            "hertfordshire.2025-26.owner", "oxfordshire.2025-26-Q4.lock", "oxfordshire.2025-26-Q4.owner"]


def test_the_hold_ends_with_an_error_too(target):
    with pytest.raises(KeyboardInterrupt), period_lock(target):
        raise KeyboardInterrupt
    with period_lock(target):
        pass
    assert names(target.parents[1] / ".locks") == ["hertfordshire.2025-26-Q4.lock"]


def test_a_killed_holder_holds_nothing(target, python):
    child = python(HOLDER, target)
    assert child.stdout.readline() == "held\n"
    with pytest.raises(Busy, match=f"process {child.pid} of "), period_lock(target):
        pass
    child.kill()
    child.wait()
    with period_lock(target) as before:
        assert before is None       # it left nothing that could be continued


def test_who_was_interrupted_is_told_when_there_is_something_to_continue(target, python):
    child = python(HOLDER, target, "building")
    assert child.stdout.readline() == "held\n"
    child.kill()
    child.wait()
    with period_lock(target) as before:
        assert before.process == child.pid
    with period_lock(target) as before:
        assert before.process == os.getpid()        # nor did the second finish it
        discard(building(target))
    with period_lock(target) as before:
        assert before is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_child_that_outlives_the_holder_does_not_keep_its_lock(target, python):
    child = python(FORKER, target)
    forked = int(child.stdout.readline())
    try:
        child.kill()
        child.wait()
        with period_lock(target):
            os.kill(forked, 0)      # it lives on
    finally:
        os.kill(forked, signal.SIGKILL)


def test_of_those_that_race_for_a_period_exactly_one_wins(target, python):
    racers = [python(RACER, target) for _ in range(4)]
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    assert sorted(racer.stdout.readline() for racer in racers) == ["lost\n", "lost\n", "lost\n", "won\n"]


@pytest.mark.parametrize("text", [
    '{"machine": "elsewhere", "process": 1, "user": "ann", "since": "2999-01-01 00:00 UTC"}', "", "[]", "{}"])
def test_what_an_owner_file_says_decides_nothing(target, text):
    locks = target.parents[1] / ".locks"
    locks.mkdir(parents=True)
    (locks / "hertfordshire.2025-26-Q4.owner").write_text(text)
    with period_lock(target) as before:
        assert before is None


# Building

def test_what_an_interrupted_run_built_is_there_for_the_next(target):
    with pytest.raises(KeyboardInterrupt), period_lock(target):
        write(building(target) / "1-local-community.ipynb", b"done")
        (building(target) / ".2-trauma-informed.ipynb.part").write_bytes(b"ha")
        raise KeyboardInterrupt
    with period_lock(target):
        assert names(building(target)) == ["1-local-community.ipynb"]
    assert not target.exists()


def test_nothing_worth_keeping_is_discarded(target):
    with period_lock(target):
        discard(built(target, "failed"))
        discard(hidden_folder(target, "building"))     # and nothing is no error
    assert names(target.parent) == []


def test_what_is_half_removed_has_lost_its_name_and_goes_with_the_next_run(target, monkeypatch):
    run(target, "failed", whole=False)
    with monkeypatch.context() as patch:
        killed_at(patch, 6)
        with pytest.raises(Killed):
            discard(incomplete(target))
    assert names(target.parent) == [".2025-26-Q4.incomplete.discarded"]
    assert names(target.parent / ".2025-26-Q4.incomplete.discarded") == ["manifest.json"]
    with period_lock(target):
        assert names(target.parent) == []


# Into place

def test_every_whole_run_is_kept_and_the_newest_stands(target):
    for text in ("first", "second", "third"):
        run(target, text)
    assert standing(target) == {"2025-26-Q4": "third", "revisions/2025-26-Q4/1": "first",
                                "revisions/2025-26-Q4/2": "second"}
    assert names(target.parent) == ["2025-26-Q4", "revisions"]


def test_numbers_of_revisions_count_on_and_never_collide(target):
    for text in "abcdefghijkl":
        run(target, text)
    discard(revisions(target) / "3")
    (revisions(target) / "read me").touch()
    run(target, "m")
    assert said(revisions(target) / "12") == "l"
    assert names(revisions(target)) == sorted([*map(str, (1, 2, *range(4, 13))), "read me"])


def test_an_incomplete_run_is_replaced_and_a_whole_one_ends_it(target):
    run(target, "whole")
    run(target, "failed", whole=False)
    run(target, "failed again", whole=False)
    assert standing(target) == {"2025-26-Q4": "whole", "2025-26-Q4.incomplete": "failed again"}
    run(target, "well again")
    assert standing(target) == {"2025-26-Q4": "well again", "revisions/2025-26-Q4/1": "whole"}
    assert names(target.parent) == ["2025-26-Q4", "revisions"]


# Killed at any moment

class Killed(BaseException):
    """Stands for a kill at one operation: from it on the file system hears nothing more of this process."""


def killed_at(monkeypatch, last: int) -> None:
    """Lets so many operations of the run's folder through; the one after, and all that follow, do not happen."""
    done = 0

    def counted(operation):
        def wrapped(*words, **more):
            nonlocal done
            done += 1
            if done > last:
                raise Killed
            return operation(*words, **more)
        return wrapped

    monkeypatch.setattr(run_folder.Path, "rename", counted(Path.rename))
    monkeypatch.setattr(run_folder.Path, "replace", counted(Path.replace))
    monkeypatch.setattr(run_folder.Path, "mkdir", counted(Path.mkdir))
    monkeypatch.setattr(run_folder.Path, "unlink", counted(Path.unlink))
    monkeypatch.setattr(run_folder.shutil, "rmtree", counted(half_removed(shutil.rmtree)))
    monkeypatch.setattr(run_folder.os, "fsync", counted(os.fsync))


def half_removed(rmtree):
    """A removal that a kill can strike in the middle, where one file, the manifest even, is gone already."""
    def remove(place, ignore_errors):
        for name in ("page", "manifest.json"):
            (place / name).unlink(missing_ok=True)
        rmtree(place, ignore_errors=ignore_errors)
    return remove


def outcomes(target: Path, whole: bool, monkeypatch) -> list[dict[str, str]]:
    """What the next run finds after a kill at the first, the second … and the last operation of a run."""
    found = []
    for last in range(1000):
        shutil.rmtree(target.parents[1])
        run(target, "oldest")
        run(target, "old")
        run(target, "part", whole=False)
        with monkeypatch.context() as patch:
            killed_at(patch, last)
            try:
                run(target, "new", whole)
            except Killed:
                survived = False
            else:
                survived = True
        with period_lock(target):
            found.append(standing(target))
            discard(building(target))
        assert {name for name in names(target.parent) if name.startswith(".")} == set()
        if survived:
            return found
    raise AssertionError("a run without end")


def different(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """The states in the order in which they come, each once for a row of equals."""
    return [state for place, state in enumerate(found) if place == 0 or state != found[place - 1]]


def test_a_whole_run_killed_at_any_moment_has_happened_or_has_not(target, monkeypatch):
    target.mkdir(parents=True)
    found = outcomes(target, True, monkeypatch)
    assert len(found) > 20
    assert different(found) == [
        {"2025-26-Q4": "old", "2025-26-Q4.incomplete": "part", "revisions/2025-26-Q4/1": "oldest"},
        {"2025-26-Q4": "new", "revisions/2025-26-Q4/1": "oldest", "revisions/2025-26-Q4/2": "old"}]


def test_an_incomplete_run_killed_at_any_moment_has_happened_or_has_not(target, monkeypatch):
    target.mkdir(parents=True)
    found = outcomes(target, False, monkeypatch)
    assert len(found) > 15
    old = {"2025-26-Q4": "old", "revisions/2025-26-Q4/1": "oldest"}
    assert different(found) == [old | {"2025-26-Q4.incomplete": "part"}, old | {"2025-26-Q4.incomplete": "new"}]


def test_a_failed_run_killed_before_it_was_put_away_never_stands_as_a_whole_one(target):
    with period_lock(target):
        built(target, "failed")
    with period_lock(target):
        assert standing(target) == {}


@pytest.mark.parametrize("round", range(4))
def test_killed_by_the_system_at_random_moments_a_run_is_whole_or_not_at_all(target, python, round):
    chance = random.Random(round)
    number = 0
    for _ in range(3):
        child = python(BUILDER, target, number + 1)
        started = int(child.stdout.readline())
        for _ in range(chance.randrange(4)):
            started = int(child.stdout.readline())
        time.sleep(chance.random() * 0.02)      # any moment will do
        child.kill()
        started = int((child.communicate()[0].split() or [started])[-1])
        with period_lock(target):
            runs = {place: {path.read_text() for path in place.iterdir()}
                    for place in (target, *revisions(target).glob("*")) if place.exists()}
            assert all(names(place) == ["a", "b", "c", "manifest.json"] for place in runs)
            assert all(len(texts) == 1 for texts in runs.values())
            numbers = sorted(int(texts.pop()) for texts in runs.values())
        assert numbers in (list(range(1, started)), list(range(1, started + 1)))   # none lost, none twice
        assert target.exists() or numbers == []
        number = len(numbers)


# Nowhere to write

def test_a_full_disk_leaves_the_file_as_it_was_and_says_which(target, monkeypatch):
    write(building(target) / "findings.json", b"old")
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError) as error:
            write(building(target) / "findings.json", bytes(2000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert error.value.filename == str(hidden_folder(target, "building") / "findings.json")
    assert error.value.strerror == "File too large; allow larger files, then run again"
    assert names(hidden_folder(target, "building")) == ["findings.json"]
    assert (building(target) / "findings.json").read_bytes() == b"old"


@pytest.fixture
def locked_place():
    """A folder where nobody may write, not even root: who is root becomes somebody else for the while."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o555)
    root = os.name == "posix" and os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield place
    if root:
        os.seteuid(0)
    place.chmod(0o755)
    shutil.rmtree(place)


@pytest.mark.skipif(os.name != "posix", reason="rights to folders are others here")
def test_where_nothing_may_be_written_a_run_does_not_begin(locked_place):
    with pytest.raises(PermissionError) as error, period_lock(locked_place / "hertfordshire" / "2025-26-Q4"):
        pass
    assert error.value.strerror == "Permission denied; let the run write there, then run again"
    assert error.value.filename == str(locked_place / ".locks" / "hertfordshire.2025-26-Q4.lock")


def test_where_a_file_stands_in_the_place_of_the_runs_it_is_named(tmp_path):
    (tmp_path / "runs").touch()
    with pytest.raises(OSError) as error, period_lock(tmp_path / "runs" / "hertfordshire" / "2025-26-Q4"):
        pass
    assert error.value.filename == str(tmp_path / "runs" / ".locks" / "hertfordshire.2025-26-Q4.lock")
    assert error.value.strerror.endswith("; move away the file that stands where a folder belongs, then run again")


def test_mending_where_nothing_was_ever_run_makes_nothing(target):
    recover(target)
    assert not target.parent.exists()


def test_what_was_built_and_is_gone_is_not_begun_again_unseen(tmp_path):
    """Somebody removed the folder: what was in it would be missing from a run that goes on as if it were there."""
    folder = tmp_path / ".2025-26-Q4.building"
    folder.mkdir()
    run_folder.write_all(folder, {"internal/.parts/a.json": b"{}", "public/a.html": b"a"})
    assert (folder / "internal" / ".parts" / "a.json").read_bytes() == b"{}"
    shutil.rmtree(folder)
    with pytest.raises(FileNotFoundError):
        run_folder.write_all(folder, {"public/b.html": b"b"})
    assert not folder.exists()
