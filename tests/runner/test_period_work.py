"""What of a period's notebooks is finished and what is left, before and after something is done."""

import pytest

from wayforward.input_tracking import Seen
from wayforward.library import code_hashes
from wayforward.plans import DEFAULT
from wayforward.runner.cache.artifact_store import GATHERED, write_artifacts, write_checksums
from wayforward.runner.cache.record import notebook_hash
from wayforward.runner.job import JobResult
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters
from wayforward.runner.period_work import PeriodWork
from wayforward.runner.run_folder import hidden_folder, write_all

GIVEN = RunParameters(period="2025-26-Q4", area="exampleshire").settled()
ONE, TWO, PANEL = "1-local-community", "2-trauma-informed", "0-panel-report"


@pytest.fixture
def notebooks(notebook):
    """In the order of execution."""
    return [notebook(stem) for stem in (ONE, TWO, PANEL)]


@pytest.fixture
def target(home):
    return home / "runs" / "exampleshire" / "2025-26-Q4"


def looked_up(notebooks, target, asked=None, **settings) -> PeriodWork:
    work = PeriodWork(GIVEN, notebooks, asked or notebooks, target, **settings)
    work.look_up()
    return work


def do(work, stem, folder, **changes):
    """Adds a notebook's result, and writes what is kept of it."""
    path = next(path for path in work.notebooks if path.stem == stem)
    values = {"source": notebook_hash(path), "code": code_hashes(DEFAULT), "part": stem.encode(), "reads": Seen({}, {})}
    work.outcomes[stem] = Outcome(stem, "completed")
    folder.mkdir(parents=True, exist_ok=True)
    artifacts, may_be_fresh = work.add(stem, JobResult(work.outcomes[stem], {}, **values | changes), folder)
    write_artifacts(folder, artifacts)
    return may_be_fresh


def test_at_first_every_ambition_is_unfinished_and_the_panel_waits(notebooks, target):
    work = looked_up(notebooks, target)
    assert [path.stem for path in work.unfinished] == [ONE, TWO]
    assert work.reasons == {ONE: "was never run", TWO: "was never run"}
    assert [(each.notebook, each.state, each.reason) for each in work.all_outcomes()] == [
        (stem, "not run", "not asked for") for stem in (ONE, TWO, PANEL)]
    assert not work.is_up_to_date(strict=False)


def test_the_panel_is_looked_up_once_it_has_all_that_it_reads(notebooks, target):
    work = looked_up(notebooks, target)
    do(work, ONE, target)
    do(work, TWO, target)
    work.look_up_panel()
    assert (work.unfinished, work.reasons) == ([], {PANEL: "was never run"})
    assert work.parts == {ONE: ONE.encode(), TWO: TWO.encode()}


def test_all_of_it_in_its_place_and_gathered_is_up_to_date(notebooks, target):
    work = looked_up(notebooks, target)
    do(work, ONE, target)
    do(work, TWO, target)
    work.look_up_panel()
    do(work, PANEL, target)
    assert not looked_up(notebooks, target).is_up_to_date(strict=False)
    for name in GATHERED:
        write_all(target, {name: name.encode()})
    write_checksums(target)
    again = looked_up(notebooks, target)
    assert (again.is_up_to_date(strict=False), again.reasons) == (True, {})
    assert again.all_parts == [stem.encode() for stem in (ONE, TWO, PANEL)]
    assert set(looked_up(notebooks, target, force=True).reasons.values()) == {"asked for by --force"}


def test_what_an_interrupted_run_finished_of_others_is_taken_along_and_what_stands_is_not(notebooks, target):
    work, building = looked_up(notebooks, target), hidden_folder(target, "building")
    do(work, ONE, target)
    do(work, TWO, building)
    other = looked_up(notebooks, target, asked=notebooks[:1])
    assert set(other.finished) == {ONE}
    other.look_up_others()
    assert {stem: found.folder for stem, found in other.finished.items()} == {ONE: target, TWO: building}
    other = looked_up(notebooks, target, asked=notebooks[1:2])
    other.look_up_others()
    assert set(other.finished) == {TWO}


@pytest.mark.parametrize("changes", [{"source": "of another notebook"}, {"code": {}}, {"reads": None}])
def test_what_it_is_not_known_to_stand_on_may_not_be_taken_for_fresh(notebooks, target, changes):
    work = looked_up(notebooks, target)
    assert not do(work, ONE, target, **changes)
    assert do(work, TWO, target)


def test_a_notebook_that_knew_another_ledger_may_not_be_taken_for_fresh(notebooks, target):
    work = looked_up(notebooks, target)
    assert not do(work, ONE, target, ledger="of another machine")
    assert do(work, TWO, target, ledger="")
    assert work.changed_meanwhile() == [
        f"{ONE}: the ledger of what was published is gone while the run was under way; run again"]


def test_a_notebook_that_changes_meanwhile_is_told(notebook, notebooks, target):
    work = looked_up(notebooks, target)
    do(work, ONE, target)
    assert work.changed_meanwhile() == []
    notebook(ONE, "2 + 2")
    assert work.changed_meanwhile() == [f"{ONE}: the notebook changed while the run was under way; run again"]
