"""A run whose notebooks misbehave, whose data change under it, whose disk is full or whose clock is wrong."""

from random import Random

import pytest

from faults.kinds import CELLS, CHANGES, CLOCK, DISK, OWN_DISK, ROOM
from faults.project import Project
from faults.rounds import another, reference, suffer
from wayforward.runner.pools.warm.template import Template, available

pytestmark = pytest.mark.skipif(not available(), reason="this system cannot fork")
ONE = "1-counts"


@pytest.fixture(scope="module")
def shared():
    with Template() as template:
        yield template


@pytest.mark.parametrize("kinds", [
    pytest.param([kind for kind in CELLS if kind.ends != {0}], id="cells that fail",
                 marks=pytest.mark.long),
    pytest.param([kind for kind in CELLS if kind.ends == {0}] + CHANGES, id="cells that go on, and changes"),
])
def test_many_notebooks_in_one_run_are_each_told_truly(shared, tmp_path, kinds):
    project = Project(tmp_path / "project", ambitions=len(kinds)).make()
    verdict = suffer(project, [list(zip(kinds, project.stems, strict=True))], Random(5), shared)
    assert verdict.faults == []


@pytest.fixture(scope="module")
def project(shared, tmp_path_factory):
    return reference(tmp_path_factory.mktemp("project") / "reference", shared)


@pytest.mark.parametrize("kinds", [
    pytest.param(DISK, id="the disk"), pytest.param(OWN_DISK, id="a disk of its own", marks=pytest.mark.long),
    pytest.param(CLOCK, id="the clock"), pytest.param(ROOM, id="what else may be short")])
def test_nothing_is_untrue_half_written_left_over_or_lost(project, shared, tmp_path, kinds):
    courses = [[(kind, ONE)] for kind in kinds if kind.possible()]
    assert suffer(another(project, tmp_path / "project"), courses, Random(5), shared).faults == []
