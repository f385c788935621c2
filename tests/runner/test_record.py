import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from wayforward.errors import RefusedParameters
from wayforward.input_tracking import digest
from wayforward.ledger import Edition, Ledger, line_of, read
from wayforward.library import code_hashes
from wayforward.plans import DEFAULT
from wayforward.runner.cache import record as module
from wayforward.runner.cache.record import Record, environment, notebook_hash, record_now
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters

GIVEN = RunParameters(period="2025-26-Q4", area="hertfordshire", findings="runs/x")
OUTCOME = Outcome("1-local-community", "completed", 2.5, phases={"start": 0.1, "cells": 2.4}, peak_mb=210.5, seed=7)
WHOLE = Record("1-local-community", "a1", {"period": "2025-26-Q4"}, {"judge.py": "b2"}, "c3", {"2": "d4"},
               {"published/a.csv": "e5", "extracts/x": ""}, {"published": "f6"}, {"1-local-community.ipynb": "g7"},
               OUTCOME, Path("/somewhere"))


def test_what_an_execution_stands_on_now(home, notebook):
    now = record_now(notebook("1-local-community"), GIVEN, {"2-trauma-informed": "ab"})
    assert now.notebook == "1-local-community"
    assert now.parameters == {"period": "2025-26-Q4", "area": "hertfordshire", "as_at": "2026-06-30",
                              "data": "data", "plan": DEFAULT, "published": "published"}
    assert now.parts == {"2-trauma-informed": "ab"}
    assert now.home == home / "data"
    assert now.code == code_hashes(DEFAULT)
    assert (now.files, now.folders, now.outputs, now.outcome) == ({}, {}, {}, None)


DECLARED = f"params/rules/{DEFAULT}/2025-26-Q4.json"


def test_it_stands_on_the_ledger_the_files_of_the_rules_and_the_words_of_its_own_area(home, notebook):
    path = notebook("1-local-community")
    nothing = record_now(path, GIVEN, {}).beside
    assert nothing == {"the ledger of what was published": "", "params/disclosure.toml": "", DECLARED: ""}
    (home / "params" / "disclosure.toml").write_text("[public]")
    (home / DECLARED).parent.mkdir(parents=True)
    (home / DECLARED).write_text("{}")
    words = home / "commentary" / "hertfordshire" / "2025-26-Q4" / "homes.md"
    for other in (words, home / "commentary" / "oxfordshire" / "2025-26-Q4" / "homes.md"):
        other.parent.mkdir(parents=True)
        other.write_text("Reason: dear rents")
    edition = Edition("hertfordshire", "2025-26-Q4", 1, "2026-07-01", "ann", "", {}, ())
    ledger = home / "told" / "hertfordshire" / "ledger.jsonl"
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(line_of(edition, Ledger()))
    assert record_now(path, GIVEN.model_copy(update={"published": "told"}), {}).beside == {
        "the ledger of what was published": read(ledger).sha256,
        "params/disclosure.toml": digest(home / "params" / "disclosure.toml"), DECLARED: digest(home / DECLARED),
        "commentary/hertfordshire/2025-26-Q4/homes.md": digest(words)}


@pytest.mark.parametrize(("data", "shown"), [("data", "data"), ("./data/", "data"), ("{home}/data", "data"),
                                             ("{home}/../returns", "returns")])
def test_no_path_of_the_machine_is_kept(home, notebook, data, shown):
    parameters = GIVEN.model_copy(update={"data": data.format(home=home)})
    now = record_now(notebook("1-local-community"), parameters, {})
    assert now.parameters["data"] == shown
    assert now.home == (home.parent / "returns" if shown == "returns" else home / "data")
    assert str(home.parent) not in json.dumps(now.to_json())


def test_an_execution_adds_what_it_read_and_made(home, notebook):
    now = record_now(notebook("1-local-community"), GIVEN, {})
    record = now.of(OUTCOME, {"a.csv": "1"}, {".": "2"}, {"1-local-community.html": "3"})
    assert replace(record, files={}, folders={}, outputs={}, outcome=None) == now
    assert (record.files, record.folders) == ({"a.csv": "1"}, {".": "2"})
    assert record.outputs == {"1-local-community.html": "3"}
    assert record.outcome is OUTCOME


