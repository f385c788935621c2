import os
import socket
import subprocess
import sys

import pytest

from wayforward.errors import Busy
from wayforward.runner.folder import building, held, hidden, put_in_place


@pytest.fixture
def target(tmp_path):
    return tmp_path / "hertfordshire" / "2025-26-Q4"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def gone_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_second_holder_is_told_to_wait_and_the_first_keeps_its_hold(target):
    with held(target):
        with pytest.raises(Busy, match="another run holds"), held(target):
            pass
        assert names(target.parent) == [".2025-26-Q4.lock"]
    assert names(target.parent) == []


@pytest.mark.parametrize("text", [f"{socket.gethostname()} {os.getppid()}", "another-machine 1", ""])
def test_a_hold_stands_while_its_process_may_live(target, text):
    target.parent.mkdir()
    hidden(target, "lock").write_text(text)
    with pytest.raises(Busy), held(target):
        pass
    assert hidden(target, "lock").read_text() == text


def test_a_dead_process_holds_nothing(target):
    target.parent.mkdir()
    hidden(target, "lock").write_text(f"{socket.gethostname()} {gone_process()}")
    with held(target):
        assert hidden(target, "lock").read_text() == f"{socket.gethostname()} {os.getpid()}"


def test_what_is_not_moved_into_place_is_gone_after_an_interrupt_too(target):
    with pytest.raises(KeyboardInterrupt), held(target), building(target) as folder:
        (folder / "half").touch()
        raise KeyboardInterrupt
    assert names(target.parent) == []


def test_a_new_folder_takes_the_place_of_the_old_one_whole(target):
    for name in ("first", "second"):
        with held(target), building(target) as folder:
            (folder / name).touch()
            put_in_place(folder, target)
    assert names(target.parent) == ["2025-26-Q4"]
    assert names(target) == ["second"]


def test_a_run_killed_between_two_moves_is_mended_by_the_next(target):
    old = hidden(target, "old")
    old.mkdir(parents=True)
    (old / "good").touch()
    with held(target):
        assert names(target) == ["good"]
