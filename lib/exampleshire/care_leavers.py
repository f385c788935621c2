"""Care leavers (OC3 of the SSDA903 return): who left care at 16 or later, year by year from 17 to 21.

Whether somebody is in touch, suitably housed, learning or working follows from chances that mostly stay theirs from
year to year; the shares among those who count are the planted ones.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from exampleshire.chance import age, birthday, carry_over, choose, stream
from exampleshire.files import Return, table, where
from exampleshire.ssda903 import Lives, header
from exampleshire.story import COURSES, YEARS

RETURNED_HOME = 0.012
DYING = 0.002                               # of those listed in any year; nobody is listed again after
ABROAD = {"G1": 0.006, "H2": 0.002, "R2": 0.007, "": 0.985}     # gone abroad, deported, residence not known
OUT_OF_TOUCH = 0.025
SILENT = {"NO": 0.55, "REFU": 0.25, "NREQ": 0.20}
SUITABLE = {"U1": 0.36, "B1": 0.14, "Z1": 0.14, "D1": 0.20, "K1": 0.05, "E1": 0.05, "C1": 0.02, "T1": 0.02,
            "Y1": 0.01, "V1": 0.01}
UNSUITABLE = {"X2": 0.36, "S2": 0.24, "V2": 0.10, "W2": 0.08, "K2": 0.08, "U2": 0.06, "B2": 0.05, "Y2": 0.03}
BUSY = {"F2": 0.40, "F5": 0.28, "P5": 0.12, "F1": 0.09, "F4": 0.06, "P2": 0.04, "P4": 0.01}
NOT_BUSY = {"G5": 0.66, "G4": 0.24, "G6": 0.10}
TOGETHER = {"F4": "F3", "F5": "F3", "P4": "P3", "P5": "P3"}     # apprenticeship, training and work, until 2020-21
STAYING = {"home": 0.6, "day": 0.6, "kind": 0.6, "touch": 0.6, "returned": 0.9, "abroad": 0.9}


def care_leavers_returns(seed: int, lives: Lives) -> Iterator[Return]:
    """OC3 and, as it holds care leavers too, the header of each year."""
    rng = stream(seed, "oc3")
    people = _entitled(lives.spells)
    chances = {name: rng.random(len(people)) for name in STAYING}
    died = np.where(rng.random(len(people)) < DYING * len(YEARS), rng.choice(YEARS, len(people)), 9999)
    for year in YEARS:
        chances = {name: carry_over(rng, chances[name], share) for name, share in STAYING.items()}
        day = np.datetime64(f"{year}-03-31")
        there = people["age"].map(lambda ages, year=year: ages[year]).between(17, 21) & (people["left"] <= day)
        there &= died >= year
        leavers = people.assign(died=died == year)[there]
        yield Return("OC3", year, _answers({name: each[there] for name, each in chances.items()}, leavers, year))
        in_care = lives.spells[(lives.spells["start"] <= day) & (lives.spells["end"] >= f"{year - 1}-04-01")]
        yield header(year, pd.concat([in_care, leavers]))


def _entitled(spells: pd.DataFrame) -> pd.DataFrame:
    """Who left care at 16 or later after 13 weeks in it since 14: CHILD, SEX, ETHNIC, kind, born, left, and `age`, by
    year the age on 31 March."""
    born, start, end = (spells[name].to_numpy().astype("M8[D]") for name in ("born", "start", "end"))
    since_14 = (end - np.maximum(start, birthday(born, 14))).astype(int)
    late = (end > birthday(born, 16)) & (since_14 >= 91) & spells["kind"].ne("short breaks").to_numpy()
    people = spells[late].drop_duplicates("CHILD", keep="last")
    born = people["born"].to_numpy().astype("M8[D]")
    ages = np.column_stack([age(born, np.datetime64(f"{year}-03-31")) for year in YEARS])
    return people.assign(left=people["end"], age=[dict(zip(YEARS, row, strict=True)) for row in ages])


def _answers(chance: dict[str, np.ndarray], leavers: pd.DataFrame, year: int) -> pd.DataFrame:
    gone = np.where(leavers["died"], "DIED", np.where(chance["returned"] < RETURNED_HOME, "RHOM", ""))
    abroad = choose(ABROAD, chance["abroad"])
    silent = (gone == "") & (abroad == "") & (chance["touch"] < OUT_OF_TOUCH)
    known = (gone == "") & ~silent
    older = leavers["age"].map(lambda ages: ages[year]).ge(19).to_numpy()
    suited = _under(chance["home"], older, "care_leavers_suitable", year, 1 - OUT_OF_TOUCH)
    # who is abroad counts here and is always in touch
    busy = _under(chance["day"], older, "care_leavers_eet", year, 1 - OUT_OF_TOUCH * ABROAD[""] / sum(ABROAD.values()))
    home = np.where(suited, choose(SUITABLE, chance["kind"]), choose(UNSUITABLE, chance["kind"]))
    what = np.where(busy, choose(BUSY, chance["kind"]), choose(NOT_BUSY, chance["kind"]))
    what = what if year > 2021 else pd.Series(what).replace(TOGETHER).to_numpy()
    return table({
        "CHILD": leavers["CHILD"], "DOB": leavers["born"],
        "IN_TOUCH": np.select([gone != "", silent], [gone, choose(SILENT, chance["kind"])], "YES"),
        "ACTIV": where(known, what),
        "ACCOM": where(known, np.where(abroad != "", abroad, home))})


def _under(chance: np.ndarray, older: np.ndarray, series: str, year: int, in_touch: float) -> np.ndarray:
    """Whether each lies under the true share of their age, given that they are in touch."""
    share = np.where(older, COURSES[f"{series}_19_21"].at(year), COURSES[f"{series}_17_18"].at(year))
    return chance < share / in_touch
