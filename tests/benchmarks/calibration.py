"""Do the verdicts keep what they promise? False alarms, coverage and power of the trend, the change, the change of a
gap and the verdict table as one rule, on drawn series of known truth; beside them what other methods would have done.

    python tests/benchmarks/calibration.py            some minutes on two cores; --draws 500 for a quick look

A cell: so many points, so many children, a base rate, a year-to-year spread (sd on the logit scale), a serial
correlation, annual or quarterly with a season. Counts are binomial in every period. The serial correlation is in
everything that varies: in the spread, and in chance itself, as successive snapshots share most of their children.
Writes docs/calibration/trend.csv and trend.png; the aims are told with the simulation's own error (three of it).
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy import special, stats

from wayforward.judge import LEAST_POINTS, Verdict, judge
from wayforward.statistics.change import change
from wayforward.statistics.dispersion import by_chance, coefficient, difference
from wayforward.statistics.intervals import wilson, with_intervals
from wayforward.statistics.overdispersion import widened
from wayforward.statistics.trend import trend

OUT = Path(__file__).parents[2] / "docs" / "calibration"
ORACLE_POWER, LEVEL = 0.8, 0.05
SEASON = np.array([0.25, -0.1, -0.25, 0.1])     # on the logit scale
WALK = 1.0                                      # the serial correlation of a random walk
CHECKED = 12                                    # draws a cell that go through the library's own functions as well


@dataclass(frozen=True)
class Cell:
    """One kind of series."""

    points: int
    children: int
    base: float
    spread: float
    serial: float
    seasonal: bool = False

    @property
    def variance(self) -> float:
        """Of one period's proportion: chance and spread."""
        chance = self.base * (1 - self.base)
        return chance / self.children + (chance * self.spread) ** 2


def cells() -> list[Cell]:
    """134: every length with every spread and serial correlation, at rotating sizes and base rates; and seasons. The
    last are worse than most real series: a correlation of 0.7, and a random walk (in the spread; chance at 0.7)."""
    sizes = [(150, 0.9), (1000, 0.5), (13000, 0.05), (40, 0.5), (1000, 0.05), (13000, 0.9), (40, 0.9), (150, 0.05),
             (13000, 0.5), (150, 0.5), (1000, 0.9)]
    made = []
    for points, (spread, serial) in product((5, 6, 8, 12, 20, 40), product((0.0, 0.05, 0.15), (0.0, 0.3, 0.5))):
        at = len(made) % len(sizes)
        made += [Cell(points, *size, spread, serial) for size in (sizes[at], sizes[(at + 4) % len(sizes)])]
    seasons = product((12, 20, 40), ((1000, 0.5, 0.05), (150, 0.9, 0.15)), (0.0, 0.5))
    made += [Cell(points, *rest, serial, seasonal=True) for points, rest, serial in seasons]
    beyond = product((5, 8, 20), ((1000, 0.5, 0.15), (13000, 0.05, 0.15)), (0.7, WALK))
    return made + [Cell(points, *rest, serial) for points, rest, serial in beyond] + [
        Cell(20, 1000, 0.5, 0.15, serial, seasonal=True) for serial in (0.7, WALK)]


def series(cell: Cell, draws: int, rng: np.random.Generator, slope: float = 0.0) -> np.ndarray:
    """Numerators, draws × points, whose true proportion rises by `slope` a period from the base rate."""
    truth = special.logit(cell.base + slope * (np.arange(cell.points) - (cell.points - 1) / 2))
    if cell.seasonal:
        truth = truth + SEASON[np.arange(cell.points) % 4]
    shares = special.expit(truth + cell.spread * (_walk if cell.serial == WALK else _serial)(cell, draws, rng))
    return stats.binom.ppf(stats.norm.cdf(_serial(cell, draws, rng)), cell.children, shares)


def _walk(cell: Cell, draws: int, rng: np.random.Generator) -> np.ndarray:
    """A random walk, whose variance about its own mean is 1 on average."""
    return rng.standard_normal((draws, cell.points)).cumsum(axis=1) * np.sqrt(6 / cell.points)


