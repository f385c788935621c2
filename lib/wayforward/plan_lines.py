"""Where in plan.toml a problem stands: the line of an entry's key, or of the entry where the key is not there."""

import re
from collections.abc import Sequence

STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\](?: [a-z0-9_]+)?)?(?:\.|$)")     # "measures[7] care_leavers.", "unit"
HEADER = re.compile(r"^\s*\[+\s*([\w.]+)\s*\]+")


def with_lines(text: str, problems: Sequence[str]) -> list[str]:
    """Problems, each of which begins with its place as load_plan has it, with their lines of the file's `text`.

    >>> with_lines('[plan]\\nid = "a"\\n[[measures]]\\nid = "b"', ["measures[1] b.unit: is missing", "plan.id: is odd"])
    ['line 3, measures[1] b.unit: is missing', 'line 2, plan.id: is odd']
    """
    found = [line_of(text, _keys(problem.partition(": ")[0])) for problem in problems]
    return [problem if line is None else f"line {line}, {problem}"
            for problem, line in zip(problems, found, strict=True)]


def _keys(place: str) -> list[str | int]:
    """A place counted from one, as a path."""
    steps = STEP.findall(place)
    return [key for name, number in steps for key in ([name, int(number) - 1] if number else [name])]


def line_of(text: str, keys: Sequence[str | int]) -> int | None:
    """The line, counted from one, of what a path of keys and places leads to, as far as it can be followed; None where
    not even its table is found. Entries that are written in one line are found by their list.

    >>> text = '[plan]\\nid = "a"\\n[[measures]]\\nid = "b"\\n[[measures.series]]\\nunit = "%"\\n[[measures]]'
    >>> line_of(text, ("measures", 0, "series", 0, "unit")), line_of(text, ("measures", 1, "title"))
    (6, 7)
    >>> line_of(text, ("plan", "id")), line_of(text, ("bees", 0))
    (2, None)
    """
    lines, at, names = text.splitlines(), None, ""
    first, last, rest = 0, len(text.splitlines()), list(keys)
    while rest and isinstance(rest[0], str):
        name, number = ".".join(filter(None, (names, rest[0]))), rest[1] if len(rest) > 1 else None
        heads = [place for place in range(first, last) if _header(lines[place]) == name]
        chosen = heads[number:number + 1] if isinstance(number, int) else heads[:1]
        if not chosen:
            key = re.compile(rf"^\s*{re.escape(rest[0])}\s*=")
            return next((place + 1 for place in range(first, _end(lines, first, last)) if key.match(lines[place])), at)
        at, names, rest = chosen[0] + 1, name, rest[1 + isinstance(number, int):]
        first, last = chosen[0] + 1, next((place for place in heads if place > chosen[0]), last)
    return at


def _header(line: str) -> str:
    """The name of the table that a line opens; "" where it opens none."""
    found = HEADER.match(line)
    return found[1] if found else ""


def _end(lines: Sequence[str], first: int, last: int) -> int:
    """Where a table's own keys end: at the next table of any kind."""
    return next((place for place in range(first, last) if _header(lines[place])), last)
