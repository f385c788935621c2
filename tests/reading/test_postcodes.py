"""Where postcodes lie: the real directory, one of an invented place, and what is not known."""

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayforward.errors import RefusedInputs
from wayforward.reading import postcodes
from wayforward.reading.postcodes import Directory, without_spaces

PLACES = Path(__file__).parents[2] / "data" / "places"
HERTFORDSHIRE = "E10000015"
OFFICES = {         # of the ten district and borough councils
    "EN8 9XQ": "E07000095", "HP1 1DN": "E07000096", "WD6 1WA": "E07000098", "SG6 3JF": "E07000099",
    "WD3 1RL": "E07000102", "WD17 3EX": "E07000103", "AL1 3JE": "E07000240", "AL8 6AE": "E07000241",
    "SG13 8EQ": "E07000242", "SG1 1HN": "E07000243"}
INVENTED = """\
POSTCODE,EASTING,NORTHING,DISTRICT
ZA1 1AA,1000,2000,E07999001
ZA1 1AB,1000,3000.5,E07999002
ZB2 2BB,9000,2000,E06999003
ZB2 2BC,,,E07999999
"""
DISTRICTS = """\
district,name,authority,authority_name
E07999001,Upper,E10999000,Shire
E07999002,Lower,E10999000,Shire
"""


@pytest.fixture(scope="module")
def ons():
    return Directory.ons(PLACES)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "postcodes.csv").write_text(INVENTED)
    (tmp_path / "districts.csv").write_text(DISTRICTS)
    return tmp_path


def of(directory, *asked):
    return directory(pd.Series(list(asked), dtype=object))


def test_the_ten_districts_of_hertfordshire_are_hertfordshire(ons):
    found = of(ons, *OFFICES)
    assert found["district"].tolist() == list(OFFICES.values())
    assert found["authority"].eq(HERTFORDSHIRE).all()
    assert found["easting"].between(490_000, 550_000).all()
    assert found["northing"].between(190_000, 250_000).all()


def test_an_authority_of_one_tier_answers_for_itself(ons):
    """Camden, a London borough; Sheffield, a metropolitan district; Cambridge, a district of Cambridgeshire."""
    found = of(ons, "NW1 2BE", "S1 2HH", "CB3 0AP")
    assert found["authority"].tolist() == ["E09000007", "E08000039", "E10000003"]


def test_wales_and_scotland_have_places_and_northern_ireland_none_of_this_grid(ons):
    found = of(ons, "CF10 4UW", "EH1 1YJ", "BT1 5GS")
    assert found["authority"].tolist() == ["W06000015", "S12000036", "N09000003"]
    assert found["easting"].notna().tolist() == [True, True, False]


def test_what_is_no_postcode_lies_nowhere(ons):
    found = of(ons, "QX1 1AA", "ZZ99 3VZ", "", None, np.nan, "not known", "??")
    assert found.isna().all(axis=None)


def test_the_islands_have_no_grid_reference(ons):
    rows = postcodes._ons("J")
    assert rows["easting"].isna().all()
    assert of(ons, rows.index[0])["easting"].isna().all()


def test_a_letter_is_read_once_and_only_when_asked_for(monkeypatch):
    read = []

    class Package:
        def load_postcodes(self, letters):
            read.extend(letters)
            self.dataframe = pd.DataFrame({"pcd_abbr": [f"{letters[0]}11AA"], "oseast1m": [1], "osnrth1m": [2],
                                           "laua": ["E06000001"]})

    monkeypatch.setattr(postcodes, "Postcodes", Package)
    postcodes._ons.cache_clear()
    try:
        directory = Directory.ons(PLACES)
        assert read == []
        of(directory, "B1 1AA", "b11aa", "L1 1AA", None)
        of(Directory.ons(PLACES), "L1 1AA")
        assert sorted(read) == ["B", "L"]
    finally:
        postcodes._ons.cache_clear()


