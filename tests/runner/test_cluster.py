"""A scheduler and its workers as processes on the loopback network; what they do is killed and cut off in earnest."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from queue import SimpleQueue

import pytest

from runner.network import DEADLINE, Network, here, make_project, wait_for
from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.runner.pools import address, cluster, dispatch
from wayforward.runner.pools.cluster import Cluster
from wayforward.runner.pools.dispatch import Dispatcher
from wayforward.runner.pools.processes import LostWorker, TaskEvent, TaskResult

# What workers are asked to do. They find this module on PYTHONPATH.

def double(number, watch):
    watch({"before": number})
    watch("doubled")
    return 2 * number


def zeros(length, watch):
    return bytes(length)


def refuse(watch):
    raise RefusedInputs("the data are refused:", ["attainment.csv: a column is missing"])


def give_a_function(watch):
    return lambda: None


def stay(watch):
    """Never ends by itself."""
    watch(os.getpid())
    while True:
        time.sleep(0.05)


def stay_the_first_time(note, watch):
    """Tells in which process it is done, and ends only where it is done again."""
    first = not Path(note).exists()
    Path(note).touch()
    if first:
        stay(watch)
    watch(os.getpid())
    return os.getpid()


def die(note, watch):
    """Takes its worker with it."""
    with Path(note).open("a") as file:
        file.write("died\n")
    os.kill(os.getpid(), signal.SIGKILL)


def leave(note, watch):
    """The same politely, as a worker does that has lost its template."""
    if Path(note).exists():
        return "done again"
    Path(note).touch()
    raise SystemExit("nothing can be done here")


def until_not_wanted(note, watch):
    """Watches until that raises, and notes what."""
    try:
        while True:
            watch(os.getpid())
            time.sleep(0.05)
    except Exception as error:
        Path(note).write_text(type(error).__name__)
        raise


UNDER_WAY: list[int] = []   # in a worker


def count_all(watch):
    """How many do this at the same moment in the process."""
    UNDER_WAY.append(1)
    time.sleep(0.1)
    number = len(UNDER_WAY)
    UNDER_WAY.pop()
    return number


def read(note: Path) -> str:
    return note.read_text() if note.exists() else ""


def things(pool, ends: int = 1) -> list[TaskEvent | TaskResult]:
    """All that happens until so many tasks have ended."""
    happened = []
    while sum(isinstance(thing, TaskResult) for thing in happened) < ends:
        thing = pool.next(DEADLINE)
        assert thing, f"nothing more happens after {happened}"
        happened.append(thing)
    return happened


def told(pool):
    """What the next thing told, which is no end."""
    thing = pool.next(DEADLINE)
    assert isinstance(thing, TaskEvent)
    return thing.event


@pytest.fixture(scope="module")
def whole_network(tmp_path_factory):
    with Network(tmp_path_factory.mktemp("network")) as network:
        yield network


@pytest.fixture
def network(whole_network, monkeypatch):
    monkeypatch.chdir(whole_network.project)
    whole_network.two()
    return whole_network


@pytest.fixture
def pool(network):
    with Cluster(network.address) as pool:
        yield pool


def test_values_come_back_and_what_was_told_before_them_in_order(pool):
    assert pool.size == 2
    for number in range(10):
        pool.submit(f"task {number}", double, number)
    happened = things(pool, ends=10)
    for number in range(10):
        assert [thing for thing in happened if thing.key == f"task {number}"] == [
            TaskEvent(f"task {number}", {"before": number}), TaskEvent(f"task {number}", "doubled"),
            TaskResult(f"task {number}", 2 * number)]
    assert pool.next(0) is None


def test_a_result_of_some_megabytes_comes_back(pool):
    pool.submit("long", zeros, 3_000_000)
    assert things(pool) == [TaskResult("long", bytes(3_000_000))]


def test_what_a_task_raised_is_its_end_and_it_is_not_done_again(pool):
    pool.submit("refused", refuse)
    [ended] = things(pool)
    assert type(ended.error) is RefusedInputs
    assert ended.error.problems == ["attainment.csv: a column is missing"]
    assert ended.value is None


def test_a_result_that_cannot_be_sent_is_an_error_of_the_task(pool):
    pool.submit("function", give_a_function)
    [ended] = things(pool)
    assert ended.value is None and isinstance(ended.error, Exception)


def test_a_task_lost_with_its_worker_is_done_by_another(network, pool, tmp_path):
    pool.submit("lost once", stay_the_first_time, str(tmp_path / "note"))
    first = told(pool)
    os.kill(first, signal.SIGKILL)
    second, end = things(pool)
    assert second.event != first
    assert end == TaskResult("lost once", second.event)
    assert pool.size == 1


def test_a_worker_that_leaves_by_itself_is_lost_too(pool, tmp_path):
    pool.submit("left", leave, str(tmp_path / "note"))
    assert things(pool) == [TaskResult("left", "done again")]


def test_a_task_that_kills_every_worker_is_tried_three_times(network, pool, tmp_path):
    """The third worker joins while the run is under way."""
    pool.submit("deadly", die, str(tmp_path / "note"))
    pool.submit("harmless", double, 4)
    network.join()
    network.join()
    happened = things(pool, ends=2)
    ends = {thing.key: thing for thing in happened if isinstance(thing, TaskResult)}
    assert type(ends["deadly"].error) is LostWorker
    assert "deadly: 3 workers died one after another" in str(ends["deadly"].error)
    assert (tmp_path / "note").read_text() == "died\n" * 3
    assert ends["harmless"] == TaskResult("harmless", 8)


def test_a_task_ends_where_nobody_is_left_to_do_it(network, pool, monkeypatch):
    monkeypatch.setattr(dispatch, "WORKERS_SECONDS", 0.3)
    for key in ("begun", "begun too", "waits"):
        pool.submit(key, stay)
    told(pool)
    network.kill(*network.workers)
    ends = {thing.key: thing.error for thing in things(pool, ends=3) if isinstance(thing, TaskResult)}
    assert {type(error) for error in ends.values()} == {LostWorker}
    assert f"waits: no worker is at {network.address}" in str(ends["waits"])


def test_a_pool_that_closes_lets_its_tasks_stop(network, tmp_path):
    with Cluster(network.address) as pool:
        pool.submit("watched", until_not_wanted, str(tmp_path / "note"))
        told(pool)
    wait_for(lambda: read(tmp_path / "note") == "GivenUp")


RUN = """\
import sys, time
from pathlib import Path
import test_cluster
from wayforward.runner.pools.cluster import Cluster
from wayforward.runner.pools.dispatch import Dispatcher
pool = Cluster(sys.argv[1])
pool.submit("watched", test_cluster.until_not_wanted, Path(sys.argv[2]))
print(pool.next().event, flush=True)
time.sleep(600)
"""


def test_a_run_that_is_killed_leaves_nothing_going_on(network, tmp_path):
    command = [sys.executable, "-c", RUN, network.address, tmp_path / "note"]
    with subprocess.Popen(command, cwd=network.project, env=here(), stdout=subprocess.PIPE) as run:
        assert int(run.stdout.readline()) in [worker.pid for worker in network.workers]
        run.kill()
    wait_for(lambda: read(tmp_path / "note") == "GivenUp")


def test_a_worker_does_one_task_at_a_time_even_with_two_threads_and_two_runs(network, pool):
    with Cluster(network.address) as other:
        for number in range(4):
            pool.submit(f"task {number}", count_all)
            other.submit(f"task {number}", count_all)
        ends = things(pool, ends=4) + things(other, ends=4)
    assert [end.value for end in ends] == [1] * 8


def test_a_worker_with_other_notebooks_is_refused_by_name(network, tmp_path):
    stranger = network.join(make_project(tmp_path / "project", "2 + 2"))
    network.wait_for_workers(3)
    with pytest.raises(RefusedParameters) as refusal:
        Cluster(network.address)
    network.kill(stranger)
    assert refusal.value.exit_code == 2
    [problem] = refusal.value.problems
    assert problem.startswith("tcp://127.0.0.1:")
    assert problem.endswith(": notebooks/1-local-community.ipynb differs")


def test_a_worker_with_other_notebooks_that_joins_later_is_left_out(network, tmp_path):
    said = []
    with Cluster(network.address, said.append) as pool:
        stranger = network.join(make_project(tmp_path / "project", "2 + 2"))
        wait_for(lambda: said)
        assert said[0].endswith("joined and is left out: notebooks/1-local-community.ipynb differs")
        assert pool.size == 2
    network.kill(stranger)


def test_no_answer_at_the_address(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(RefusedParameters, match=r"scheduler: nothing answers at tcp://127\.0\.0\.1:9; start one with"):
        Cluster("tcp://127.0.0.1:9")
    with pytest.raises(RefusedParameters, match=r"scheduler: nothing answers at localhost:9;"):
        Cluster("localhost:9")


def test_a_scheduler_without_workers_and_then_one_that_is_gone(tmp_path, monkeypatch):
    monkeypatch.setattr(dispatch, "WORKERS_SECONDS", 0.3)
    said = []
    with Network(tmp_path) as network:
        monkeypatch.chdir(network.project)
        with pytest.raises(RefusedParameters, match="start one with `dask worker tcp://"):
            Cluster(network.address, said.append)
        assert said == [f"waiting up to 0.3 s for a worker to join {network.address}"]
        network.join()
        network.wait_for_workers(1)
        with Cluster(network.address) as pool:
            pool.submit("begun", until_not_wanted, str(tmp_path / "note"))
            pool.submit("waits", double, 1)
            told(pool)
            network.kill(network.scheduler)
            ends = [thing for thing in things(pool, ends=2) if isinstance(thing, TaskResult)]
            assert [type(end.error) for end in ends] == [LostWorker, LostWorker]
            assert str(ends[1].error).startswith(f"waits: the scheduler at {network.address} is gone")
            wait_for(lambda: read(tmp_path / "note") == "GivenUp")


def test_a_local_run_does_not_import_dask():
    program = "import sys, wayforward.runner.pools.cluster; sys.exit(bool({'distributed', 'dask'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_workers_that_others_could_listen_to_are_refused(network, monkeypatch):
    monkeypatch.setattr(address, "is_loopback", lambda asked: asked == network.address)
    with pytest.raises(RefusedParameters, match=r"could listen to (tcp://127\.0\.0\.1:\d+(, )?){2}; start"):
        Cluster(network.address)


def test_one_that_joins_later_is_left_out():
    said = []

    async def join():
        dispatcher = Dispatcher(None, "tcp://127.0.0.1:1", SimpleQueue(), said.append)
        dispatcher.on_worker_change((0, {"action": "add-worker", "worker": "tcp://192.0.2.1:1"}))
        await asyncio.sleep(0)
        return dispatcher.workers

    assert asyncio.run(join()) == set()
    assert said == ["tcp://192.0.2.1:1 joined and is left out: others could listen to what is said to it"]
