"""Where it is not known of most cases there is no figure: what is left would be told of a few, or of nobody.

Those of whom it is not known stay in the total and are not counted (not knowing is not a success), so that a column
left blank makes a figure of 0 % that looks as sure as any other. The limit is two thirds: from there on those of whom
it is not known outnumber the others by more than two to one, and the figure could be anything over more than two
thirds of the scale. Up to there it is told, with how many are not known and what it would be without them. Official
figures are shown as published.
"""

import pandas as pd

from wayforward.finding import number_or_null
from wayforward.narrate.reasons import mostly_unknown

MOST = 2 / 3        # a greater share of unknown cases leaves no figure
NOT_AVAILABLE = "not available"
FIGURES = ("value", "numerator")


def without_unknown_figures(shown: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """The rows as they may be shown, those without a figure where by the exact counts (the same rows) most is unknown.

    Such a row is "not available", and its note says of how many it is not known, where both numbers may be shown.
    Rows that are hidden for a small number stay so. Counts without `unknown` are as they were.
    """
    if "unknown" not in exact:
        return shown
    most = (exact["unknown"] > MOST * exact["denominator"]) & shown["value"].notna()
    if not most.any():
        return shown
    notes = [mostly_unknown(number_or_null(unknown), number_or_null(total))
             for unknown, total in zip(shown["unknown"], shown["denominator"], strict=True)]
    words = {"status": NOT_AVAILABLE, "note": pd.Series(notes, shown.index), "reason": None}
    return shown.assign(**{name: shown[name].mask(most) for name in FIGURES},
                        **{name: shown[name].astype(object).mask(most, word) for name, word in words.items()})
