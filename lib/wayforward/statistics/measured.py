"""What has been measured, from the figures of all other areas, of how a series moves by itself (see
`measured_scatter`), for one area and as it was known on a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import nan

from wayforward.statistics.all_areas import AllAreas
from wayforward.statistics.dispersion import Prior


@dataclass(frozen=True)
class Measured:
    """How one more area's figures of a series scatter, from those of `areas` others over `periods` periods.

    known       the day on which the newest of these figures became known
    by_chance   whether `scale` is in units of what chance alone makes of a figure; else in the series' own, squared
    scale       the variance of a figure about its course, σ²
    df          degrees of freedom that the others are worth as a measure of one more area's σ²
    correlation of neighbouring figures, and its `spread` over areas (standard deviation)
    means       for figures without intervals, by the last day of a period: the mean of all areas' figures, the area's
                own among them, and of how many areas it is
    all_areas   makes the figures of all areas, the area's own among them; None where they are not at hand
    """

    known: date
    areas: int
    periods: int
    by_chance: bool
    scale: float
    df: float
    correlation: float
    spread: float
    means: Mapping[date, tuple[float, int]] = field(default_factory=dict)
    all_areas: Callable[[], AllAreas | None] = field(default=lambda: None, compare=False)

    def less_the_others(self, end: date, value: float) -> float:
        """A figure of the area less the mean of the other areas'; NaN where that is not known."""
        mean, areas = self.means.get(end, (nan, 2))
        return (value - mean) * areas / (areas - 1)

    def prior(self, unit: float | None) -> Prior | None:
        """For figures whose errors by chance are `unit` times the relative ones; None where what was measured is of
        figures of another make: with intervals where these have none, or the other way round."""
        if self.by_chance != (unit is not None):
            return None
        return Prior(self.scale * (unit or 1.0) ** 2, self.df, self.correlation, self.spread)
