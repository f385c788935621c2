"""How often intervals of a distance between make-ups hold the true distance, and what its standard error is worth.

    .venv/bin/python tests/benchmarks/shares.py [DRAWS]

Prints a table, a row a cell: heads, true distance, which way (all other groups short of the first, the fourth over, all
others over), mean distance found, coverage (with low limit too high, high limit too low) of the interval here and of
Wilson's, and the standard error over the spread. About two minutes for 4,000 draws; no test run includes it.

The lower limit is inverted at the true distance alone, which is when it matters: it lies above the truth where a
distance as large as the one found has a chance of 2.5 % or less at the true one.
"""

import sys

import numpy as np

from wayforward.statistics.intervals import dissimilarity
from wayforward.statistics.shares import standard_error

COMMUNITY = np.array([0.82, 0.04, 0.09, 0.04, 0.01])
OTHERS = COMMUNITY[1:] / COMMUNITY[1:].sum()
FOURTH = -COMMUNITY / (1 - COMMUNITY[3])
WAYS = {"first over": np.r_[1, -OTHERS], "fourth over": np.where(np.arange(5) == 3, 1, FOURTH),
        "others over": np.r_[-1, OTHERS]}
HEADS, DISTANCES, INNER, BLOCK = (20, 60, 150, 583, 5000), (0.0, 0.02, 0.05, 0.14), 1000, 500


def distance(make_ups: np.ndarray) -> np.ndarray:
    """D of make-ups, groups on the last axis."""
    return np.abs(make_ups - COMMUNITY).sum(axis=-1) / 2


def too_high(shares: np.ndarray, heads: int, true: float, rng: np.random.Generator) -> np.ndarray:
    """Whether the lower limit of each workforce (a row of shares) lies above the true distance."""
    found = distance(shares)
    over = np.flatnonzero(found > true + 1e-12)
    beyond = np.zeros(len(shares), bool)
    for block in np.array_split(over, max(1, len(over) // BLOCK)):
        make_ups = COMMUNITY + true * (shares[block] - COMMUNITY) / found[block, None]
        drawn = rng.multinomial(heads, make_ups, (INNER, len(block))) / heads
        beyond[block] = (distance(drawn) >= found[block] - 1e-12).mean(axis=0) <= 0.025
    return beyond


def cell(heads: int, true: float, way: np.ndarray, draws: int, rng: np.random.Generator) -> dict[str, float]:
    """Coverage of both intervals at one truth."""
    shares = rng.multinomial(heads, COMMUNITY + true * way, draws) / heads
    over = shares > COMMUNITY
    counted, parity = (shares * heads * over).sum(axis=1), (over * COMMUNITY).sum(axis=1)
    low, high = dissimilarity(counted, np.full(draws, heads), parity)
    above, wilson_above, below = too_high(shares, heads, true, rng), low > true, high < true
    spread = distance(shares).std(ddof=1)
    return {"mean": distance(shares).mean(), "here": 1 - (above | below).mean(), "above": above.mean(),
            "below": below.mean(), "wilson": 1 - (wilson_above | below).mean(), "wilson above": wilson_above.mean(),
            "se / sd": standard_error(counted, np.full(draws, heads)).mean() / spread}


def main(draws: int) -> None:
    """The table, in per cent."""
    rng = np.random.default_rng(1)
    print("heads     D  way            mean D   here (low too high, high too low)   Wilson (low too high)   se / sd")
    for heads in HEADS:
        for true in DISTANCES:
            for name, way in WAYS.items():
                if true or name == "first over":
                    of = cell(heads, true, way, draws, rng)
                    print(f"{heads:5d}  {true:.2f}  {name:12s}  {of['mean']:7.3f}   {of['here']:6.1%} "
                          f"({of['above']:5.1%}, {of['below']:5.1%})               {of['wilson']:6.1%} "
                          f"({of['wilson above']:5.1%})          {of['se / sd']:.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