def test_every_county_s_districts_stand_once_with_their_county():
    rows = pd.read_csv(PLACES / "districts.csv", dtype="str")
    assert rows["district"].is_unique
    assert rows["district"].str.fullmatch(r"E07\d{6}").all()
    assert rows["authority"].str.fullmatch(r"E10\d{6}").all()
    assert rows.groupby("authority")["authority_name"].nunique().eq(1).all()
    assert set(rows.loc[rows["authority"] == HERTFORDSHIRE, "district"]) == set(OFFICES.values())
    assert (len(rows), rows["authority"].nunique()) == (164, 21)


def test_an_invented_place_has_its_own_postcodes(place):
    found = of(Directory.of_folder(place), "ZA1 1AA", "ZA1 1AB", "ZB2 2BB", "ZB2 2BC", "SG1 1HN")
    assert found["easting"].tolist()[:3] == [1000, 1000, 9000]
    assert found["northing"].tolist()[:3] == [2000, 3000.5, 2000]
    # a county's two districts, one that answers for itself, one whose county is not known, and nothing
    assert found["authority"].tolist()[:3] == ["E10999000", "E10999000", "E06999003"]
    assert found["district"].tolist()[3] == "E07999999"
    assert found.loc[3, ["easting", "northing", "authority"]].isna().all()
    assert found.loc[4].isna().all()


def test_a_zipped_file_reads_the_same(place):
    plainly = of(Directory.of_folder(place), "ZA1 1AA", "ZB2 2BB")
    with zipfile.ZipFile(place / "postcodes.csv.zip", "w") as archive:
        archive.write(place / "postcodes.csv", "postcodes.csv")
    (place / "postcodes.csv").unlink()
    pd.testing.assert_frame_equal(of(Directory.of_folder(place), "ZA1 1AA", "ZB2 2BB"), plainly)


def test_the_index_is_the_asker_s_and_may_repeat(place):
    asked = pd.Series(["ZB2 2BB", None, "ZB2 2BB"], index=["x", "x", "y"])
    found = Directory.of_folder(place)(asked)
    assert found.index.tolist() == ["x", "x", "y"]
    assert found["easting"].tolist()[::2] == [9000, 9000]


def test_nothing_asked_nothing_found(place):
    found = Directory.of_folder(place)(pd.Series([], dtype=object))
    assert found.shape == (0, 5)
    assert found.dtypes.astype(str).tolist() == ["float64", "float64", "str", "str", "str"]


@given(st.lists(st.sampled_from([" ", "\t", "-", ""]), min_size=6, max_size=6), st.booleans())
def test_case_and_spaces_do_not_matter(marks, small):
    written = "".join(letter + mark for letter, mark in zip("ZA11AA", marks, strict=True))
    asked = pd.Series([written.lower() if small else written])
    assert without_spaces(asked).tolist() == ["ZA11AA"]


@pytest.mark.parametrize(("file", "content", "told"), [
    ("postcodes.csv", None, "postcodes.csv: must be a comma-separated table"),
    ("districts.csv", None, "districts.csv: must be a comma-separated table"),
    ("postcodes.csv", INVENTED.replace("EASTING", "X"), "it lacks EASTING"),
    ("postcodes.csv", INVENTED + "za11aa,1,2,E07999001\n", "postcodes.csv, POSTCODE: must stand once (1 row)"),
    ("districts.csv", DISTRICTS.replace(",authority,", ",county,"), "it lacks authority"),
    ("districts.csv", DISTRICTS + "E07999001,Upper,E10999001,Other\n",
     "districts.csv, district: must stand once (1 row)"),
    ("districts.csv", DISTRICTS + "E07999004,Middle,,\n", "districts.csv, authority: must be given (1 row)"),
])
def test_a_folder_that_is_not_so_is_refused_with_file_and_column(place, file, content, told):
    (place / file).unlink()
    if content:
        (place / file).write_text(content)
    with pytest.raises(RefusedInputs) as refused:
        Directory.of_folder(place)
    assert told in str(refused.value)
    assert "ZA1" not in str(refused.value)
