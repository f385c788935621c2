"""A run that was kept is executed once more: first what it is made from differently, then what it finds differently;
and where it cannot be, what is missing."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from runner.conftest import SAVE, counted, write_notebook, write_project
from wayforward import cli
from wayforward.errors import FailedRun, RefusedInputs, RefusedParameters
from wayforward.runner import archived_run
from wayforward.runner.parameters import RunParameters
from wayforward.runner.replay import replay
from wayforward.runner.run import run_period

GOOD = RunParameters(period="2025-26-Q4", area="exampleshire")
STEM = "1-local-community"
READ = "published/areas.csv"


def saving(number: int) -> str:
    """A notebook's last cell: what it found, and that it read the areas and a return by their content."""
    inputs = f"""[{{"path": name, "rows": 3, "kind": kind,
        "sha256": __import__("hashlib").sha256(project.resolve("data/" + name).read_bytes()).hexdigest()}}
        for name, kind in (("{READ}", ""), ("returns/a.csv", "a return"))]"""
    return SAVE.format(stem=STEM, findings=counted(number)).replace(
        '[{"path": "data/published/areas.csv", "rows": 3, "sha256": "ab12"}]', inputs)


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """A project with a whole run of one notebook, which counted 32 of 64."""
    place = tmp_path_factory.mktemp("finished")
    write_project(place)
    (place / "data" / "returns").mkdir()
    (place / "data" / "returns" / "a.csv").write_text("a,b\n")
    partial(write_notebook, place)(STEM, save=saving(32))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert run_period(GOOD).exit_code == 0
    return place


@pytest.fixture
def run(finished, tmp_path, monkeypatch) -> Path:
    """The run in a copy of the project, which is also the current folder."""
    home = shutil.copytree(finished, tmp_path / "home")
    monkeypatch.chdir(home)
    return home / "runs" / "exampleshire" / "2025-26-Q4"


def change_input() -> None:
    path = Path("data") / READ
    path.write_text(path.read_text() + "norfolk,Norfolk,local authority,926,E10000020,east_of_england,no\n")


def test_the_same_run_finds_the_same_and_leaves_nothing_behind(run):
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and path.suffix != ".lock"}
    told = replay(run)
    assert told.same and told.made == () and (told.only_kept, told.only_now) == ((), ())
    assert told.lines()[0] == "Made alike: the same inputs, rule, library, packages and notebooks."
    assert told.lines()[1].startswith("Same: 1 m: 1 series, ") and told.lines()[-1].startswith("The same: all 1 series")
    assert {path: path.read_bytes() for path in before} == before and len([*Path("runs").rglob("findings.json")]) == 2


def test_what_is_made_differently_is_told_before_what_is_found_differently(run):
    write_notebook(Path(), STEM, save=saving(33))
    change_input()
    told = replay(run)
    lines = told.lines()
    assert not told.same and lines[0] == "Made differently, then and now:"
    assert [line.partition(":")[0].strip() for line in lines[1:3]] == [READ, f"notebook {STEM}"]
    assert lines[3:5] == ["Different: 1 Title (extract)", "  charts: points 31 March 2026 numerator: 32 → 33"]
    assert lines[-1] == "Different: 1 of 1 series."


def test_an_edition_is_replayed_by_its_public_files(run, tmp_path):
    edition = shutil.copytree(run / "public", tmp_path / "edition")
    told = replay(edition)
    assert told.same and told.made == ()
    Path("data/returns/a.csv").write_text("a,b,c\n")
    assert [str(each) for each in replay(edition).made] == [
        "returns: 1 files; 1 files, none known again, with the key in runs/.key"]


def test_numbers_within_the_tolerance_are_the_same(run):
    path = run / "internal" / "findings.json"
    content = json.loads(path.read_text())
    content["findings"][0]["points"][0]["value"] = 0.5 * 1.001
    path.write_text(json.dumps(content))
    assert not replay(run).same
    assert replay(run, tolerance=0.01).same


def test_an_input_that_is_gone_is_told_with_what_was_expected(run, monkeypatch):
    read = json.loads((run / "internal" / "manifest.json").read_text())
    was = next(each["sha256"] for each in read["inputs"] if each["path"] == READ)
    read["inputs"].append({"path": "published/gone.csv", "rows": 1, "sha256": "ab" * 32, "kind": ""})
    (run / "internal" / "manifest.json").write_text(json.dumps(read | {"commit": "c" * 40}))
    with pytest.raises(RefusedInputs, match="put them back") as refused:
        replay(run)
    assert refused.value.problems == ["published/gone.csv: expected the content abababababab; it is not there"]
    assert "`git worktree add … cccccccccccc` has" in refused.value.summary and refused.value.exit_code == 3
    change_input()
    with pytest.raises(RefusedInputs) as exact:
        replay(run, exact=True)
    assert exact.value.problems[0].startswith(f"{READ}: expected the content {was[:12]}; now it is ")
    assert len(exact.value.problems) == 2


def test_a_return_is_known_again_by_what_the_run_noted(run, monkeypatch):
    """Names of returns are kept as hashes: here what the record would hold of one."""
    record = type("Record", (), {"files": {"returns/a.csv": "ab" * 32, "returns/b.csv": ""}})
    monkeypatch.setattr(archived_run, "read_record", lambda folder, stem: record)
    kept = archived_run.read_archived(run)
    kept.manifest["inputs"] = [{"path": "returns/2026-06-15/a_2025-26", "sha256": "ab" * 32, "kind": "a return"}]
    [found] = archived_run.changed_inputs(kept, GOOD)
    assert (found.path, found.was, len(found.now)) == ("returns/2026-06-15/a_2025-26", "ab" * 32, 64)


def test_what_cannot_be_replayed_is_refused(run, tmp_path):
    with pytest.raises(RefusedParameters, match=r"no readable manifest\.json and no readable findings\.json"):
        replay(tmp_path / "nowhere")
    with pytest.raises(RefusedInputs, match="there is no data folder elsewhere; put it back, or name another"):
        replay(run, data="elsewhere")
    path = run / "internal" / "manifest.json"
    made = json.loads(path.read_text())
    path.write_text(json.dumps(made | {"parameters": made["parameters"] | {"colour": "red"}}))
    with pytest.raises(RefusedParameters, match="does not take its parameters") as refused:
        replay(run)
    assert refused.value.problems == ["colour: Extra inputs are not permitted"]
    path.write_text(json.dumps(made | {"notebooks": {STEM: {"state": "failed"}}}))
    with pytest.raises(RefusedParameters, match="none of its notebooks completed"):
        replay(run)


def test_a_notebook_that_fails_now_is_told(run):
    write_notebook(Path(), STEM, body="1 / 0")
    with pytest.raises(FailedRun, match="its notebooks fail now") as failed:
        replay(run)
    assert failed.value.problems[0].startswith(f"{STEM}: failed")


def test_the_command(run):
    done = CliRunner().invoke(cli.app, ["replay", "exampleshire/2025-26-Q4", "--jobs", "1"])
    assert done.exit_code == 0 and done.stdout.startswith("exampleshire, 2025-26-Q4, replayed.\nMade alike")
    write_notebook(Path(), STEM, save=saving(33))
    done = CliRunner().invoke(cli.app, ["replay", "exampleshire/2025-26-Q4", "--jobs", "1"])
    assert done.exit_code == 4 and "Different: 1 of 1 series." in done.stdout
    refused = CliRunner().invoke(cli.app, ["replay", "exampleshire/2025-26-Q3"])
    assert refused.exit_code == 2 and "did you mean exampleshire/2025-26-Q4" in refused.stderr
