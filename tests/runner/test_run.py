"""Whole, failed, partial, interrupted and repeated runs of tiny notebooks."""

import json
import os
import re
import shutil
from functools import partial

import pytest

from runner.conftest import SAVE, official, write_notebook, write_project
from wayforward.errors import Busy, RefusedInputs, RefusedParameters
from wayforward.runner.history import runs_table
from wayforward.runner.outcome import Outcome, Step
from wayforward.runner.parameters import RunParameters
from wayforward.runner.period import RunStarted
from wayforward.runner.pools.processes import Workers
from wayforward.runner.result import RunResult
from wayforward.runner.run import run_all, run_period
from wayforward.runner.run_folder import period_lock

GOOD = RunParameters(period="2025-26-Q4", area="exampleshire")

# The panel reads what the others wrote, as the real one does.
PANEL = """\
from wayforward import project
print(sorted(path.name for path in project.resolve(findings).glob("*.json")))
"""


def write_three(notebook):
    notebook("0-panel-report", PANEL)
    notebook("1-local-community", findings=official(2, "plans"))
    notebook("3-back-on-track", findings=official(1, "distance"))


@pytest.fixture
def three(notebook):
    """Two ambitions and the panel."""
    write_three(notebook)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The runs of a project with the same three, after a whole one."""
    place = tmp_path_factory.mktemp("finished")
    write_project(place)
    write_three(partial(write_notebook, place))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert run_period(GOOD).whole
    return place / "runs"


@pytest.fixture
def whole(home, three, finished):
    """A whole run of the three, where a run would put it."""
    shutil.copytree(finished, home / "runs")
    return home / "runs" / "exampleshire" / "2025-26-Q4"


def saving(stem, refused):
    """What a notebook saves that was completed without some tables."""
    return (SAVE.format(stem=stem, findings="[]").replace("part = {", f"part = {{'refused': {refused!r}, "))


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                  if path.is_file() and ".locks" not in path.parts and path.suffix != ".sqlite")


def parts(*stems):
    return [f"internal/.parts/{stem}.{kind}json" for stem in stems for kind in ("", "record.")]


def states(result):
    return {outcome.notebook: outcome.state for outcome in result.outcomes}


def watched(*asked, **settings):
    """Runs, and all that was told."""
    told = []
    results = run_all(list(asked), watch=lambda run, event: told.append(event), **settings)
    return results, told


def executed(told):
    """The notebooks of which a cell was started."""
    return {event.notebook for event in told if isinstance(event, Step)}


def shown(*stems):
    """An executed notebook and its page, of each."""
    return [name for stem in stems for name in (f"public/{stem}.html", f"internal/{stem}.ipynb")]


GATHERED = ["internal/.parts/gathered.json", "internal/attack.json", "internal/disclosure.json",
            "internal/disclosure.md", "internal/findings.json", "internal/manifest.json", "internal/proof.json",
            "internal/run.log", "public/findings.json", "public/manifest.json", "public/narrative.md"]
ALL = ("0-panel-report", "1-local-community", "3-back-on-track")
WHOLE = sorted([*GATHERED, *parts(*ALL), *shown(*ALL)])


def test_a_whole_run_stands_and_neither_a_failed_nor_a_partial_one_displaces_it(home, three, notebook):
    good = run_period(GOOD)
    place = home / "runs" / "exampleshire" / "2025-26-Q4"
    assert (good.folder, good.whole, good.exit_code, good.problems) == (place, True, 0, ())
    assert states(good) == {"1-local-community": "completed", "3-back-on-track": "completed",
                            "0-panel-report": "completed"}
    assert files(place) == WHOLE
    found = json.loads((place / "internal/findings.json").read_text())
    assert {name: found[name] for name in ("area", "invented", "period", "as_at")} == {
        "area": "exampleshire", "invented": True, "period": "2025-26-Q4", "as_at": "2026-06-30"}
    assert [each["series"] for each in found["findings"]] == ["distance", "plans"]
    assert (place / "public/narrative.md").read_text() == (
        "Draft, not assured.\n\nThe story of 0-panel-report.\n\nThe story of 1-local-community.\n\n"
        "The story of 3-back-on-track.\n")
    panel = (place / "internal/0-panel-report.ipynb").read_text()
    assert "['1-local-community.json', '3-back-on-track.json']" in panel
    manifest = (place / "internal/manifest.json").read_text()
    assert str(home) not in manifest + panel + (place / "internal/run.log").read_text()
    content = json.loads(manifest)
    assert content["inputs"] == [{"path": "data/published/areas.csv", "rows": 3, "sha256": "ab12", "kind": ""}]
    outside = json.loads((place / "public/manifest.json").read_text())
    assert (set(outside["inputs"][0]), outside["notebooks"]["1-local-community"]["state"]) == (
        {"kind", "hmac"}, "completed")
    assert list(content) == sorted(content)
    told = content["notebooks"]["1-local-community"]
    assert set(told["phases"]) == {"start", "cells", "write"}
    assert sum(told["phases"].values()) == pytest.approx(told["seconds"], abs=0.03)
    assert 0 < told["seed"] < 2**32

    notebook("1-local-community", "raise ValueError('x')")
    [failed], events = watched(GOOD)
    aside = place.with_name("2025-26-Q4.incomplete")
    assert (failed.folder, failed.whole, failed.exit_code) == (aside, False, 1)
    assert failed.problems == ("1-local-community: failed; cell 3 under “The measure”: ValueError",)
    assert states(failed) == {"1-local-community": "failed", "3-back-on-track": "completed",
                              "0-panel-report": "not run"}
    assert executed(events) == {"1-local-community"}     # the other is fresh
    assert files(aside) == sorted([*GATHERED, *parts("3-back-on-track"), *shown(*ALL[1:])])
    assert [each["number"] for each in json.loads((aside / "internal/findings.json").read_text())["findings"]] == [1]
    told = json.loads((aside / "internal/manifest.json").read_text())["notebooks"]
    assert (told["1-local-community"]["state"], told["1-local-community"]["failing_cell"]) == ("failed", 3)
    assert (place / "internal/manifest.json").read_text() == manifest

    part = run_period(GOOD, ambitions=[3])
    assert (part.folder, part.whole, part.unchanged, part.exit_code) == (place, False, True, 0)
    notebook("3-back-on-track", "2 + 2")
    part = run_period(GOOD, ambitions=[3])
    assert (part.folder, part.whole, part.exit_code) == (aside, False, 0)
    assert states(part) == {"1-local-community": "not run", "3-back-on-track": "completed",
                            "0-panel-report": "not run"}
    assert files(aside) == sorted([*GATHERED, *parts("3-back-on-track"), *shown("3-back-on-track")])
    assert (place / "internal/manifest.json").read_text() == manifest


def test_what_is_fresh_is_not_run_again_and_an_earlier_whole_run_is_kept(whole, notebook):
    before = {name: (whole / name).read_bytes() for name in files(whole)}
    [again], told = watched(GOOD)
    assert (again.unchanged, again.whole, again.exit_code, executed(told)) == (True, True, 0, set())
    assert {name: (whole / name).read_bytes() for name in files(whole)} == before

    notebook("3-back-on-track", "3 + 3", findings=official(1, "distance"))
    [changed], told = watched(GOOD)
    assert (changed.unchanged, changed.whole, executed(told)) == (False, True, {"3-back-on-track"})
    assert told[1].reasons == {"3-back-on-track": "the notebook changed"}
    kept = whole.parent / "revisions" / "2025-26-Q4" / "1"
    assert {name: (kept / name).read_bytes() for name in files(kept)} == before
    untouched = [name for name in WHOLE if "3-back" not in name and name.endswith(("ipynb", "html"))]
    assert all((whole / name).read_bytes() == before[name] for name in untouched)

    _, told = watched(GOOD, force=True)
    assert executed(told) == {"0-panel-report", "1-local-community", "3-back-on-track"}
    assert sorted(path.name for path in kept.parent.iterdir()) == ["1", "2"]
    log = re.sub(r"^[-\d]+ [:\d]+ ", "", (whole / "internal/run.log").read_text(), flags=re.MULTILINE).splitlines()
    assert log[0] == "exampleshire, 2025-26-Q4, as known on 2026-06-30"
    assert "3-back-on-track: is executed; asked for by --force" in log
    assert "3-back-on-track: cell 3 of 4 under “The measure”" in log
    assert log[-1] == "a whole run"


def modes(place):
    """The mode of each file and folder by its path from there, as octal digits."""
    return {path.relative_to(place).as_posix(): f"{path.stat().st_mode & 0o777:o}" for path in place.rglob("*")}


@pytest.mark.skipif(os.name != "posix", reason="no owners and modes here")
def test_all_that_a_run_makes_is_its_owners_alone(home, three, notebook):
    assert run_period(GOOD).whole
    notebook("3-back-on-track", "2 + 2")
    assert run_period(GOOD).whole
    found = modes(home / "runs")
    folders = {name for name in found if (home / "runs" / name).is_dir()}
    assert folders >= {".locks", "exampleshire/2025-26-Q4/public", "exampleshire/2025-26-Q4/internal/.parts",
                       "exampleshire/revisions/2025-26-Q4/1/internal"}
    assert {found[name] for name in folders} == {"700"}
    assert found.keys() - folders >= {"history.sqlite", ".locks/history.lock",
                                      "exampleshire/2025-26-Q4/internal/run.log"}
    assert {found[name] for name in found.keys() - folders} == {"600"}


def in_one_folder(place):
    """A run's folder as it was before it held two."""
    for name in ("internal", "public"):
        for path in (place / name).iterdir():
            path.replace(place / path.name)
        (place / name).rmdir()


