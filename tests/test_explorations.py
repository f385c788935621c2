"""The guided explorations: prose for whoever opens them, short calls; nbval runs them beside the other notebooks."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from wayforward.runner.notebook.pages import first_heading

FOLDER = Path(__file__).parents[1] / "notebooks" / "explore"
EVERY = pytest.mark.parametrize("stem", sorted(path.stem for path in FOLDER.glob("*.ipynb")))


def cells(stem: str, kind: str) -> list:
    return [cell for cell in nbformat.read(FOLDER / f"{stem}.ipynb", 4).cells if cell.cell_type == kind]


@EVERY
def test_it_is_committed_as_it_runs_from_top_to_bottom(stem):
    shown = [cell for cell in cells(stem, "code") if cell.source]
    assert [cell.execution_count for cell in shown] == list(range(1, len(shown) + 1))
    assert not [output for cell in shown for output in cell.outputs if output.output_type in ("error", "stream")]


@EVERY
def test_it_makes_nothing_of_its_own(stem):
    tree = ast.parse("\n".join(cell.source for cell in cells(stem, "code")))
    made = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If)
    assert [type(node).__name__ for node in ast.walk(tree) if isinstance(node, made)] == []


@EVERY
def test_its_prose_holds_no_number_and_says_what_to_take_from_it(stem):
    prose = [cell.source for cell in cells(stem, "markdown")]
    assert not re.search(r"\d", "\n".join(prose))
    assert prose[0].startswith("# ") and prose[-1].startswith("**What to take from this.**")
    assert first_heading(nbformat.read(FOLDER / f"{stem}.ipynb", 4), "") != ""


@EVERY
def test_its_sentences_are_short(stem):
    words = [len(sentence.split()) for cell in cells(stem, "markdown")
             for sentence in re.split(r"(?<=[.?!:;])\s+", cell.source) if not sentence.startswith("#")]
    assert max(words) <= 32
