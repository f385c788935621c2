"""The library code that a notebook can reach: what its cells name of the package, and all that this names in its turn.

Names are taken from the text, not from running or parsing it, which would take longer than a run that has nothing to do
may take. Text says too much rather than too little: a module that a comment names counts as reached, and whatever is
named in a way that cannot be followed reaches everything.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

LIBRARY = Path(__file__).resolve().parents[2]
EVERYTHING = "*"
DIGITS = 16
FROM = re.compile(r"from\s+wayforward((?:\.\w+)*)\s+import\s+(\((?:[^)#]|#[^\n]*)*\)|(?:[^\n;\\]|\\\n)*)")
DOTTED = re.compile(r"wayforward\.((?:\w+\.)*\w+)")
PREFIX = re.compile(r"wayforward\.((?:\w+\.)*)(?=[{\"'])")         # f"wayforward.measures.{measure}"
AS = re.compile(r"wayforward\s+as\s+(\w+)")
PLAIN = re.compile(r"wayforward(?:(?<=import wayforward)|(?<=, wayforward))\b(?!\s*\.|\s+as\b)")
PUBLIC = re.compile(r'"(\w+)": "wayforward\.([\w.]+)"')            # what the package imports when it is first used
Stamped = tuple[tuple[str, int, int], ...]


def code_dependencies(cells: list[str], library: Path = LIBRARY) -> dict[str, str]:
    """The start of the sha256 of every module that code can reach, by path from the library; and of every file that is
    no module (the plan, templates), but for the runner's."""
    return _reached(frozenset(named("\n".join(cells))), library, _stamped(library))


def named(text: str) -> set[str]:
    """What a text names of the package, without the package's own name; EVERYTHING where that cannot be said."""
    names = _imported(text) | set(DOTTED.findall(text)) | {prefix + EVERYTHING for prefix in PREFIX.findall(text)}
    aliases = {*AS.findall(text), *PLAIN.findall(text)}
    rest = PLAIN.sub("", AS.sub("", FROM.sub("", text))) if aliases else ""
    return names | {used or EVERYTHING for alias in aliases
                    for used in re.findall(rf"(?<![\w.]){alias}\b(?:\s*\.\s*(\w+))?", rest)}


def _imported(text: str) -> set[str]:
    return {f"{module}.{name}".removeprefix(".") for module, given in FROM.findall(text) for name in _words(given)}


def _words(imported: str) -> list[str]:
    """The names that an import statement lists, by those that they have where they come from."""
    listed = re.sub(r"#[^\n]*|[()\\]", " ", imported).split(",")
    return [name.split()[0] for name in listed if name.split()]


def _stamped(folder: Path | str, under: str = "") -> Stamped:
    """The library's files by path from there, each with when it was last written and its size."""
    found = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.name.startswith((".", "__pycache__")) or entry.name.endswith((".pyc", "~")):
                continue
            if entry.is_dir():
                found += _stamped(entry.path, f"{under}{entry.name}/")
            else:
                found.append((f"{under}{entry.name}", entry.stat().st_mtime_ns, entry.stat().st_size))
    return tuple(found)


@cache
def _reached(names: frozenset[str], library: Path, stamped: Stamped) -> dict[str, str]:
    files = {path: _read(library / path, written, size) for path, written, size in stamped}
    public = dict(PUBLIC.findall(files["__init__.py"].text))
    found = {path for path in files if not path.endswith(".py") and not path.startswith("runner/")}
    todo, known = set(names), set()
    while todo:
        known |= todo
        new = {path for name in todo for path in _modules(name, files, public)} - found
        found |= new
        todo = {name for path in new for name in files[path].names} - known
    return {path: files[path].digest for path in sorted(found)}


class _File(NamedTuple):
    digest: str
    text: str
    names: frozenset[str]


@cache
def _read(path: Path, written: int, size: int) -> _File:
    """A file's digest and, of a module, its text and what it names; of the package's own, which lists what is public,
    only what it imports at once: whoever uses the rest names that."""
    content = path.read_bytes()
    text = content.decode("utf-8", "replace") if path.suffix == ".py" else ""
    names = _imported(text) if PUBLIC.search(text) else named(text)
    return _File(hashlib.sha256(content).hexdigest()[:DIGITS], text, frozenset(names))


def _modules(name: str, files: dict[str, _File], public: dict[str, str]) -> set[str]:
    """The modules that a name stands for: it, and the packages it lies in; or all under a package, or all there are."""
    name = public.get(name.partition(".")[0], name)
    under = name.removesuffix(EVERYTHING).rstrip(".").replace(".", "/")
    if name.endswith(EVERYTHING):
        return {path for path in files if path.endswith(".py") and path.startswith(f"{under}/" if under else "")}
    found = {path for each in _prefixes(under) for path in (f"{each}.py", f"{each}/__init__.py") if path in files}
    return found | {"__init__.py"} if found else _modules(EVERYTHING, files, public)


def _prefixes(path: str) -> Iterator[str]:
    """a/b/c, a/b and a."""
    while path:
        yield path
        path = path.rpartition("/")[0]
