"""Years beside quarters, and years that move on by a quarter.

One series is the sum of four quarters of another wherever both are shown; then it is so where one is hidden too.
"""

from datetime import date
from itertools import permutations, product

from wayforward.attack.arithmetic import DENOMINATOR, NUMERATOR
from wayforward.attack.cells import Key, Series
from wayforward.attack.columns import AGREEING, Link
from wayforward.attack.evidence import Equation, Evidence

QUARTERS = 4


def overlap_links(evidence: Evidence, series: list[Series]) -> list[Link]:
    """The years of each series that a quarterly one adds up to."""
    found = []
    pairs = [(long, short) for long, short in permutations(series, 2) if long.source == short.source and _parted(short)]
    for (long, short), part in product(pairs, (NUMERATOR, DENOMINATOR)):
        sums = _sums(evidence, long, short, part) if part in long.parts and part in short.parts else {}
        if _agree(evidence, sums):
            found.append([_equation(whole, quarters) for whole, quarters in sums.items()])
    return found


def _parted(series: Series) -> bool:
    """Whether several of a series' periods end in one year."""
    return len({end[:4] for end in series.periods.values()}) < len(series.periods)


def _sums(evidence: Evidence, long: Series, short: Series, part: str) -> dict[Key, list[Key]]:
    """The four quarters of the year that ends with each of the long one's periods."""
    ends = sorted(map(date.fromisoformat, short.periods.values()))
    sums = {}
    for end in map(date.fromisoformat, long.periods.values()):
        begin = end.replace(year=end.year - 1, day=min(end.day, 28))
        within = [short.key(each.isoformat(), part) for each in ends if begin < each <= end and (end - each).days < 340]
        whole = long.key(end.isoformat(), part)
        if len(within) == QUARTERS and whole in evidence.bounds and all(key in evidence.bounds for key in within):
            sums[whole] = within
    return sums


def _agree(evidence: Evidence, sums: dict[Key, list[Key]]) -> bool:
    """Whether every year fully shown is the sum, and at least two different ones are."""
    told = [(evidence.shown(whole), [evidence.shown(key) for key in quarters]) for whole, quarters in sums.items()]
    full = [(whole, sum(quarters)) for whole, quarters in told if whole is not None and None not in quarters]
    return len({whole for whole, _ in full}) >= AGREEING and all(whole == made for whole, made in full)


def _equation(whole: Key, quarters: list[Key]) -> Equation:
    names = " + ".join(key.period for key in quarters)
    return Equation(((whole, 1.0), *((key, -1.0) for key in quarters)), 0.0, 0.0,
                    f"{whole} = {quarters[0].part} of {quarters[0].series}, {names}, as wherever all are shown")
