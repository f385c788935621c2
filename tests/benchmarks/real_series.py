"""Do the verdicts keep what they promise on real figures? Every authority × series × five years in a row, with the
trends taken out, and with trends planted; beside today's rule the one without other areas, a weighted line,
quasi-likelihood and Fingertips' rule. R's gls is in real_series_gls.py.

    python tests/benchmarks/real_series.py          some 40 seconds on one core

False alarms of a nominal 5 %, of which none is the whole truth:
    A   the periods' common effects taken out, the authorities' own trends left in: holds real trends, so too many
    B   each authority's own line over all its years taken out as well: takes some of the wander with it, so too few …
    D   … which is how few B would be, were all as the fit says: draws of whole series, their own lines taken out
    C   drawn for five years from the population that was fitted
    N   as B, with the periods' common effects left in (of figures with intervals, which are tested so)
Power: a trend planted in C that a test knowing every variance and correlation would find in 8 of 10 cases, at the size
that 5 % of the draws without a trend give each method (equal size). `possible`: the test that is best on average over
the population, which knows how it was drawn (a ratio of integrated likelihoods).
Writes docs/calibration/real.csv (a row a series and method) and sizes.csv (ours, by size of authority).
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd
from scipy import special, stats

from wayforward.judge import LEAST_NEIGHBOURS, LEAST_POINTS
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.published.figures import Published, read_published
from wayforward.report import scatter
from wayforward.statistics.alternatives import CRITICAL, WIDTH, Marker
from wayforward.statistics.alternatives import fingertips as of_the_library
from wayforward.statistics.compare import standing
from wayforward.statistics.dispersion import MOST, Dispersion, Mixture, Prior, by_chance, coefficient, unusual
from wayforward.statistics.measured import Measured
from wayforward.statistics.measured_scatter import without_periods
from wayforward.statistics.panel import Panel
from wayforward.statistics.trend import against_others, design_of

DATA, OUT = (Path(__file__).parents[2] / name for name in ("data", "docs/calibration"))
AS_AT = date(2026, 6, 30)
NINE = ("far_from_home", "sdq_average", "attainment8_gap_all", "ks2_gap_all", "neet_or_not_known_16_17",
        "care_leavers_eet_19_21", "care_leavers_suitable_19_21", "sickness", "turnover")
POINTS, DRAWS, LEVEL, STRONG, ORACLE_POWER = LEAST_POINTS, 20, 0.05, 0.002, 0.8
METHODS = ("own scatter alone", "measured", "measured, checked", "weighted line", "quasi-likelihood", "Fingertips",
           "possible")
OURS, FINGERTIPS = METHODS.index("measured, checked"), METHODS.index("Fingertips")
LIMITS = {"Fingertips": float(stats.chi2.sf(CRITICAL, 1))}      # of its own; of the others LEVEL
CHECKED = 3                 # windows a series that go through the library's own function as well
ROWS = {"A": slice(0, 1), "B": slice(1, 2), "N": slice(2, 3), "D": slice(3, 3 + DRAWS),
        "C": slice(3 + DRAWS, 3 + 2 * DRAWS), "planted": slice(3 + 2 * DRAWS, 3 + 3 * DRAWS),
        "planted in B": slice(3 + 3 * DRAWS, None)}


# What is tested

def without_shocks(panel: Panel) -> np.ndarray:
    """The figures without what moved all areas alike."""
    there = ~np.isnan(panel.values)
    x = np.where(there[..., None], panel.design / panel.errors[..., None], 0.0)
    return np.where(there, without_periods(panel, there, x), np.nan)


def without_lines(panel: Panel, values: np.ndarray) -> np.ndarray:
    """Each area's own weighted line taken out of its figures."""
    there = ~np.isnan(values)
    x = np.where(there[..., None], panel.design / panel.errors[..., None], 0.0)
    y = np.where(there, values / panel.errors, 0.0)
    lines = np.linalg.solve(np.swapaxes(x, 1, 2) @ x, np.swapaxes(x, 1, 2) @ y[..., None])
    return np.where(there, values - (panel.design @ lines)[..., 0], np.nan)