def test_a_run_of_the_former_shape_is_told_and_run_anew_and_its_record_is_read_on(home, whole):
    in_one_folder(whole)
    assert [(row.name, row.states) for row in runs_table(home / "runs")] == [
        ("exampleshire/2025-26-Q4", {"completed": 3})]
    [result], told = watched(GOOD)
    assert (result.whole, executed(told)) == (True, set(ALL))
    assert told[1].reasons["1-local-community"] == (
        "its run was kept by an earlier version of the suite, in one folder where there are two now")
    assert files(whole) == WHOLE
    assert [row.name for row in runs_table(home / "runs")] == ["exampleshire/2025-26-Q4", "exampleshire/2025-26-Q4@1"]


def test_the_panel_runs_again_when_what_it_reads_has_changed(whole, notebook):
    notebook("3-back-on-track", findings=official(1, "changed"))
    _, told = watched(GOOD)
    assert executed(told) == {"0-panel-report", "3-back-on-track"}


def test_a_damaged_result_is_made_again(whole):
    (whole / "public/1-local-community.html").write_text("half")
    [mended], told = watched(GOOD)
    assert mended.whole and executed(told) == {"1-local-community"}
    assert told[1].reasons == {"1-local-community": "what was kept of it is damaged"}


def test_a_whole_run_ends_an_earlier_incomplete_one(home, notebook):
    notebook("1-local-community")
    aside = home / "elsewhere" / "exampleshire" / "2025-26-Q4.incomplete"
    aside.mkdir(parents=True)
    assert run_period(GOOD, runs=home / "elsewhere").whole
    assert [path.name for path in aside.parent.iterdir()] == ["2025-26-Q4"]


