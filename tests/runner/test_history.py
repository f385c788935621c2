import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from wayforward.runner import history as module
from wayforward.runner.history import NAME, history, refresh, runs_table

MANIFEST = {"parameters": {"area": "hertfordshire", "as_at": "2026-06-30", "period": "2025-26-Q4"}, "code": "5367cb",
            "commit": "802ac6", "notebooks": {"1-local-community": {"state": "completed", "seconds": 3.5},
                                              "2-trauma-informed": {"state": "completed", "seconds": 2.0}}}
FAILED = {"notebooks": {"1-local-community": {"state": "failed", "seconds": 3.0, "failing_cell": 4, "peak_mb": 310.5},
                        "2-trauma-informed": {"state": "completed", "seconds": 2.0, "peak_mb": 250.0},
                        "0-panel-report": {"state": "not run", "seconds": 0.0}}}
FINDING = {"measure": "attainment", "number": 5, "series": "attainment_8", "headline": True, "ambition": 3,
           "title": "Attainment 8", "kind": "gap", "unit": "points", "decimals": 1, "better": "lower",
           "origin": "published", "baseline": None, "verdict": "improving", "evidence": "some",
           "latest": {"period": "academic year 2024/25", "start": "2024-09-01", "end": "2025-08-31", "value": 16.4,
                      "low": None, "high": None, "numerator": None, "denominator": 900, "status": "final"},
           "change": {"estimate": -2.2, "low": -4, "high": -0.4, "p": 0.02, "method": "", "reason": ""},
           "trend": {"estimate": None, "p": None, "evidence": "none"}}

REFRESH = """
import sys
from pathlib import Path
from wayforward.runner import history
if "slowly" in sys.argv:
    read = history._json
    def telling(path):
        print(path, flush=True)
        sys.stdin.readline()
        return read(path)
    history._json = telling
print(len(history.runs_table(Path(sys.argv[1]))), flush=True)
"""


@pytest.fixture
def runs(tmp_path) -> Path:
    return tmp_path / "runs"


def run(folder: Path, findings: tuple[dict, ...] = (), manifest: dict = MANIFEST) -> Path:
    """A run's folder as small as it may be."""
    (folder / "internal").mkdir(parents=True, exist_ok=True)
    header = {"area": "hertfordshire", "invented": False, "as_at": "2026-06-30"}
    (folder / "internal" / "findings.json").write_text(json.dumps(header | {"findings": findings}))
    (folder / "internal" / "manifest.json").write_text(json.dumps(manifest))
    return folder


def names(runs: Path) -> list[str]:
    return [row.name for row in runs_table(runs)]


@pytest.fixture
def reads(monkeypatch) -> list[str]:
    """The files that are read meanwhile."""
    read, seen = module._json, []
    monkeypatch.setattr(module, "_json", lambda path: seen.append(path.parts[-3] + "/" + path.name) or read(path))
    return seen


def test_every_run_stands_in_the_table_with_what_its_manifest_says(runs):
    run(runs / "hertfordshire" / "2025-26-Q4")
    row, = runs_table(runs)
    assert (row.area, row.period, row.edition, row.whole) == ("hertfordshire", "2025-26-Q4", 0, True)
    assert (row.as_at, row.states, row.seconds, row.failing) == ("2026-06-30", {"completed": 2}, 5.5, ())
    assert (row.commit, row.code, row.peak_mb, row.folder) == ("802ac6", "5367cb", None, "hertfordshire/2025-26-Q4")


def test_an_incomplete_run_is_told_as_that(runs):
    run(runs / "hertfordshire" / "2025-26-Q4.incomplete", manifest=FAILED)
    row, = runs_table(runs)
    assert (row.period, row.edition, row.whole) == ("2025-26-Q4", "incomplete", False)
    assert row.states == {"completed": 1, "failed": 1, "not run": 1}
    assert (row.failing, row.peak_mb, row.as_at) == (("1-local-community",), 310.5, "")


def test_editions_of_a_period_stand_in_order(runs):
    for place in ("2025-26-Q4", "2025-26-Q4.incomplete", "2025-26", *(f"revisions/2025-26-Q4/{n}" for n in (1, 2, 10))):
        run(runs / "hertfordshire" / place)
    assert [row.edition for row in runs_table(runs)] == [0, 0, 1, 2, 10, "incomplete"]
    assert names(runs)[:3] == ["hertfordshire/2025-26", "hertfordshire/2025-26-Q4", "hertfordshire/2025-26-Q4@1"]


def test_only_folders_with_a_manifest_are_runs(runs):
    (runs / "hertfordshire" / "2025-26-Q4").mkdir(parents=True)
    (runs / "README.md").touch()
    run(runs / "hertfordshire" / ".2025-26-Q4.building")
    run(runs / "hertfordshire" / "2025-26-Q4.copy")
    run(runs / "hertfordshire" / "revisions" / "2025-26-Q4" / "old")
    run(runs / ".hidden" / "2025-26-Q4")
    assert names(runs) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"notebooks": [], "parameters": 1}', '{"notebooks": {"a": null}}'])
