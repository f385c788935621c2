"""The register of releases: what it may say, and how it tells what does not hold together."""

from datetime import date

import pytest

from wayforward.errors import RefusedInputs
from wayforward.published.release_register import plain_words, read_register

SOUND = """
[[release]]
id = "leavers"
title = "Care leavers"
citation = "cla"
usual_day = "15 November"
calendar = "31 March"
unit = "percent"
columns = { age = ["age", "care_leaver_age"], percent = "percentage" }
values = { age = { young = ["17 to 18 years", "Aged 17 to 18"], old = "19 to 21 years" } }

[[release.series]]
series = "suitable_{age}"
column = "percent"
where = { age = { young = "17 to 18 years" } }

[[release.series]]
series = "known_{age}"
column = "percent"
calendar = "year to 31 March"
"""


def written(folder, text):
    (folder / "releases.toml").write_text(text, encoding="utf-8")
    return folder / "releases.toml"


def problems(folder, text):
    with pytest.raises(RefusedInputs) as error:
        read_register(written(folder, text))
    return error.value.problems


def test_a_family_is_a_series_for_each_word_with_what_holds_for_the_release(tmp_path):
    (release,) = read_register(written(tmp_path, SOUND))
    assert [(each.series, each.calendar, each.unit) for each in release.series] == [
        ("suitable_young", "31 March", "percent"), ("known_young", "year to 31 March", "percent"),
        ("known_old", "year to 31 March", "percent")]
    assert release.series[1].wanted() == {"age": {"17 to 18 years", "aged 17 to 18"}}
    assert release.filters == ["age"]
    assert release.indicators == ["percent"]


@pytest.mark.parametrize(("day", "end", "known"), [
    ("15 November", date(2026, 3, 31), date(2026, 11, 15)),
    ("end of February", date(2026, 9, 30), date(2027, 2, 28)),
    ("end of February", date(2023, 8, 31), date(2024, 2, 29)),
    ("30 April", date(2026, 8, 31), date(2027, 4, 30)),
    ("30 June", date(2025, 12, 31), date(2026, 6, 30)),
    ("30 June", date(2026, 6, 30), date(2026, 6, 30)),
    ("15 July of the next year", date(2025, 6, 30), date(2026, 7, 15)),
])
def test_the_usual_day_is_the_first_after_a_period_ends(day, end, known, tmp_path):
    (release,) = read_register(written(tmp_path, SOUND.replace("15 November", day)))
    assert release.released(end) == known


@pytest.mark.parametrize(("was", "now", "problem"), [
    ('calendar = "31 March"', 'calendar = "31 April"',
     "release leavers, series suitable_young, calendar: '31 April' is not a calendar; expected one of: 31 March"),
    ('"15 November"', '"mid-November"', "release leavers, usual_day: expected a day such as \"15 November\""),
    ('"15 November"', '"31 November"', "release leavers, usual_day: day is out of range for month"),
    ('unit = "percent"', "", "release leavers, series suitable_young, unit: Field required"),
    ('column = "percent"', 'column = "share"', "release leavers: columns: must have share, of which a series"),
    ('columns = { age = ["age", "care_leaver_age"],', "columns = {", "release leavers: columns: must have age"),
    ('"known_{age}"', '"suitable_{age}"', "release leavers: series: suitable_young must stand once"),
    ('title = "Care leavers"', 'titel = "Care leavers"', "release leavers, title: Field required"),
    ('title = "Care leavers"', 'title = "C"\nform = "pdf"', "release leavers, form: Input should be 'ees', 'lait' or"),
    ('title = "Care leavers"', 'title = "C"\nform = "neighbours"', "release leavers: models: must name at least one"),
    ('calendar = "year to 31 March"', 'calendar = "31 March"\nstatus = "not comparable"',
     "release leavers, series known_young: note: must give the reason where the status is not comparable"),
])
def test_what_does_not_hold_together_is_told_with_its_place(was, now, problem, tmp_path):
    assert was in SOUND
    assert any(each.startswith(problem) for each in problems(tmp_path, SOUND.replace(was, now)))


def test_all_problems_are_told_at_once_and_a_release_stands_once(tmp_path):
    broken = SOUND.replace('citation = "cla"', 'citation = "C L A"')
    found = problems(tmp_path, broken + broken)
    assert len([each for each in found if each.startswith("release leavers, citation")]) == 2
    assert "release leavers: must stand once" in found


@pytest.mark.parametrize("text", ["", "[release", "[[relase]]\nid = 1\n"])
def test_a_file_that_is_no_register_is_refused(text, tmp_path):
    with pytest.raises(RefusedInputs, match=r"releases\.toml (cannot be read|does not hold together)"):
        read_register(written(tmp_path, text))
    with pytest.raises(RefusedInputs, match=r"other\.toml cannot be read"):
        read_register(tmp_path / "other.toml")


def test_spellings_are_compared_without_marks_capitals_and_numbers_in_front():
    assert plain_words("4. Placed outside, more than  20 miles") == "placed outside more than 20 miles"
    assert plain_words("Children's homes") == plain_words("Childrens Homes")
    assert plain_words("20 miles or less") == "20 miles or less"
