"""The map of exampleshire: invented districts, neighbours and postcodes, at the scale of a county some 50 km across.

Nothing of it is anywhere. Its grid references lie in the open sea north-west of Scotland, no real postcode begins with
X, Q or V, and no real district, authority or council bears these codes.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from exampleshire.chance import rounded, stream

AREA, NAME, LA_CODE, GSS = "exampleshire", "Exampleshire", "999", "E10999999"
DISTRICTS = ("Ashmere Vale", "Brackenholt", "Coldwater Sands", "Dunmarsh", "Elmsworth Heath", "Fenhollow",
             "Greyfield", "Hartlow Magna", "Inglewick", "Juniper Hill")
LETTERS_OF_DISTRICTS = ("XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XJ", "XK")
NEIGHBOURS = ("Pretendshire", "Madeupshire", "Fictionshire", "Supposeshire", "Fableshire",      # they adjoin
              "Notionshire", "Legendshire", "Figmentshire")                                     # they lie beyond
LETTERS_OF_NEIGHBOURS = ("QA", "QB", "QC", "QD", "QE", "VA", "VB", "VC")
ADJOINING = 5
LA_CODES_OF_NEIGHBOURS = tuple(str(code) for code in range(998, 990, -1))

MIDDLE = (150_000, 1_150_000)
RADIUS = 25_000
TOWNS = 300, 150                            # postcodes of a district, and of a neighbouring authority
INWARD = "ABDEFGHJLNPQRSTUWXYZ"             # the letters that end a postcode
METRES_IN_A_MILE = 1609.3
FAR, NEAR = 21.0, 19.0                      # miles: nobody lives so near to 20 that rounding decides
TERMINATED = 0.015


@dataclass(frozen=True)
class County:
    """Postcodes in the county and around it, one row each: postcode, easting, northing, district (a code),
    authority, inside, listed (whether the directory has it), grid (whether with a grid reference)."""

    postcodes: pd.DataFrame

    @cached_property
    def inside(self) -> np.ndarray:
        """Places, as row numbers, in the county; they are the first."""
        return np.flatnonzero(self.postcodes["inside"])

    @cached_property
    def outside(self) -> np.ndarray:
        """Places around it that the directory knows."""
        return np.flatnonzero(~self.postcodes["inside"] & self.postcodes["grid"])

    def homes(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Places where families live."""
        return rng.choice(self.inside, size)

    def placed(self, rng: np.random.Generator, homes: np.ndarray, far: np.ndarray) -> np.ndarray:
        """Places for children from these homes: beyond the boundary and more than 20 miles away where `far`; else in
        the county or, for one in five, outside and nearer."""
        beyond, close = self._outside(rng, homes, far=True), self._outside(rng, homes, far=False)
        within = rng.choice(self.inside, len(homes))
        near = np.where((rng.random(len(homes)) < 0.2) & (close >= 0), close, within)
        return np.where(far, beyond, near)

    def _outside(self, rng: np.random.Generator, homes: np.ndarray, far: bool) -> np.ndarray:
        """For each home a place outside the county, far from it or near; −1 where there is none."""
        order, number = self._reach[far]
        which = np.floor(rng.random(len(homes)) * number[homes]).astype(int)
        return np.where(number[homes] > 0, self.outside[order[homes, which]], -1)

    @cached_property
    def _reach(self) -> dict[bool, tuple[np.ndarray, np.ndarray]]:
        """For each place in the county which of those outside are far (or near) come first, and how many they are."""
        east, north = (self.postcodes[name].to_numpy() for name in ("easting", "northing"))
        squares = (east[self.inside][:, None] - east[self.outside]) ** 2 \
            + (north[self.inside][:, None] - north[self.outside]) ** 2
        far, near = ((miles * METRES_IN_A_MILE) ** 2 for miles in (FAR, NEAR))
        return {beyond: (np.argsort(~fits, axis=1, kind="stable"), fits.sum(axis=1))
                for beyond, fits in ((True, squares > far), (False, squares < near))}

    def written(self, places: np.ndarray) -> np.ndarray:
        """The postcodes of places; −1 is none."""
        names = np.append(self.postcodes["postcode"].to_numpy(dtype=object), "")
        return names[places]

    def district(self, places: np.ndarray) -> np.ndarray:
        """The names of the districts that places lie in."""
        names = {f"E079999{number:02}": name for number, name in enumerate(DISTRICTS, 1)}
        return self.postcodes["district"].map(names).fillna("").to_numpy(dtype=object)[places]

    def directory(self) -> pd.DataFrame:
        """What the directory of postcodes holds: terminated ones are missing, or have no grid reference."""
        rows = self.postcodes[self.postcodes["listed"]]
        east, north = (rows[name].astype(int).astype(str).where(rows["grid"], "") for name in ("easting", "northing"))
        return pd.DataFrame({"POSTCODE": rows["postcode"], "EASTING": east, "NORTHING": north,
                             "DISTRICT": rows["district"]}).sort_values("POSTCODE", ignore_index=True)


