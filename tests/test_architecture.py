"""One direction only: the imports of the library are read, and each stage knows none that comes after it."""

import ast
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[1] / "lib" / "wayforward"
COUNTY = LIBRARY.with_name("exampleshire")
MODULES = {path.relative_to(LIBRARY).with_suffix("").as_posix().replace("/", "."): path
           for path in sorted(LIBRARY.rglob("*.py"))}
STAGES = ["timing", "errors", "ledger", "markup", "periods", "project", "given_names", "input_tracking", "today",
          "tagged_pdf", "assurance", "areas", "plans", "library", "declared_rule", "plan", "council", "coverage",
          "returns", "reading", "published", "counting", "measures", "disclosure", "statistics", "judge", "finding",
          "formats", "narrate", "show", "proof", "commentary", "report", "attack", "publish", "runner", "extend",
          "portal", "cli_commentary", "cli_extend", "cli_figures", "cli_pack", "cli_portal", "cli_proof",
          "cli_replay", "cli_signoff", "cli", "__main__", "__init__"]
NUMBERS = {"pandas", "numpy", "scipy", "statsmodels"}
MOST_LINES = 350


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def stage(module: str) -> str:
    return module.partition(".")[0]


def room(module: str) -> str:
    return module.split(".")[1]


def known_modules(module: str) -> set[str]:
    """The modules of the library that a module imports at its top, itself left out."""
    top = {name for node in tree(module).body for name in names_of(node)}
    return {name for name in (each.removeprefix("wayforward.") for each in top) if name in MODULES} - {module}


def circles(graph: dict[str, set[str]]):
    """Modules that come back to themselves."""
    for begin in graph:
        reached, ahead = set(), list(graph[begin])
        while ahead:
            if (module := ahead.pop()) not in reached:
                reached.add(module)
                ahead += graph.get(module, ())
        if begin in reached:
            yield begin


def imported(module: str) -> set[str]:
    """Everything a module imports, wherever in it, by full name; a name from a package itself as its module."""
    return imported_by(MODULES[module])


def imported_by(path: Path) -> set[str]:
    return {name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in names_of(node)}


def names_of(node: ast.AST) -> set[str]:
    """What one statement imports, by full name: a module, or the module that a name is of."""
    if isinstance(node, ast.Import):
        return {name.name for name in node.names}
    if not isinstance(node, ast.ImportFrom):
        return set()
    assert node.level == 0, f"{node.module} is imported by dots"
    whole = {name.name: f"{node.module}.{name.name}" for name in node.names}
    return {full if full.removeprefix("wayforward.") in MODULES or node.module == "wayforward" else node.module
            for full in whole.values()}


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
    (["counting"], {"periods", "returns"}),                     # codes alone; and no promise: see below
    (["ledger", "assurance"], {"errors"}),
    (["proof"], {"formats"}),                                             # and so nothing of what words the stories
    (["attack"], {"errors", "ledger", "project", "tagged_pdf"}),          # and so nothing of what hides small numbers
    (["measures"], {"counting", "periods", "returns"}),
    (["returns"], {"periods"}),
    (["reading", "published"], {"errors", "input_tracking", "markup", "periods", "published", "reading",
                               "returns"}),
    (["judge"], {"errors", "statistics"}),                      # no row of an extract, no plan
    (["finding", "formats", "narrate", "show"], {"finding", "formats", "judge", "markup", "narrate", "statistics",
                                                 "timing"}),
    (["commentary"], {"finding", "formats", "input_tracking", "judge", "markup", "narrate", "project", "proof"}),
    (["publish"], {"assurance", "errors", "finding", "formats", "markup", "narrate", "plan", "proof",
                   "show", "tagged_pdf"}),                                # no row, no test
    (["portal"], {"assurance", "errors", "formats", "judge", "ledger", "markup", "narrate", "runner",
                  "show"}),                                               # public files, and no report made anew
    (["runner"], {"areas", "assurance", "attack", "commentary", "council", "declared_rule", "errors", "formats",
                  "given_names", "input_tracking", "ledger", "library", "markup", "periods", "plan", "plans", "project",
                  "proof", "publish", "report", "today"}),                          # notebooks
])
def test_what_a_stage_may_know(stages, known):
    for module in MODULES:
        if stage(module) in stages:
            assert sorted(own(module) - known - {stage(module)}) == [], module


@pytest.mark.parametrize("module", [module for module in MODULES if stage(module) in (
    "judge", "finding", "formats", "narrate")])
def test_what_is_said_is_not_computed(module):
    assert packages(module) & NUMBERS == set()


def test_the_reader_of_imports_sees_them():
    """So that the rules above are not true of nothing."""
    assert own("cli") >= {"runner", "report", "coverage", "errors"}                # also inside functions
    assert own("report.open") >= {"measures", "narrate", "project"}                 # names of the package itself


ROOMS = ["cache", "pools", "notebook"]


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("runner.")])
def test_the_rooms_of_the_runner_know_each_other_one_way(module):
    later = ROOMS[ROOMS.index(room(module)) + 1:] if room(module) in ROOMS else []
    assert [name for name in imported(module) if name.startswith("wayforward.runner.") and
            room(name.removeprefix("wayforward.")) in later] == []


def test_no_modules_import_each_other_in_a_circle():
    graph = {module: known_modules(module) for module in MODULES if module != "__init__"}
    assert graph["report.open"] and not list(circles(graph))
    assert list(circles({"a": {"b"}, "b": {"c"}, "c": {"a"}}))


def test_what_definitions_are_written_with_names_no_promise():
    promises = [module.removeprefix("measures.") for module in MODULES if module.startswith("measures.")][1:]
    assert len(promises) >= 16
    counting = [path for module, path in MODULES.items() if stage(module) == "counting"]
    assert [(path.name, name) for path in counting for name in promises if name in path.read_text("utf-8")] == []


def test_the_invented_county_is_a_package_of_its_own():
    known = {name for path in COUNTY.glob("*.py") for name in imported_by(path) if name.startswith("wayforward")}
    assert {name.split(".")[1] for name in known} <= {"returns", "published", "periods"}
    own_modules = {f"exampleshire.{path.stem}" for path in COUNTY.glob("*.py")}
    assert {name for module in MODULES for name in imported(module) if name.startswith("exampleshire")} <= {
        "exampleshire", *own_modules}
    assert [module for module in MODULES if any("exampleshire" in name for name in imported(module))] == ["cli"]
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
