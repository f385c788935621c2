"""What a variation makes of a page: each figure as defined and varied, side by side."""

from __future__ import annotations

import re

import pandas as pd

from wayforward import show
from wayforward.finding import Finding
from wayforward.formats import NOTHING, quantity
from wayforward.plan import Measure
from wayforward.report import tidy
from wayforward.report.open import ReportInputs

Pairs = list[tuple[Finding, Finding]]
MEDIAN = "Neighbours' median"
AS_DEFINED, VARIED = "as defined", "varied"


def frame(pairs: Pairs, audience: str) -> pd.DataFrame:
    """Two rows a figure, `which` "as defined" and "varied", with the columns of tidy.ENDS."""
    ends_of = tidy.ends([finding for pair in pairs for finding in pair], audience)
    return ends_of.assign(which=[AS_DEFINED, VARIED] * len(pairs))


def table(measure: Measure, pairs: Pairs, evidence: ReportInputs) -> show.Table:
    """The same in words."""
    from wayforward.show.tables import ends  # and with it what draws

    p = frame(pairs, evidence.audience)["p_told"].tolist()
    rows = [{"Figure": real.title, "Which": which, **ends(finding)}
            for real, other in pairs for which, finding in ((AS_DEFINED, real), (VARIED, other))]
    told = pd.DataFrame(rows)
    told.insert(told.columns.get_loc("Verdict"), "p", p)
    if evidence.variation.neighbours:
        told.insert(told.columns.get_loc("Change"), MEDIAN, [_median(finding) for pair in pairs for finding in pair])
    words = evidence.variation.words
    return show.words_table(told, f"{measure.id}-changes-{slug(words)}", f"{measure.title}, varied: {words}",
                            right=("Before the plan", "Latest", MEDIAN, "Change", "p"))


def _median(finding: Finding) -> str:
    mark = finding.benchmark("median")
    return quantity(mark.value, finding.unit, finding.decimals) if mark else NOTHING


def slug(words: str) -> str:
    """Words as a part of an id.

    >>> slug("miles 25 in place of 20")
    'miles-25-in-place-of-20'
    """
    return re.sub(r"\W+", "-", words.casefold()).strip("-")
