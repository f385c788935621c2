"""The sentences of templates/words.toml, taken apart: what is fixed in each, and what its slots are called."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from string import Formatter

ENDS = r"(?=\s|\Z)"


@dataclass(frozen=True)
class Template:
    """A sentence: its name, and its pieces, each a fixed text with the slot that follows it ("" after the last)."""

    register: str
    name: str
    pieces: tuple[tuple[str, str], ...]

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(slot for _, slot in self.pieces if slot)

    @cached_property
    def fixed(self) -> int:
        """How many letters of it are fixed."""
        return sum(len(text) for text, _ in self.pieces)

    @cached_property
    def loose(self) -> re.Pattern[str]:
        """What a sentence that was meant to be this one looks like, whatever its slots hold."""
        return re.compile("".join(re.escape(text) + ("(.+?)" if slot else "") for text, slot in self.pieces) + ENDS)


@cache
def words() -> dict[str, dict]:
    """The tables of words.toml."""
    return tomllib.loads(files("wayforward").joinpath("templates", "words.toml").read_text(encoding="utf-8"))


@cache
def templates(register: str) -> tuple[Template, ...]:
    """The sentences of a register."""
    return tuple(Template(register, name, taken_apart(sentence)) for name, sentence in words()[register].items())


def taken_apart(sentence: str) -> tuple[tuple[str, str], ...]:
    """A sentence's pieces.

    >>> taken_apart("down {change} a year.")
    (('down ', 'change'), (' a year.', ''))
    """
    return tuple((text, slot or "") for text, slot, _, _ in Formatter().parse(sentence))


def without_step(template: Template) -> Template:
    """A sentence of a figure whose differences have no unit, such as a score."""
    said = "".join(text + (f"{{{slot}}}" if slot else "") for text, slot in template.pieces)
    return Template(template.register, template.name, taken_apart(said.replace(" {step}", "")))
