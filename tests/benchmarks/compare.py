"""How often ranges of our rank hold our true rank, and intervals of our change less the neighbours' median the truth.

    .venv/bin/python tests/benchmarks/compare.py [DRAWS]

Areas' true figures are spread about one value by so many standard errors of a figure, ours among them. Two tables, the
second of a quarter of the draws, in about two minutes; no test run includes it. The ranges: `rank` as in
statistics/compare.py; pairs at 5 % each, not adjusted; and ranks drawn from each area's interval, the usual range. For
nearly equal figures also where ours is truly the first.
"""

import sys

import numpy as np
import pandas as pd
from scipy import stats

from wayforward.judge import LEAST_NEIGHBOURS
from wayforward.statistics.change import Z
from wayforward.statistics.compare import relative_to_median
from wayforward.statistics.results import Result

NEIGHBOURS, INNER = 10, 1000
SPREADS = {"nearly equal": 1e-6, "0.3": 0.3, "1": 1.0, "2": 2.0, "5": 5.0}


def place(figures: np.ndarray) -> np.ndarray:
    """Ranks of the first column among all, 1 the largest."""
    return 1 + (figures[..., 1:] > figures[..., :1]).sum(axis=-1)


def ranges(found: np.ndarray, rng: np.random.Generator) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Each range of ranks (lowest, highest), from figures with standard errors of 1."""
    apart = (found[:, :1] - found[:, 1:]) / np.sqrt(2)
    p, of = 2 * stats.norm.sf(abs(apart)), found.shape[1]
    told = {name: (1 + ((each < 0.05) & (apart < 0)).sum(axis=1), of - ((each < 0.05) & (apart > 0)).sum(axis=1))
            for name, each in (("rank", p * (of - 1)), ("pairs", p))}
    drawn = np.array([place(row + rng.standard_normal((INNER, of))) for row in found])
    return told | {"drawn": tuple(np.quantile(drawn, [0.025, 0.975], axis=1, method="inverted_cdf"))}


def rank_table(draws: int, rng: np.random.Generator) -> None:
    """Coverage and width of each range."""
    for name, spread in {**SPREADS, "nearly equal, we first": 1e-6}.items():
        true = rng.normal(0, spread, (draws, NEIGHBOURS + 1))
        if "first" in name:
            true[:, 0] = true.max(axis=1) + spread
        rank = place(true)
        cells = [f"{which} {((low <= rank) & (rank <= high)).mean():6.1%} ({(high - low + 1).mean():4.1f} wide)"
                 for which, (low, high) in ranges(true + rng.standard_normal(true.shape), rng).items()]
        print(f"{name:24s} {'   '.join(cells)}")


def median_table(draws: int, rng: np.random.Generator) -> None:
    """Coverage of the interval of our change less the neighbours' median, where areas differ by chance and in truth."""
    for name, spread in SPREADS.items():
        for neighbours in (8, 10):
            theirs = rng.normal(0, spread, (draws, neighbours)) + rng.standard_normal((draws, neighbours))
            ours = rng.standard_normal(draws)           # our own true change is 0, as is the areas' median
            found = [relative_to_median(Result(one, one - Z, one + Z), pd.Series(row), least=LEAST_NEIGHBOURS)
                     for one, row in zip(ours, theirs, strict=True)]
            low, high = np.array([(each.low, each.high) for each in found]).T
            print(f"{name:24s} {neighbours:2d} neighbours   coverage {((low <= 0) & (high >= 0)).mean():6.1%}")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    rank_table(number, np.random.default_rng(1))
    median_table(number // 4, np.random.default_rng(2))
