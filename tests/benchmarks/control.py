"""How often chance alone gives a control chart a signal, rule by rule.

    .venv/bin/python tests/benchmarks/control.py [DRAWS]

Prints the table that the docstring of wayforward.statistics.control has, per cent of charts, and the probabilities of
FALSE_ALARMS; no test run includes it. Charts are of 50,000 draws each unless said otherwise.
"""

import sys

import numpy as np
from scipy.signal import lfilter

from wayforward.statistics.control import LENGTHS, Signal, broken_rules, spread

CASES, SHARE = 150, 0.1
MANY, VARIED, EVENTS = 1000, 0.15, 30      # p′: cases, and the spread of periods on the logit scale; u: events
SEED = 20260331


def figures(draws: int, length: int, correlation: float, rng: np.random.Generator) -> np.ndarray:
    """Normal figures with variance 1, each correlated with the one before: a chart a row."""
    noise = rng.standard_normal((draws, length))
    noise[:, 1:] *= np.sqrt(1 - correlation ** 2)
    return lfilter([1.0], [1.0, -correlation], noise, axis=-1)


def individuals(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values, and their distances from the centre line in standard deviations, of XmR charts."""
    distance = values - values.mean(axis=-1, keepdims=True)
    return values, distance / spread(distance)[:, None]


def proportions(counts: np.ndarray, cases: int) -> tuple[np.ndarray, np.ndarray]:
    """The same of p′ charts with equally many cases in every period."""
    share = counts.mean(axis=-1, keepdims=True) / cases
    z = (counts / cases - share) / np.sqrt(share * (1 - share) / cases)
    return counts / cases, z / np.maximum(spread(z), 1)[:, None]


def events(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same of u′ charts with equal exposures."""
    centre = counts.mean(axis=-1, keepdims=True)
    z = (counts - centre) / np.sqrt(centre)
    return counts.astype(float), z / np.maximum(spread(z), 1)[:, None]


def varied(draws: int, length: int, rng: np.random.Generator) -> np.ndarray:
    """Counts out of MANY whose true share, a fifth in the middle, differs from period to period."""
    odds = 0.25 * np.exp(rng.normal(0, VARIED, (draws, length)))
    return rng.binomial(MANY, odds / (1 + odds))


def alarms(values: np.ndarray, z: np.ndarray) -> dict[str, float]:
    """The share of charts in which each rule, and any, signals somewhere; with trends of 6 and of 7."""
    found = {}
    for trend_of in (6, 7):
        broken = {rule: where.any(axis=-1) for rule, where in broken_rules(values, z, trend_of).items()}
        trends = np.any([where for rule, where in broken.items() if rule in (Signal.RISING, Signal.FALLING)], axis=0)
        found |= {rule: broken[rule].mean() for rule in (Signal.OUTSIDE, Signal.SHIFT)}
        found |= {f"trend of {trend_of}": trends.mean(), Signal.TWO_OF_THREE: broken[Signal.TWO_OF_THREE].mean(),
                  f"any ({trend_of})": np.any(list(broken.values()), axis=0).mean()}
    return found


def rows(draws: int) -> dict[tuple[str, int], dict[str, float]]:
    """Every chart that is tried, with its shares."""
    rng = np.random.default_rng(SEED)
    tried = {("XmR", length): alarms(*individuals(figures(draws, length, 0.0, rng))) for length in LENGTHS}
    tried |= {("p", length): alarms(*proportions(rng.binomial(CASES, SHARE, (draws, length)), CASES))
              for length in LENGTHS}
    tried |= {(f"XmR, AR {correlation}", length): alarms(*individuals(figures(draws, length, correlation, rng)))
              for correlation in (0.3, 0.5) for length in (12, 20, 40)}
    tried |= {("p′, varied", length): alarms(*proportions(varied(draws, length, rng), MANY)) for length in (12, 20, 40)}
    return tried | {("u", length): alarms(*events(rng.poisson(EVENTS, (draws, length)))) for length in (12, 20, 40)}


def main(draws: int) -> None:
    """Print them."""
    heads = [Signal.OUTSIDE, Signal.SHIFT, "trend of 6", "trend of 7", Signal.TWO_OF_THREE, "any (7)", "any (6)"]
    print("; ".join(heads))
    tried = rows(draws)
    for (chart, length), shares in tried.items():
        print(f"{chart:12} {length:3} figures  " + "".join(f"{100 * shares[head]:9.1f}" for head in heads))
    for chart in ("XmR", "p"):
        found = [round(float(tried[chart, length]["any (7)"]), 3) for length in LENGTHS]
        print(f"{chart == 'p'}: {tuple(found)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
