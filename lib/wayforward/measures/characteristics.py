"""Codes about people that several returns share, in the words that readers see; a code without words is not known.

Ethnic groups are the census's five: the census counts Chinese as Asian, and so do we.
"""

from collections.abc import Mapping

import pandas as pd

SEX = {"1": "Male", "M": "Male", "2": "Female", "F": "Female"}
ETHNIC = {"W": "White", "M": "Mixed or multiple", "A": "Asian", "C": "Asian", "B": "Black", "O": "Other"}


def in_words(codes: pd.Series, words: Mapping[str, str]) -> pd.Series:
    """What each code stands for; missing where it has no words. A code is looked up once, however many rows have it."""
    places, different = pd.factorize(codes, use_na_sentinel=False)
    return pd.Series(pd.Series(different).map(words).array.take(places), codes.index, name=codes.name)


def sex(codes: pd.Series) -> pd.Series:
    return in_words(codes, SEX)


def ethnic_group(codes: pd.Series) -> pd.Series:
    """The five major groups, from the four-letter codes of school and social care returns (WBRI, CHNE): their first
    letter tells. Refused, not yet obtained and anything that is no such code: missing."""
    known = {code: ETHNIC.get(code[0]) for code in codes.dropna().unique() if len(code) == 4 and code.isupper()}
    return in_words(codes, known)


def age_band(ages: pd.Series, bands: dict[str, tuple[int, int]]) -> pd.Series:
    """The band (name: youngest, oldest) in which each age lies; missing where in none."""
    band = pd.Series(None, ages.index, dtype=object)
    for name, (youngest, oldest) in bands.items():
        band = band.mask(ages.between(youngest, oldest), name)
    return band
