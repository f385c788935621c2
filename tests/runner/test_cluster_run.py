"""A run of notebooks by a scheduler and two workers as real processes, one of them killed in the middle."""

from runner.conftest import official
from runner.network import Network
from wayforward.runner.outcome import Step
from wayforward.runner.parameters import RunParameters
from wayforward.runner.pools.cluster import Cluster
from wayforward.runner.run import run_all, run_period

ASKED = [RunParameters(period="2025-26-Q4", area=area) for area in ("hertfordshire", "exampleshire")]
SLOW = "import time\ntime.sleep(1)"


def found(results) -> list[bytes]:
    names = ("internal/findings.json", "public/narrative.md")
    return [(result.folder / name).read_bytes() for result in results for name in names]


def test_a_worker_is_killed_and_the_run_is_whole_with_the_same_findings(home, notebook, tmp_path_factory):
    notebook("0-panel-report", "print(findings)")
    notebook("1-local-community", SLOW, findings=official(2, "plans"))
    notebook("3-back-on-track", SLOW, findings=official(1, "distance"))
    here = run_all(ASKED, runs=home / "here")
    assert [result.whole for result in here] == [True, True]

    steps, killed = [], []
    with Network(tmp_path_factory.mktemp("network"), home) as network:
        network.two()

        def kill_one(run, event):
            steps.extend([event] if isinstance(event, Step) else [])
            if isinstance(event, Step) and event.cell == 2 and not killed:
                killed.append(network.workers[0].pid)
                network.workers[0].kill()

        there = run_all(ASKED, runs=home / "there", pool=lambda: Cluster(network.address), watch=kill_one)
    assert killed and [result.whole for result in there] == [True, True]
    assert found(there) == found(here)
    first_cells = sum(step.cell == 1 for step in steps)
    assert first_cells in (6, 7)     # one notebook was begun again, unless the other worker's was seen first
    inside = there[0].folder / "internal"
    text = (inside / "1-local-community.ipynb").read_text() + (inside / "manifest.json").read_text()
    assert str(home) not in text


def test_workers_bring_data_from_elsewhere(home, notebook, tmp_path_factory):
    notebook("1-local-community", "import pathlib\nfrom wayforward import project\n"
                                  "print((project.resolve(data) / 'published' / 'areas.csv').is_file(), "
                                  "project.resolve(data) == project.root() / 'data')")
    with Network(tmp_path_factory.mktemp("network"), home) as network:
        network.join()
        [result] = run_all(ASKED[:1], pool=lambda: Cluster(network.address), data_from=(home / "data").as_uri())
    assert result.whole
    executed = (result.folder / "internal/1-local-community.ipynb").read_text()
    assert "True False" in executed and str(home) not in executed
    assert run_period(ASKED[0]).unchanged     # the same data, wherever they were read
