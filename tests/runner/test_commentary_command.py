"""The commands about the service's words, and what a run says of them, in a project of two promises."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from small_data import write_small_data
from wayforward import cli
from wayforward.runner.outcome import Outcome
from wayforward.runner.result import RunResult

ROOT = Path(__file__).parents[2]
HOMES = "care_leavers_accommodation"
WORDS = "Reason: Rents are dear, so that the figure {said}.\nAction: A guarantor.\nOwner: Head of Homes\n" \
        "Date: 2026-07-10\n"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project with the figures of care leavers alone, and the notebook that tells of them."""
    for name in ("params", "plans"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "3-back-on-track.ipynb", tmp_path / "notebooks")
    (tmp_path / "environment.yml").touch()
    write_small_data(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wayforward(*words: str):
    return CliRunner().invoke(cli.app, list(words))


def write(project: Path, said: str, period: str = "2025-26-Q4", area: str = "hertfordshire", name: str = HOMES) -> Path:
    path = project / "commentary" / area / period / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(WORDS.format(said=said))
    return path


def test_a_template_has_the_verdict_and_the_questions_and_is_never_written_over(project):
    done = wayforward("commentary", "new", "2025-26-Q4", "--measure", HOMES)
    assert (done.exit_code, done.stdout) == (0, f"Written: commentary/hertfordshire/2025-26-Q4/{HOMES}.md\n")
    path = project / "commentary" / "hertfordshire" / "2025-26-Q4" / f"{HOMES}.md"
    text = path.read_text()
    assert "# 7. Care leavers in suitable accommodation: Hertfordshire, 2025-26-Q4\n" in text
    assert "93.6% (year to 31 March 2021), now 88.6% (year to 31 March 2025)." in text and "?\n" in text
    assert "Never name a child" in text
    assert text.endswith("\nReason:\n\nAction:\n\nOwner:\nDate:\n")
    path.write_text("mine")
    again = wayforward("commentary", "new", "2025-26-Q4", "--measure", HOMES)
    assert again.stdout == f"There already, left as it is: commentary/hertfordshire/2025-26-Q4/{HOMES}.md\n"
    assert path.read_text() == "mine"


def test_templates_are_of_every_promise_and_say_nothing_until_they_are_filled_in(project):
    assert len(wayforward("commentary", "new", "2025-26-Q4").stdout.splitlines()) == 16
    done = wayforward("commentary", "check", "2025-26-Q4")
    assert (done.exit_code, done.stdout) == (
        0, "The service has said nothing; `wayforward commentary new` writes templates.\n")
    write(project, "fell")
    assert wayforward("commentary", "check", "2025-26-Q4").stdout == (
        "1 file of the service’s words, nothing wrong.\n")


def test_every_problem_is_told_at_once(project):
    write(project, "rose to 4 children")
    write(project, "x", name="care_leaver_accommodation")
    write(project, "x", area="hertfordshir")
    write(project, "x", period="2025-26-Q5")
    done = wayforward("commentary", "check", "2025-26-Q4")
    place = "commentary/hertfordshire/2025-26-Q4"
    assert done.exit_code == 3
    assert [line.partition("; ")[0] for line in done.stderr.splitlines()[1:]] == [
        "  - commentary/hertfordshir: no area has this name",
        "  - commentary/hertfordshire/2025-26-Q5: no period",
        f"  - {place}/care_leaver_accommodation.md: the plan has no measure of the file's name",
        f"  - {place}/{HOMES}.md: line 1 (Reason) says “rose”, the finding says: 93.6% before the plan and 88.6% now",
        f"  - {place}/{HOMES}.md: line 1 (Reason) tells a number of very few people (“4”)"]


@pytest.mark.parametrize(("words", "code"), [
    (("commentary", "new", "2025-26-Q4", "--measure", "homes"), 2), (("commentary", "check", "2025-26-Q5"), 2),
    (("commentary", "check", "2025-26-Q4", "--area", "nowhere"), 2)])
def test_what_is_not_known_is_refused(project, words, code):
    assert wayforward(*words).exit_code == code


def test_a_file_that_is_no_text_or_too_long_is_refused(project):
    path = write(project, "fell")
    path.write_bytes(b"Reason: \xff")
    assert "it is not UTF-8; save it as UTF-8" in wayforward("commentary", "check", "2025-26-Q4").stderr
    path.write_bytes(b"#" * 20_001)
    assert "it has 20,001 bytes; expected at most 20,000" in wayforward("commentary", "check", "2025-26-Q4").stderr


def test_a_run_shows_the_words_keeps_them_and_runs_again_when_they_change(project):
    path = write(project, "fell")
    write(project, "rose", area="oxfordshire")
    assert wayforward("run", "2025-26-Q4", "--jobs", "1").exit_code == 0
    run = project / "runs" / "hertfordshire" / "2025-26-Q4"
    found = json.loads((run / "public" / "findings.json").read_text())["findings"]
    assert [one["commentary"] for one in found if one["commentary"]] == [
        {"reason": "Rents are dear, so that the figure fell.", "action": "A guarantor.", "owner": "Head of Homes",
         "date": "2026-07-10", "refused": []}]
    inputs = json.loads((run / "public" / "manifest.json").read_text())["inputs"]
    assert [each["rows"] for each in inputs if each["path"] == f"commentary/hertfordshire/2025-26-Q4/{HOMES}.md"] == [4]
    told = "> **The service says:** Rents are dear, so that the figure fell.\n>\n> **What it is doing:** A guarantor.\n"
    assert told in (run / "public" / "narrative.md").read_text()
    path.write_text(WORDS.format(said="rose"))
    again = wayforward("run", "2025-26-Q4", "--jobs", "1")
    assert again.exit_code == 3
    assert f"not shown: commentary/hertfordshire/2025-26-Q4/{HOMES}.md; `wayforward commentary check" in again.stderr
    page = (run / "public" / "3-back-on-track.html").read_text()
    assert "The service’s words are not shown" in page and "that the figure rose" not in page


def test_refused_words_leave_a_run_whole():
    outcome = Outcome("3-back-on-track", "completed", words_refused=("commentary/a/b/c.md",))
    result = RunResult(Path("runs/a/2025-26-Q4"), (outcome,), whole=True)
    assert result.exit_code == 3
    assert result.words_lines() == ["The service’s words are not shown: commentary/a/b/c.md; `wayforward commentary "
                                    "check 2025-26-Q4 --area a` says what to put right."]
    assert RunResult(Path("runs/a/2025-26-Q4")).words_lines() == []