def test_a_record_is_read_as_it_was_written():
    text = json.dumps(WHOLE.to_json())
    assert "somewhere" not in text
    assert Record.from_json(json.loads(text)) == WHOLE


@pytest.mark.parametrize("change", [
    {"schema": 3}, {"files": ["a.csv"]}, {"files": {"a.csv": None}}, {"source": 5}, {"outcome": {"state": "perfect"}},
    {"outcome": {"notebook": "n", "state": "perfect"}}, {"home": "/etc"}, {"code": None},
])
def test_what_is_no_record_is_none(change):
    assert Record.from_json(WHOLE.to_json() | change) is None


@pytest.mark.parametrize("plain", [None, [], "text", {}, {"schema": 1}])
def test_nor_is_anything_else(plain):
    assert Record.from_json(plain) is None


def test_a_notebooks_hash_is_of_its_cells(notebook):
    path = notebook("1-local-community")
    seen = [notebook_hash(path)]

    def changed(change) -> str:
        nb = nbformat.read(path, as_version=4)
        change(nb)
        nbformat.write(nb, path)
        seen.append(notebook_hash(path))
        return seen[-1]

    def run(nb):
        nb.cells[1].execution_count = 7
        nb.cells[1].outputs = [nbformat.v4.new_output("stream", text="told")]
        nb.metadata["papermill"] = {"duration": 1}

    assert changed(run) == seen[0]
    assert changed(lambda nb: nb.cells[1].update(source=nb.cells[1].source + "# a remark")) != seen[0]
    assert changed(lambda nb: nb.cells[1].metadata.update(tags=[])) != seen[1]
    assert changed(lambda nb: nb.cells[0].update(source="# Another heading")) != seen[2]
    assert changed(lambda nb: nb.cells.reverse()) != seen[3]
    assert len(set(seen)) == 5


def test_a_source_in_lines_is_the_same_source(home, notebook):
    path = notebook("1-local-community")
    before, plain = notebook_hash(path), json.loads(path.read_text())
    assert isinstance(plain["cells"][1]["source"], list)
    for cell in plain["cells"]:
        cell["source"] = "".join(cell["source"])
    path.write_text(json.dumps(plain))
    assert notebook_hash(path) == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"worksheets": []}', '{"cells": [1]}', '{"cells": [{}]}'])
def test_what_is_no_notebook_is_refused_by_name(home, text):
    path = home / "notebooks" / "1-local-community.ipynb"
    path.write_text(text)
    with pytest.raises(RefusedParameters, match=r"^1-local-community\.ipynb: cannot be read as a notebook"):
        notebook_hash(path)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The environment's hash with packages of some names installed."""
    def of(*names: str, python: str = "3.11.7") -> str:
        place = tmp_path / "-".join([python, *names])
        for name in names:
            (place / name).mkdir(parents=True)
        monkeypatch.setattr(module.sysconfig, "get_path", lambda name: str(place))
        monkeypatch.setattr(module.platform, "python_version", lambda: python)
        environment.cache_clear()
        return environment()
    yield of
    environment.cache_clear()


def test_the_environment_is_pythons_and_the_packages_but_not_our_own(installed):
    first = installed("pandas-3.1.1.dist-info", "numpy-2.0.dist-info")
    assert installed("numpy-2.0.dist-info", "pandas-3.1.1.dist-info", "wayforward-0.2.dist-info", "pandas") == first
    others = [installed("pandas-3.1.1.dist-info"), installed("pandas-3.1.2.dist-info", "numpy-2.0.dist-info"),
              installed("pandas-3.1.1.dist-info", "numpy-2.0.dist-info", python="3.12.0"),
              installed("pandas-3.1.1.dist-info", "numpy-2.0.dist-info", "afcharts-1.egg-info")]
    assert len({first, *others}) == 5
