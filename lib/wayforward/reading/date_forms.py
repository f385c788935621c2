"""What can be said of days that are not written in a return's form. Nothing here guesses which day is meant."""

import numpy as np
import pandas as pd

from wayforward.returns.layout import dates

OTHERS = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%Y/%m/%d",
          "%Y%m%d", "%Y-%b-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S")
MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
ENOUGH, DIFFERENT = 30, 20      # days, and different days, from which chance does not explain that none is above 12
PART = 10               # cells written one way, of which chance does not put all on one side of the 12th
ISO = r"\d{4}-\d\d-\d\d([ T]00:00:00)?"
ONE_DIGIT, ZERO_FIRST = r"\d\D.*|\d+\D\d\D.*", r"0\d\D.*|\d+\D0\d\D.*"      # a day or a month written 4, or 04
DAY_NUMBER = r"[2-5]\d{4}(\.0)?"     # 20 000 to 59 999: 1954 to 2064
WORDS = {"%d": "dd", "%m": "mm", "%Y": "yyyy", "%b": "mmm", "%H": "hh", "%M": "mm", "%S": "ss"}


def in_words(form: str) -> str:
    """A form as people write it: dd/mm/yyyy."""
    for code, words in WORDS.items():
        form = form.replace(code, words)
    return form


def what_is_wrong(filled: pd.Series, wrong: pd.Series, form: str) -> str:
    """In words, of filled cells of which some, `wrong`, are no days of the form: written month first, in several forms,
    or no days at all."""
    right, bad = filled[~wrong], filled[wrong]
    if bad.str.fullmatch(DAY_NUMBER).all():
        return "a spreadsheet's day numbers instead of days"
    if _in(bad, MONTH_FIRST).all() and not (dates(right, form).dt.day > 12).any():
        return "written month first"
    if of_another_form(bad).any() and (len(right) or not _in_one(bad)):
        return "mixed date formats"
    return f"no day of the form {in_words(form)}"


def two_forms(filled: pd.Series) -> bool:
    """Whether some days are in the return's form and some are ISO days; both are read."""
    iso = filled.str.fullmatch(ISO)
    return bool(iso.any() and not iso.all())


def part_swapped(texts: pd.Series, times: np.ndarray, form: str) -> bool:
    """Whether day and month have changed places in part of a column, as when a spreadsheet took for days what it
    could read month first and left the rest as text: of cells written one way (4/3/2025, or 2025-04-03) no day is past
    the 12th, and of those written another (25/03/2025) nearly every day is. `times`: how many cells hold each text."""
    one_digit, iso = texts.str.fullmatch(ONE_DIGIT), texts.str.fullmatch(ISO)
    if iso.all() or not (one_digit | iso).any():
        return False        # all in one way, as a rule
    ways = pd.Series("", texts.index).mask(one_digit, "one digit").mask(
        texts.str.fullmatch(ZERO_FIRST), "zero first").mask(iso, "iso")
    of_month = dates(texts, form).dt.day
    cells = pd.DataFrame({"cells": times, "late": times * of_month.gt(12)})[of_month.notna()]
    sums = cells.groupby(ways).sum().drop(index="", errors="ignore")
    late = (sums["late"] / sums["cells"])[sums["cells"] >= PART]
    return bool(late.eq(0).any() and late.gt(0.95).any())


def never_past_twelve(days: pd.Series, times: np.ndarray) -> bool:
    """Whether day and month may have changed places: many different days, and no day of the month above 12. `times`:
    how many cells hold each day."""
    known = days.notna().to_numpy()
    of_month = days[known].dt.day
    many = times[known].sum() >= ENOUGH and days.nunique() >= DIFFERENT
    return bool(many and of_month.max() <= 12 and of_month.nunique() > 1)


def of_another_form(text: pd.Series) -> pd.Series:
    """Which cells are days in some form that people use."""
    return _in(text, (*OTHERS, *MONTH_FIRST))


def _in(text: pd.Series, forms: tuple[str, ...]) -> pd.Series:
    found = pd.Series(False, text.index)
    for form in forms:
        found |= pd.to_datetime(text, format=form, errors="coerce").notna()
    return found


def _in_one(text: pd.Series) -> bool:
    return any(_in(text, (form,)).all() for form in (*OTHERS, *MONTH_FIRST))
