"""The average of months that each have their own people: the average of the months' percentages.

Each month weighs the same, however many people it has, as the Department averages December, January and February. To
add up all months' people would let the month with the most of them decide.
"""

import pandas as pd

from wayforward.counting.tally import proportion


def average_of_months(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Those whose value is 1 out of all counted in a month (a column), averaged over the months that a group has;
    numerator, denominator and unknown are of an average month of the period, their ratio the average percentage."""
    months = proportion(cases, [*by, "month"])
    groups = list(range(len(by)))
    people = months.groupby(level=groups, observed=True)["denominator"].sum()
    whole = cases.groupby("period")["month"].nunique()
    size = people / whole.reindex(people.index.get_level_values("period")).to_numpy(float)
    shares = months[["numerator", "unknown"]].div(months["denominator"], axis=0)
    average = shares.groupby(level=groups, observed=True).mean()
    return pd.DataFrame({"numerator": average["numerator"] * size, "denominator": size,
                         "unknown": average["unknown"] * size, "value": average["numerator"]})
