"""The examples in the library's docstrings say what the code does."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[1] / "lib"
WITH_EXAMPLES = sorted(".".join(path.relative_to(LIBRARY).with_suffix("").parts)
                       for path in LIBRARY.rglob("*.py") if ">>> " in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_hold(module):
    found = doctest.testmod(import_module(module))
    assert found.attempted > 0
    assert found.failed == 0


def test_there_are_examples_to_hold():
    assert "wayforward.statistics.trend" in WITH_EXAMPLES
