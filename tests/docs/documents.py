"""The project's documents, and what stands in them as code."""

import re
from pathlib import Path
from typing import NamedTuple

from wayforward import project

ROOT = project.root()
BESIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "data/extracts/README.md", "runs/README.md",
          "published/README.md", "commentary/README.md")
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
         for path in (*sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in BESIDE))}
FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4,}((?:\.venv/bin/)?wayforward .+|make \S+)$", re.MULTILINE)
INLINE = re.compile(r"`((?:\.venv/bin/)?wayforward [^`\n]+|make [\w-]+)`")


class Block(NamedTuple):
    """A piece of code: its language, its text, and the line of its page on which it begins."""

    language: str
    text: str
    line: int


def blocks(text: str) -> list[Block]:
    """The fenced code of a document, in its order."""
    return [Block(found[2], re.sub(f"^{found[1]}", "", found[3], flags=re.MULTILINE),
                  text.count("\n", 0, found.start()) + 2) for found in FENCED.finditer(text)]


def without_code(text: str) -> str:
    """A document's words, without fenced and other code."""
    return re.sub(r"`[^`\n]*`", "", FENCED.sub("", text))


def commands(text: str) -> list[str]:
    """The lines that a reader would type into a shell, without the remarks on them."""
    shell = [line for block in blocks(text) if block.language == "sh" for line in block.text.splitlines()]
    typed = [re.sub(r"\s+#.*$", "", line).strip() for line in [*shell, *INDENTED.findall(FENCED.sub("", text))]]
    return [line for line in typed if line and not line.startswith("#")]


def of(name: str) -> Path:
    """Where a document lies."""
    return ROOT / name
