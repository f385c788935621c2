"""What names of files and folders say, and that nothing is read into them that may be meant otherwise."""

from datetime import date

import pytest

from wayforward.reading.file_names import day_of, days_of, split_year, unmarked


@pytest.mark.parametrize(("name", "stem", "year"), [
    ("Episodes_2526", "Episodes_", 2026),
    ("Episodes 25-26", "Episodes ", 2026),
    ("25_26 OC3", " OC3", 2026),
    ("Episodes_2025to26", "Episodes_", 2026),
    ("Episodes 2025 to 2026", "Episodes ", 2026),
    ("Episodes_2025–26", "Episodes_", 2026),
    ("Episodes_FY2526", "Episodes_", 2026),
    ("FY2025-26 Episodes", " Episodes", 2026),
    ("OC3 FY26", "OC3 ", 2026),                         # named by the year it ends in
    ("Episodes_2527", "Episodes_2527", None),           # not two following years
    ("OC3", "OC3", None),
    ("ks2", "ks2", None),
    ("Episodes_15-06-2026", "Episodes_", None),         # the day it was made
])
def test_short_years(name, stem, year):
    assert split_year(name) == (stem, year)


@pytest.mark.parametrize("mark", [" - Copy", " - Copy (2)", " (1)", "_v2", "_v1.3", "_final", "_FINAL2", " (corrected)",
                                  "_correction", "_revised", "_resubmission", "_amended", "_updated", "_v2_final (3)"])
def test_marks_of_copies_and_corrections(mark):
    assert unmarked(f"Episodes{mark}").strip(" -_()") == "Episodes"
    assert unmarked(f"OC3_{mark}").strip(" -_()") == "OC3"


def test_what_is_no_mark():
    assert [unmarked(name) for name in ("Episodes_old", "key stage 2", "Newham", "Episodesv2")] == [
        "Episodes_old", "key stage 2", "Newham", "Episodesv2"]


@pytest.mark.parametrize("name", ["2026-06-15", "15-06-2026", "15.06.2026", "15_06_2026", "2026-6-15", "20260615",
                                  "15 June 2026", "15th Jun 2026", "15June2026", "2026-06-15 corrected", "2026.06.15",
                                  "2026-06-15 (2)"])
def test_a_day_however_it_is_written(name):
    assert day_of(name) == date(2026, 6, 15)


@pytest.mark.parametrize("name", ["15-06-26", "June 2026", "2026-06", "2026", "2025-02-30", "20260631", "202661",
                                  "2026-06-15 old", "32 June 2026", "15-06.2026", "oxfordshire"])
def test_what_is_no_day(name):
    assert days_of(name) == []


def test_a_day_that_may_be_two():
    assert days_of("05-06-2026") == [date(2026, 5, 6), date(2026, 6, 5)]
    assert day_of("05-06-2026") is None
    assert day_of("05-05-2026") == date(2026, 5, 5)
