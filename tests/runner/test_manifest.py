import subprocess

import nbformat
import pytest

from wayforward.plans import DEFAULT
from wayforward.runner.cache.record import notebook_hash
from wayforward.runner.manifest import commit, manifest
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters


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
                                     "data": told, "plan": DEFAULT, "published": "published"}
    assert content["notebooks"] == {"1-local-community": {"sha256": notebook_hash(path), "state": "failed",
                                                          "seconds": 1.5, "failing_cell": 3, "peak_mb": 120.5,
                                                          "phases": {"start": 0.5, "cells": 1.0}, "seed": 7}}
    assert sorted(content["versions"]) == ["matplotlib", "numpy", "pandas", "papermill", "python", "scipy", "seaborn",
                                           "statsmodels", "wayforward"]
    assert str(home) not in str(content)
    assert "/home" not in str(content)
