"""A ratio of two amounts, each added up over rows: days lost over days owed, posts left over posts held.

The rows (people) are taken as drawn anew in each period. Days of sickness come in spells that belong to a person, so
counting days as if each fell by itself would make the interval too narrow; counted by person it is honest. The
standard error is the linearised one of a ratio estimator (Cochran 1977, Sampling Techniques, § 6.4), which a bootstrap
over people tends to.
"""

import numpy as np
import pandas as pd

from wayforward.counting.tally import Estimate

FEWEST = 10
TOO_FEW = f"fewer than {FEWEST} people, too few for an interval"


def ratio(reason: str | None = None) -> Estimate:
    """Sum of `value` over sum of `exposure`, two columns of the cases, with its standard error; or, with a `reason`,
    without. n is the number of rows, by which a disclosure rule tells how few people stand behind it."""
    def divide(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        y, x = cases["value"], cases["exposure"]
        products = pd.DataFrame({"numerator": y, "denominator": x, "n": 1.0, "yy": y * y, "xy": x * y, "xx": x * x})
        sums = products.groupby([cases[name] for name in by], observed=True, sort=True).sum()
        value = sums["numerator"] / sums["denominator"].where(sums["denominator"] > 0)
        squares = (sums["yy"] - 2 * value * sums["xy"] + value ** 2 * sums["xx"]).clip(lower=0.0)
        n, few = sums["n"], sums["n"] < FEWEST
        error = np.sqrt(squares * n / (n - 1).where(~few)) / sums["denominator"]
        why = pd.Series(np.where(few, TOO_FEW, None), sums.index, dtype=object) if reason is None else reason
        return sums[["numerator", "denominator", "n"]].assign(
            value=value, se=error if reason is None else np.nan, reason=why)
    return divide
