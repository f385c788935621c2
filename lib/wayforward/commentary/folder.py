"""Where the service's words lie, and all files of one area and period, read.

One council's words never stand on another's page: the folder of an area is read for that area alone, and that of a
period for that period alone.
"""

import hashlib
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from wayforward import project
from wayforward.commentary.draft import MOST_BYTES, Draft, read_sections, wrong_sections
from wayforward.input_tracking import digest

HOME, ENDING = "commentary", ".md"


def folder_of(area: str, period: str) -> Path:
    """The folder of an area's words on a period, whether it is there or not."""
    return project.root() / HOME / area / period


def files_of(area: str, period: str) -> list[Path]:
    """The files of words in it, by name; what begins with a point or is called otherwise is none."""
    return sorted(path for path in folder_of(area, period).glob(f"*{ENDING}") if not path.name.startswith("."))


def fingerprints(area: str, period: str) -> dict[str, str]:
    """sha256 of each, and of each file of replies, by path from the project's root."""
    paths = [*files_of(area, period), *sorted((folder_of(area, period) / "replies").glob(f"*{ENDING}"))]
    return {project.shown(path): digest(path) for path in paths}


def read(area: str, period: str, period_end: date, measures: Collection[str]) -> tuple[Draft, ...]:
    """All of an area's words on a period, whatever is wrong with them told in each; `measures`: the plan's ids."""
    return tuple(_draft(path, period_end, measures) for path in files_of(area, period))


def _draft(path: Path, period_end: date, measures: Collection[str]) -> Draft:
    content = path.read_bytes()
    shown, sha256 = project.shown(path), hashlib.sha256(content).hexdigest()
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    unknown = [] if path.stem in measures else [_unknown(path.stem, measures)]
    try:
        text = content.decode("utf-8-sig") if len(content) <= MOST_BYTES else None
    except UnicodeDecodeError:
        return Draft(shown, path.stem, {}, (*unknown, "it is not UTF-8; save it as UTF-8"), lines, sha256)
    if text is None:
        too_large = f"it has {len(content):,} bytes; expected at most {MOST_BYTES:,}"
        return Draft(shown, path.stem, {}, (*unknown, too_large), lines, sha256)
    sections, problems = read_sections(text)
    problems = (*unknown, *problems, *wrong_sections(sections, period_end))
    return Draft(shown, path.stem, sections, problems, lines, sha256)


def _unknown(name: str, measures: Collection[str]) -> str:
    near = get_close_matches(name, measures, n=1)
    instead = f"did you mean {near[0]}{ENDING}?" if near else "`wayforward measures` has them all"
    return f"the plan has no measure of the file's name; {instead}"
