"""CONTRIBUTING.md followed to the letter, in a copy of the project."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = ("lib", "plans", "params", "data", "notebooks", "commentary", "published", "docs")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LAST, END = ", the last entry", ", at its end"


def blocks(chapter: str) -> list[tuple[str, str]]:
    """The kind and text of each code block under a heading of CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [own] = re.findall(rf"^## {re.escape(chapter)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return BLOCK.findall(own)


def copy_project(home: Path) -> Path:
    """The project without its runs and its environment."""
    for name in COPIED:
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__", "extracts", "*.png"))
    shutil.copytree(ROOT / "tests" / "measures", home / "tests" / "measures")
    for path in (*ROOT.glob("*.*"), *ROOT.glob("tests/*.py")):
        if path.is_file():
            shutil.copy(path, home / path.relative_to(ROOT))
    return home


def run(home: Path, *words: str) -> subprocess.CompletedProcess:
    """A module of Python, run in the copy on its own library."""
    outside = {"PYTHONPATH": os.pathsep.join([str(home / "lib"), str(home / "tests")]),
               "JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter")}
    return subprocess.run([sys.executable, *words], cwd=home, env=os.environ | outside, capture_output=True, text=True,
                          timeout=600)


def follow(home: Path, chapter: str) -> None:
    """Does what each code block of a chapter says: runs its commands, writes its files."""
    for kind, text in blocks(chapter):
        if kind == "sh":
            for line in text.splitlines():
                done = run(home, "-m", *shlex.split(line))
                assert done.returncode == 0, done.stderr
        else:
            place, _, rest = text.removeprefix("# ").partition("\n")
            write(home / place.removesuffix(LAST).removesuffix(END), rest, place)


def write(path: Path, text: str, place: str) -> None:
    """A block's text in its place: the last entry of a plan, the end of a module, or the whole file."""
    there = path.read_text(encoding="utf-8") if path.exists() else ""
    kept = there[:there.rindex("[[measures]]\n")] if place.endswith(LAST) else there if place.endswith(END) else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(kept + text, encoding="utf-8")


def files(home: Path) -> dict[str, bytes]:
    """What the copy holds, by path, without what a run makes."""
    found = (path for name in (*COPIED, "tests") for path in (home / name).rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found
            if not {"__pycache__", ".pytest_cache"} & set(path.parts)}
