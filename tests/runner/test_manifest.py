import subprocess

import nbformat
import pytest

from wayforward.runner.cache.record import notebook_hash
from wayforward.runner.manifest import commit, library_hash, manifest
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters


def test_the_librarys_hash_follows_code_data_and_templates_only(tmp_path):
    (tmp_path / "templates").mkdir()
    hashes = [library_hash(tmp_path)]
    for name in ("a.py", "plan.toml", "templates/page.css", "b.py"):
        (tmp_path / name).write_text("x")
        hashes.append(library_hash(tmp_path))
    (tmp_path / "b.py").rename(tmp_path / "c.py")
    hashes.append(library_hash(tmp_path))
    assert len(set(hashes)) == 6
    (tmp_path / "cache.pyc").write_text("x")
    assert library_hash(tmp_path) == hashes[-1]


def test_a_notebooks_hash_is_of_its_sources_not_of_what_it_put_out(notebook):
    path = notebook("1-local-community")
    before = notebook_hash(path)
    nb = nbformat.read(path, as_version=4)
    nb.cells[1].execution_count = 7
    nbformat.write(nb, path)
    assert notebook_hash(path) == before
    nb.cells[1].source += "# a remark"
    nbformat.write(nb, path)
    assert notebook_hash(path) != before


def test_the_commit_says_when_files_differ_from_it(home):
    assert commit() is None
    for words in (["init", "--quiet"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "-c",
                  "commit.gpgsign=false", "commit", "--quiet", "--message", "first"]):
        subprocess.run(["git", *words], cwd=home, check=True)
    clean = commit()
    assert len(clean) == 40
    (home / "new.txt").touch()
    assert commit() == f"{clean}-dirty"


@pytest.mark.parametrize(("data", "told"), [("data", "data"), ("/home/someone/returns", "returns")])
def test_no_path_of_the_machine_is_written(home, notebook, data, told):
    parameters = RunParameters(period="2025-26-Q4", area="hertfordshire", as_at="2026-06-30", data=data,
                               findings=str(home))
    path = notebook("1-local-community")
    outcome = Outcome("1-local-community", "failed", 1.5, 3, "a reason", 1, {"start": 0.5, "cells": 1.0}, 120.5, 7)
    content = manifest(parameters, [], [path], [outcome])
    assert content["parameters"] == {"period": "2025-26-Q4", "area": "hertfordshire", "as_at": "2026-06-30",
                                     "data": told}
    assert content["notebooks"] == {"1-local-community": {"sha256": notebook_hash(path), "state": "failed",
                                                          "seconds": 1.5, "failing_cell": 3, "peak_mb": 120.5,
                                                          "phases": {"start": 0.5, "cells": 1.0}, "seed": 7}}
    assert sorted(content["versions"]) == ["matplotlib", "numpy", "pandas", "papermill", "python", "scipy", "seaborn",
                                           "statsmodels", "wayforward"]
    assert str(home) not in str(content)
    assert "/home" not in str(content)
