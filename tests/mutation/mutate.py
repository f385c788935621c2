"""Would a test fail if a clause of a definition, a verdict or a rule were broken? Each is broken in turn, and its tests
are run.

    .venv/bin/python tests/mutation/mutate.py [MODULE …] [--at-most 40] [--least 0.85] [--seconds 60]

A mutant is a module in which one comparison, logical operator, sum or product, condition, number, truth value or code
is another. It is killed when a test fails, or takes longer than it may. The modules: those of `measures` and
`counting`, whose tests are their own and, if those pass, those of the modules that import them, of all definitions and
of all codes; and those named in TESTED_BY (judge, disclosure, screening), with the tests named there. Of a return's
layout only its rules are changed. What survives is told with its line, to be looked at: either a test is missing, or
the change makes no difference (a default that no caller uses, an order that nobody sees); README.md beside this file
tells which. Ends with 1 where fewer of all that were tried are killed than `--least`. All 3,000 take hours;
`--at-most 40` tries forty of each module, drawn alike every time.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import re
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARY, TESTS = ROOT / "lib" / "wayforward", ROOT / "tests"
PACKAGE, MEASURES, DEFINITIONS = "wayforward", "measures", ("measures", "counting")
LAYOUTS = ("audits", "coproduction", "early_help", "engagement", "gias", "key_stages", "nccis", "travel", "workforce")
RULES = {f"returns.{name}": ("returns/test_other_returns",) for name in LAYOUTS} | {
    "returns.sen2": ("returns/test_sen2",), "returns.ssda903_rules": ("returns/test_ssda903",)}
DISCLOSURE = "disclosure"
HIDING = {f"{DISCLOSURE}.{name}": (f"{DISCLOSURE}/test_{name}",) for name in (
    "rule", "row_sets", "primary", "links", "hiding", "record", "tables_beside", "make_up", "series")}
HIDING |= {f"{DISCLOSURE}.suppression": (f"{DISCLOSURE}/test_suppression", f"{DISCLOSURE}/test_judges"),
           f"{DISCLOSURE}.numbers": (f"{DISCLOSURE}/test_suppression",)}
TESTED_BY = {
    "judge": ("test_judge",), **HIDING, "reading.screening": ("reading/test_screening",),
    "reading.date_forms": ("reading/test_screening", "returns/test_layout"),
    "reading.normalise": ("reading/test_normalise",), "reading.completeness": ("reading/test_completeness",), **RULES,
    "returns.rules": ("returns/test_ssda903", "returns/test_sen2", "returns/test_other_returns"),
    **{f"reading.{name}": ("reading/test_related",)
       for name in ("references", "lookups", "emptied_columns", "related")}}
CODE = re.compile(r"[A-Z0-9]{1,6}")
OPERATORS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
             ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or,
             ast.Or: ast.And, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add,
             ast.Mult: ast.Div, ast.Div: ast.Mult}
METHODS = {"eq": "ne", "ne": "eq", "lt": "le", "le": "lt", "gt": "ge", "ge": "gt", "isna": "notna", "notna": "isna",
           "any": "all", "all": "any", "min": "max", "max": "min", "mask": "where", "where": "mask"}
INDIFFERENT = ("strict", "observed", "sort", "frozen")     # arguments that change no figure of sound rows
WORDS = {"first": "last", "last": "first", "left": "inner"}
Mutant = tuple[int, str, Callable[[], ast.Module]]


def main() -> int:
    """Prints how many mutants of each module are killed, and its survivors; 1 where too few of all are killed."""
    asked = _asked()
    _heavy_imports()
    names = [name for each in asked.modules or [*TESTED_BY, *_definitions()] for name in _named_by(each)]
    found = [_module(name, asked.at_most, asked.seconds) for name in names]
    killed, tried = (sum(numbers) for numbers in zip(*found, strict=True))
    print(_told("all together", killed, tried))
    return int(killed < asked.least * tried)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", help="as judge, counting.tally, or measures (all)")
    parser.add_argument("--at-most", type=int, help="how many of a module are tried, the same every time (all)")
    parser.add_argument("--least", type=float, default=0.85, help="the share of all that must be killed (0.85)")
    parser.add_argument("--seconds", type=int, default=60, help="how long a file of tests may compute (60)")
    return parser.parse_args()


def _heavy_imports() -> None:
    """What every mutant's tests need, but the library itself; a mutant is a fork of this process."""
    sys.path[:0] = [str(ROOT / "lib"), str(ROOT / "tests")]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"      # a plugin takes longer to load than most of the tests
    for name in ("pytest", "hypothesis", "pandas", "pandera.pandas", "scipy.stats", "scipy.optimize", "openpyxl",
                 "pyarrow.csv", "pyarrow.parquet", "sklearn.metrics", "sklearn.decomposition",
                 "sklearn.feature_extraction.text", "statsmodels.stats.inter_rater", "statsmodels.stats.proportion"):
        importlib.import_module(name)