def test_an_interrupted_run_is_gone_on_from(home, three):
    def interrupt(run, event):
        if isinstance(event, Outcome):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all([GOOD], pool=partial(Workers, 1), watch=interrupt)
    [left] = (home / "runs" / "exampleshire").iterdir()
    assert left.name == ".2025-26-Q4.building"
    done = {path.stem for path in left.glob("internal/*.ipynb")}
    assert len(done) == 1
    [result], told = watched(GOOD)
    assert result.whole and executed(told) == {"0-panel-report", "1-local-community", "3-back-on-track"} - done
    assert files(result.folder) == WHOLE
    assert "goes on from an interrupted run\n" in (result.folder / "internal/run.log").read_text()
    assert [path.name for path in (home / "runs" / "exampleshire").iterdir()] == ["2025-26-Q4"]


def test_a_run_interrupted_before_anything_was_finished_leaves_nothing(home, three):
    def interrupt(run, event):
        if isinstance(event, RunStarted):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all([GOOD], watch=interrupt)
    assert files(home / "runs") == []
    assert list((home / "runs" / "exampleshire").iterdir()) == []


def test_a_period_that_another_run_holds_is_busy_and_the_others_run(home, three):
    other = GOOD.model_copy(update={"area": "hertfordshire"})
    with period_lock(home / "runs" / "exampleshire" / "2025-26-Q4"):
        busy, ran = run_all([GOOD, other])
    assert (type(busy.stopped), busy.exit_code, ran.whole) == (Busy, 6, True)
    with period_lock(home / "runs" / "exampleshire" / "2025-26-Q4"), pytest.raises(Busy):
        run_period(GOOD)


