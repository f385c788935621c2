"""The cells of a release: numbers, the symbols of official statistics, and other marks that stand where no number is.

A cell without a number is never 0 and never left out.
"""

import re

import numpy as np
import pandas as pd

from wayforward.published.contract import SYMBOLS

PLAIN_NUMBER = r"-?\d+(\.\d+)?"
THOUSANDS = r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?"
POWERS = r"-?\d+(\.\d+)?[eE][+-]?\d+"
# What stands where there is no number, besides the symbols: R's and pandas' words, and marks without letters.
NO_NUMBER = r"na|n/a|nan|null|none|not available|not applicable|[^\w\s]{0,3}"
SMALL_SHARE = 3         # numbers of which all are shares of one, before a column of percentages is doubted


def parsed(cells: pd.Series, fraction: bool = False, decimals: int = 0) -> pd.DataFrame:
    """`value`, `symbol` and `as_published` of cells, as text, and whether each `is_cell`: a number or a known mark.

    A number stands in both as the file shows it, but for commas and powers of ten, and for zeros behind the point that
    a file leaves out of the `decimals` that it is published with; a `fraction` as a percentage.
    """
    codes, texts = pd.factorize(cells)
    known = pd.DataFrame([_parsed(text, fraction, decimals) for text in texts],
                         columns=["value", "symbol", "as_published", "is_cell"])
    return known.iloc[codes].set_axis(cells.index)


def _parsed(text: str, fraction: bool, decimals: int) -> tuple[str, str, str, bool]:
    number = _number(text)
    if number is not None:
        shown = _with_decimals(_hundredfold(number) if fraction else number, decimals)
        return shown, "", shown, True
    small = text.casefold()
    symbol = small if small in SYMBOLS else ""
    return "", symbol, text, bool(symbol) or bool(re.fullmatch(NO_NUMBER, small))


def _number(text: str) -> str | None:
    if re.fullmatch(PLAIN_NUMBER, text):
        return text
    if re.fullmatch(THOUSANDS, text):
        return text.replace(",", "")
    return np.format_float_positional(float(text), trim="-") if re.fullmatch(POWERS, text) else None


def _with_decimals(number: str, decimals: int) -> str:
    whole, _, behind = number.partition(".")
    return f"{whole}.{behind.ljust(decimals, '0')}" if decimals or behind else whole


def _hundredfold(number: str) -> str:
    """The same number with its point two digits on: "0.925" is "92.5"."""
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, _, decimals = digits.partition(".")
    moved = f"{whole}{decimals.ljust(2, '0')[:2]}".lstrip("0") or "0"
    return sign + moved + (f".{decimals[2:]}" if len(decimals) > 2 else "")


def are_shares_of_one(values: pd.Series) -> bool:
    """Whether numbers that should be percentages look like shares of one: none above 1, some between."""
    numbers = pd.to_numeric(values[values.ne("")])
    between = numbers.gt(0) & numbers.lt(1)
    return len(numbers) >= SMALL_SHARE and bool(numbers.le(1).all()) and bool(between.mean() > 0.5)
