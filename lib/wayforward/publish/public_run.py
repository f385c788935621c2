"""The public folder of a run, as the pack's forms need it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from wayforward.assurance import ASSURED, DRAFT
from wayforward.errors import RefusedParameters
from wayforward.finding import Finding, from_json
from wayforward.plan import Plan, load_plan
from wayforward.publish.plain_words import plain

NAMES = ("findings.json", "narrative.md", "manifest.json")
TESTS = ("p", "smallest_p")
PUBLISHED = "published"
NOT_DRAWN = {"visible": [], "uneven": None, "outlook": None, "scatter": None, "decomposition": None, "control": None}
STILL_TO_COME, TOGETHER = "**Figures", "**The promises’ tests together"


@dataclass(frozen=True)
class PublicRun:
    """What may leave of a run: `plain`, its findings as in findings.json; `narrative`, its stories as Markdown;
    `plan`, whose promises these are; `assured`, whether it was signed off, as its manifest says."""

    period: str
    as_at: date
    invented: bool
    plain: tuple[dict[str, Any], ...]
    narrative: str
    plan: Plan
    assured: bool = False

    @cached_property
    def findings(self) -> list[Finding]:
        """In the plan's order, a promise's headline first."""
        return sorted(map(drawable, self.plain), key=lambda one: (one.number, not one.headline))

    @property
    def headlines(self) -> list[Finding]:
        """One a promise."""
        return [one for one in self.findings if one.headline]

    @property
    def area(self) -> str:
        """Its name, with "(invented)" where it is."""
        return self.findings[0].area

    @property
    def standing(self) -> str:
        """Whether it is a draft, as each page and sheet says it."""
        return (ASSURED if self.assured else DRAFT).removesuffix(".")

    @property
    def mark(self) -> str:
        """The same, and that an invented area's figures are invented."""
        return self.standing + (f". {self.area}: nothing here is real" if self.invented else "")

    @property
    def compared(self) -> list[Finding]:
        """The headlines of which it is known what the report before would have said: returns are not counted again."""
        return [one for one in self.headlines if one.origin == PUBLISHED and (one.latest or one.since)]

    def parts(self, headline: Finding) -> list[Finding]:
        """The other figures that the promise's own words name."""
        return [one for one in self.findings if one.number == headline.number and one.part and not one.headline]

    @cached_property
    def opening(self) -> list[str]:
        """The blocks of Markdown before the first ambition: title, whose report, verdicts in short, what is new, what
        is still to come, the tests together."""
        blocks = self.narrative.partition("\n## ")[0].strip().split("\n\n")
        return blocks[1:] if blocks[0] in (DRAFT, ASSURED) else blocks

    @property
    def title(self) -> str:
        """Plan, area and period."""
        return plain(self.opening[0].removeprefix("# "))

    @property
    def in_short(self) -> list[str]:
        """How many promises have each verdict, and which: a line each."""
        return bullets(self.opening[2])

    @property
    def new(self) -> list[str]:
        """What is new since the report before, as blocks of Markdown."""
        return self._told()[:self._begins(STILL_TO_COME)]

    @property
    def still_to_come(self) -> list[str]:
        """Which figures are still to come, as blocks of Markdown; the first is a heading."""
        return self._told()[self._begins(STILL_TO_COME):self._begins(TOGETHER)]

    @property
    def together(self) -> list[str]:
        """What it means that so many promises are tested at once, as blocks of Markdown."""
        return self._told()[self._begins(TOGETHER):]

    def _told(self) -> list[str]:
        return self.opening[3:]

    def _begins(self, start: str) -> int:
        blocks = self._told()
        return next((place for place, block in enumerate(blocks) if block.startswith(start)), len(blocks))


def bullets(block: str) -> list[str]:
    """The lines of a Markdown list.

    >>> bullets("- one\\n- two")
    ['one', 'two']
    """
    return [line.removeprefix("- ") for line in block.splitlines()]


def read_public_run(folder: Path) -> PublicRun:
    """The public folder of a run, or an edition of what was published. RefusedParameters names all that is missing."""
    missing = [name for name in NAMES if not (folder / name).is_file()]
    if missing:
        raise RefusedParameters(f"expected the public folder of a run; {folder.name} has no {', '.join(missing)}; run "
                                "the period again")
    return public_run({name: (folder / name).read_bytes() for name in NAMES})


def public_run(files: Mapping[str, bytes]) -> PublicRun:
    """The same from its files by name."""
    findings, narrative, manifest = (files[name].decode() for name in NAMES)
    told, made = json.loads(findings), json.loads(manifest)
    return PublicRun(told["period"], date.fromisoformat(told["as_at"]), told["invented"], tuple(told["findings"]),
                     narrative, load_plan(made["parameters"]["plan"]), made.get("assurance") == ASSURED)


def drawable(plain: dict[str, Any]) -> Finding:
    """A finding from its reduced form, with all that charts and tables show; a p that is told in words is its limit,
    and what a reduced finding does not tell is not there."""
    return from_json(_in_numbers(plain) | NOT_DRAWN)


def _in_numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_in_numbers(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: float(each.removeprefix("<")) if name in TESTS and isinstance(each, str) else _in_numbers(each)
            for name, each in value.items()}
