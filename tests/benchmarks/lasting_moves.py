"""Why more authorities have a trend than wander makes (A of real_series.py): do their moves last, or is the fit wrong?

    python tests/benchmarks/lasting_moves.py          a minute on one core

Of every authority with six figures or more of a series, the years' common effects out, beside 20 series drawn from what
was fitted; variances by the middle half, over those that the fit expects (1: as fitted):
    steps       from one figure to the next: the least and the largest, and over the two years without examinations
    shift       the mean of the figures since the plan began less that of those before
    line        the slope over all years, and of drawn ones
    halves      rank correlation of the slopes in the first half of the years and in the second, and of drawn ones:
                moves that last hang together, a wander turns back
    limit       the p at which A would be 5 %, with what is found of planted trends there and at 0.05
Writes docs/calibration/lasting.csv.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from real_series import (
    AS_AT,
    DATA,
    DRAWS,
    LEVEL,
    NINE,
    OURS,
    OUT,
    ROWS,
    drawn,
    measured_panels,
    rng_of,
    tested,
    without_shocks,
)
from scipy import stats

from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.published.figures import read_published
from wayforward.statistics.dispersion import Prior
from wayforward.statistics.panel import Panel
from wayforward.statistics.trend import design_of

LEAST = 6


def variance(values: np.ndarray) -> float:
    """By the middle half, as a normal distribution has it; nothing else may be missing."""
    return float((np.subtract(*np.percentile(values[~np.isnan(values)], [75, 25])) / 1.349) ** 2)


def line(weights: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """What makes a combination of figures one of variance 1, were all as fitted."""
    return weights / np.sqrt(weights @ covariance @ weights)


def combinations(ends: np.ndarray, covariance: np.ndarray, before: int) -> dict[str, np.ndarray]:
    """Weights (T) of each thing that is looked at, of variance 1 as fitted."""
    count, found = len(ends), {}
    every = np.arange(count)
    for name, at in (("line", every), ("first", every[:count // 2]), ("second", every[-(count // 2):])):
        design, inverse = design_of(ends[at], ()), np.linalg.inv(covariance[np.ix_(at, at)])
        found[name] = np.zeros(count)
        found[name][at] = (np.linalg.inv(design.T @ inverse @ design) @ design.T @ inverse)[1]
    if 0 < before < count:
        found["shift"] = np.where(every < before, -1 / max(before, 1), 1 / (count - before))
    found |= {f"step {ends[place + 1]}": np.eye(count)[place + 1] - np.eye(count)[place] for place in range(count - 1)}
    return {name: line(weights, covariance) for name, weights in found.items()}


def looked_at(panel: Panel, priors: dict[str, Prior], rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every combination of every authority's figures (rows), and the same of drawn series."""
    left, began, real, made = without_shocks(panel), np.datetime64(load_plan(DEFAULT).start), [], []
    for row, area in enumerate(panel.areas):
        at, prior = np.flatnonzero(~np.isnan(left[row])), priors[area]
        if len(at) < LEAST:
            continue
        errors, lags = panel.errors[row, at], panel.lags[np.ix_(at, at)]
        covariance = prior.scale * np.outer(errors, errors) * np.where(lags == 0, 1.0, prior.correlation ** lags)
        ends = panel.ends[at].astype("datetime64[D]")
        weights = combinations(ends, covariance, int((ends < began).sum()))
        series = drawn(prior, errors, lags, DRAWS, rng)
        real.append({name: each @ left[row, at] for name, each in weights.items()})
        made += [{name: each @ one for name, each in weights.items()} for one in series]
    return pd.DataFrame(real), pd.DataFrame(made)


def summary(name: str, panel: Panel, priors: dict[str, Prior]) -> dict:
    """One series."""
    real, made = looked_at(panel, priors, rng_of(name))
    p = tested(panel, priors, rng_of(name))[0][:, OURS]
    limit = np.quantile(p[:, ROWS["A"]], LEVEL)
    steps = {each: variance(real[each].to_numpy()) for each in real
             if each.startswith("step") and real[each].notna().mean() > 0.5}
    gap = {each: value for each, value in steps.items() if each.startswith("step 2022-08")}
    rest = [value for each, value in steps.items() if each not in gap]
    return {"series": name, "areas": len(real), "least step": min(rest), "largest step": max(rest),
            "step over 2020 and 2021": next(iter(gap.values()), np.nan), "shift": variance(real["shift"].to_numpy()),
            "line": variance(real["line"].to_numpy()), "line drawn": variance(made["line"].to_numpy()),
            "halves": stats.spearmanr(real["first"], real["second"])[0],
            "halves drawn": stats.spearmanr(made["first"], made["second"])[0],
            "A": 100 * (p[:, ROWS["A"]] < LEVEL).mean(), "limit": limit,
            "C there": 100 * (p[:, ROWS["C"]] < limit).mean(),
            "found there": 100 * (p[:, ROWS["planted"]] < limit).mean(),
            "found at 0.05": 100 * (p[:, ROWS["planted"]] < LEVEL).mean()}


def main(out: Path = OUT) -> None:
    """Measures, prints, and writes the table."""
    published = read_published(DATA / "published", AS_AT)
    table = pd.DataFrame([summary(*each) for each in measured_panels(published) if each[0] in NINE])
    table = table.round(dict.fromkeys(table.columns[2:], 2) | {"limit": 4} | dict.fromkeys(
        ("A", "C there", "found there", "found at 0.05"), 1))
    print(table.T.to_string())
    table.to_csv(out / "lasting.csv", index=False)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
