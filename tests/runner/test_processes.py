"""The pool of this machine, forked and spawned: values, errors, what is told, and what happens to the dead."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from runner import pool_tasks
from wayforward.runner.pools.processes import LostWorker, TaskEvent, TaskResult, Workers

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module", params=["warm", "cold"])
def pool(request):
    with Workers(2, warm=request.param == "warm") as workers:
        yield workers


def all_of(pool, *keys: str) -> tuple[dict[str, TaskResult], list[TaskEvent]]:
    """What comes until all these have ended."""
    ended, told = {}, []
    while set(ended) != set(keys):
        happened = pool.next(timeout=120)
        assert happened is not None
        if isinstance(happened, TaskResult):
            assert happened.key not in ended
            ended[happened.key] = happened
        else:
            told.append(happened)
    return ended, told


def test_a_task_tells_in_order_and_ends_once_with_its_value(pool):
    for number in range(5):
        pool.submit(f"task {number}", pool_tasks.double, number)
    ended, told = all_of(pool, *(f"task {number}" for number in range(5)))
    assert {key: each.value for key, each in ended.items()} == {f"task {number}": 2 * number for number in range(5)}
    assert next(each.event for each in told if each.key == "task 3") == ("half", 3)
    processes = {each.event[1] for each in told if each.event[0] == "process"}
    assert 1 <= len(processes) <= 2
    assert os.getpid() not in processes
    assert pool.next(timeout=0) is None


def test_a_worker_is_relieved_after_a_while(monkeypatch):
    monkeypatch.setattr("wayforward.runner.pools.processes.MOST_TASKS", 2)
    with Workers(1) as pool:
        for number in range(5):
            pool.submit(str(number), pool_tasks.double, number)
        ended, told = all_of(pool, *map(str, range(5)))
    assert [ended[str(number)].value for number in range(5)] == [0, 2, 4, 6, 8]
    assert len({each.event[1] for each in told if each.event[0] == "process"}) == 3


def test_two_are_done_at_the_same_time(pool, tmp_path):
    pool.submit("one", pool_tasks.meet, str(tmp_path), 2)
    pool.submit("other", pool_tasks.meet, str(tmp_path), 2)
    ended, _ = all_of(pool, "one", "other")
    assert [ended["one"].value, ended["other"].value] == [True, True]


def test_an_error_is_told_and_the_worker_goes_on(pool):
    pool.submit("fails", pool_tasks.fail)
    pool.submit("unsendable", pool_tasks.give_what_cannot_be_sent)
    pool.submit("odd", pool_tasks.fail_oddly)
    pool.submit("works", pool_tasks.double, 4)
    ended, _ = all_of(pool, "fails", "unsendable", "odd", "works")
    assert repr(ended["fails"].error) == "ValueError('expected')"
    assert ended["unsendable"].error is not None
    assert repr(ended["odd"].error) == "RuntimeError('Odd')"
    assert (ended["works"].value, ended["works"].error) == (8, None)


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_lost_worker_is_replaced_and_its_task_done_again(pool, tmp_path, deaths):
    pool.submit("dies", pool_tasks.die, deaths, str(tmp_path / "diary"))
    pool.submit("lives", pool_tasks.double, 1)
    ended, _ = all_of(pool, "dies", "lives")
    assert (ended["dies"].value, ended["lives"].value) == ("done", 2)
    processes = (tmp_path / "diary").read_text().splitlines()
    assert len(processes) == len(set(processes)) == deaths + 1


def test_a_task_that_ends_every_worker_is_given_up(pool, tmp_path):
    pool.submit("dies", pool_tasks.die, 99, str(tmp_path / "diary"))
    ended, _ = all_of(pool, "dies")
    assert isinstance(ended["dies"].error, LostWorker)
    assert str(ended["dies"].error).startswith("dies: 3 processes died one after another")
    assert len((tmp_path / "diary").read_text().splitlines()) == 3


@pytest.mark.parametrize("warm", [True, False])
def test_nothing_is_left_of_a_pool_that_is_closed_in_the_middle(warm):
    with Workers(2, warm=warm) as pool:
        pool.submit("one", pool_tasks.linger)
        pool.submit("other", pool_tasks.linger)
        processes = [psutil.Process(pool.next(timeout=120).event) for _ in range(2)]
        assert all(process.is_running() for process in processes)
    assert [process.is_running() for process in processes] == [False, False]


KILLED = """\
import sys
from runner import pool_tasks
from wayforward.runner.pools.processes import Workers
if __name__ == "__main__":
    with Workers(2, warm={warm}) as pool:
        pool.submit("one", pool_tasks.linger)
        pool.submit("other", pool_tasks.linger)
        print(pool.next().event, pool.next().event, flush=True)
        pool.next()
"""


@pytest.mark.parametrize("warm", [True, False])
def test_no_process_outlives_a_run_that_is_killed(tmp_path, warm):
    script = tmp_path / "killed.py"
    script.write_text(KILLED.format(warm=warm))
    run = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True,
                           env={**os.environ, "PYTHONPATH": str(TESTS)})
    with run:
        told = [int(process) for process in run.stdout.readline().split()]
        below = psutil.Process(run.pid).children(recursive=True)
        assert {each.pid for each in below} >= set(told)
        run.kill()
    _, alive = psutil.wait_procs(below, timeout=60)
    assert alive == []
    until = time.monotonic() + 60
    while any(psutil.pid_exists(pid) for pid in told) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(psutil.pid_exists(pid) for pid in told)