def _module(name: str, at_most: int | None, seconds: int) -> tuple[int, int]:
    """Tries the mutants of a module: how many were killed, of how many. The module as it is must pass."""
    tree, suites = _tree(name), _suites(name)
    if not all(_passes(name, tree, tests, seconds) for tests in suites):
        raise SystemExit(f"{name}: its tests fail, or take longer than {seconds} seconds a file, without any change")
    survived, tried = 0, _drawn([*mutants(tree, name in RULES)], at_most)
    for line, change, mutant in tried:
        if all(_passes(name, mutant(), tests, seconds) for tests in suites):
            survived += 1
            print(f"    {name}, line {line}: {change}", flush=True)
    print(_told(name, len(tried) - survived, len(tried)), flush=True)
    return len(tried) - survived, len(tried)


def _told(name: str, killed: int, tried: int) -> str:
    return f"{name}: {killed} of {tried} killed ({killed / max(tried, 1):.0%})"


def _drawn(found: list[Mutant], at_most: int | None) -> list[Mutant]:
    """All that were found, or a sample of them, the same every time."""
    if at_most is None or len(found) <= at_most:
        return found
    return [found[place] for place in sorted(random.Random(0).sample(range(len(found)), at_most))]


def _named_by(name: str) -> list[str]:
    """A module; of `measures`, those of it that have a file of tests of their own; of `disclosure`, all."""
    if name == DISCLOSURE:
        return list(HIDING)
    own = [each for each in _definitions() if each.startswith(f"{MEASURES}.") and _own_tests(each).is_file()]
    return own if name == MEASURES else [name]


def _definitions() -> list[str]:
    """The definitions, and what they are written with."""
    return sorted(f"{room}.{path.stem}" for room in DEFINITIONS for path in (LIBRARY / room).glob("*.py")
                  if path.stem != "__init__")


def _path(name: str) -> Path:
    return LIBRARY / f"{name.replace('.', '/')}.py"


def _tree(name: str) -> ast.Module:
    return ast.parse(_path(name).read_text(encoding="utf-8"))


def _suites(name: str) -> list[list[Path]]:
    """The examples of a module's docstrings; then the tests that TESTED_BY names, or a measure's own and those of the
    modules that import it."""
    examples = [[_path(name)]] if ">>> " in _path(name).read_text(encoding="utf-8") else []
    if name in TESTED_BY:
        return [*examples, *([TESTS / f"{path}.py"] for path in TESTED_BY[name])]
    own, users = _own_tests(name), map(_own_tests, _users(name))
    of_all = map(_own_tests, ("measures.definitions", "counting.characteristics"))
    suites = [*examples, [own], sorted({*users, *of_all} - {own})]
    return [kept for kept in ([path for path in tests if path.is_file()] for tests in suites) if kept]


def _own_tests(name: str) -> Path:
    room, _, module = name.partition(".")
    return TESTS / room / f"test_{module}.py"


def _users(name: str) -> set[str]:
    """The definitions that import a module, by others or by themselves."""
    imports = {each: {*_imported(_tree(each))} for each in _definitions()}
    users = {name}
    while more := {user for user, used in imports.items() if used & users} - users:
        users |= more
    return users - {name}


def _imported(tree: ast.Module) -> Iterator[str]:
    """What a module imports of the definitions' rooms, by the modules' names or by names in them."""
    for node in ast.walk(tree):
        room, _, module = (node.module or "").removeprefix(f"{PACKAGE}.").partition(".") if isinstance(
            node, ast.ImportFrom) else ("", "", "")
        if room in DEFINITIONS:
            yield from [f"{room}.{module}"] if module else (f"{room}.{each.name}" for each in node.names)


