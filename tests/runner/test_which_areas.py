"""Which runs are asked for, of all authorities that there are."""

import pytest

from wayforward.errors import RefusedParameters
from wayforward.runner.parameters import check_runs
from wayforward.runner.which_areas import area_asked, runs_asked

NOW, EARLY = "2025-26-Q4", "2021-22-Q4"


def areas(period=NOW, given=None, **asked):
    return [each.area for each in runs_asked([period], given or {}, **asked)]


@pytest.mark.parametrize("word", ["kent", "Kent", "E10000016", "886"])
def test_an_authority_is_named_in_any_way(word):
    assert areas(areas=[word]) == ["kent"]
    assert area_asked(word) == "kent"


def test_without_an_area_the_parameters_own_is_run():
    assert areas() == ["hertfordshire"]
    assert area_asked(None) is None


def test_all_are_those_that_stood_when_the_period_ended():
    """153 authorities today; Cumbria in the place of two then. The invented county is one more."""
    now, early = areas(areas=["all"]), areas(EARLY, areas=["all"])
    assert (len(now), len(early)) == (153 + 1, 153 - 2 + 1 + 1)
    assert set(early) - set(now) == {"cumbria"}
    assert set(now) - set(early) == {"cumberland", "westmorland_and_furness"}


def test_a_region_and_neighbours_are_chosen_together_once_each():
    region = areas(region="east_of_england")
    assert len(region) == 11 and {"hertfordshire", "essex", "thurrock"} <= set(region)
    assert areas(areas=["essex"], region="east_of_england")[0] == "essex"
    assert len(areas(areas=["essex"], region="east_of_england")) == 11
    assert areas(near="hertfordshire")[:3] == ["hertfordshire", "oxfordshire", "buckinghamshire"]
    assert "windsor_and_maidenhead" in areas(given={"as_at": "2024-06-30"}, near="E10000015")


def test_a_word_for_no_area_is_refused():
    with pytest.raises(RefusedParameters, match=r'"oxfordshir" is not known; did you mean oxfordshire'):
        runs_asked([NOW], {}, areas=["kent", "oxfordshir"])


def test_an_area_named_for_a_time_when_it_did_not_stand_is_refused():
    with pytest.raises(RefusedParameters, match="Cumbria ended on 2023-03-31; since, ask for cumberland or west"):
        check_runs(runs_asked([NOW], {}, areas=["cumbria"]), [])
    with pytest.raises(RefusedParameters, match="Cumberland began on 2023-04-01; before, ask for cumbria"):
        check_runs(runs_asked([EARLY], {}, areas=["cumberland"]), [])
    check_runs(runs_asked([EARLY], {}, areas=["cumbria"]), [])
