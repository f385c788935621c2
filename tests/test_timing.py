"""Seconds and memory that a process has spent."""

import subprocess
import sys

import pytest

from wayforward import timing as module
from wayforward.timing import peak_mb, spending, spent


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A second passes at every look at the clock, and nothing is spent so far."""
    ticks = iter(range(100))
    monkeypatch.setattr(module.time, "perf_counter", lambda: float(next(ticks)))
    monkeypatch.setattr(module, "_seconds", module.defaultdict(float))


def test_time_is_told_by_what_it_was_spent_on_also_where_it_ended_badly():
    with spending("imports"):
        pass
    with pytest.raises(ValueError, match="bad"), spending("figures"):
        raise ValueError("bad")
    with spending("imports"):
        pass
    assert spent() == {"figures": 1.0, "imports": 2.0}


def test_time_within_other_time_is_not_counted_twice():
    @spending("figures")
    def drawn():
        return "a figure"

    with spending("imports"):
        assert [drawn(), drawn()] == ["a figure", "a figure"]
    assert spent() == {"imports": 1.0}
    assert drawn() == "a figure"
    assert spent() == {"figures": 1.0, "imports": 1.0}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system may count in what the parent held")
def test_the_most_memory_held_is_this_processs_own_in_megabytes():
    """Whatever the process that started it holds."""
    held = bytearray(b"1") * 400_000_000
    code = "from wayforward.timing import peak_mb; a = bytearray(b'1') * 200_000_000; del a; print(peak_mb())"
    of_child = float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    assert 200 < of_child < 300
    assert peak_mb() > len(held) / 1e6


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not tell")
def test_where_there_is_no_proc_the_systems_usage_is_told(monkeypatch):
    monkeypatch.setattr(module.Path, "read_text", lambda *given, **more: "no such line")
    assert 10 < peak_mb() < 100_000