@pytest.mark.parametrize(("parameters", "ambitions"), [
    (GOOD.model_copy(update={"area": "atlantis"}), None),
    (GOOD.model_copy(update={"period": "2025-26-Q9"}), None),
    (GOOD, [2]),
])
def test_a_refused_run_makes_no_folder(home, three, parameters, ambitions):
    with pytest.raises(RefusedParameters):
        run_period(parameters, ambitions)
    assert not (home / "runs").exists()


@pytest.mark.parametrize(("place", "strict"), [("extracts", False), ("extracts/2026-05-20", True)])
def test_refused_inputs_end_a_run_before_any_kernel(home, three, place, strict):
    """A return received on no day, or where it must be strict an empty one; the invented area of this project has no
    folder of returns of its own."""
    folder = home / "data" / place
    folder.mkdir(parents=True)
    (folder / "Episodes_2025-26.csv").write_text("")
    [result, other], told = watched(GOOD.model_copy(update={"area": "hertfordshire"}), GOOD, strict=strict)
    assert (type(result.stopped), result.exit_code) == (RefusedInputs, 3)
    assert "Episodes_2025-26.csv" in str(result.stopped)
    assert list((home / "runs" / "hertfordshire").iterdir()) == []
    assert other.whole and len(executed(told)) == 3


REFUSED = [{"number": 8, "headline": True, "table": "survey_included", "title": "Survey"},
           {"number": 4, "headline": False, "table": "survey_invited", "title": "Invited"}]


def test_a_run_without_refused_tables_is_whole_and_ends_with_3_until_they_are_mended(home, three, notebook):
    place = home / "runs" / "exampleshire" / "2025-26-Q4"
    notebook("1-local-community", save=saving("1-local-community", REFUSED))
    [result], told = watched(GOOD)
    assert (result.folder, result.whole, result.exit_code, result.problems) == (place, True, 3, ())
    assert [(each.number, each.headline) for each in result.refused] == [(4, False), (8, True)]
    assert states(result) == dict.fromkeys(ALL, "completed")
    manifest = json.loads((place / "internal/manifest.json").read_text())
    assert manifest["refused"] == sorted(REFUSED, key=lambda each: each["number"])
    words = "promise 8 and in part promise 4 were refused, with the returns “Invited”, “Survey”"
    log = (place / "internal/run.log").read_text().splitlines()
    assert log[-1].endswith(f" a whole run, but {words}")
    assert any(line.endswith(f" s; {words}") and "1-local-community: completed, " in line for line in log)
    assert runs_table(home / "runs")[0].refused == (4, 8)

    [again], told = watched(GOOD)
    assert (again.unchanged, again.whole, again.exit_code, executed(told)) == (True, True, 3, set())
    assert again.refused == result.refused
    [strict], told = watched(GOOD, strict=True)     # nothing is refused by the screening of this project
    assert (strict.unchanged, strict.exit_code, executed(told)) == (False, 3, set())

    notebook("1-local-community")
    [mended], told = watched(GOOD)
    assert (mended.whole, mended.exit_code, mended.refused) == (True, 0, ())
    assert "1-local-community" in executed(told)


@pytest.mark.parametrize(("codes", "exit_code"), [([0, 0], 0), ([0, 1], 1), ([3, 3], 3), ([1, 3], 1)])
def test_the_exit_code_is_the_failures_own_where_all_share_it(tmp_path, codes, exit_code):
    outcomes = tuple(Outcome("n", "failed" if code else "completed", exit_code=code) for code in codes)
    problems = tuple("a problem" for code in codes if code)
    assert RunResult(tmp_path, outcomes, problems, not problems).exit_code == exit_code


def test_one_at_a_time_or_two_warm_or_cold_the_findings_are_the_same_bytes(home, whole):
    """Two at a time and warm is what stands there."""
    for number, pool in enumerate([partial(Workers, 1), partial(Workers, 2, warm=False)]):
        result = run_period(GOOD, runs=home / f"runs-{number}", pool=pool)
        for name in ("internal/findings.json", "public/narrative.md"):
            assert (result.folder / name).read_bytes() == (whole / name).read_bytes()


