"""What stands as published about exampleshire: its registers, population and census, and a few figures to be set beside
its own counts.

Counted here by the official rule, straight from the children drawn and not from the returns: one year agrees with them,
of one there is only a whole percentage, and one is wrong on purpose.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from exampleshire.county_map import AREA, GSS, LA_CODE, METRES_IN_A_MILE, NAME, districts
from exampleshire.files import write
from exampleshire.ssda903 import Lives
from exampleshire.staff import RESIDENTS
from wayforward.published.contract import FIGURES, REGISTERS

YEARS = range(2021, 2026)                   # the newest figures come in the November after the last delivery
EXACT, ROUNDED, WRONG = 2024, 2023, 2025
TOO_MANY = 14                               # children far from home, in the year that is wrong
POPULATION = {2019: 264_100, 2020: 265_300, 2021: 265_900, 2022: 267_800, 2023: 270_200, 2024: 272_100, 2025: 273_600}
ETHNIC = dict(zip(RESIDENTS, ("white", "mixed", "asian", "black", "other"), strict=True))
CITATION = "invented"
SOURCE = {"citation": CITATION, "publisher": "nobody", "title": "Invented figures of an invented county",
          "coverage": f"{NAME}; some of the years to 2025", "licence": "MIT, as this repository",
          "transcribed_from": "lib/wayforward/sample"}


def write_published(folder: Path, lives: Lives, scale: float) -> list[Path]:
    """The folder of published figures, in the layout of the real one."""
    registers = {
        "areas": [{"area": AREA, "name": NAME, "level": "local authority", "la_code": LA_CODE, "gss": GSS, "region": "",
                   "invented": "yes"}],
        "neighbours": [], "sources": [SOURCE]}
    tables = {"looked-after-children": _looked_after(lives), "population": _population(scale), "census": _census()}
    return [*(write(folder / f"{name}.csv", pd.DataFrame(rows, columns=REGISTERS[name], dtype=str))
              for name, rows in registers.items()),
            *(write(folder / f"{name}.csv", pd.DataFrame(rows, columns=FIGURES)) for name, rows in tables.items())]


def write_places(folder: Path, lives: Lives) -> list[Path]:
    """The directory of postcodes, and which districts make up which authority."""
    return [write(folder / "postcodes.csv", lives.county.directory()), write(folder / "districts.csv", districts())]


def looked_after(lives: Lives, year: int) -> dict[str, int]:
    """Children looked after on 31 March of a year by the official rule: all, far away, and of unknown distance."""
    day = np.datetime64(f"{year}-03-31")
    rows = lives.episodes[(lives.episodes["DECOM"] <= day) & (lives.episodes["DEC"] > day)]
    spells = lives.spells.iloc[rows["spell"]]
    counted = spells["kind"].ne("short breaks").to_numpy()
    home, placed = spells["home"].to_numpy()[counted], rows["placed"].to_numpy()[counted]
    alone = spells["kind"].eq("unaccompanied").to_numpy()[counted]
    # −1, a confidential place, is the last row: nowhere
    places = lives.county.postcodes[["easting", "northing", "inside", "grid", "listed"]]
    places = pd.concat([places, pd.DataFrame([[0.0, 0.0, False, False, False]], columns=places.columns)])
    east, north, inside, grid, listed = (places[name].to_numpy() for name in places)
    far = (east[home] - east[placed]) ** 2 + (north[home] - north[placed]) ** 2 > (20 * METRES_IN_A_MILE) ** 2
    known = grid[home] & grid[placed] & ~alone
    within = inside[placed] & listed[placed]
    return {"looked_after": len(home), "looked_after_uasc": int(alone.sum()),
            "placed_outside_far": int((known & ~within & far).sum()),
            "placed_inside_unknown": int((~known & within).sum()),
            "placed_outside_unknown": int((~known & ~within).sum())}


def _looked_after(lives: Lives) -> list[dict[str, str]]:
    rows = []
    for year in YEARS:
        found = looked_after(lives, year)
        rows += [_figure(name, year, found[name]) for name in ("looked_after", "looked_after_uasc")]
        if year == ROUNDED:
            percent = int(100 * found["placed_outside_far"] / found["looked_after"] + 0.5)
            rows.append(_figure("placed_outside_far_percent", year, percent, unit="percent"))
        elif year in (EXACT, WRONG):
            found["placed_outside_far"] += TOO_MANY if year == WRONG else 0
            note = "not what the return gives, on purpose" if year == WRONG else ""
            rows += [_figure(name, year, found[name], note=note if name == "placed_outside_far" else "")
                     for name in ("placed_outside_far", "placed_inside_unknown", "placed_outside_unknown")]
    return sorted(rows, key=lambda row: (row["series"], row["period"]))


def _population(scale: float) -> list[dict[str, str]]:
    return [_figure("population_0_17", year, max(1, round(number * scale)), calendar="mid-year", unit="headcount",
                    known=f"{year + 1}-07-15") for year, number in POPULATION.items()]


def _census() -> list[dict[str, str]]:
    whole = sum(RESIDENTS.values())
    return [_figure(f"residents_percent_{ETHNIC[name]}", 2021, f"{100 * number / whole:.1f}", calendar="census day",
                    unit="percent", known="2022-11-29") for name, number in RESIDENTS.items()]


def _figure(series: str, year: int, value, calendar: str = "31 March", unit: str = "number of children",
            known: str | None = None, note: str = "") -> dict[str, str]:
    return {"series": series, "area": AREA, "calendar": calendar, "period": str(year), "value": str(value),
            "symbol": "", "as_published": str(value), "unit": unit, "status": "final", "note": note,
            "citation": CITATION, "known": known or f"{year}-11-15", "known_by": "usual calendar"}
