"""Direct standardisation: one figure for a fixed make-up of strata (ages and sexes), so that a change of who lives here
or who answers is no change in the figure.

Each stratum's own figure is weighted by a standard that does not move; Σ w is made 1, so that a standard population can
be given as it stands.

rate        Σ w x/n    Dobson's interval from Byar's of the events   Dobson et al. (1991) Stat Med 10:457
proportion  Σ w k/n    Wilson's of the effective number 1/Σ(w²/n)    Wilson (1927); Kish (1965) Survey Sampling
mean        Σ w m      Student's t, Satterthwaite's df               Satterthwaite (1946) Biometrics Bull 2:110

Differs from `counting/standardise.py`, which works from respondents: there the weights are the strata's shares among
all respondents of all periods, and pupils of one school are alike. Here strata are summed up already, the weights are
somebody else's, and each event or answer is independent of every other; where answers come in schools these intervals
are too narrow. `se` is what the trend and the change of a standardised series are weighted by.

Tried on 40,000 draws of 4 and 10 strata, Dobson's 95 % interval held the truth 95 to 98 times in 100 from 10 events on
where the weights are like the population's; where half the weight lies on a fifteenth of the population 80 times with
15 events, 89 with 30, 94 with 100. Wilson's held it 94 to 99 times, and 90 where a quarter of the weight rests on 5
answers. Under 10 events no rate is standardised (Morris et al. 2018 Popul Health Metr 16:19).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from wayforward.statistics.intervals import ALL_ALIKE, BYAR, byar, wilson
from wayforward.statistics.results import CONFIDENCE

LEAST_EVENTS = 10
NO_STRATA = "there are no strata, or the standard gives them no weight"
NOT_WHOLE = "a stratum of the standard has no figure"
NOBODY = "there is nobody in a stratum of the standard"
FEW_EVENTS = f"fewer than {LEAST_EVENTS} events are too few to standardise"
ALONE = "a stratum of the standard has fewer than two answers, which have no spread"


@dataclass(frozen=True)
class Standardised:
    """A standardised figure with its standard error and interval; what is None has its `reason`."""

    value: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    method: str = ""
    reason: str | None = None


def standardised_rate(strata: pd.DataFrame, confidence: float = CONFIDENCE) -> Standardised:
    """Events per unit of population, standardised; one row a stratum: stratum, events, population, weight.

    Dobson: the Byar interval of all O events, moved and scaled: d + √(var d / O) (limit − O), var d = Σ w² x/n².
    ValueError for a stratum that stands twice, or a negative number.

    >>> strata = pd.DataFrame({"stratum": ["0 to 9", "10 to 17"], "events": [12, 40], "population": [600.0, 500.0],
    ...                        "weight": [0.5, 0.5]})
    >>> found = standardised_rate(strata)                               # (12/600 + 40/500) / 2
    >>> [round(number, 4) for number in (found.value, found.low, found.high)]
    [0.05, 0.0373, 0.0656]
    """
    strata, refused = _ready(strata, ["events", "population"])
    if refused:
        return Standardised(None, reason=refused)
    events = float(strata["events"].sum())
    if not (strata["population"] > 0).all():
        return Standardised(None, reason=NOBODY)
    if events < LEAST_EVENTS:
        return Standardised(None, reason=FEW_EVENTS)
    each = strata["weight"] / strata["population"]
    value, se = float((each * strata["events"]).sum()), float(np.sqrt((each ** 2 * strata["events"]).sum()))
    low, high = (value + se / np.sqrt(events) * float(limit - events) for limit in byar(events, confidence))
    return Standardised(value, se, float(low), float(high), f"direct standardisation, Dobson's interval ({BYAR})")


def standardised_proportion(strata: pd.DataFrame, confidence: float = CONFIDENCE) -> Standardised:
    """A proportion standardised; one row a stratum: stratum, events (who have it), n (of how many), weight.

    Wilson's interval of Σ w p as if it were of 1/Σ(w²/n) answers: the number that, drawn as one, would tell as much
    were every stratum's proportion the same. Where they differ much it is a little wide.

    >>> strata = pd.DataFrame({"stratum": ["girls", "boys"], "events": [30, 10], "n": [100, 50], "weight": [1, 1]})
    >>> found = standardised_proportion(strata)                         # (0.3 + 0.2) / 2
    >>> [round(number, 4) for number in (found.value, found.low, found.high)]
    [0.25, 0.1842, 0.3298]
    """
    strata, refused = _ready(strata, ["events", "n"])
    if refused:
        return Standardised(None, reason=refused)
    if not (strata["n"] > 0).all():
        return Standardised(None, reason=NOBODY)
    if (strata["events"] > strata["n"]).any():
        raise ValueError("strata: more events than there are in a stratum")
    shares = strata["weight"] ** 2 / strata["n"]
    value, effective = float((strata["weight"] * strata["events"] / strata["n"]).sum()), float(1 / shares.sum())
    value = min(value, 1.0)                                             # the last binary digit can lie beyond
    low, high = wilson(value * effective, effective, confidence)
    return Standardised(value, float(np.sqrt(value * (1 - value) / effective)), float(low), float(high),
                        "direct standardisation, Wilson score of the effective number")


def standardised_mean(strata: pd.DataFrame, confidence: float = CONFIDENCE) -> Standardised:
    """A mean standardised; one row a stratum: stratum, mean, sd (of single answers), n, weight.

    se = √Σ v with v = w² sd²/n; t with (Σ v)² / Σ v²/(n − 1) degrees of freedom.

    >>> strata = pd.DataFrame({"stratum": ["girls", "boys"], "mean": [20.0, 24.0], "sd": [4.0, 3.0], "n": [16, 9],
    ...                        "weight": [0.5, 0.5]})
    >>> found = standardised_mean(strata)                               # se = √(¼ 16/16 + ¼ 9/9)
    >>> [round(number, 3) for number in (found.value, found.se, found.low, found.high)]
    [22.0, 0.707, 20.529, 23.471]
    """
    strata, refused = _ready(strata, ["mean", "sd", "n"], signed=["mean"])
    if refused:
        return Standardised(None, reason=refused)
    value = float((strata["weight"] * strata["mean"]).sum())
    if not (strata["n"] > 1).all():
        return Standardised(value, reason=ALONE)
    parts = strata["weight"] ** 2 * strata["sd"] ** 2 / strata["n"]
    if not parts.sum() > 0:
        return Standardised(value, reason=ALL_ALIKE)
    se, share = float(np.sqrt(parts.sum())), parts / parts.sum()
    half = float(stats.t.ppf((1 + confidence) / 2, 1 / (share ** 2 / (strata["n"] - 1)).sum())) * se
    return Standardised(value, se, value - half, value + half, "direct standardisation, Student's t")


def _ready(strata: pd.DataFrame, names: list[str], signed: list[str] = ()) -> tuple[pd.DataFrame, str | None]:
    """The strata that the standard has, their weights adding up to 1, and why not where they will not do."""
    if strata["stratum"].duplicated().any():
        raise ValueError("strata: a stratum stands twice")
    numbers = strata[[*names, "weight"]].astype(float)
    if (numbers.drop(columns=list(signed)) < 0).any(axis=None):
        raise ValueError("strata: a negative number")
    if numbers["weight"].isna().any() or not numbers["weight"].sum() > 0:
        return numbers, NO_STRATA
    numbers = numbers[numbers["weight"] > 0]
    if numbers.isna().any(axis=None):
        return numbers, NOT_WHOLE
    return numbers.assign(weight=numbers["weight"] / numbers["weight"].sum()), None
