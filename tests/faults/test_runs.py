"""A run that is killed, or loses what it runs in: nothing it leaves is untrue, and the next run puts all right."""

import json
import os
import subprocess
from random import Random

import pytest

from faults import checks
from faults.kinds import BELOW, LEFTOVERS, RUNNER, STEPS, TEMPLATE, TWO
from faults.project import MARK, mark
from faults.rounds import another, reference, suffer
from wayforward.runner.pools.warm.template import Template, available

pytestmark = pytest.mark.skipif(not available(), reason="this system cannot fork")
ONE, OTHER, THIRD = "1-counts", "2-counts", "3-counts"


@pytest.fixture(scope="module")
def shared():
    with Template() as template:
        yield template


@pytest.fixture(scope="module")
def project(shared, tmp_path_factory):
    return reference(tmp_path_factory.mktemp("project") / "reference", shared)


@pytest.mark.parametrize("courses", [
    pytest.param([[(kind, ONE)] for kind in RUNNER], id="the runner, four times"),
    pytest.param([[(kind, ONE)] for kind in STEPS], id="the runner, on the disk", marks=pytest.mark.long),
    pytest.param([[(kind, ONE) for kind in BELOW[:2]], [(kind, ONE) for kind in BELOW[2:]]], id="workers, kernels"),
    pytest.param([[(kind, ONE) for kind in TEMPLATE]], id="the template, twice"),
    pytest.param([[(TWO[0], ONE)]], id="two at once"),
    pytest.param([list(zip(LEFTOVERS[:3], (ONE, OTHER, THIRD), strict=True))], id="leftovers"),
    pytest.param([list(zip(LEFTOVERS[3:], (ONE, OTHER), strict=True))], id="more leftovers"),
])
def test_nothing_is_untrue_half_written_left_over_or_lost(project, shared, tmp_path, courses):
    verdict = suffer(another(project, tmp_path / "project"), courses, Random(5), shared)
    assert verdict.faults == []


def state(project, told):
    path = project.target / "internal/manifest.json"
    content = json.loads(path.read_text())
    content["notebooks"][ONE]["state"] = told
    path.write_text(json.dumps(content))


def edit(project, name, old, new):
    path = project.target / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def cut(project, name):
    os.truncate(project.target / name, (project.target / name).stat().st_size // 2)


@pytest.mark.parametrize("lie", [
    lambda project: state(project, "failed"),
    lambda project: state(project, "not run"),
    lambda project: edit(project, f"internal/{ONE}.ipynb", '"execution_count": 3', '"execution_count": null'),
    lambda project: edit(project, "internal/findings.json", '"value": 17', '"value": 18'),
    lambda project: (project.target / "internal/manifest.json").unlink(),
    lambda project: (project.target / f"public/{ONE}.html").unlink(),
    lambda project: cut(project, f"public/{ONE}.html"),
    lambda project: cut(project, "internal/findings.json"),
    lambda project: cut(project, f"internal/{ONE}.ipynb"),
    lambda project: (project.target / "internal/.findings.json.part").touch(),
    lambda project: project.target.rename(project.target.with_name("elsewhere")),
])
def test_the_judge_sees_a_lie(project, tmp_path, lie):
    """So that it does not find all well because it looks at nothing."""
    lied = another(project, tmp_path / "project")
    lied.target.rename(lied.home / "earlier")
    lied.finished.rename(lied.target)
    lied.changed()
    good = {lied.findings()}
    assert checks.judged(lied, [0], good, None).faults == []
    lie(lied)
    assert checks.judged(lied, [0], good, None).faults != []


def test_the_judge_sees_what_is_left_over_and_ends_it(project, monkeypatch):
    monkeypatch.setattr(checks, "PATIENCE", 0.5)
    with subprocess.Popen(["sleep", "1000"], env={**os.environ, MARK: mark(project)}) as left:
        assert checks.orphans(mark(project), None) == [f"left over: {left.pid} sleep"]
    assert checks.orphans(mark(project), None) == []
