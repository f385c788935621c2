"""One direction only: the imports of the library are read, and each stage knows none that comes after it."""

import ast
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[1] / "lib" / "wayforward"
MODULES = {path.relative_to(LIBRARY).with_suffix("").as_posix().replace("/", "."): path
           for path in sorted(LIBRARY.rglob("*.py"))}
STAGES = ["spent", "errors", "markup", "periods", "project", "reads", "areas", "plan", "coverage", "returns", "sample",
          "measures", "disclose", "statistics", "judge", "finding", "formats", "narrate", "chapters", "show", "report",
          "runner", "cli", "__main__", "__init__"]
NUMBERS = {"pandas", "numpy", "scipy", "statsmodels"}
MOST_LINES = 350


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def stage(module: str) -> str:
    return module.partition(".")[0]


def imported(module: str) -> set[str]:
    """Everything a module imports, wherever in it, by full name; a name from the package itself as its module."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by dots"
            whole = [f"{node.module}.{name.name}" for name in node.names]
            found |= set(whole) if node.module == "wayforward" else {node.module}
    return found


def own(module: str) -> set[str]:
    """The stages of the library that a module imports."""
    return {name.split(".")[1] for name in imported(module) if name.startswith("wayforward.")}


def packages(module: str) -> set[str]:
    """The packages that a module imports."""
    return {name.partition(".")[0] for name in imported(module)}


def test_every_module_is_of_a_stage():
    assert {stage(module) for module in MODULES} == set(STAGES)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_its_own_stage_and_earlier_ones(module):
    allowed = STAGES[:STAGES.index(stage(module))] + ([stage(module)] if "." in module else [])
    assert sorted(own(module) - set(allowed)) == []


@pytest.mark.parametrize(("stages", "known"), [
    (["statistics"], set()),                                    # neither rows of children, nor which way is good
    (["measures"], {"periods"}),
    (["returns"], {"errors", "periods", "reads"}),
    (["judge"], {"errors", "statistics"}),                      # no row of an extract, no plan
    (["finding", "formats", "narrate", "chapters", "show"], {"finding", "formats", "judge", "markup", "narrate",
                                                             "spent", "statistics"}),
    (["runner"], {"areas", "errors", "markup", "periods", "plan", "project", "reads", "report"}),    # runs notebooks
])
def test_what_a_stage_may_know(stages, known):
    for module in MODULES:
        if stage(module) in stages:
            assert sorted(own(module) - known - {stage(module)}) == [], module


@pytest.mark.parametrize("module", [module for module in MODULES if stage(module) in (
    "judge", "finding", "formats", "narrate", "chapters")])
def test_what_is_said_is_not_computed(module):
    assert packages(module) & NUMBERS == set()


def test_the_reader_of_imports_sees_them():
    """So that the rules above are not true of nothing."""
    assert own("cli") >= {"runner", "report", "coverage", "errors"}                # also inside functions
    assert own("report.open") >= {"measures", "narrate", "project"}                 # names of the package itself
    assert packages("statistics.intervals") >= {"numpy", "pandas", "scipy", "statsmodels"}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_and_is_no_longer_than_one_can_read(module):
    assert ast.get_docstring(tree(module))
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def speaks_for_itself(module: str, node: ast.FunctionDef | ast.ClassDef) -> bool:
    """One line under a good name; words that are their own values; or a measure's part whose shape measures/__init__
    gives and whose meaning is the module's docstring."""
    if isinstance(node, ast.ClassDef):
        return any(ast.unparse(base) == "StrEnum" for base in node.bases)
    one_line = len(node.body) == 1 and node.body[0].lineno == node.body[0].end_lineno
    return one_line or (stage(module) == "measures" and node.name in ("published", "context"))


@pytest.mark.parametrize("module", MODULES)
def test_what_is_public_says_what_it_does(module):
    whole = tree(module)
    public = [node for owner in (whole, *whole.body) if isinstance(owner, ast.Module | ast.ClassDef)
              for node in owner.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"]
    silent = [node.name for node in public if not ast.get_docstring(node) and not speaks_for_itself(module, node)]
    assert silent == []


def test_nothing_in_the_library_is_taken_for_a_test():
    names = [node.name for module in MODULES for node in ast.walk(tree(module))
             if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert [name for name in names if name.lower().startswith("test")] == []
    assert "trend" in names
