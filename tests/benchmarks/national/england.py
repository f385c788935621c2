"""Returns of all 153 authorities at once, invented: key stage 4 and the 903, in their layouts, of any size.

Size 1 is England: 600,000 pupils in each of ten years; 80,000 children looked after, 50,000 care leavers and all their
episodes in each of six; 1,700,000 postcodes. Size 1/153 is one authority of average size. One seed, the same bytes.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

PUPILS, EXAMS = 600_000, range(2016, 2026)
LOOKED_AFTER, LEAVERS, YEARS = 80_000, 50_000, range(2021, 2027)
POSTCODES = 1_700_000
NO_PROGRESS = (2020, 2021, 2025)
STAY, MOVES = 2.5, 0.85                         # years in care, and moves a year in it: 1.6 episodes in a year's return
DAYS = 365.25
DISTRICTS = 300                                 # of which two thirds make up the county that counts
GSS = "E10999999"
ETHNIC = ("WBRI", "WBRI", "WBRI", "WBRI", "AIND", "APKN", "BAFR", "MWBC", "WOTH", "OOTH", "CHNE", "NOBT")
FIRST, INWARD = "BCDEGHLMNPSTWXY", "ABDEFGHJLNPQRSTUWXYZ"


def write_england(out: Path, size: float = 1.0, seed: int = 20210401) -> None:
    """Writes returns/ and places/ into `out`."""
    rng = np.random.default_rng(seed)
    for year in EXAMS:
        _write(out, date(year, 12, 15), "ks4", year, _ks4(rng, year, _number(PUPILS, size)))
    directory = _directory(rng, _number(POSTCODES, size))
    places = out / "places"
    places.mkdir(parents=True, exist_ok=True)
    csv.write_csv(pa.table(directory), places / "postcodes.csv", PLAIN)
    csv.write_csv(_districts(), places / "districts.csv", PLAIN)
    children, episodes = _lives(rng, _number(LOOKED_AFTER, size))
    for year in YEARS:
        for stem, columns in _of_year(rng, year, children, episodes, directory["POSTCODE"],
                                      _number(LEAVERS, size)).items():
            _write(out, date(year, 6, 15), stem, year, columns)


PLAIN = csv.WriteOptions(quoting_style="none")


def _number(whole: int, size: float) -> int:
    return max(1, round(whole * size))


def _write(out: Path, received: date, stem: str, year: int, columns: dict) -> None:
    folder = out / "returns" / str(received)
    folder.mkdir(parents=True, exist_ok=True)
    csv.write_csv(pa.table(columns), folder / f"{stem}_{year - 1}-{year % 100:02}.csv", PLAIN)


def _ks4(rng: np.random.Generator, year: int, size: int) -> dict:
    poor = rng.random(size) < 0.25
    strength = rng.normal(size=size)
    score = (np.rint((48 - 15 * poor + 17 * strength) * 4) / 4).clip(0, 90)
    english, maths = (np.rint(score / 10 + rng.normal(size=size)).clip(0, 9).astype(int) for _ in "EM")
    progress = np.round(0.1 - 0.6 * poor + strength, 2)
    none = np.full(size, year in NO_PROGRESS) | (rng.random(size) < 0.03)
    number = np.arange(size)
    return {"UPN": _numbered("X", year * 10 ** 8 + number), "LAESTAB": _text(2_000_000 + number // 180),
            "SEX": _pick(rng, "MF", size), "ETHNICITY": _pick(rng, ETHNIC, size),
            "FSM6CLA1A": _text(poor.astype(int), rng.random(size) < 0.002), "SENF": _pick(rng, "NNNNNNKKE", size),
            "EAL": _pick(rng, "00001", size), "STATE_FUNDED": _pick(rng, "1" * 14 + "0", size),
            "ATT8": _text(score, rng.random(size) < 0.005), "P8SCORE": _text(progress, none),
            "ENG_GRADE": _text(english), "MATH_GRADE": _text(maths),
            "L2BASICS_95": _text(((english > 4) & (maths > 4)).astype(int))}


def _numbered(letter: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(letter, pa.array(numbers).cast(pa.string()), "")


def _text(values: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Values as a file has them, missing ones empty."""
    return pa.array(values, mask=missing).cast(pa.string()).fill_null("")


