"""Which areas there are, and where the data of each lie; the real and the invented apart."""

from datetime import date

import pytest

from wayforward.areas import area_named, local_authorities, neighbours_of, of_region, refuse_when_not_standing
from wayforward.errors import RefusedParameters

HEADER = "area,name,level,la_code,gss,region,invented\n"
REAL = HEADER + ("hertfordshire,Hertfordshire,local authority,919,E10000015,east_of_england,no\n"
                 "oxfordshire,Oxfordshire,local authority,931,,south_east,no\n"
                 "england,England,country,,E92000001,,no\n")
INVENTED = HEADER + "exampleshire,Exampleshire,local authority,999,E10999999,,yes\n"


@pytest.fixture
def data(tmp_path):
    """A data folder with both registers."""
    for folder, register in (("published", REAL), ("sample/published", INVENTED)):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "areas.csv").write_text(register)
    return tmp_path


def test_real_and_invented_areas_have_folders_of_their_own(data):
    areas = local_authorities(str(data))
    assert list(areas) == ["hertfordshire", "oxfordshire", "exampleshire"]
    assert areas["hertfordshire"].published == data / "published"
    assert areas["exampleshire"].published == data / "sample" / "published"
    assert areas["exampleshire"].returns == data / "sample" / "returns"
    assert [areas[name].places for name in areas] == [data / "places", data / "places", data / "sample" / "places"]


def test_deliveries_straight_in_extracts_are_the_registers_first_areas(data):
    """So that no other authority is reported on with them."""
    (data / "extracts" / "2026-05-20").mkdir(parents=True)
    areas = local_authorities(str(data))
    assert areas["hertfordshire"].returns == data / "extracts"
    assert areas["oxfordshire"].returns == data / "extracts" / "oxfordshire"


def test_a_folder_of_its_name_comes_first(data):
    (data / "extracts" / "hertfordshire" / "2026-05-20").mkdir(parents=True)
    assert local_authorities(str(data))["hertfordshire"].returns == data / "extracts" / "hertfordshire"


def test_an_invented_area_says_so(data):
    areas = local_authorities(str(data))
    assert [areas["hertfordshire"].shown, areas["exampleshire"].shown] == ["Hertfordshire", "Exampleshire (invented)"]


def test_a_folder_without_a_register_is_no_data_folder(tmp_path):
    with pytest.raises(RefusedParameters, match="is not a data folder"):
        local_authorities(str(tmp_path))


DATED = """\
area,name,level,la_code,gss,region,invented,from,to,successor,earlier_gss
cumbria,Cumbria,local authority,909,E10000006,north_west,no,,2023-03-31,cumberland furness,
cumberland,Cumberland,local authority,942,E06000063,north_west,no,2023-04-01,,,
furness,Westmorland and Furness,local authority,943,E06000064,north_west,no,2023-04-01,,,
north_yorkshire,North Yorkshire,local authority,815,E06000065,yorkshire,no,,,,E10000023
kingston_upon_hull,"Kingston upon Hull, City of",local authority,810,E06000010,yorkshire,no,,,,
joint,Two together,joint return,,,north_west,no,,,,
yorkshire,Yorkshire,region,,E12000003,,no,,,,
"""
NEIGHBOURS = """\
area,model,rank,neighbour,known,citation
cumberland,2021,1,cumbria,2021-04-30,a
cumberland,2025,2,furness,2025-05-31,a
cumberland,2025,1,kingston_upon_hull,2025-05-31,a
"""


@pytest.fixture
def dated(tmp_path):
    """Areas that began and ended."""
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "areas.csv").write_text(DATED)
    (tmp_path / "published" / "neighbours.csv").write_text(NEIGHBOURS)
    return local_authorities(str(tmp_path))


@pytest.mark.parametrize(("word", "area"), [
    ("north_yorkshire", "north_yorkshire"), ("North Yorkshire", "north_yorkshire"), ("815", "north_yorkshire"),
    ("E06000065", "north_yorkshire"), ("e10000023", "north_yorkshire"), ("Westmorland & Furness", "furness"),
    ("kingston upon hull city of", "kingston_upon_hull"), ("909", "cumbria"),
])
def test_an_area_is_known_by_its_id_its_name_and_its_codes_of_today_and_before(dated, word, area):
    assert area_named(word, dated) == area


@pytest.mark.parametrize(("word", "told"), [
    ("cumberlnd", 'area: "cumberlnd" is not known; did you mean cumberland or cumbria?'),
    ("hull", 'area: "hull" is not known; did you mean kingston_upon_hull?'),
    ("yorkshir", 'area: "yorkshir" is not known; did you mean north_yorkshire?'),
    ("fernes", 'area: "fernes" is not known; did you mean furness?'),
    ("xyz", 'area: "xyz" is not known; expected one of: cumbria, cumberland, furness, north_yorkshire, '
            "kingston_upon_hull"),
    ("joint", 'area: "joint" is not known'), ("", 'area: "" is not known'),
])
def test_another_word_is_refused_with_the_nearest(dated, word, told):
    with pytest.raises(RefusedParameters) as refused:
        area_named(word, dated)
    assert str(refused.value).startswith(told)


def test_an_area_stands_from_its_first_day_to_its_last(dated):
    last, first = date(2023, 3, 31), date(2023, 4, 1)
    assert [dated["cumbria"].stands(day) for day in (last, first)] == [True, False]
    assert [dated["cumberland"].stands(day) for day in (last, first)] == [False, True]
    assert dated["north_yorkshire"].stands(date(1990, 1, 1))


def test_a_report_of_a_time_when_an_area_did_not_stand_is_refused_with_those_that_did(dated):
    with pytest.raises(RefusedParameters, match="Cumbria ended on 2023-03-31; since, ask for cumberland or furness"):
        refuse_when_not_standing("cumbria", dated, date(2023, 4, 1))
    with pytest.raises(RefusedParameters, match="Cumberland began on 2023-04-01; before, ask for cumbria"):
        refuse_when_not_standing("cumberland", dated, date(2023, 3, 31))
    refuse_when_not_standing("cumberland", dated, date(2023, 4, 1))


def test_a_region_holds_its_authorities_and_no_joint_return(dated):
    assert of_region("north_west", dated) == ["cumbria", "cumberland", "furness"]
    assert of_region("North West", dated) == of_region("north_west", dated)
    with pytest.raises(RefusedParameters, match="expected one of: north_west, yorkshire"):
        of_region("north", dated)


def test_neighbours_are_those_of_the_newest_model_known(dated):
    assert neighbours_of("cumberland", dated, "2026-01-01") == ["cumberland", "kingston_upon_hull", "furness"]
    assert neighbours_of("cumberland", dated, "2024-01-01") == ["cumberland", "cumbria"]
    assert neighbours_of("furness", dated, "2026-01-01") == ["furness"]
