"""What a definition receives and what its module offers: the whole of it, and nothing that nobody would find."""

import inspect
from dataclasses import fields

import pytest

from wayforward import measures
from wayforward.counting.contract import Returns
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.reading import area_returns
from wayforward.returns.catalogue import TABLES

MEASURES = [measure.id for measure in load_plan(DEFAULT).measures]
OFFERED = {part.name for part in fields(measures.Definition)}


def test_an_areas_returns_are_what_a_definition_receives():
    assert isinstance(area_returns.Returns({}), Returns)
    assert not isinstance(object(), Returns)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_offers_at_least_one_series_and_reads_tables_that_are_known(measure):
    offered = measures.offered(measure)
    assert offered.SERIES or offered.published
    assert set(offered.RETURNS) <= set(TABLES)
    assert {*offered.GAPS} <= {*offered.SERIES}
    assert all(callable(count) for count in offered.SERIES.values())


@pytest.mark.parametrize("measure", MEASURES)
def test_every_function_of_returns_says_that_it_is_one(measure):
    functions = [each for each in vars(measures.module(measure)).values() if inspect.isfunction(each)
                 and each.__module__ == f"wayforward.measures.{measure}"]
    takes = [each for each in functions if "returns" in inspect.signature(each).parameters]
    assert bool(takes) == bool(measures.from_returns(measure))
    assert [each.__name__ for each in takes if inspect.signature(each).parameters["returns"].annotation is
            inspect.Parameter.empty and each.__name__ != "<lambda>"] == []


def test_a_name_that_is_not_of_the_contract_is_not_offered():
    assert {"SERIES", "RETURNS", "published", "details"} <= OFFERED
    assert "AVERAGES" in vars(measures.module("attainment_gap")) and "AVERAGES" not in OFFERED
