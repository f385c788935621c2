"""How a series scatters about its course, beyond chance and alike from period to period: the error of what is fitted.

Figures of successive periods scatter more than chance alone makes them (overdispersion), and neighbouring ones err
together (serial correlation: many of this year's children were in last year's figure). With 5 to 40 points neither
can be measured well, so neither is taken as known:

1. y = X β + e, with sd(eₜ) = σ·rₜ (rₜ the sampling error of point t up to a factor) and correlation φ^|lag|
2. For each φ of a grid about 0, all alike beforehand: generalised least squares gives b(φ), its error with σ estimated
   from the residuals (t with T − q degrees of freedom, q columns in X), and the restricted likelihood of φ
3. The answer is the mixture of these t distributions, weighted by that likelihood: its mean, its 2.5 and 97.5 %
   points, and p = twice the smaller mass on one side of 0
4. What other areas' figures of the same series say, where it has been measured (see `measured_scatter`), is taken as a
   prior: σ² is a scaled inverse χ² about theirs, with the degrees of freedom that they are worth, and φ is normal about
   theirs. They add to the residual sum of squares and to its degrees of freedom (Smyth 2004), and to the likelihood of
   φ, whose grid then lies about theirs. Without it all is as before
5. Never surer than chance alone allows: where the sampling error itself is known, p is at least that of the plain
   weighted slope with σ as chance makes it, and the interval holds that one's too

Time and values are told from their means, and the plain weighted line is taken out before the others are fitted, so
that no fit subtracts large numbers from each other: processors then agree to some 13 digits, and not to 9 only.

The grid's reach is what calibration asked for, so that a nominal 5 % is at most 8 % where φ is 0.5: 0.9 with 5 to 7
points, 0.85 up to 19, 0.75 from 20 on. Without any φ there are 13 % false alarms at φ = 0.3 and 22 % at 0.5 with 12
points; with more of it power is lost for nothing (docs/calibration).

Restricted likelihood: Patterson & Thompson (1971) Biometrika 58:545. Averaging over what is not known of the error:
Hoeting et al. (1999) Stat Sci 14:382. Variances borrowed from others: Smyth (2004) Stat Appl Genet Mol Biol 3:3.

Arrays may have leading dimensions (many series at once); time is the last.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from wayforward.statistics.results import CONFIDENCE

REACH = ((20, 0.75), (8, 0.85), (0, 0.90))      # from how many points on, the largest φ of the grid
STEPS = 18
NO_SCATTER = 1e-14      # of the squared values: residuals below this are the arithmetic's own
REACH_MEASURED = 2.5    # standard deviations of the measured φ that its grid spans …
MOST = 0.95             # … and no φ is beyond this
UNUSUAL = 0.95          # of F: an own scatter beyond this point is not one more draw from the others'
TAIL = (1 - CONFIDENCE) / 2
STEPS_TO_LIMIT = 3      # of Halley's, which treble the digits
NEAR = 1e-13            # of the distance within which a limit lies: so near it is found


@dataclass(frozen=True)
class Prior:
    """What other areas say of a series' error: σ² is about `scale` (a number, or one for each series), as sure as `df`
    degrees of freedom make it; φ is about `correlation`, normal with sd `spread`."""

    scale: float | np.ndarray
    df: float
    correlation: float
    spread: float


@dataclass(frozen=True)
class Dispersion:
    """What the points leave plausible of their error, one entry a correlation (last axis).

    correlation the grid of φ
    weight      of each correlation, summing to 1
    scale       σ²: residual variance in units of the relative errors' squares
    df          degrees of freedom of each t: the points' own and, where there is a prior, those that it is worth
    """

    correlation: np.ndarray
    weight: np.ndarray
    scale: np.ndarray
    df: float


@dataclass(frozen=True)
class Mixture:
    """An estimate's distribution: t with `df` degrees of freedom about `centre` with `error`, mixed by `weight`."""

    weight: np.ndarray
    centre: np.ndarray
    error: np.ndarray
    df: float

    @property
    def mean(self) -> np.ndarray:
        """The estimate itself."""
        return (self.weight * self.centre).sum(axis=-1)

    def below(self, value) -> np.ndarray:
        """The mass below a value."""
        return self._mass(self._places(value))

    def p(self, null=0.0) -> np.ndarray:
        """Two-sided p of a value."""
        places = self._places(null)
        return np.clip(2 * np.minimum(self._mass(places), self._mass(-places)), 0.0, 1.0)

    def limits(self) -> tuple[float, float]:
        """The interval of one series."""
        reach = -special.stdtrit(self.df, TAIL) * self.error
        return self._limit(TAIL, self.centre - reach), self._limit(1 - TAIL, self.centre + reach)

    def lower_limits(self) -> np.ndarray:
        """Where the intervals of many series begin, by Halley's steps from the mean of the single distributions'
        points: each step is Newton's, bent by how fast the density rises."""
        df, limit = self.df, (self.weight * (self.centre + special.stdtrit(self.df, TAIL) * self.error)).sum(axis=-1)
        height = np.exp(special.gammaln((df + 1) / 2) - special.gammaln(df / 2)) / np.sqrt(df * np.pi)
        for _ in range(STEPS_TO_LIMIT):
            places = self._places(limit)
            within = 1 + places ** 2 / df
            density = self.weight * height * within ** (-(df + 1) / 2) / self.error
            rise = -(density * (df + 1) / df * places / within / self.error).sum(axis=-1)
            newton = (self._mass(places) - TAIL) / density.sum(axis=-1)
            limit = limit - newton / (1 - newton * rise / density.sum(axis=-1) / 2)
        return limit

    def _places(self, value) -> np.ndarray:
        return (np.asarray(value)[..., None] - self.centre) / self.error

    def _mass(self, places: np.ndarray) -> np.ndarray:
        return (self.weight * special.stdtr(self.df, places)).sum(axis=-1)

    def _limit(self, mass: float, ends: np.ndarray) -> float:
        """Where the mass below is so much, between the limits of the single distributions."""
        width = np.ptp(ends)
        if width <= NEAR * self.error.max():
            return float(ends.mean())
        return optimize.brentq(lambda value: float(self.below(value)) - mass, ends.min() - NEAR * width,
                               ends.max() + NEAR * width, xtol=NEAR * width)


