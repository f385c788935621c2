"""How a hidden point or row looks: without any figure, and with the same note whichever number was small."""

import pandas as pd

from wayforward.disclosure.primary import AVERAGES, EVENTS
from wayforward.disclosure.rule import Rule

SUPPRESSED = "suppressed"
NO_FIGURES = {"area", "period", "start", "end", "label", "places", "status", "note", "reason", "group", "return_year",
              "overlaps"}


def hide(rows: pd.DataFrame, hidden: pd.Series, why: str) -> pd.DataFrame:
    """Rows whose figures, every column of numbers that is no key, are missing where hidden; inputs are not changed."""
    if not hidden.any():
        return rows.copy()
    figures = [name for name in rows if name not in NO_FIGURES and pd.api.types.is_numeric_dtype(rows[name])]
    words = {"status": SUPPRESSED, "note": why, "reason": None}
    return rows.assign(**{name: rows[name].mask(hidden) for name in figures},
                       **{name: rows[name].astype(object).mask(hidden, word) for name, word in words.items()
                          if name in rows})


def why_hidden(kind: str, rule: Rule) -> str:
    """The note on a hidden row."""
    number, total = f"a number below {rule.threshold:g}", f"a total below {rule.base:g}"
    reasons = [number] if kind in EVENTS else [total] if kind in AVERAGES else [number, total]
    return ", or ".join([*reasons, "a figure that would give one away"])
