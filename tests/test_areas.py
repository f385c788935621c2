"""Which areas there are, and where the data of each lie; the real and the invented apart."""

import pytest

from wayforward.areas import local_authorities
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