# --- what a run must not be taken in by ------------------------------------------------------------------------------

def test_a_notebook_that_was_another_while_it_ran_is_not_fresh_after_an_undo(home, three, notebook):
    path = home / "notebooks" / "3-back-on-track.ipynb"
    before = path.read_text()

    def tamper(run, event):
        if isinstance(event, RunStarted):
            path.write_text(before.replace("1 + 1", "9 + 9"))
        if isinstance(event, Outcome) and event.notebook == path.stem:
            path.write_text(before)

    [tampered] = run_all([GOOD], pool=partial(Workers, 1), watch=tamper)
    assert not tampered.whole
    assert "3-back-on-track: the notebook changed while the run was under way; run again" in tampered.problems
    [again], told = watched(GOOD)
    assert again.whole and executed(told) >= {"3-back-on-track"}
    assert "9 + 9" not in (again.folder / "internal/3-back-on-track.ipynb").read_text()


@pytest.mark.parametrize(("name", "text"), [
    ("internal/findings.json", None), ("internal/manifest.json", "{}"), ("public/narrative.md", "x"),
    ("public/manifest.json", None)])
def test_what_was_gathered_is_gathered_again_where_it_is_damaged(whole, name, text):
    before = (whole / "internal/findings.json").read_bytes()
    (whole / name).unlink() if text is None else (whole / name).write_text(text)
    [mended], told = watched(GOOD)
    assert (mended.whole, mended.unchanged, executed(told)) == (True, False, set())
    assert (whole / "internal/findings.json").read_bytes() == before
    assert run_period(GOOD).unchanged


def test_force_runs_again_what_an_incomplete_run_has_too(home, three):
    assert run_period(GOOD, ambitions=[1]).exit_code == 0
    assert executed(watched(GOOD, ambitions=[1])[1]) == set()
    assert executed(watched(GOOD, ambitions=[1], force=True)[1]) == {"1-local-community"}


def test_a_notebook_that_does_not_say_what_it_read_is_never_fresh(home, notebook):
    notebook("1-local-community", save="""\
import json, os
from wayforward import project
part = {"notebook": "1-local-community", "findings": [], "narrative": "", "inputs": [],
        "token": os.environ["WAYFORWARD_TOKEN"]}
(project.resolve(findings) / "1-local-community.json").write_text(json.dumps(part))
""")
    assert run_period(GOOD).whole
    assert executed(watched(GOOD)[1]) == {"1-local-community"}


def test_what_an_earlier_attempt_finished_is_carried_along(home, three, notebook):
    notebook("1-local-community", "raise ValueError")
    assert states(run_period(GOOD))["3-back-on-track"] == "completed"
    notebook("1-local-community")
    assert states(run_period(GOOD, ambitions=[1])) == {"1-local-community": "completed", "3-back-on-track": "completed",
                                                       "0-panel-report": "not run"}
    [whole], told = watched(GOOD)
    assert whole.whole and executed(told) == {"0-panel-report"}


def test_a_run_that_is_over_leaves_another_process_its_folder(home, three, notebook):
    """The first run of two has failed and let go when another process begins to build the same period."""
    notebook("1-local-community", "raise ValueError")
    other = GOOD.model_copy(update={"area": "hertfordshire"})
    building = home / "runs" / "exampleshire" / ".2025-26-Q4.building"

    def begin(run, event):
        if isinstance(event, RunResult) and run.parameters.area == "exampleshire":
            building.mkdir()

    run_all([GOOD, other], watch=begin)
    assert building.is_dir()


def test_what_goes_wrong_with_one_area_does_not_touch_the_others(home, three):
    (home / "runs").mkdir()
    (home / "runs" / "exampleshire").write_text("a file where a folder belongs")
    bad, good = run_all([GOOD, GOOD.model_copy(update={"area": "hertfordshire"})])
    assert (bad.exit_code, good.exit_code, good.whole) == (1, 0, True)
    assert str(bad.stopped).startswith("exampleshire, 2025-26-Q4: ")
    assert "stands where a folder belongs" in str(bad.stopped)