def coefficient(values: np.ndarray, relative: np.ndarray, design: np.ndarray, lags: np.ndarray,
                which: int = 1, prior: Prior | None = None) -> tuple[Dispersion, Mixture]:
    """The scatter of `values` (…, T) about `design` (T, q), and the distribution of one coefficient.

    relative: the points' errors up to a factor (T); lags: whole periods between points (T, T). The first column of the
    design is the level. `prior`: what other areas say of the scatter.
    """
    df, grid = len(design) - design.shape[1], correlations(len(design), prior)
    x, plain, rest = _plain_line(values, relative, design)
    inverse, log_size = _inverses(grid, lags)
    information = x.T @ inverse @ x                                         # (φ, q, q)
    spread = np.linalg.inv(information)
    maps = spread @ x.T @ inverse                                           # (φ, q, T)
    residual = inverse - inverse @ x @ maps                                 # (φ, T, T)
    left = np.einsum("...pt,...t->...p", np.tensordot(rest, residual, axes=(-1, 1)), rest)
    least = NO_SCATTER * ((values / relative) ** 2).sum(axis=-1)[..., None] + np.finfo(float).tiny
    left, df, favour = _with_prior(np.maximum(left, least), df, grid, prior)
    likelihood = -0.5 * (log_size + np.linalg.slogdet(information)[1] + df * np.log(left)) + favour
    weight = np.exp(likelihood - likelihood.max(axis=-1, keepdims=True))
    scatter = Dispersion(grid, weight / weight.sum(axis=-1, keepdims=True), left / df, df)
    error = np.sqrt(scatter.scale * spread[:, which, which])
    return scatter, Mixture(scatter.weight, plain[..., which, None] + rest @ maps[:, which].T, error, df)