def drawn(prior: Prior, errors: np.ndarray, lags: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Series (draws, T) of the population that the prior describes, without a trend."""
    correlation = np.clip(rng.normal(prior.correlation, prior.spread, draws), -MOST, MOST)
    sigma = np.sqrt(prior.df * prior.scale / rng.chisquare(prior.df, draws))
    together = np.linalg.cholesky(correlation[:, None, None] ** lags)
    return sigma[:, None] * (together @ rng.standard_normal((draws, len(errors), 1)))[..., 0] * errors


def steepest_seen(prior: Prior, errors: np.ndarray, design: np.ndarray, lags: np.ndarray) -> float:
    """The slope that a test knowing variance and correlation, both as usual here, finds in 8 of 10 cases."""
    x = design / errors[:, None]
    inverse = np.linalg.inv(np.where(lags == 0, 1.0, prior.correlation ** lags))
    power = stats.norm.ppf(1 - LEVEL / 2) + stats.norm.ppf(ORACLE_POWER)
    return float(power * np.sqrt(prior.scale * np.linalg.inv(x.T @ inverse @ x)[1, 1]))


# The tests: p of many series at once

def tests(values: np.ndarray, errors: np.ndarray, design: np.ndarray, lags: np.ndarray, prior: Prior,
          known: bool, slope: float) -> np.ndarray:
    """p by method (rows); of the last a likelihood ratio, turned so that small speaks of a trend; and, in the last row,
    whether the series scatters unusually. `known`: the errors are those that chance makes."""
    alone = coefficient(values, errors, design, lags)[1].p()
    about, mixture = coefficient(values, errors, design, lags, prior=prior)
    plain, error = by_chance(values, errors, design)
    chance = 2 * special.ndtr(-np.abs(plain) / error) if known else 0.0
    measured, unlike = np.maximum(mixture.p(), chance), unusual(about, prior)
    alone = np.maximum(alone, chance)
    df, spread = len(design) - 2, _dispersion(values, errors, design)
    line, quasi = (2 * stats.t.sf(np.abs(plain) / (error * np.sqrt(each)), df)
                   for each in (spread, np.maximum(spread, 1.0) if known else spread))
    marked = fingertips(values, errors) if known else np.full(len(values), np.nan)
    return np.stack([alone, measured, np.where(unlike, np.maximum(alone, measured), measured), line, quasi, marked,
                     -ratio(about, mixture, slope), unlike])


def fingertips(values: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """p of Fingertips' line through each series; 1 where its slope does not keep its sign without any one figure."""
    kept = np.vstack([np.ones(len(errors)), 1 - np.eye(len(errors))]) / errors ** 2
    x = np.arange(len(errors)) - (kept @ np.arange(len(errors)) / kept.sum(axis=1))[:, None]
    spread = (kept * x ** 2).sum(axis=1)
    slopes = values @ (kept * x / spread[:, None]).T
    steady = np.abs(np.where(slopes < 0, -1, 1).sum(axis=1)) == len(kept)
    return np.where(steady, stats.chi2.sf(slopes[:, 0] ** 2 * spread[0], 1), 1.0)


def _dispersion(values: np.ndarray, errors: np.ndarray, design: np.ndarray) -> np.ndarray:
    x, y = design / errors[:, None], values / errors
    return ((y - y @ x @ np.linalg.inv(x.T @ x) @ x.T) ** 2).sum(axis=-1) / (len(x) - 2)


def ratio(about: Dispersion, mixture: Mixture, slope: float) -> np.ndarray:
    """The logarithm of the integrated likelihood of the slopes ± `slope` against that of none, level and variance
    integrated, the correlation over its grid: no test that does not know more has more power on average."""
    spread = (mixture.error / about.scale ** 0.5) ** 2
    left = about.scale * about.df
    base = np.log(about.weight) + about.df / 2 * np.log(left) - np.log(spread) / 2
    def of(slope: float) -> np.ndarray:
        whole = left + (mixture.centre - slope) ** 2 / spread
        return special.logsumexp(base - (about.df + 1) / 2 * np.log(whole), axis=-1)
    return np.logaddexp(of(slope), of(-slope)) - of(0.0)


# The figures

def measured_panels(published: Published) -> Iterator[tuple[str, Panel, dict[str, Prior]]]:
    """Each series that was measured: its figures, and what was measured by area (leaving it out), newest edition."""
    held = pd.read_parquet(DATA / "scatter" / "scatter.parquet")
    newest = held[held["known"] == held.groupby("series")["known"].transform("max")]
    for (_, name), panel in scatter.panels(published, load_plan(DEFAULT)):
        if panel.design.shape[1] == 2:       # not with a level after a break: five figures are too few
            own = newest[newest["series"] == name].set_index("area")
            yield name, panel, {area: Prior(*own.loc[area, ["scale", "df", "correlation", "spread"]])
                                for area in panel.areas}


def rng_of(series: str) -> np.random.Generator:
    """Each series has its own draws."""
    return np.random.default_rng([20260331, crc32(series.encode())])


# One series

def windows(panel: Panel, priors: dict[str, Prior],
            rng: np.random.Generator) -> Iterator[tuple[str, tuple[np.ndarray, ...], float, np.ndarray]]:
    """For every five figures in a row of every area: the area; errors, design and lags; the slope that is planted; and
    the series, in the order of ROWS."""
    there, left = ~np.isnan(panel.values), without_shocks(panel)
    whole = np.stack([drawn(priors[area], errors, panel.lags, DRAWS, rng)
                      for area, errors in zip(panel.areas, panel.errors, strict=True)], axis=1)
    real = [left, *(without_lines(panel, each) for each in (left, panel.values)),
            *(without_lines(panel, np.where(there, each, np.nan)) for each in whole)]
    for row, area in enumerate(panel.areas):
        places = np.flatnonzero(there[row])
        for at in (places[first:first + POINTS] for first in range(len(places) - POINTS + 1)):
            errors, lags = panel.errors[row, at], panel.lags[np.ix_(at, at)]
            design = design_of(panel.ends[at], ())
            slope = steepest_seen(priors[area], errors, design, lags)
            none = drawn(priors[area], errors, lags, DRAWS, rng)
            planted = slope * (design[:, 1] - design[:, 1].mean())
            yield area, (errors, design, lags), slope, np.vstack([
                *(each[row, at] for each in real), none, none + planted,
                real[1][row, at] + planted, real[1][row, at] - planted])


def tested(panel: Panel, priors: dict[str, Prior], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """What `tests` says of every window (windows, methods, kinds), and the third of sizes that its area is in."""
    found, areas = [], []
    for area, about, slope, series in windows(panel, priors, rng):
        found.append(tests(series, *about, priors[area], panel.by_chance, slope))
        areas.append(area)
    size = panel.traits[:, 0]
    thirds = dict(zip(panel.areas, np.searchsorted(np.quantile(size, [1 / 3, 2 / 3]), size), strict=True))
    return np.array(found), np.array([thirds[area] for area in areas])


def same_as_the_library(name: str, panel: Panel, priors: dict[str, Prior], found: np.ndarray) -> None:
    """Stops where the rule above is not that of `against_others` (of figures without intervals, whose others' mean is
    0 here): the first windows of the first area."""
    if panel.by_chance:
        return _same_fingertips(name, panel, priors, found)
    first_row, prior = without_shocks(panel)[0], priors[panel.areas[0]]
    there = ~np.isnan(first_row)
    ends = panel.ends[there].astype("datetime64[D]").tolist()
    known = Measured(AS_AT, len(panel.areas), len(ends), False, prior.scale, prior.df, prior.correlation, prior.spread,
                     dict.fromkeys(ends, (0.0, 10 ** 9)))
    for first in range(min(CHECKED, len(ends) - POINTS + 1)):
        points = pd.DataFrame({"end": pd.to_datetime(ends[first:first + POINTS]), "low": np.nan, "high": np.nan,
                               "value": first_row[there][first:first + POINTS], "status": "final"})
        p = against_others(points, known, least=LEAST_POINTS).p
        assert abs(p - found[first, OURS, 0]) < 1e-6, (panel.areas[0], first, p, found[first, OURS, 0])


def _same_fingertips(name: str, panel: Panel, priors: dict[str, Prior], found: np.ndarray) -> None:
    """The same of Fingertips' rule: the first windows, as they are and drawn."""
    each = zip(windows(panel, priors, rng_of(name)), found[:CHECKED, FINGERTIPS], strict=False)
    for (_, (errors, *_), _, series), p in each:
        for values, ours in zip(series, p, strict=True):
            theirs = of_the_library(pd.DataFrame({
                "value": values, "numerator": 0.0, "denominator": 1.0,
                "low": values - WIDTH / 2 * errors, "high": values + WIDTH / 2 * errors}))
            assert (theirs.marker != Marker.NO_CHANGE) == (ours < LIMITS["Fingertips"]), (values, theirs, ours)


def among_neighbours(panel: Panel, priors: dict[str, Prior], neighbours: dict[str, list[str]]) -> dict[str, float]:
    """Figures without intervals, the rule where nothing was measured: the change from the first of five years to the
    last beyond every neighbour's; in A, in B, and in B with such a trend planted. In percent."""
    place, left = {area: row for row, area in enumerate(panel.areas)}, without_shocks(panel)
    said = []
    for first in range(left.shape[1] - POINTS + 1):
        at = np.arange(first, first + POINTS)
        design, lags = design_of(panel.ends[at], ()), panel.lags[np.ix_(at, at)]
        for kind, values in (("A", left), ("B", without_lines(panel, left))):
            moved = values[:, at[-1]] - values[:, at[0]]
            for area, row in place.items():
                theirs = pd.Series([moved[place[each]] for each in neighbours[area] if each in place], dtype=float)
                rise = steepest_seen(priors[area], np.ones(POINTS), design, lags) * np.ptp(design[:, 1])
                for what, planted in ((kind, 0.0), ("planted", rise))[:2 if kind == "B" else 1]:
                    beside = standing(moved[row] + planted, theirs, least=LEAST_NEIGHBOURS)
                    if not np.isnan(moved[row]) and beside is not None:
                        said.append((what, beside.extreme and beside.p < LEVEL))
    rows = pd.DataFrame(said, columns=["what", "extreme"]).groupby("what")["extreme"].mean() * 100
    return {"A": rows["A"], "B": rows["B"], "found in B": rows["planted"]}


def summary(series: str, panel: Panel, found: np.ndarray) -> list[dict]:
    """A row a method, in percent."""
    rows = []
    for place, method in enumerate(METHODS):
        p, limit = found[:, place], LIMITS.get(method, LEVEL)
        if np.isnan(p).all():
            continue
        size = np.quantile(p[:, ROWS["C"]], LEVEL)
        row = {"series": series, "interval": panel.by_chance, "areas": len(panel.areas), "windows": len(found),
               "method": method}
        if method != "possible":
            row |= {kind: 100 * (p[:, ROWS[kind]] < limit).mean() for kind in ("A", "B", "D", "C")}
            row |= {"N": 100 * (p[:, ROWS["N"]] < limit).mean() if panel.by_chance else np.nan,
                    "strong": 100 * (p[:, ROWS["C"]] < STRONG).mean(),
                    "found": 100 * (p[:, ROWS["planted"]] < limit).mean(),
                    "found in B": 100 * (p[:, ROWS["planted in B"]] < limit).mean(),
                    "found strong": 100 * (p[:, ROWS["planted"]] < STRONG).mean()}
        rows.append(row | {"power": 100 * (p[:, ROWS["planted"]] < size).mean()})
    return rows


def by_size(series: str, found: np.ndarray, thirds: np.ndarray) -> list[dict]:
    """Ours and the rule by own scatter alone, in the third of the smallest authorities, the middle and the largest."""
    return [{"series": series, "third": name, "method": METHODS[method]}
            | {kind: 100 * (found[thirds == third, method, ROWS[kind]] < LEVEL).mean()
               for kind in ("A", "B", "D", "C", "planted")}
            for third, name in enumerate(("smallest", "middle", "largest")) for method in (0, OURS)]


def main(out: Path = OUT) -> None:
    """Measures, prints, and writes the tables."""
    published = read_published(DATA / "published", AS_AT)
    neighbours = published.neighbours.groupby("area")["neighbour"].agg(list).to_dict()
    rows, sizes = [], []
    for name, panel, priors in measured_panels(published):
        found, thirds = tested(panel, priors, rng_of(name))
        same_as_the_library(name, panel, priors, found)
        rows += [*summary(name, panel, found), {"series": name, "method": "unusual scatter"} | {
            kind: 100 * found[:, -1, ROWS[kind]].mean() for kind in ("A", "B", "D", "C")}]
        if not panel.by_chance:
            rows.append({"series": name, "method": "among neighbours", **among_neighbours(panel, priors, neighbours)})
        sizes += by_size(name, found, thirds)
    told = [pd.DataFrame(each).round(1) for each in (rows, sizes)]
    print(told[0].to_string(index=False))
    nine = told[0][told[0]["series"].isin(NINE)]
    print("\nMean of nine measures\n", nine.groupby("method", sort=False).mean(numeric_only=True).round(1).to_string())
    print("\nBy size, mean of nine measures\n", told[1][told[1]["series"].isin(NINE)].groupby(
        ["method", "third"], sort=False).mean(numeric_only=True).round(1).to_string())
    for table, file in zip(told, ("real.csv", "sizes.csv"), strict=True):
        table.to_csv(out / file, index=False)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
