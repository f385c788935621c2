"""What a page stands on: the files that were read, and what the screening of the returns found in them."""

import hashlib
import re
from itertools import groupby
from pathlib import Path

import pandas as pd

from wayforward import disclosure, show
from wayforward.formats import day, half_up
from wayforward.input_tracking import Input
from wayforward.report.open import ReportInputs


def screening(evidence: ReportInputs, tables: set[str]) -> show.Section | show.Prose:
    """What the screening of some tables of the returns found, and how much of what is looked up in registers; small
    numbers of rows are not told."""
    at_hand = sorted(name for name in tables if evidence.returns.has(name))
    if not at_hand:
        return show.aside("No return of the council is at hand, so there was none to screen.")
    problems, matches = evidence.returns.problems(*at_hand), evidence.returns.matches(*at_hand)
    found = show.screening_table("screening", problems, disclosure.THRESHOLD) if problems else show.said(
        f"Of the {len(at_hand)} tables of the returns that are read here, the screening found nothing to remark.")
    return show.Section(found, *([show.matches_table("matches", matches, disclosure.THRESHOLD)] if matches else []))


def checks(evidence: ReportInputs) -> show.Table:
    """Every file read, with its rows and the first of its fingerprint; the files of one return in one line."""
    figures = evidence.published.figures
    title = (f"Files read; {half_up(len(figures))} published figures of the area and of those it is compared with were "
             f"known on {day(evidence.as_at)}, the newest of them since {day(figures['known'].max().isoformat())}")
    rows = [*map(_of_file, evidence.published.inputs), *map(_of_return, by_return(evidence.returns.inputs()))]
    return show.words_table(pd.DataFrame(rows), "inputs", title, right=("Rows",))


def by_return(inputs: tuple[Input, ...]) -> list[tuple[Input, ...]]:
    """Files of the same name, years apart, together, in order of name and of the day received."""
    def name(read: Input) -> str:
        return re.sub(r"[_ -]*\d{4}([-_]\d{2,4})?.*", "", Path(read.path.partition(" (")[0]).name).casefold()
    return [tuple(files) for _, files in groupby(sorted(inputs, key=lambda read: (name(read), read.path)), key=name)]


def _of_file(read: Input) -> dict[str, str]:
    return {"File": read.path, "Rows": half_up(read.rows), "Fingerprint (sha256)": read.sha256[:12]}


def _of_return(files: tuple[Input, ...]) -> dict[str, str]:
    """The rows of a return are told roughly, so that no small number follows from them."""
    first, last = files[0].path.partition(" (")[0], files[-1].path.partition(" (")[0]
    told = first if len(files) == 1 else f"{len(files)} files, {first} to {last}"
    together = hashlib.sha256("".join(read.sha256 for read in files).encode()).hexdigest()
    return {"File": told, "Rows": f"about {half_up(max(round(sum(read.rows for read in files), -1), 10))}",
            "Fingerprint (sha256)": files[0].sha256[:12] if len(files) == 1 else f"{together[:12]} (all together)"}
