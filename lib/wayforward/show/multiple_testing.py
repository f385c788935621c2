"""The promises' tests side by side: what decided each, its p, its q, and whether its verdict remains among so many."""

import pandas as pd

from wayforward.finding import Finding
from wayforward.formats import NOTHING, quantity
from wayforward.judge import Evidence
from wayforward.narrate.figures import probability
from wayforward.narrate.multiple_testing import RATES
from wayforward.narrate.words import verdict_of
from wayforward.show.tables import Table, made_of
from wayforward.statistics.multiple_testing import MultipleTesting


def multiple_testing_table(headlines: list[Finding], found: MultipleTesting) -> Table:
    """One row a promise, tested or not: number, figure, what decided, p, q, verdict, and at each rate whether it
    remains."""
    rows = [{"No.": str(one.number), "Promise": one.measure_title, **_tested(one, found), "Verdict": verdict_of(one),
             **{_at(rate): _remains(one, found, rate) for rate in RATES}} for one in headlines]
    return made_of(pd.DataFrame(rows), "panel-together", "The promises’ tests, looked at together",
                   left=("Promise", "Decided by", "Verdict", *map(_at, RATES)))


def _at(rate: float) -> str:
    return f"At {quantity(rate, '%', 0)}"


def _tested(finding: Finding, found: MultipleTesting) -> dict[str, str]:
    test = found.of(finding.measure)
    if test is None:
        return {"Decided by": NOTHING, "p": NOTHING, "q": NOTHING}
    return {"Decided by": str(finding.decided_by), "p": _number(test.p), "q": _number(test.q)}


def _number(p: float) -> str:
    """A p or q under its heading: "0.023", "< 0.001"."""
    return probability(p).removeprefix("p ").removeprefix("= ")


def _remains(finding: Finding, found: MultipleTesting, rate: float) -> str:
    if finding.evidence == Evidence.NONE:
        return NOTHING
    return "remains" if finding.measure in found.kept(rate) else "does not remain"