def mutants(tree: ast.Module, rules_alone: bool = False) -> Iterator[Mutant]:
    """Every mutant of a module, or of its functions and rules alone: its line, what is changed in it, what makes it."""
    left_out = [*_indifferent(tree)]
    looked_at = {each for top in ast.walk(tree) if not rules_alone or _of_rules(top) for each in ast.walk(top)}
    for place, node in enumerate(ast.walk(tree)):
        for change, make in _changes(node) if node in looked_at and node not in left_out else ():
            yield getattr(node, "lineno", 0), change, partial(_changed, tree, place, make)


def _changed(tree: ast.Module, place: int, make: Callable[[ast.AST], None]) -> ast.Module:
    """A copy of a module in which the node at a place, in the order of ast.walk, is changed."""
    mutant = copy.deepcopy(tree)
    make(next(each for number, each in enumerate(ast.walk(mutant)) if number == place))
    return ast.fix_missing_locations(mutant)


def _of_rules(node: ast.AST) -> bool:
    """Whether a node of a layout is a function, a rule or a constant that these use."""
    rule = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rule"
    return rule or isinstance(node, ast.FunctionDef) or (
        isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant))


def _indifferent(tree: ast.Module) -> Iterator[ast.AST]:
    """Constants that change no figure: some arguments, and how many decimals readers see, as in ("%", 1)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in INDIFFERENT:
            yield node.value
        elif isinstance(node, ast.Tuple) and [type(getattr(each, "value", None)) for each in node.elts] == [str, int]:
            yield node.elts[1]


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """What can be changed at a node: in words, and the function that changes it in a copy."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            if type(operator) in OPERATORS:
                other = OPERATORS[type(operator)]
                yield _named(node, other), lambda each, place=place, other=other: each.ops.__setitem__(place, other())
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OPERATORS and not _of_words(node):
        other = OPERATORS[type(node.op)]
        yield _named(node, other), lambda each: setattr(each, "op", other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert | ast.Not):
        yield f"{ast.unparse(node)} without its not", lambda each: _twice(each)
    elif isinstance(node, ast.If | ast.IfExp):
        yield f"if not {ast.unparse(node.test)}", lambda each: setattr(each, "test", ast.UnaryOp(ast.Not(), each.test))
    elif isinstance(node, ast.Attribute) and node.attr in METHODS:
        yield f"{ast.unparse(node)} as {METHODS[node.attr]}", lambda each: setattr(each, "attr", METHODS[node.attr])
    elif isinstance(node, ast.Constant):
        value = _another(node.value)
        if value is not None:
            yield f"{node.value!r} as {value!r}", lambda each: setattr(each, "value", value)


def _named(node: ast.AST, other: type) -> str:
    return f"{ast.unparse(node)} with {other.__name__}"


def _of_words(node: ast.AST) -> bool:
    """Whether something is put together that is no number: words, or types in a hint."""
    return any(isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and (
        each.value is None or (isinstance(each.value, str) and not CODE.fullmatch(each.value))))
        for each in (getattr(node, "left", None), getattr(node, "right", None)))


def _twice(node: ast.UnaryOp) -> None:
    """A negation negated again."""
    node.operand = ast.UnaryOp(type(node.op)(), node.operand)


def _another(value: object) -> object:
    """A constant in a constant's place; None where it is not worth a try (words that only readers see)."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return WORDS.get(value) or (f"{value}?" if CODE.fullmatch(value) else None)
    return None


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a mutant where its module is imported."""

    def __init__(self, name: str, tree: ast.Module):
        self.name, self.tree = f"{PACKAGE}.{name}", tree

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name == self.name else None

    def exec_module(self, module) -> None:
        module.__file__ = str(_path(self.name.removeprefix(f"{PACKAGE}.")))
        exec(compile(self.tree, module.__file__, "exec"), module.__dict__)


def _passes(name: str, mutant: ast.Module, tests: list[Path], seconds: int) -> bool:
    """Whether all tests pass on a mutant, in a fork of its own."""
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, seconds * len(tests))      # a busy machine kills no mutant
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        import pytest

        sys.meta_path.insert(0, _Finder(name, mutant))
        os._exit(int(pytest.main(["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "--doctest-modules",
                                  *map(str, tests)])))
    return os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    sys.exit(main())
