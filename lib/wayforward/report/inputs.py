"""What a page stands on: the files that were read, and what the screening of the returns found in them."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from wayforward import show
from wayforward.formats import NOTHING, day, half_up
from wayforward.input_tracking import Input
from wayforward.report.commentaries import as_inputs
from wayforward.report.open import ReportInputs


def screening(evidence: ReportInputs, tables: set[str]) -> show.Section | show.Prose:
    """What the screening of some tables of the returns found, and how much of what is looked up in registers; small
    numbers of rows are not told."""
    at_hand = sorted(name for name in tables if evidence.returns.has(name))
    if not at_hand:
        return show.aside("No return of the council is at hand, so there was none to screen.")
    problems, matches = evidence.returns.problems(*at_hand), evidence.returns.matches(*at_hand)
    found = show.screening_table("screening", problems, evidence.rule.rounding) if problems else show.said(
        f"Of the {len(at_hand)} tables of the returns that are read here, the screening found nothing to remark.")
    return show.Section(found, *([show.matches_table("matches", matches, evidence.rule.threshold)] if matches else []))


def checks(evidence: ReportInputs) -> show.Section:
    """Every file read, and whether the report judged by the rule declared. Of published figures and of the service's
    words with their rows and the first of their fingerprint; of returns only what kind each is: names of files, rows
    and fingerprints stay in the run's own manifest, inside."""
    figures = evidence.published.figures
    title = (f"Files read; {half_up(len(figures))} published figures of the area and of those it is compared with were "
             f"known on {day(evidence.as_at)}, the newest of them since {day(figures['known'].max().isoformat())}")
    open_files = (*evidence.published.inputs, *as_inputs(evidence.drafts))
    rows = [*map(_of_figures, open_files), *_of_returns(evidence.returns.inputs())]
    return show.Section(show.words_table(pd.DataFrame(rows), "inputs", title, right=("Rows",)),
                        show.said(evidence.judged_by.sentence()))


def _of_figures(read: Input) -> dict[str, str]:
    return {"File": read.path, "Rows": half_up(read.rows), "Fingerprint (sha256)": read.sha256[:12]}


def _of_returns(files: tuple[Input, ...]) -> list[dict[str, str]]:
    """A line for each kind of return, with how many files of it there are."""
    return [{"File": f"Return: {kind} ({number} {'file' if number == 1 else 'files'})", "Rows": NOTHING,
             "Fingerprint (sha256)": NOTHING} for kind, number in sorted(Counter(each.kind for each in files).items())]
