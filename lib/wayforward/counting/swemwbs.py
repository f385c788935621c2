"""The short Warwick–Edinburgh scale: seven answers of 1 to 5, their sum, and the metric score it stands for.

The sum is no equal-interval measure; the scale's authors give a metric score for each sum (Stewart-Brown et al. 2009,
Health and Quality of Life Outcomes 7:15). It is defined for those who answered all seven. The items' words are under
licence and are not here.
"""

import numpy as np
import pandas as pd

ITEMS = [f"SWEMWBS_{item}" for item in range(1, 8)]
LOWEST, HIGHEST = 1, 5      # of an answer
METRIC = dict(zip(range(7, 36), (
    7.00, 9.51, 11.25, 12.40, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36, 16.88, 17.43, 17.98, 18.59, 19.25, 19.98,
    20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.70, 32.55, 35.00), strict=True))


def metric(answers: pd.DataFrame) -> pd.Series:
    """The metric score, 7 to 35, of each row's answers (columns ITEMS); missing unless all seven are whole numbers
    from 1 to 5."""
    return answers[ITEMS].where(on_scale(answers)).sum(axis=1, skipna=False).map(METRIC)


def on_scale(answers: pd.DataFrame) -> pd.DataFrame:
    """Which answers are whole numbers from 1 to 5."""
    return answers[ITEMS].isin(np.arange(LOWEST, HIGHEST + 1))
