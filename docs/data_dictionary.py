"""Prints docs/data-dictionary.md: fields, types and rules from the code that writes the files, words from a table.

The table is dictionary.toml; every field needs its words there, and words without a field are refused.

    python docs/data_dictionary.py > docs/data-dictionary.md
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from wayforward.finding import Finding
from wayforward.publish.csv_on_the_web import COLUMNS
from wayforward.published.contract import FIGURES, MORE, REGISTERS, SYMBOLS
from wayforward.report import public_finding as public
from wayforward.statistics.results import NOT_KEPT

WORDS = tomllib.loads(Path(__file__).with_name("dictionary.toml").read_text(encoding="utf-8"))
PLAIN = {str: "text", int: "whole number", float: "number", bool: "yes or no", date: "day"}
LEAVES = {public.as_it_is: "as it is", public.figure: "to the pages' digits", public.per_year: "to one digit more",
          public.share: "to the pages' digits", public.percent: "in whole per cent", public.chance: "in twentieths",
          public.p: "in the pages' words", public.heads: "where pages show it", public.nothing: "no"}
# Whose rules go by another name in report/public_finding.py, and what leaves as it is
NAMED, AS_THEY_ARE = {"ControlChart": "CONTROL"}, ("Refusal", "Awaited", "Since")
ADDED = {"Finding": {"robustness_holds": "yes or no"}, "Trend": {"evidence": "text"}}    # by finding.to_json

HEAD = """# Data dictionary

What stands in the files that leave, and in those that are read. This page is made from the code that writes and checks
them (`python docs/data_dictionary.py > docs/data-dictionary.md`), so it says what stands there today. Columns of a
council's returns: `returns.md`."""
CSV = """## findings.csv

In the panel pack: a row a point of every series, UTF-8, with a description as CSV on the Web beside it."""
JSON = """## findings.json

Of a run: one object a series under `findings`, sorted by promise, the headline first. Beside it stand `schema`, area,
period and as-at day. Percentages are fractions (0.886); days are ISO days. What is not there is null, never 0.

`internal/findings.json` holds all of it. The last column says what of a figure counted from returns is in
`public/findings.json`; official published figures are there as they are."""
PUBLISHED = """## Published figures

The tables of `data/published/`. Everything is text there, as in the source; nothing is worked out."""


def dictionary() -> str:
    """The whole page; LookupError where words and fields do not match."""
    kinds, tables = list(things(Finding)), {"figures": FIGURES} | REGISTERS
    left = WORDS.keys() - {kind.__name__ for kind in kinds} - tables.keys()
    if left:
        raise LookupError(f"dictionary.toml: no such thing is kept: {', '.join(sorted(left))}")
    return "\n\n".join([
        HEAD, CSV, table(("column", "type", "what it holds"), [(f"`{name}`", *rest) for name, rest in COLUMNS.items()]),
        JSON, *map(of_thing, kinds), *map(of_enum, enums(kinds)),
        PUBLISHED, *(of_table(name, columns) for name, columns in tables.items()),
        "### Symbols", table(("symbol", "means"), [(f"`{sign}`", words) for sign, words in SYMBOLS.items()])]) + "\n"


def things(kind: type) -> Iterator[type]:
    """A dataclass and all that it holds, each once, outer ones first."""
    found = [kind]
    for each in found:
        found += [inner for inner in dict.fromkeys(held(each)) if inner not in found]
    yield from found


def held(kind: type) -> list[type]:
    """The dataclasses in a dataclass's own fields."""
    hints = get_type_hints(kind)
    return [part for field in kept(kind) for part in parts_of(hints[field]) if is_dataclass(part)]


def kept(kind: type) -> list[str]:
    """The names of a dataclass's fields that stand in files."""
    return [field.name for field in fields(kind) if field.metadata != NOT_KEPT]


def parts_of(hint: Any) -> list[Any]:
    """A type and those within it."""
    return [hint, *(inner for part in get_args(hint) for inner in parts_of(part))]


def told(name: str, columns: list[str]) -> list[tuple[str, str]]:
    """Columns with their words; LookupError where one has none, or words have no column."""
    wrong = WORDS.get(name, {}).keys() ^ set(columns)
    if wrong:
        raise LookupError(f"dictionary.toml, [{name}]: fields and words differ in {', '.join(sorted(wrong))}")
    return [(column, WORDS[name][column]) for column in columns]


def of_thing(kind: type) -> str:
    """The part of the page on a dataclass."""
    hints, rules = get_type_hints(kind), rules_of(kind.__name__)
    types = {name: in_words(hints[name]) for name in kept(kind)} | ADDED.get(kind.__name__, {})
    rows = [(f"`{name}`", types[name], words, leaves(rules, name)) for name, words in told(kind.__name__, [*types])]
    return f"### {kind.__name__}\n\n{table(('field', 'type', 'what it holds', 'in public'), rows)}"


def of_table(name: str, columns: list[str]) -> str:
    """The part of the page on a table of published figures."""
    rows = [(f"`{column}`", words) for column, words in told(name, columns + MORE.get(name, []))]
    heading = "Tables of figures" if name == "figures" else f"{name}.csv"
    return f"### {heading}\n\n{table(('column', 'what it holds'), rows)}"


def rules_of(name: str) -> dict | None:
    """The rules by which a thing's fields leave: of ControlPoint CONTROL_POINT; none where it leaves as it is."""
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()
    return None if name in AS_THEY_ARE else getattr(public, NAMED.get(name, words))


def leaves(rules: dict | None, name: str) -> str:
    """What of a field is in public files; without rules, all."""
    if rules is None:
        return "as it is"
    return LEAVES.get(rules[name], "part by part") if name in rules else "no"


def in_words(hint: Any) -> str:
    """A type in words; what is not named may be null."""
    if get_origin(hint) is UnionType:
        return " or ".join([in_words(part) for part in get_args(hint) if part is not NoneType] + ["null"])
    if get_origin(hint) is tuple:
        inner = [part for part in get_args(hint) if part is not ...]
        return f"list of {' and '.join(map(in_words, inner))}" if ... in get_args(hint) else \
            f"pair of {' and '.join(map(in_words, inner))}"
    return PLAIN.get(hint) or f"[{hint.__name__}](#{hint.__name__.lower()})"


def enums(kinds: list[type]) -> list[type]:
    """The lists from which words are chosen, in the fields of dataclasses."""
    hints = [part for kind in kinds for name in kept(kind) for part in parts_of(get_type_hints(kind)[name])]
    return list(dict.fromkeys(each for each in hints if isinstance(each, type) and issubclass(each, Enum)))


def of_enum(kind: type) -> str:
    """The part of the page on words that are chosen from a list."""
    return f"### {kind.__name__}\n\nOne of: {', '.join(f'`{value}`' for value in kind)}."


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ("---",) * len(heads), *rows))


if __name__ == "__main__":
    sys.stdout.write(dictionary())
