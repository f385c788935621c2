"""Codes about people in words: a code that is none is not known."""

import re
from itertools import pairwise

import pandas as pd
import pytest

from wayforward.counting import audits, sickness, workers
from wayforward.counting.characteristics import ETHNIC, age_band, ethnic_group, sex
from wayforward.measures import (
    attainment_gap,
    education_employment_training,
    needs_met_locally,
    placed_far_from_home,
    wellbeing,
)
from wayforward.returns.catalogue import TABLES
from wayforward.returns.ssda903 import ETHNIC as CODES


@pytest.mark.parametrize(("code", "group"), [
    ("WBRI", "White"), ("WIRT", "White"), ("WROM", "White"), ("MWBC", "Mixed or multiple"), ("AIND", "Asian"),
    ("CHNE", "Asian"), ("BAFR", "Black"), ("OOTH", "Other"),
    ("WENG", "White"), ("BSOM", "Black"),           # of the schools' finer list
    ("wbri", "White"),                              # small letters leave no doubt
    ("REFU", None), ("NOBT", None),                 # refused, not yet obtained: not known
    ("WXYZ", None), ("BOAT", None), ("W", None), ("White", None), ("WBRIT", None), (None, None),
])
def test_the_five_groups_of_the_census(code, group):
    (found,) = ethnic_group(pd.Series([code], dtype="str"))
    assert found == group if group else pd.isna(found)


def test_every_code_of_the_social_care_returns_has_a_group_but_two():
    assert set(CODES) - set(ETHNIC) == {"REFU", "NOBT"}


def test_sexes():
    assert sex(pd.Series(["1", "M", "2", "F"])).tolist() == ["Male", "Male", "Female", "Female"]
    assert sex(pd.Series(["U", "X", None], dtype="str")).isna().all()


def test_both_ends_of_an_age_band_are_in_it():
    found = age_band(pd.Series([4, 5, 9, 10, None]), {"5 to 9": (5, 9)})
    assert found.fillna("none").tolist() == ["none", "5 to 9", "5 to 9", "none", "none"]


@pytest.mark.parametrize("bands", [audits.AGES, needs_met_locally.AGES, placed_far_from_home.AGES, wellbeing.AGES,
                                   workers.AGES])
def test_bands_are_what_their_names_say_and_follow_each_other(bands):
    for name, (youngest, oldest) in bands.items():
        numbers = [int(number) for number in re.findall(r"\d+", name)]
        if name.lower().startswith("under"):
            assert oldest == numbers[0] - 1
        elif name.endswith("over"):
            assert [youngest] == numbers and oldest > 24
        else:
            assert (youngest, oldest) == (numbers[0], numbers[-1])
    ends = list(bands.values())
    assert all(after[0] == before[1] + 1 for before, after in pairwise(ends))


@pytest.mark.parametrize(("words", "table", "column"), [
    (attainment_gap.SEND, "key_stage_4", "SENF"), (attainment_gap.YES_NO, "key_stage_4", "EAL"),
    (education_employment_training.SEND, "nccis_cohort", "SEN"),
    (needs_met_locally.SETTINGS, "sen2_placements", "sensetting"),
    (wellbeing.NO_SCORE, "ssda903_oc2", "SDQ_REASON"), (workers.GRADES, "hr_staff", "GRADE")])
def test_every_code_of_the_return_has_words_in_the_measure(words, table, column):
    assert set(words) == set(TABLES[table].column(column).codes)


def test_reasons_of_absence_but_sickness_and_others_have_words():
    assert set(TABLES["hr_absence"].column("REASON").codes) - set(sickness.REASONS) == {"SIC", "OTH"}
    assert set(sickness.REASONS) <= set(TABLES["hr_absence"].column("REASON").codes)
