"""Many tests at once: how many would cry wolf, and which findings stand when all are looked at together.

The false discovery rate is the share of false ones to be expected among the findings kept. It is held down by Benjamini
and Hochberg's step-up rule (1995, J R Stat Soc B 57:289), which does so for independent tests and for positively
related ones (Benjamini & Yekutieli 2001, Ann Stat 29:1165). Figures of one county are related in that way: the same
children, schools and staff are behind several of them. Strictly the proof is for one-sided tests; for two-sided ones of
correlated figures the rate has been found to be held in simulation (Reiner-Benaim 2007, Biom J 49:107). Benjamini and
Yekutieli's own rule allows any dependence at all, also figures that always err in opposite ways; it multiplies every q
by Σ 1/i (3.4 for 16 tests), a price paid for what is not to be expected here.
"""

from dataclasses import dataclass

import pandas as pd
from scipy import stats


@dataclass(frozen=True)
class Hypothesis:
    """One that was tested: its p, and its q, the least false discovery rate at which its finding would be kept."""

    name: str
    p: float
    q: float


@dataclass(frozen=True)
class MultipleTesting:
    """Tests looked at together, in the order given, and the names of what was not tested."""

    tests: tuple[Hypothesis, ...]
    untested: tuple[str, ...] = ()

    def false_alarms(self, level: float) -> float:
        """How many tests are expected to give p under a level (0.05) if nothing had changed; related or not."""
        return len(self.tests) * level

    def kept(self, rate: float) -> tuple[str, ...]:
        """The names of the findings that are kept at a false discovery rate (0.05)."""
        return tuple(test.name for test in self.tests if test.q <= rate)

    def of(self, name: str) -> Hypothesis | None:
        """A test by its name; None for what was not tested."""
        return next((test for test in self.tests if test.name == name), None)


def multiple_testing(p: pd.Series) -> MultipleTesting:
    """q of every p (one a name; where there is none, it is not a test): the least of p(j) m / j over the tests j that
    are no smaller, in order of p, of m tests in all. ValueError for a p outside 0 to 1, or a name given twice.

    >>> found = multiple_testing(pd.Series({"a": 0.01, "b": 0.04, "c": 0.5, "d": None}))
    >>> [(test.name, round(test.q, 2)) for test in found.tests], found.untested
    ([('a', 0.03), ('b', 0.06), ('c', 0.5)], ('d',))
    >>> found.kept(0.05), round(found.false_alarms(0.05), 2)
    (('a',), 0.15)
    """
    known = p.dropna().astype(float)
    if not known.between(0, 1).all():
        raise ValueError("a p lies between 0 and 1")
    if not p.index.is_unique:
        raise ValueError("two tests have the same name")
    q = stats.false_discovery_control(known, method="bh") if len(known) else []
    return MultipleTesting(tuple(Hypothesis(str(name), float(value), float(its_q))
                                 for (name, value), its_q in zip(known.items(), q, strict=True)),
                    tuple(str(name) for name in p.index[p.isna()]))
