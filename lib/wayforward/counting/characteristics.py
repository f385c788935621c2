"""Codes about people that several returns share, in the words that readers see; a code without words is not known.

Ethnic groups are the census's five: the census counts Chinese as Asian, and so do we. Schools may give a child's group
more finely than social care does (WENG, BSOM); both lists are here, and anything else is no group.

Source      Department for Education, common basic data set: ethnicity, main and extended codes
"""

from collections.abc import Mapping

import pandas as pd

SEX = {"1": "Male", "M": "Male", "2": "Female", "F": "Female"}
ETHNIC_CODES = {
    "White": "WBRI WIRI WIRT WOTH WROM WCOR WENG WSCO WWEL WOWB WALB WBOS WCRO WGRE WGRK WGRC WITA WKOS WPOR WSER WTUR "
             "WTUK WTUC WEUR WEEU WWEU WOTW WROG WROR WROO",
    "Mixed or multiple": "MWBC MWBA MWAS MOTH MWAP MWAI MWAO MAOE MABL MACH MBOE MBCH MCOE MWOE MWCH MOTM",
    "Asian": "AIND APKN ABAN AOTH CHNE AMPK AKPA AOPK AAFR AKAO ANEP ASNL ASLT ASRO AOTA CHKC CMAL CSNG CTWN COCH",
    "Black": "BCRB BAFR BOTH BANN BCON BGHA BNGN BSLN BSOM BSUD BAOF BEUR BNAM BOTB",
    "Other": "OOTH OAFG OARA OEGY OFIL OIRN OIRQ OJPN OKOR OKRD OLAM OLEB OLIB OMAL OMRC OPOL OTHA OVIE OYEM OOEG"}
ETHNIC = {code: group for group, codes in ETHNIC_CODES.items() for code in codes.split()}


def in_words(codes: pd.Series, words: Mapping[str, str], dtype: str | None = None) -> pd.Series:
    """What each code stands for; missing where it has no words. A code is looked up once, however many rows have it.

    dtype   "category" for so many rows that their words would not fit in memory
    """
    places, different = pd.factorize(codes, use_na_sentinel=False)
    meant = pd.Series(different).map(words)
    values = (meant.astype(dtype) if dtype else meant).array
    return pd.Series(values.take(places), codes.index, name=codes.name)


def sex(codes: pd.Series, dtype: str | None = None) -> pd.Series:
    return in_words(codes, SEX, dtype)


def ethnic_group(codes: pd.Series, dtype: str | None = None) -> pd.Series:
    """The five major groups, from the four-letter codes of school and social care returns (WBRI, CHNE), in capitals or
    not. Refused, not yet obtained and anything that is no such code: missing."""
    return in_words(codes, {code: ETHNIC.get(code.upper()) for code in codes.dropna().unique()}, dtype)


def age_band(ages: pd.Series, bands: dict[str, tuple[int, int]]) -> pd.Series:
    """The band (name: youngest, oldest) in which each age lies; missing where in none."""
    band = pd.Series(None, ages.index, dtype=object)
    for name, (youngest, oldest) in bands.items():
        band = band.mask(ages.between(youngest, oldest), name)
    return band
