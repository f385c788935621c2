"""How a series scatters about its course, beyond chance and alike from period to period: the error of what is fitted.

Figures of successive periods scatter more than chance alone makes them (overdispersion), and neighbouring ones err
together (serial correlation: many of this year's children were in last year's figure). With 5 to 40 points neither
can be measured well, so neither is taken as known:

1. y = X β + e, with sd(eₜ) = σ·rₜ (rₜ the sampling error of point t up to a factor) and correlation φ^|lag|
2. For each φ of a grid about 0, all alike beforehand: generalised least squares gives b(φ), its error with σ estimated
   from the residuals (t with T − q degrees of freedom, q columns in X), and the restricted likelihood of φ
3. The answer is the mixture of these t distributions, weighted by that likelihood: its mean, its 2.5 and 97.5 %
   points, and p = twice the smaller mass on one side of 0
4. Never surer than chance alone allows: where the sampling error itself is known, p is at least that of the plain
   weighted slope with σ as chance makes it, and the interval holds that one's too

The grid's reach is what calibration asked for, so that a nominal 5 % is at most 8 % where φ is 0.5: 0.9 with 5 to 7
points, 0.85 up to 19, 0.75 from 20 on. Without any φ there are 13 % false alarms at φ = 0.3 and 22 % at 0.5 with 12
points; with more of it power is lost for nothing (docs/calibration).

Restricted likelihood: Patterson & Thompson (1971) Biometrika 58:545. Averaging over what is not known of the error:
Hoeting et al. (1999) Stat Sci 14:382.

Arrays may have leading dimensions (many series at once); time is the last.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from wayforward.statistics.results import CONFIDENCE

REACH = ((20, 0.75), (8, 0.85), (0, 0.90))      # from how many points on, the largest φ of the grid
STEPS = 18
NO_SCATTER = 1e-14      # of the squared values: residuals below this are the arithmetic's own
TAIL = (1 - CONFIDENCE) / 2


@dataclass(frozen=True)
class Scatter:
    """What the points leave plausible of their error, one entry a correlation (last axis).

    correlation the grid of φ
    weight      of each correlation, summing to 1
    scale       σ²: residual variance in units of the relative errors' squares
    df          degrees of freedom of each t
    """

    correlation: np.ndarray
    weight: np.ndarray
    scale: np.ndarray
    df: int


@dataclass(frozen=True)
class Mixture:
    """An estimate's distribution: t with `df` degrees of freedom about `centre` with `error`, mixed by `weight`."""

    weight: np.ndarray
    centre: np.ndarray
    error: np.ndarray
    df: int

    @property
    def mean(self) -> np.ndarray:
        """The estimate itself."""
        return (self.weight * self.centre).sum(axis=-1)

    def below(self, value) -> np.ndarray:
        """The mass below a value."""
        places = (np.asarray(value)[..., None] - self.centre) / self.error
        return (self.weight * special.stdtr(self.df, places)).sum(axis=-1)

    def p(self, null=0.0) -> np.ndarray:
        """Two-sided p of a value."""
        below = self.below(null)
        return np.clip(2 * np.minimum(below, 1 - below), 0.0, 1.0)

    def limits(self) -> tuple[float, float]:
        """The interval of one series."""
        reach = -special.stdtrit(self.df, TAIL) * self.error
        low, high = (self.centre - reach), (self.centre + reach)
        return tuple(optimize.brentq(lambda value, mass=mass: float(self.below(value)) - mass, ends.min(), ends.max(),
                                     xtol=1e-12) if np.ptp(ends) else float(ends[0])
                     for mass, ends in ((TAIL, low), (1 - TAIL, high)))


def coefficient(values: np.ndarray, relative: np.ndarray, design: np.ndarray, lags: np.ndarray,
                which: int = 1) -> tuple[Scatter, Mixture]:
    """The scatter of `values` (…, T) about `design` (T, q), and the distribution of one coefficient.

    relative: the points' errors up to a factor (T); lags: whole periods between points (T, T).
    """
    df, grid = len(design) - design.shape[1], correlations(len(design))
    y, x = values / relative, design / relative[:, None]
    inverse, log_size = _inverses(grid, lags)
    information = x.T @ inverse @ x                                         # (φ, q, q)
    spread = np.linalg.inv(information)
    maps = spread @ x.T @ inverse                                           # (φ, q, T)
    residual = inverse - inverse @ x @ maps                                 # (φ, T, T)
    left = np.einsum("...pt,...t->...p", np.tensordot(y, residual, axes=(-1, 1)), y)
    left = np.maximum(left, NO_SCATTER * (y ** 2).sum(axis=-1)[..., None] + np.finfo(float).tiny)
    likelihood = -0.5 * (log_size + np.linalg.slogdet(information)[1] + df * np.log(left))
    weight = np.exp(likelihood - likelihood.max(axis=-1, keepdims=True))
    scatter = Scatter(grid, weight / weight.sum(axis=-1, keepdims=True), left / df, df)
    error = np.sqrt(scatter.scale * spread[:, which, which])
    return scatter, Mixture(scatter.weight, y @ maps[:, which].T, error, df)


def difference(first: float, last: float, relative: tuple[float, float], lag: int, scatter: Scatter) -> Mixture:
    """The distribution of last − first, two points of relative errors `relative`, `lag` periods apart."""
    together = scatter.correlation ** lag
    factor = relative[0] ** 2 + relative[1] ** 2 - 2 * together * relative[0] * relative[1]
    error = np.sqrt(scatter.scale * factor)
    return Mixture(scatter.weight, np.broadcast_to(np.asarray(last - first)[..., None], error.shape), error, scatter.df)


def by_chance(values: np.ndarray, relative: np.ndarray, design: np.ndarray, which: int = 1) -> tuple[np.ndarray, float]:
    """The plain weighted estimate of one coefficient, and its error where σ is 1 and the points err each by itself."""
    x = design / relative[:, None]
    spread = np.linalg.inv(x.T @ x)
    return (values / relative) @ (spread @ x.T)[which], float(np.sqrt(spread[which, which]))


def correlations(points: int) -> np.ndarray:
    """The grid of φ for so many points."""
    reach = next(reach for least, reach in REACH if points >= least)
    return np.linspace(-reach, reach, STEPS)


def _inverses(grid: np.ndarray, lags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The inverse correlation matrices of all φ, and the logarithms of their determinants."""
    matrices = grid[:, None, None] ** lags
    return np.linalg.inv(matrices), np.linalg.slogdet(matrices)[1]