def test_a_manifest_of_another_form_stops_nothing(runs, text):
    run(runs / "hertfordshire" / "2025-26-Q4")
    run(runs / "hertfordshire" / "2024-25-Q4")
    (runs / "hertfordshire" / "2024-25-Q4" / "internal" / "manifest.json").write_text(text)
    assert "hertfordshire/2025-26-Q4" in names(runs)


def test_what_has_not_changed_is_not_read_again(runs, reads):
    for period in ("2024-25-Q4", "2025-26-Q4"):
        run(runs / "hertfordshire" / period)
    runs_table(runs)
    assert reads == ["2024-25-Q4/manifest.json", "2025-26-Q4/manifest.json"]
    refresh(runs)
    assert reads[2:] == ["2024-25-Q4/findings.json", "2025-26-Q4/findings.json"]
    refresh(runs)
    assert len(history(runs)) == 0
    assert len(reads) == 4


def test_a_changed_run_is_read_anew(runs):
    first, _ = (run(runs / "hertfordshire" / period, (FINDING,)) for period in ("2024-25-Q4", "2025-26-Q4"))
    assert history(runs).verdict.tolist() == ["improving", "improving"]
    run(first, (FINDING | {"verdict": "worsening"},), MANIFEST | {"code": "another"})
    assert history(runs).verdict.tolist() == ["worsening", "improving"]
    assert [row.code for row in runs_table(runs)] == ["another", "5367cb"]


def test_a_run_that_is_gone_is_forgotten(runs):
    first, _ = (run(runs / "hertfordshire" / period, (FINDING,)) for period in ("2024-25-Q4", "2025-26-Q4"))
    assert history(runs).period.tolist() == ["2024-25-Q4", "2025-26-Q4"]
    shutil.rmtree(first)
    assert history(runs).period.tolist() == ["2025-26-Q4"]
    assert names(runs) == ["hertfordshire/2025-26-Q4"]


def test_the_tenth_edition_comes_after_the_second(runs):
    for number in (10, 2):
        run(runs / "hertfordshire" / "revisions" / "2025-26-Q4" / str(number), (FINDING,))
    assert history(runs).edition.tolist() == ["2", "10"]


def test_a_run_that_becomes_a_revision_keeps_its_findings(runs):
    place = run(runs / "hertfordshire" / "2025-26-Q4", (FINDING,))
    refresh(runs)
    kept = runs / "hertfordshire" / "revisions" / "2025-26-Q4"
    kept.mkdir(parents=True)
    place.rename(kept / "1")
    run(place, (FINDING | {"verdict": "worsening"},))
    table = history(runs)
    assert list(zip(table.edition, table.verdict, strict=True)) == [("0", "worsening"), ("1", "improving")]


def test_the_history_is_a_row_a_finding_typed(runs):
    run(runs / "hertfordshire" / "2025-26-Q4", (FINDING,))
    table = history(runs)
    row = table.iloc[0]
    assert (row.area, row.period, row.edition, row.as_at, bool(row.invented)) == (
        "hertfordshire", "2025-26-Q4", "0", "2026-06-30", False)
    assert (row.measure, row.number, row.series, bool(row.headline), row.origin, row.kind, row.unit, row.better) == (
        "attainment", 5, "attainment_8", True, "published", "gap", "points", "lower")
    assert (row.latest_period, row.latest_value, row.latest_denominator, row.latest_status) == (
        "academic year 2024/25", 16.4, 900, "final")
    assert (row.change_estimate, row.change_low, row.change_high, row.change_p) == (-2.2, -4, -0.4, 0.02)
    assert (row.verdict, row.evidence, row.trend_evidence) == ("improving", "some", "none")
    assert table[["baseline_period", "baseline_value", "trend_p", "latest_low"]].isna().all(axis=None)
    assert table.dtypes[["measure", "number", "headline", "latest_value"]].astype(str).tolist() == [
        "string", "Int64", "boolean", "float64"]


def test_one_area_or_one_measure_can_be_asked_for(runs):
    other = FINDING | {"measure": "sickness", "number": 11}
    run(runs / "hertfordshire" / "2025-26-Q4", (FINDING, other))
    run(runs / "oxfordshire" / "2025-26-Q4", (other,))
    assert history(runs, "hertfordshire").measure.tolist() == ["attainment", "sickness"]
    assert history(runs, measure="sickness").area.tolist() == ["hertfordshire", "oxfordshire"]
    assert history(runs, "oxfordshire", "attainment").empty
    assert history(runs, "oxfordshire", "attainment").columns.tolist() == history(runs).columns.tolist()