def districts() -> pd.DataFrame:
    """The register of districts: district, name, authority, authority_name."""
    own = [(f"E079999{number:02}", name, GSS, NAME) for number, name in enumerate(DISTRICTS, 1)]
    others = [(f"E079998{2 * number + half:02}", f"{name} {('North', 'South')[half]}", _authority(number), name)
              for number, name in enumerate(NEIGHBOURS) for half in (0, 1)]
    return pd.DataFrame(own + others, columns=["district", "name", "authority", "authority_name"])


def draw_county(seed: int) -> County:
    """The map, the same at every scale."""
    rng = stream(seed, "map")
    rows = pd.concat([_own(rng), *(_neighbour(rng, number) for number in range(len(NEIGHBOURS)))], ignore_index=True)
    terminated = rows["inside"] & (rng.random(len(rows)) < TERMINATED)
    half = rng.random(len(rows)) < 0.5
    return County(rows.assign(listed=~(terminated & half), grid=~terminated))


def _authority(neighbour: int) -> str:
    return f"E109999{98 - neighbour:02}"


def _own(rng: np.random.Generator) -> pd.DataFrame:
    """Towns in ten places: three around the middle, seven in a ring; each postcode is of the nearest."""
    angles = np.append(np.arange(3) / 3, np.arange(7) / 7 + 0.05) * 2 * np.pi
    reach = np.append(np.full(3, 7_500), np.full(7, 18_500))
    centres = rounded(np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None])
    points = np.repeat(centres, TOWNS[0], axis=0) + rounded(rng.normal(0, 2_800, (len(centres) * TOWNS[0], 2)))
    points *= np.minimum(1, RADIUS / np.sqrt(_squares(points)))[:, None]
    nearest = _squares(points[:, None] - centres).argmin(axis=1)
    letters = np.array(LETTERS_OF_DISTRICTS)[nearest]
    codes = np.array([f"E079999{number + 1:02}" for number in range(len(centres))])[nearest]
    return _rows(points, letters, codes, GSS, inside=True)


def _neighbour(rng: np.random.Generator, number: int) -> pd.DataFrame:
    """A sector of the ring around the county, or of the wider one around that, in two halves."""
    ring, sector, of = (27_000, 60_000), number, ADJOINING
    if number >= ADJOINING:
        ring, sector, of = (60_000, 150_000), number - ADJOINING, len(NEIGHBOURS) - ADJOINING
    across = rng.random(TOWNS[1])
    angle = (sector + across) / of * 2 * np.pi
    reach = np.sqrt(rng.uniform(ring[0] ** 2, ring[1] ** 2, TOWNS[1]))
    half = (across > 0.5).astype(int)
    codes = np.array([f"E079998{2 * number + each:02}" for each in (0, 1)])[half]
    points = rounded(np.column_stack([np.cos(angle), np.sin(angle)]) * reach[:, None])
    return _rows(points, np.full(TOWNS[1], LETTERS_OF_NEIGHBOURS[number]), codes, _authority(number), inside=False)


def _squares(points: np.ndarray) -> np.ndarray:
    """The squares of points' distances from the middle."""
    return points[..., 0] ** 2 + points[..., 1] ** 2


def _rows(points: np.ndarray, letters: np.ndarray, codes: np.ndarray, authority: str, inside: bool) -> pd.DataFrame:
    rows = pd.DataFrame({"easting": np.rint(MIDDLE[0] + points[:, 0]), "northing": np.rint(MIDDLE[1] + points[:, 1]),
                         "district": codes, "authority": authority, "inside": inside, "letters": letters})
    number = rows.groupby("letters").cumcount()
    rows["postcode"] = [f"{area}{1 + i // 60} {1 + i % 9}{INWARD[i // 9 % 20]}{INWARD[(i // 3 + 7) % 20]}"
                        for area, i in zip(rows["letters"], number, strict=True)]
    return rows.drop(columns="letters")
