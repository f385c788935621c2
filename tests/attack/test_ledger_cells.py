"""The ledger of what was published is known to everybody, like another run's files."""

import json

import pytest
from hand_made import END, LABEL, by_group, finding, point, run
from test_recipes import found
from typer.testing import CliRunner

from wayforward.attack import attack
from wayforward.cli import app
from wayforward.errors import RefusedParameters

HIDDEN = ["–", "–", "–"]


def cell(part: str, value: float, period: str = END, by: str = "", group: str = "") -> dict:
    return {"measure": "m", "series": "far", "period": period, "by": by, "group": group, "part": part,
            "value": f"{value:,}"}


def ledger(folder, *editions: list[dict]):
    """A ledger with some editions of one period."""
    lines = [json.dumps({"area": "a", "period": "2025-26-Q4", "edition": number, "cells": cells})
             for number, cells in enumerate(editions, 1)]
    (folder / "ledger.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "ledger.jsonl"


def told(folder, path) -> list[tuple[float, float]]:
    return sorted((each.low, each.high) for each in attack([folder], path))


def test_a_group_hidden_now_and_shown_before(tmp_path):
    """60 − 24 − 33 = 3, where an edition before told of the 33 that are hidden now."""
    rows = by_group("far", ["Female", "–", "–", "24"], ["Male", *HIDDEN], ["Other", *HIDDEN])
    now = run(tmp_path / "r", [finding("far", [point(END, None, 60)], "mean")], rows)
    assert found(now) == []
    assert told(now, ledger(tmp_path, [cell("denominator", 33, by="Sex", group="Male")])) == [(3, 3)]
    assert told(now, ledger(tmp_path, [cell("denominator", 20, by="Sex", group="Male")])) == []


@pytest.mark.parametrize("period", [END, LABEL])
def test_a_cell_that_differs_by_a_few_from_an_edition_before(tmp_path, period):
    """63 − 60."""
    now = run(tmp_path / "r", [finding("far", [point(END, 20, 63)])])
    assert told(now, ledger(tmp_path, [cell("denominator", 60, period)])) == [(3, 3)]
    assert told(now, ledger(tmp_path, [cell("denominator", 63, period)])) == []


def test_two_editions_of_the_ledger_that_differ_by_a_few(tmp_path):
    now = run(tmp_path / "r", [finding("far", [point(END)])])
    assert told(now, ledger(tmp_path, [cell("denominator", 60)], [cell("denominator", 62)])) == [(2, 2)]


def test_a_sum_over_editions(tmp_path):
    """Of four quarters 78 were counted; three were told at one time or another: 78 − 24 − 25 − 26 = 3."""
    from test_recipes import ACCOUNTS, QUARTERS, quarterly
    now = run(tmp_path / "r", [quarterly(0, 1)], ACCOUNTS)
    before = [cell("numerator", 24, QUARTERS[0]) | {"series": "steps"}]
    assert found(now) == []
    assert told(now, ledger(tmp_path, before)) == [(3, 3)]


def test_projects_and_hidden_values_of_a_ledger_are_no_people(tmp_path):
    projects = finding("projects", [point(END, 20, 60)], of="service development projects")
    now = run(tmp_path / "r", [projects])
    cells = [cell("numerator", 3) | {"series": "projects"}, cell("numerator", 2) | {"value": ""}]
    assert told(now, ledger(tmp_path, cells)) == []


@pytest.mark.parametrize("text", ["{", '{"period": "x"}', '{"period": "x", "edition": 1, "cells": [{}]}'])
def test_a_ledger_that_cannot_be_read_is_refused(tmp_path, text):
    now, path = run(tmp_path / "r", [finding("far", [point(END, 20, 60)])]), tmp_path / "ledger.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedParameters, match="line 1: expected one edition"):
        attack([now], path)


def test_the_command_takes_a_ledger(tmp_path):
    now = run(tmp_path / "r", [finding("far", [point(END, 20, 63)])])
    done = CliRunner().invoke(app, ["attack", str(now), "--ledger", str(ledger(tmp_path, [cell("denominator", 60)]))])
    assert done.exit_code == 4 and "edition 1" in done.stdout
    missing = CliRunner().invoke(app, ["attack", str(now), "--ledger", str(tmp_path / "none.jsonl")])
    assert missing.exit_code == 2 and "there is no file" in missing.stderr