def _serial(cell: Cell, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Standard normal, each point correlated with the one before."""
    noise, serial = rng.standard_normal((draws, cell.points)), min(cell.serial, 0.7)
    for at in range(1, cell.points):
        noise[:, at] = serial * noise[:, at - 1] + np.sqrt(1 - serial ** 2) * noise[:, at]
    return noise


def design(cell: Cell) -> np.ndarray:
    """Level, time in years, seasons."""
    place = np.arange(cell.points)
    columns = [np.ones(cell.points), place / (4 if cell.seasonal else 1)]
    return np.column_stack(columns + ([place % 4 == season for season in (1, 2, 3)] if cell.seasonal else []))


def lags(cell: Cell) -> np.ndarray:
    """Periods between points."""
    return np.abs(np.subtract.outer(np.arange(cell.points), np.arange(cell.points)))


def steepest_seen(cell: Cell) -> float:
    """The slope a period that a test knowing every variance and correlation finds in 8 of 10 draws."""
    x, power = design(cell), stats.norm.ppf(1 - LEVEL / 2) + stats.norm.ppf(ORACLE_POWER)
    inverse = np.linalg.inv(np.where(lags(cell) == 0, 1.0, cell.serial ** lags(cell)))
    slope = power * np.sqrt(cell.variance * np.linalg.inv(x.T @ inverse @ x)[1, 1])
    return float(slope) / (4 if cell.seasonal else 1)


# What is judged: p of many series at once

def ours(k: np.ndarray, cell: Cell, null: float = 0.0) -> np.ndarray:
    """The library's trend: of a slope of `null` a year."""
    shares, relative = k / cell.children, np.full(cell.points, cell.children ** -0.5)
    _, slope = coefficient(shares, relative, design(cell), lags(cell))
    plain, error = by_chance(shares, relative, design(cell))
    chance = 2 * stats.norm.sf(np.abs(plain - null) / (error * _unit(k, cell)))
    return np.maximum(slope.p(null), chance)


def our_change(k: np.ndarray, cell: Cell) -> np.ndarray:
    """The library's change from the first point to the last of the same season."""
    last = cell.points - 1 - (cell.points - 1) % 4 if cell.seasonal else cell.points - 1
    shares, relative = k / cell.children, np.full(cell.points, cell.children ** -0.5)
    about, _ = coefficient(shares, relative, design(cell), lags(cell))
    mixed = difference(shares[:, 0], shares[:, last], (relative[0], relative[0]), last, about)
    return np.maximum(mixed.p(), _two_points(k[:, 0], k[:, last], cell.children))


def gap_change(cell: Cell, draws: int, rng: np.random.Generator) -> np.ndarray:
    """The change of the gap between a fifth of the children and the others, each group a series of its own."""
    others = Cell(cell.points, max(cell.children * 4 // 5, 20), cell.base, cell.spread, cell.serial, cell.seasonal)
    group = Cell(cell.points, max(cell.children // 5, 20), cell.base, cell.spread, cell.serial, cell.seasonal)
    parts = [series(part, draws, rng) / part.children for part in (others, group)]
    squares = [share * (1 - share) / part.children for share, part in zip(parts, (others, group), strict=True)]
    squares = [np.maximum(square, 1e-9) for square in squares]
    error = np.sqrt(sum(squares)).mean(axis=0)
    gap, last = parts[0] - parts[1], cell.points - 1
    about, _ = coefficient(gap, error, design(cell), lags(cell))
    mixed = difference(gap[:, 0], gap[:, last], (error[0], error[last]), last, about)
    chance = np.abs(gap[:, last] - gap[:, 0]) / np.sqrt(sum(square[:, [0, last]].sum(axis=1) for square in squares))
    return np.maximum(mixed.p(), 2 * stats.norm.sf(chance))


def whole_rule(k: np.ndarray, cell: Cell, p: np.ndarray) -> np.ndarray:
    """Whether the verdict table finds something: the trend, unless the change points the other way."""
    shares = k / cell.children
    slope = coefficient(shares, np.ones(cell.points), design(cell), lags(cell))[1].mean
    return (p < LEVEL) & ((shares[:, -1] - shares[:, 0]) * slope >= 0)


def _unit(k: np.ndarray, cell: Cell) -> np.ndarray:
    cases = cell.points * cell.children
    share = np.clip(k.sum(axis=1), 0.5, cases - 0.5) / cases
    return np.sqrt(share * (1 - share))


def _two_points(first: np.ndarray, last: np.ndarray, n: int) -> np.ndarray:
    pooled = np.clip((first + last) / (2 * n), 0.25 / n, 1 - 0.25 / n)
    return 2 * stats.norm.sf(np.abs(last - first) / n / np.sqrt(2 * pooled * (1 - pooled) / n))


# What others would do

def least_squares(k: np.ndarray, cell: Cell) -> np.ndarray:
    """Ordinary least squares, t."""
    slope, left, spread, df = _fitted(k, cell)
    return 2 * stats.t.sf(np.abs(slope) / np.sqrt((left ** 2).sum(axis=1) / df * spread), df)


def newey_west(k: np.ndarray, cell: Cell) -> np.ndarray:
    """Least squares with a HAC error (Bartlett weights, the usual ⌊4(T/100)^(2/9)⌋ lags), normal."""
    slope, left, _, _ = _fitted(k, cell)
    x = design(cell)
    pull = left * (np.linalg.inv(x.T @ x) @ x.T)[1]
    reach = int(4 * (cell.points / 100) ** (2 / 9))
    variance = (pull ** 2).sum(axis=1) + 2 * sum((1 - lag / (reach + 1)) * (pull[:, lag:] * pull[:, :-lag]).sum(axis=1)
                                                 for lag in range(1, reach + 1))
    return 2 * stats.norm.sf(np.abs(slope) / np.sqrt(np.maximum(variance, 1e-18)))


def plain_binomial(k: np.ndarray, cell: Cell) -> np.ndarray:
    """Chance alone: the weighted slope with binomial variance (Cochran–Armitage)."""
    slope, error = by_chance(k / cell.children, np.full(cell.points, cell.children ** -0.5), design(cell))
    return 2 * stats.norm.sf(np.abs(slope) / (error * _unit(k, cell)))


def mann_kendall(k: np.ndarray, cell: Cell) -> np.ndarray:
    """The order alone, normal approximation with continuity correction."""
    before, after = np.triu_indices(cell.points, 1)
    score, n = np.sign(k[:, after] - k[:, before]).sum(axis=1), cell.points
    return 2 * stats.norm.sf(np.maximum(np.abs(score) - 1, 0) / np.sqrt(n * (n - 1) * (2 * n + 5) / 18))


def last_against_previous(k: np.ndarray, cell: Cell) -> np.ndarray:
    """Two proportions; in seasons the same quarter a year before."""
    return _two_points(k[:, -5] if cell.seasonal else k[:, -2], k[:, -1], cell.children)


def fingertips(k: np.ndarray, cell: Cell) -> np.ndarray:
    """The rule of public-health profiles on the last five points: 0 where it signals, 1 where it does not."""
    shares = k[:, -5:] / cell.children
    low, high = wilson(k[:, -5:], cell.children)
    weight = (3.92 / (high - low)) ** 2
    def slope(kept: list[int]) -> tuple[np.ndarray, np.ndarray]:
        time, w, y = np.arange(5.0)[kept], weight[:, kept], shares[:, kept]
        centred = time - (w * time).sum(axis=1, keepdims=True) / w.sum(axis=1, keepdims=True)
        square = (w * centred ** 2).sum(axis=1)
        return (w * centred * y).sum(axis=1) / square, square
    whole, square = slope(list(range(5)))
    one_out = np.array([np.sign(slope([each for each in range(5) if each != out])[0]) for out in range(5)])
    return np.where((whole ** 2 * square > 9.5495) & (np.abs(one_out.sum(axis=0)) == 5), 0.0, 1.0)


def _fitted(k: np.ndarray, cell: Cell) -> tuple[np.ndarray, np.ndarray, float, int]:
    x, y = design(cell), k / cell.children
    inverse = np.linalg.inv(x.T @ x)
    b = y @ x @ inverse
    return b[:, 1], np.maximum(np.abs(y - b @ x.T), 1e-12) * np.sign(y - b @ x.T), inverse[1, 1], len(x) - x.shape[1]


OTHERS = {"ols": least_squares, "mann_kendall": mann_kendall, "binomial": plain_binomial, "hac": newey_west,
          "fingertips": fingertips, "last_previous": last_against_previous}


# One cell

def measured(task: tuple[int, Cell, int]) -> dict:
    """All that is measured of one cell, in percent; null where the slope would leave 0 to 1."""
    number, cell, draws = task
    rng = np.random.default_rng([20260331, number])
    k = series(cell, draws, rng)
    p = ours(k, cell)
    _same_as_the_library(k[:CHECKED], p[:CHECKED], cell)
    found = {"cell": number, **asdict(cell), "trend": _percent(p < LEVEL), "trend_strong": _percent(p < 0.002),
             "change": _percent(our_change(k, cell) < LEVEL), "verdict": _percent(whole_rule(k, cell, p)),
             "gap_change": _percent(gap_change(cell, draws, rng) < LEVEL) if not cell.seasonal else None}
    found |= {name: _percent(test(k, cell) < LEVEL) for name, test in OTHERS.items()}
    if cell.serial == WALK:         # of which no test knows the truth
        return found
    slope = steepest_seen(cell)
    reach = slope * (cell.points - 1) / 2
    if cell.base - reach > 0.01 and cell.base + reach < 0.99:
        risen = series(cell, draws, rng, slope)
        found |= {"coverage": _percent(ours(risen, cell, slope * (4 if cell.seasonal else 1)) >= LEVEL),
                  "power": _percent(ours(risen, cell) < LEVEL) / ORACLE_POWER}
    return found


def _same_as_the_library(k: np.ndarray, p: np.ndarray, cell: Cell) -> None:
    """Stops where the vectorised rules are not those of trend(), change() and judge()."""
    ends = [date(2001 + at // 4, 3 + 3 * (at % 4), 28) if cell.seasonal else date(2001 + at, 3, 31)
            for at in range(cell.points)]
    for numerators, expected in zip(k, p, strict=True):
        points = with_intervals(pd.DataFrame({"end": ends, "numerator": numerators, "denominator": cell.children,
                                              "value": numerators / cell.children, "reason": None}), "proportion")
        slope = trend(points, "proportion", least=LEAST_POINTS)
        moved = widened(change(points.iloc[0], points.iloc[-1], "proportion"), points, "proportion", 0, len(points) - 1,
                        least=LEAST_POINTS)
        assert abs(slope.p - expected) < 0.01, (cell, slope.p, expected)        # days of a leap year apart
        said = judge("higher", cell.points, 0, moved, slope, None, None).verdict
        apart = moved.estimate * slope.estimate < 0
        assert (said != Verdict.NO_CLEAR_CHANGE) == (slope.p < LEVEL and not apart), (cell, said)


def two_points_only(draws: int) -> list[dict]:
    """The change where there are too few points to know how a series scatters: chance alone."""
    rng, rows = np.random.default_rng(2), []
    for spread, (children, base) in product((0.0, 0.05, 0.15), ((150, 0.9), (1000, 0.5), (13000, 0.5))):
        cell = Cell(2, children, base, spread, 0.0)
        k = series(cell, draws, rng)
        rows.append({**asdict(cell), "change": _percent(_two_points(k[:, 0], k[:, 1], children) < LEVEL)})
    return rows


def _percent(found: np.ndarray) -> float:
    return round(100 * float(np.mean(found)), 2)


# What is told

def verdict_on(rows: pd.DataFrame, draws: int) -> list[str]:
    """The aims, and in how many cells each is met, allowing for the simulation's own error."""
    def error(percent: float) -> float:
        return 300 * np.sqrt(percent / 100 * (1 - percent / 100) / draws)
    said = []
    for name in ("trend", "change", "gap_change", "verdict"):
        mild, hard = rows[rows["serial"] < 0.5][name].dropna(), rows[rows["serial"] == 0.5][name].dropna()
        said.append(f"{name}: up to serial correlation 0.3, {(mild <= 6.5 + error(6.5)).sum()} of {len(mild)} cells at "
                    f"most 6.5 %, {(mild >= 3 - error(3)).sum()} at least 3 %, range {mild.min()} to {mild.max()} %; "
                    f"at 0.5, {(hard <= 8 + error(8)).sum()} of {len(hard)} at most 8 %, highest {hard.max()} %")
        beyond = rows[rows["serial"] > 0.5].groupby("serial")[name].max().dropna()
        said[-1] += "; " + ", ".join(f"at {serial}, highest {worst} %" for serial, worst in beyond.items())
    covered = rows["coverage"].dropna()
    said.append(f"coverage of the trend's interval: {covered.between(93 - error(93), 97 + error(97)).sum()} of "
                f"{len(covered)} cells in 93–97 %, range {covered.min()} to {covered.max()} %")
    for long, part in rows.dropna(subset="power").groupby(rows["points"] >= 8):
        low, middle, high = part["power"].quantile([0, 0.5, 1])
        said.append(f"power against the test that knows the truth, {'8 points or more' if long else 'under 8 points'}: "
                    f"{(part['power'] >= 80 - error(80)).sum()} of {len(part)} cells at least 80 %, median "
                    f"{middle:.0f} %, range {low:.0f} to {high:.0f} %")
    worst = rows[["trend", *OTHERS]].max()
    said.append("highest false alarms: " + ", ".join(f"{name} {value:.0f} %" for name, value in worst.items()))
    return said


def drawn(rows: pd.DataFrame, path: Path) -> None:
    """False alarms of every cell, method by method."""
    names = {"trend": "ours", "ols": "least squares", "mann_kendall": "Mann–Kendall", "binomial": "plain binomial",
             "hac": "HAC", "fingertips": "Fingertips", "last_previous": "last against\nprevious"}
    figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
    for place, name in enumerate(names):
        for serial, mark in ((0.0, "o"), (0.3, "s"), (0.5, "^")):
            part = rows[rows["serial"] == serial]
            axes.scatter(place + (serial - 0.25) * 0.9 + np.linspace(-0.07, 0.07, len(part)), part[name], s=14,
                         marker=mark, color="#12436D" if name == "trend" else "#767676",
                         label=f"serial correlation {serial}" if place == 0 else None)
    axes.axhline(5, color="black", linewidth=1)
    axes.set(xticks=range(len(names)), xticklabels=names.values(), ylabel="false alarms, % of draws without a trend",
             title="How often is a trend found where there is none? Nominal 5%, a mark a cell")
    axes.legend()
    figure.savefig(path, dpi=110, metadata={"Software": None})


def main(arguments: list[str]) -> None:
    """Measures all cells, prints, and writes table and picture."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--draws", type=int, default=5000)
    asked.add_argument("--out", type=Path, default=OUT)
    draws, out = (options := asked.parse_args(arguments)).draws, options.out
    with ProcessPoolExecutor() as pool:
        rows = pd.DataFrame(pool.map(measured, [(number, cell, draws) for number, cell in enumerate(cells())]))
    print(rows.drop(columns="cell").to_string(index=False))
    print("\nTwo points, chance alone:\n" + pd.DataFrame(two_points_only(draws)).to_string(index=False))
    print("\n" + "\n".join(verdict_on(rows, draws)))
    out.mkdir(parents=True, exist_ok=True)
    rows.to_csv(out / "trend.csv", index=False)
    drawn(rows, out / "trend.png")


if __name__ == "__main__":
    main(sys.argv[1:])
