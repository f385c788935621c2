"""What can be said of days that are not written in a return's form. Nothing here guesses which day is meant."""

import pandas as pd

from wayforward.returns.layout import dates

OTHERS = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%Y/%m/%d",
          "%Y%m%d", "%Y-%b-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S")
MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
ENOUGH, DIFFERENT = 30, 20      # days, and different days, from which chance does not explain that none is above 12
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
    if _in(bad, MONTH_FIRST).all() and not (dates(right, form).dt.day > 12).any():
        return "written month first"
    if of_another_form(bad).any() and (len(right) or not _in_one(bad)):
        return "mixed date formats"
    return f"no day of the form {in_words(form)}"


def two_forms(filled: pd.Series) -> bool:
    """Whether some days are in the return's form and some are ISO days; both are read."""
    iso = filled.str.fullmatch(r"\d{4}-\d\d-\d\d([ T]00:00:00)?")
    return bool(iso.any() and not iso.all())


def never_past_twelve(days: pd.Series) -> bool:
    """Whether day and month may have changed places: many different days, and no day of the month above 12."""
    known = days.dropna()
    of_month = known.dt.day
    many = len(known) >= ENOUGH and known.nunique() >= DIFFERENT
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
