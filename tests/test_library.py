"""Which of the library's files count for what a notebook finds, and which for two machines' being alike."""

import json
import subprocess
import sys

import pytest

from wayforward import project
from wayforward.library import LIBRARY, code_hashes, library_hash, stamps
from wayforward.plans import DEFAULT

FILES = ("__init__.py", "plan.py", "report/pages.py", "templates/story.md.j2", "runner/run.py", "cli.py",
         "__main__.py", "__pycache__/plan.pyc", ".hidden", "plan.py~")
EMPTY = "e3b0c44298fc1c14"      # how the sha256 of nothing begins


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Empty files, and a plan of two, in a project that is also the current folder."""
    (tmp_path / project.MARK).touch()
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "library"
    for path in (*(folder / name for name in FILES), *(tmp_path / "plans" / "ours" / name for name in PLAN)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


PLAN = ("plan.toml", "words.txt")


def code(library) -> dict[str, str]:
    return code_hashes("ours", library)


def test_what_merely_runs_notebooks_does_not_count_and_the_plan_does(library):
    assert code(library) == {f"lib/wayforward/{name}": EMPTY for name in FILES[:4]} | {
        f"plans/ours/{name}": EMPTY for name in PLAN}


def test_another_plan_does_not_count(library):
    assert not any("our-way-forward" in name for name in code(library))


def test_a_file_is_known_by_its_content_and_name(library):
    before = code(library)
    (library / "plan.py").write_text("x")
    assert {name for name, digest in code(library).items() if digest != before[name]} == {"lib/wayforward/plan.py"}
    (library / "plan.py").rename(library / "other.py")
    assert code(library).keys() ^ before.keys() == {"lib/wayforward/plan.py", "lib/wayforward/other.py"}


def test_machines_must_have_alike_what_runs_notebooks_too(library):
    seen = []
    for name in ("plan.py", "runner/run.py", "cli.py", "new.py"):
        (library / name).write_text("x")
        seen.append(library_hash("ours", library=library))
    assert len(set(seen)) == 4
    (library / "__pycache__" / "plan.pyc").write_text("x")
    assert library_hash("ours", library=library) == seen[-1]


@pytest.mark.parametrize("change", [
    lambda library: (library / "words.j2").write_text("new"),
    lambda library: (library / "plan.toml").write_text("b = 1"),
    lambda library: (library / "cli.py").unlink()])
def test_that_a_file_was_written_is_seen_without_reading_any(library, change):
    before = stamps(library)
    (library / "__pycache__" / "x.pyc").touch()
    (library / ".x.swp").touch()
    assert stamps(library) == before
    change(library)
    assert stamps(library) != before


def test_whatever_a_report_has_imported_in_the_end_counts():
    script = ("import sys, json, wayforward as wf\npage = wf.open_report(3, '2025-26-Q4', 'hertfordshire')\n"
              "page.summary(), wf.open_panel\n"
              "print(json.dumps([each.__file__ for name, each in sys.modules.items()"
              " if name.startswith('wayforward')]))")
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=project.root())
    imported = {path.replace(str(LIBRARY), "lib/wayforward") for path in json.loads(ran.stdout)}
    assert imported - set(code_hashes(DEFAULT)) == set()
    assert {"lib/wayforward/judge.py", "plans/our-way-forward-2021-2026/plan.toml"} <= set(code_hashes(DEFAULT))