def _with_prior(left: np.ndarray, df: int, grid: np.ndarray,
                prior: Prior | None) -> tuple[np.ndarray, float, np.ndarray | float]:
    """The residual sum of squares and its degrees of freedom with what the prior adds; and how it favours each φ."""
    if prior is None:
        return left, df, 0.0
    added = prior.df * np.asarray(prior.scale, float)[..., None]
    return left + added, df + prior.df, -0.5 * ((grid - prior.correlation) / prior.spread) ** 2


def as_measured(prior: Prior) -> Dispersion:
    """The scatter of one more series, of which nothing is known but what other areas say."""
    grid = correlations(0, prior)
    weight = np.exp(-0.5 * ((grid - prior.correlation) / prior.spread) ** 2)
    return Dispersion(grid, weight / weight.sum(), np.full(len(grid), prior.scale), prior.df)


def unusual(scatter: Dispersion, prior: Prior) -> np.ndarray:
    """Whether the points' own scatter, at the correlation that is usual elsewhere, is larger than one more area's would
    be in 19 of 20 cases: then what other areas say may not hold of this one."""
    usual = np.abs(scatter.correlation - prior.correlation).argmin()
    own_df, expected = scatter.df - prior.df, np.asarray(prior.scale, float)
    own = (scatter.scale[..., usual] * scatter.df - prior.df * expected) / own_df
    return own > expected * special.fdtri(own_df, prior.df, UNUSUAL)


def difference(first: float, last: float, relative: tuple[float, float], lag: int, scatter: Dispersion) -> Mixture:
    """The distribution of last − first, two points of relative errors `relative`, `lag` periods apart."""
    together = scatter.correlation ** lag
    factor = relative[0] ** 2 + relative[1] ** 2 - 2 * together * relative[0] * relative[1]
    error = np.sqrt(scatter.scale * factor)
    return Mixture(scatter.weight, np.broadcast_to(np.asarray(last - first)[..., None], error.shape), error, scatter.df)


def by_chance(values: np.ndarray, relative: np.ndarray, design: np.ndarray, which: int = 1) -> tuple[np.ndarray, float]:
    """The plain weighted estimate of one coefficient, and its error where σ is 1 and the points err each by itself."""
    x, plain, _ = _plain_line(values, relative, design)
    return plain[..., which], float(np.sqrt(np.linalg.inv(x.T @ x)[which, which]))


def beyond_chance(values: np.ndarray, relative: np.ndarray, design: np.ndarray) -> np.ndarray:
    """The residual variance about the plain weighted line, in units of the relative errors' squares."""
    _, _, rest = _plain_line(values, relative, design)
    return (rest ** 2).sum(axis=-1) / (len(design) - design.shape[1])


def _plain_line(values: np.ndarray, relative: np.ndarray,
                design: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The design with its columns but the level told from their means, over the relative errors; the coefficients of
    the plain weighted line, of which that of the level is of values told from theirs; and what it leaves."""
    weight = relative ** -2 / (relative ** -2).sum()
    x = np.column_stack([design[:, 0], design[:, 1:] - weight @ design[:, 1:]]) / relative[:, None]
    y = (values - (values * weight).sum(axis=-1, keepdims=True)) / relative
    plain = y @ x @ np.linalg.inv(x.T @ x)
    return x, plain, y - plain @ x.T


def correlations(points: int, prior: Prior | None = None) -> np.ndarray:
    """The grid of φ: for so many points, or about what other areas say of it."""
    if prior is not None:
        reach = REACH_MEASURED * prior.spread
        return np.linspace(max(prior.correlation - reach, -MOST), min(prior.correlation + reach, MOST), STEPS)
    reach = next(reach for least, reach in REACH if points >= least)
    return np.linspace(-reach, reach, STEPS)


def _inverses(grid: np.ndarray, lags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The inverse correlation matrices of all φ, and the logarithms of their determinants."""
    matrices = grid[:, None, None] ** lags
    return np.linalg.inv(matrices), np.linalg.slogdet(matrices)[1]
