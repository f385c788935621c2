"""How many were asked in a survey, and what share of them answered."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from wayforward.counting.contract import Returns
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Estimate, events

UNUSABLE = "Answered, and cannot be used"
INVITED = "survey_invited"
NOT_ASKED = "how many were asked is not at hand"
TOO_MANY = "more are recorded as having answered than were asked"


def asked(returns: Returns, survey: str) -> dict[int, float]:
    """How many were asked, by the return's year; empty where that table is not at hand."""
    if not returns.has(INVITED):
        return {}
    rows = returns.table(INVITED)
    rows = rows[rows["SURVEY"].eq(survey) & rows["INVITED"].notna()]
    return {int(year): float(number) for year, number in zip(rows["return_year"], rows["INVITED"], strict=True)}


def response_rate(answered: pd.Series, number_asked: pd.Series) -> pd.Series:
    """Answered out of asked; missing where no number of those asked is at hand, or it is too low to be right."""
    return (answered / number_asked).where(number_asked.ge(answered) & number_asked.gt(0))


def responding(number_asked: Callable[[str], float]) -> Estimate:
    """The share of those asked in a period who answered; counted cases are people who did. A period of which it is
    not known is "not available", and its note says why."""
    def divide(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        found = events(cases, by)
        invited = pd.Series([number_asked(period) for period in found.index.get_level_values("period")],
                            found.index, dtype=float)
        share = response_rate(found["numerator"], invited)
        why = pd.Series(np.where(invited.isna(), NOT_ASKED, TOO_MANY), found.index, dtype=object).where(share.isna())
        status = pd.Series("final", found.index).mask(share.isna(), "not available")
        return found.assign(numerator=found["numerator"].where(share.notna()),
                            denominator=invited.where(share.notna()), value=share, status=status, note=why, reason=why)
    return divide


def response(returns: Returns, survey: str, table: str, labels: Callable[[int], str],
             whole: tuple[str, pd.Series]) -> Detail:
    """The response by year: how many were asked, answered and did not, and the share. A row of the `table` is one who
    answered; `whole` names those of them whose answer can be used, and says of each row whether it can."""
    name, usable = whole
    forms = returns.table(table)
    answered = forms.groupby("return_year").size()
    used = forms[usable].groupby("return_year").size()
    numbers = pd.Series(asked(returns, survey), dtype=float).reindex(answered.index)
    rows = pd.DataFrame({"Asked": numbers, "Answered": answered.astype(float),
                         "Did not answer": (numbers - answered).clip(lower=0)})
    rows[name] = used.reindex(answered.index).fillna(0.0).astype(float)
    rows[UNUSABLE] = rows["Answered"] - rows[name]
    which = {"Answered": usable | True, name: usable, UNUSABLE: ~usable}
    people = tuple(rows.columns)
    rows["Response rate"] = response_rate(rows["Answered"], numbers)
    rows.insert(0, "Year", [labels(int(year)) for year in answered.index])
    note = "" if numbers.notna().all() else "Where nothing stands under “Asked”, how many were asked is not at hand."
    units = dict.fromkeys(people, ("", 0)) | {"Response rate": ("%", 1)}
    return Detail("Who answered", rows.reset_index(drop=True), units, people=people, note=note, total=False,
                  table=table, counted={column: rows_of(forms[where], forms["return_year"][where], answered.index)
                           for column, where in which.items()})
