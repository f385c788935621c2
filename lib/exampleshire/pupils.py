"""Pupil numbers, schools' numbers and ethnic groups: what several returns say of children in the same way."""

import numpy as np

from exampleshire.county_map import LA_CODE

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
# Ethnic groups of the county's children by the codes of the school census.
ETHNIC = {"WBRI": 0.690, "WIRI": 0.008, "WOTH": 0.075, "WIRT": 0.001, "WROM": 0.003, "MWBC": 0.014, "MWBA": 0.009,
          "MWAS": 0.022, "MOTH": 0.026, "AIND": 0.038, "APKN": 0.022, "ABAN": 0.011, "AOTH": 0.022, "BCRB": 0.009,
          "BAFR": 0.028, "BOTH": 0.006, "CHNE": 0.006, "OOTH": 0.006, "NOBT": 0.004}


def upn(establishment: np.ndarray, joined: np.ndarray, serial: np.ndarray) -> np.ndarray:
    """Unique pupil numbers in their real form: a check letter, the authority, the school, the year the pupil joined
    (two digits) and a number. No real authority has the code of this one."""
    parts = zip(establishment % 10_000, joined % 100, serial % 1000, strict=True)
    digits = np.array([f"{LA_CODE}{school:04}{year:02}{number:03}" for school, year, number in parts])
    worth = digits.view("U1").reshape(len(digits), 12).astype(int) @ np.arange(2, 14)
    return np.char.add(np.array(list(CHECK_LETTERS))[worth % len(CHECK_LETTERS)], digits).astype(object)