def test_findings_not_there_yet_are_read_once_they_are(runs):
    place = run(runs / "hertfordshire" / "2025-26-Q4", (FINDING,))
    (place / "internal/findings.json").rename(place / "internal/later.json")
    assert history(runs).empty
    (place / "internal/later.json").rename(place / "internal/findings.json")
    assert len(history(runs)) == 1


# A record that is broken, shared or cannot be written

def foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE runs (recipe)")
    db.close()


def of_an_earlier_form(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 0")
    db.close()


def scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"x" * (len(content) - 4096)
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [
    foreign, of_an_earlier_form, scrambled, lambda path: path.write_bytes(b""),
    lambda path: path.write_text("not a database at all, but long enough to be taken for one" * 9),
    lambda path: path.write_bytes(path.read_bytes()[:5000]), lambda path: path.unlink()],
    ids=["foreign", "earlier form", "scrambled", "empty", "text", "cut off", "gone"])
def test_a_broken_record_is_made_anew(runs, spoil):
    run(runs / "hertfordshire" / "2025-26-Q4", (FINDING,))
    refresh(runs)
    if spoil is foreign:
        (runs / NAME).unlink()
    spoil(runs / NAME)
    assert names(runs) == ["hertfordshire/2025-26-Q4"]
    assert len(history(runs)) == 1
    with sqlite3.connect(runs / NAME) as db:
        assert db.execute("SELECT count(*) FROM history").fetchone() == (1,)
    db.close()


def test_where_nothing_may_be_written_the_answer_comes_from_memory(runs):
    run(runs / "hertfordshire" / "2025-26-Q4", (FINDING,))
    (runs / ".locks").touch()       # so that no lock can be made
    assert names(runs) == ["hertfordshire/2025-26-Q4"]
    assert len(history(runs)) == 1
    assert not (runs / NAME).exists()


@pytest.mark.skipif(os.name != "posix" or not hasattr(os, "seteuid"), reason="rights to folders are others here")
def test_a_record_that_may_only_be_read_is_left_as_it_is():
    runs = Path(tempfile.mkdtemp())
    root = os.geteuid() == 0
    try:
        run(runs / "hertfordshire" / "2025-26-Q4")
        refresh(runs)
        before = (runs / NAME).read_bytes()
        run(runs / "hertfordshire" / "2024-25-Q4")
        for place in (runs, runs / ".locks", runs / NAME, runs / ".locks" / "history.lock"):
            place.chmod(0o555)
        if root:
            os.seteuid(65534)
        if not os.access(runs, os.R_OK, effective_ids=True):
            pytest.skip("the folder of temporary files is closed to others")
        assert names(runs) == ["hertfordshire/2024-25-Q4", "hertfordshire/2025-26-Q4"]
        assert (runs / NAME).read_bytes() == before
    finally:
        if root:
            os.seteuid(0)
        for place in (runs, runs / ".locks"):
            place.chmod(0o755)
        shutil.rmtree(runs)


def test_no_runs_are_no_rows_and_leave_no_trace(runs):
    assert runs_table(runs) == []
    assert history(runs).empty
    assert not runs.exists()


@pytest.fixture
def asking():
    """Starts another process that asks for the table of runs."""
    started = []

    def start(runs: Path, *words: str) -> subprocess.Popen:
        child = subprocess.Popen([sys.executable, "-c", REFRESH, str(runs), *words], text=True,
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        started.append(child)
        return child
    yield start
    for child in started:
        child.kill()
        child.communicate()


def test_a_reader_that_is_killed_leaves_a_record_that_can_be_used(runs, asking):
    for period in ("2023-24-Q4", "2024-25-Q4", "2025-26-Q4"):
        run(runs / "hertfordshire" / period)
    child = asking(runs, "slowly")
    for _ in range(2):
        assert child.stdout.readline().endswith("manifest.json\n")
        child.stdin.write("\n")
        child.stdin.flush()
    child.stdout.readline()     # two are noted, the third is being read
    child.kill()
    child.wait()
    assert names(runs) == [f"hertfordshire/{period}" for period in ("2023-24-Q4", "2024-25-Q4", "2025-26-Q4")]


def test_several_that_ask_at_once_all_get_the_whole_answer(runs, asking):
    for number in range(1, 41):
        run(runs / "hertfordshire" / "revisions" / "2025-26-Q4" / str(number))
    assert [child.communicate()[0] for child in [asking(runs) for _ in range(3)]] == ["40\n"] * 3


def test_the_table_of_runs_is_answered_without_pandas(runs):
    run(runs / "hertfordshire" / "2025-26-Q4")
    script = REFRESH + "print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, str(runs)], text=True, capture_output=True, check=True)
    assert done.stdout == "1\nFalse\n"
