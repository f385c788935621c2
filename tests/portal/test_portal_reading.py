"""What the portal finds in a folder, and what it reads of it: public files alone."""

import json
import shutil

import pytest

from portal.tree import BETTER, OPEN, WORSE, write_public, write_run
from wayforward.portal import memory
from wayforward.portal.places import Place, editions_in, runs_in
from wayforward.portal.shown_run import Promise, shown, told_of


def at(found) -> list[tuple[str, str, str]]:
    return [(each.area, each.period, each.edition) for each in found]


def test_runs_are_found_by_area_and_period_with_the_earlier_from_the_oldest(tmp_path):
    for name in ("a/2025-26-Q4", "a/2025-26-Q4.incomplete", "b/2025-26-Q3", *(
            f"a/revisions/2025-26-Q4/{number}" for number in (10, 9))):
        write_run(tmp_path, name, (OPEN,))
    for name in (".locks/x", "a/.2025-26-Q4.building/public", "a/notes", "a/revisions/2025-26-Q4/x/public"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "a" / "index.html").touch()
    assert at(runs_in(tmp_path)) == [("a", "2025-26-Q4", ""), ("a", "2025-26-Q4", "incomplete"),
                                     ("a", "2025-26-Q4", "9"), ("a", "2025-26-Q4", "10"), ("b", "2025-26-Q3", "")]
    assert at(editions_in(tmp_path)) == []


def test_editions_are_found_with_their_numbers_and_copies_without(tmp_path):
    for name in ("a/2025-26-Q4/2", "a/2025-26-Q4/10", "b/2025-26-Q4"):
        write_public(tmp_path / name, (OPEN,), assured=True)
    (tmp_path / "a" / ".building" / "a" / "2025-26-Q4").mkdir(parents=True)
    assert at(editions_in(tmp_path)) == [("a", "2025-26-Q4", "2"), ("a", "2025-26-Q4", "10"), ("b", "2025-26-Q4", "")]
    assert at(runs_in(tmp_path / "none")) == []


def test_what_is_told_of_a_run(tmp_path):
    folder = write_run(tmp_path, "a/2025-26-Q4", (WORSE, BETTER), refused=(8, 1, 8), states=("not run", "failed"))
    for name in ("panel-report.docx", "tables.ods", "findings.csv-metadata.json"):
        (folder.parent / "pack").mkdir(exist_ok=True)
        (folder.parent / "pack" / name).touch()
    place = Place("a", "2025-26-Q4", "", folder)
    run = shown(place, told_of(place))
    assert run.promises == (Promise(1, "measure_1", "Promise 1", 3, "worsening", "some", "88.6% (31 March 2026)"),
                            Promise(2, "measure_2", "Promise 2", 3, "improving", "strong", "88.6% (31 March 2026)"))
    assert (run.name, run.as_at, run.refused, run.assured) == ("Hertfordshire", "2026-06-30", (1, 8), False)
    assert run.failed == ("3-back-on-track: failed",)
    assert run.pages == ("0-panel-report.html", "3-back-on-track.html")
    assert run.files == ("../pack/panel-report.docx", "../pack/tables.ods", "findings.json", "manifest.json")


def test_a_figure_has_the_decimals_with_which_it_was_published_and_none_is_none(tmp_path):
    folder = write_run(tmp_path, "a/2025-26-Q4", (OPEN, OPEN))
    content = json.loads((folder / "findings.json").read_text())
    content["findings"][0]["latest"] = {"period": "year to March 2026 (a note)", "value": 0.885, "places": 0}
    content["findings"][1]["latest"] = None
    (folder / "findings.json").write_text(json.dumps(content))
    place = Place("a", "2025-26-Q4", "", folder)
    assert [each.latest for each in shown(place, told_of(place)).promises] == ["89% (year to March 2026)", ""]


@pytest.mark.parametrize(("name", "content", "why"), [
    ("findings.json", None, "it has no public findings.json: an earlier version made it"),
    ("manifest.json", None, "it has no public manifest.json"),
    ("findings.json", "{", "its findings.json or manifest.json is not as a run writes it; run the period again"),
    ("findings.json", "[]", "is not as a run writes it"),
    ("manifest.json", "{}", "is not as a run writes it"),
    ("findings.json", '{"findings": [], "invented": false, "as_at": "soon"}', "is not as a run writes it"),
    ("findings.json", '{"findings": [{"headline": true, "number": "1"}], "invented": false, "as_at": "2026-06-30"}',
     "is not as a run writes it"),
])
def test_what_cannot_be_read_tells_why(tmp_path, name, content, why):
    folder = write_run(tmp_path, "a/2025-26-Q4", (OPEN,))
    (folder / name).unlink() if content is None else (folder / name).write_text(content)
    place = Place("a", "2025-26-Q4", "", folder)
    run = shown(place, told_of(place))
    assert why in run.problem and run.name == "a" and run.promises == ()


def test_the_former_whole_findings_of_an_earlier_version_are_not_read(tmp_path):
    folder = write_run(tmp_path, "a/2025-26-Q4", (OPEN,))
    for path in folder.iterdir():
        shutil.copy(path, folder.parent)
    shutil.rmtree(folder)
    [place] = runs_in(tmp_path)
    assert "an earlier version made it" in shown(place, told_of(place)).problem


def test_what_was_read_is_remembered_until_it_changes(tmp_path, monkeypatch):
    folder = write_run(tmp_path, "a/2025-26-Q4", (WORSE,))
    write_run(tmp_path, "b/2025-26-Q4", (WORSE,))
    first = memory.read_runs(runs_in(tmp_path), tmp_path)
    read = []
    monkeypatch.setattr(memory, "told_of", lambda place: read.append(place.area) or told_of(place))
    assert memory.read_runs(runs_in(tmp_path), tmp_path) == first and read == []
    shutil.rmtree(folder)
    write_run(tmp_path, "a/2025-26-Q4", (BETTER,), refused=(3,))
    again = memory.read_runs(runs_in(tmp_path), tmp_path)
    assert read == ["a"] and [each.promises[0].verdict for each in again] == ["improving", "worsening"]
    (tmp_path / memory.NAME).write_text("broken")
    assert memory.read_runs(runs_in(tmp_path), tmp_path) == again and read == ["a", "a", "b"]