def _pick(rng: np.random.Generator, codes, size: int) -> pa.Array:
    return pa.array(list(codes)).take(pa.array(rng.integers(0, len(codes), size)))


def _days(days: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Days as the 903 writes them."""
    return pc.strftime(pa.array(days.astype("M8[D]"), mask=missing), "%d/%m/%Y").fill_null("")


def _directory(rng: np.random.Generator, size: int) -> dict:
    """Postcodes, each once, over a country 500 km across; the districts are squares of a grid."""
    places = rng.choice(len(FIRST) * 20 * 9 * 10 * 400, size, replace=False)
    east, north = rng.integers(100_000, 600_000, size), rng.integers(100_000, 600_000, size)
    district = (east // 25_000 * 20 + north // 25_000) % DISTRICTS
    letters, inward = np.frombuffer(FIRST.encode(), "u1"), np.frombuffer(INWARD.encode(), "u1")
    code = np.empty((size, 7), "u1")
    code[:, 3] = ord(" ")
    for column, of in ((0, letters), (1, inward), (2, np.arange(49, 58)), (4, np.arange(48, 58)), (5, inward),
                       (6, inward)):
        code[:, column] = of[places % len(of)]
        places = places // len(of)
    return {"POSTCODE": pa.array(code.view("S7").ravel()).cast(pa.string()), "EASTING": _text(east),
            "NORTHING": _text(north), "DISTRICT": _numbered("E0", 7_000_000 + district)}


def _districts() -> pa.Table:
    number = np.arange(DISTRICTS)
    authority = np.where(number % 3 != 0, GSS, np.char.add("E1000", (1000 + number // 4).astype(str)))
    return pa.table({"district": _numbered("E0", 7_000_000 + number), "name": _numbered("District ", number),
                     "authority": pa.array(authority), "authority_name": pa.array(authority)})


def _lives(rng: np.random.Generator, stock: int) -> tuple[dict, dict]:
    """Children who come into care at any time, and every episode of theirs; days count from 1970."""
    first, last = _day(YEARS[0] - 8), _day(YEARS[-1])
    size = round(stock / STAY * (last - first) / DAYS)
    start = np.sort(rng.integers(first, last, size))
    born = start - rng.integers(0, round(16.5 * DAYS), size)
    end = np.minimum(start + 7 + rng.exponential(STAY * DAYS, size).astype(int), born + round(18 * DAYS) - 1)
    moves = rng.poisson(MOVES * (end - start) / DAYS)
    child = np.repeat(np.arange(size), moves + 1)
    opens = np.concatenate([[True], child[1:] != child[:-1]])
    begins = np.where(opens, start[child], start[child] + 1 + (rng.random(len(child)) * (
        end - start - 2)[child]).astype(int))
    order = np.lexsort((begins, child))
    child, begins = child[order], begins[order]
    once = np.concatenate([[True], (child[1:] != child[:-1]) | (begins[1:] != begins[:-1])])
    child, begins = child[once], begins[once]
    follows = np.append(child[1:] == child[:-1], False)
    ends = np.where(follows, np.append(begins[1:], 0), end[child])
    kind = rng.random(size)
    return ({"born": born, "alone": kind < 0.08, "breaks": kind > 0.98, "home": rng.random(size),
             "sex": rng.integers(0, 2, size), "ethnic": rng.integers(0, len(ETHNIC), size)},
            {"child": child, "begins": begins, "ends": ends, "follows": follows,
             "first": np.concatenate([[True], child[1:] != child[:-1]]), "placed": rng.random(len(child)),
             "kind": rng.integers(0, 12, len(child))})


def _day(year: int) -> int:
    return int(np.datetime64(f"{year}-03-31").astype(int))


def _of_year(rng: np.random.Generator, year: int, children: dict, episodes: dict, postcodes: pa.Array,
             leavers: int) -> dict[str, dict]:
    """The 903's tables of a year, as known on its 31 March."""
    here = np.flatnonzero((episodes["begins"] <= _day(year)) & (episodes["ends"] > _day(year - 1)))
    rows = {name: values[here] for name, values in episodes.items()}
    is_open, breaks = rows["ends"] > _day(year), children["breaks"][rows["child"]]
    who = np.unique(rows["child"])
    alone = who[children["alone"][who]]
    sex = np.array(["M", "F"] if year >= 2025 else ["1", "2"])
    place = ["U1", "U4", "U6", "U6", "K2", "K2", "K3" if year >= 2025 else "H5", "P1", "A5", "R1", "U3", "U2"]
    provider = ["PR1", "PR1", "PR4", "PR4", "PR4", "PR4", "PR4", "PR0", "PR1", "PR4", "PR1", "PR1"]
    born = rng.integers(_day(year) - round(22 * DAYS), _day(year) - round(17 * DAYS), leavers)
    died = rng.random(leavers) < 0.004
    silent = (rng.random(leavers) < 0.08) & ~died
    left = _numbered("L", year * 10 ** 6 + np.arange(leavers))
    return {
        "Episodes": {
            "CHILD": _child(rows["child"]), "DECOM": _days(rows["begins"]),
            "RNE": pa.array(np.where(rows["first"], "S", "P")),
            "LS": pa.array(np.where(breaks, "V4", np.array(["C2", "C1", "V2", "E1"])[rows["child"] % 4])),
            "CIN": pa.array(np.array(["N1", "N5", "N8"])[rows["child"] % 3]),
            "PLACE": pa.array(np.array(place)[rows["kind"]]),
            "PLACE_PROVIDER": pa.array(np.array(provider)[rows["kind"]]), "DEC": _days(rows["ends"], is_open),
            "REC": pa.array(np.where(is_open, "", np.where(rows["follows"], "X1", "E4A"))),
            "REASON_PLACE_CHANGE": pa.array(np.where(~is_open & rows["follows"], "CARPL", "")),
            "HOME_POST": _posted(postcodes, children["home"][rows["child"]], breaks),
            "PL_POST": _posted(postcodes, rows["placed"], breaks), "URN": pa.array(np.full(len(here), "SC999001"))},
        "Header": {
            "CHILD": pa.chunked_array([_child(who), left]),
            "SEX": pa.array(sex[np.append(children["sex"][who], np.zeros(leavers, int))]),
            "DOB": pa.chunked_array([_days(children["born"][who]), _days(born)]),
            "ETHNIC": pa.array(np.append(np.array(ETHNIC)[children["ethnic"][who]], np.full(leavers, "WBRI"))),
            **{name: pa.array(np.full(len(who) + leavers, "")) for name in ("UPN", "MOTHER", "MC_DOB")}},
        "UASC": {
            "CHILD": _child(alone), "SEX": pa.array(sex[children["sex"][alone]]), "DOB": _days(children["born"][alone]),
            "DUC": pa.array(np.full(len(alone), ""))},
        "OC3": {
            "CHILD": left, "DOB": _days(born),
            "IN_TOUCH": pa.array(np.where(died, "DIED", np.where(silent, "NO", "YES"))),
            "ACTIV": _told(rng, ("F2", "F4", "G5", "F1") if year > 2021 else ("F2", "F3", "G5", "F1"), died | silent),
            "ACCOM": _told(rng, ("U1", "B1", "Z1", "D1", "K1", "E1", "B1", "U1", "X2", "S2", "G1", "U2"),
                           died | silent)}}


def _child(numbers: np.ndarray) -> pa.Array:
    return _numbered("C", numbers + 10_000_000)


def _posted(postcodes: pa.Array, share: np.ndarray, none: np.ndarray) -> pa.Array:
    places = pa.array((share * len(postcodes)).astype(int), mask=none | (share > 0.99))
    return postcodes.take(places).fill_null("")


def _told(rng: np.random.Generator, codes: tuple[str, ...], none: np.ndarray) -> pa.Array:
    return pa.array(np.where(none, "", np.array(codes)[rng.integers(0, len(codes), len(none))]))
