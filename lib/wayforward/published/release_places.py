"""The areas of a release: known by their nine characters, of today or before, their three digits, or their names.

Names are compared without what files write differently: "Windsor & Maidenhead", "Bristol" and "Bristol, City of",
"St. Helens". A level that is not kept, such as a constituency, is left out and told; an area at a level of ours that
the register of areas does not have is an error, with the names nearest to it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import pandas as pd

from wayforward.published.contract import JOINT
from wayforward.published.release_register import plain_words

AUTHORITY = "local authority"
# level as a release writes it, in small letters: our word
LEVELS = {"national": "country", "country": "country", "regional": "region", "region": "region",
          "local authority": AUTHORITY, "la": AUTHORITY, "local authority district": "local authority district"}
# our level: the columns with the nine characters, the three digits and the name
COLUMNS = {"country": ("country_code", "", "country_name"), "region": ("region_code", "", "region_name"),
           AUTHORITY: ("new_la_code", "old_la_code", "la_name")}
PLACE = ["geographic_level", *dict.fromkeys(name for names in COLUMNS.values() for name in names if name)]
GSS = re.compile(r"[A-Z]\d{8}")
# What names leave out or add.
UNSAID = frozenset(("and", "the", "of", "city", "county", "council", "borough", "ua", "royal", "unitary", "authority",
                    "metropolitan", "district"))
# Parts of London that some releases tell beside the region.
NOT_KEPT = re.compile(r"(inner|outer) london|london (inner|outer)")
NOT_NAMED = frozenset(("", "z", "x", "c", "unknown", "not known", "not applicable", "not available", "missing", "total",
                       "other", "outside england", "no local authority"))


def key(name: str) -> str:
    """A name as names are compared.

    >>> key("Bristol, City of") == key("Bristol"), key("Windsor & Maidenhead") == key("Windsor and Maidenhead")
    (True, True)
    """
    spelt = re.sub(r"\(.*?\)|london borough( of)?", " ", name.casefold().replace("&", " and ").replace("'", ""))
    words = re.findall(r"[^\W_]+", spelt)
    return " ".join([word for word in words if word not in UNSAID] or words)


@dataclass(frozen=True)
class Places:
    """The register of areas (areas.csv), ready to be asked."""

    areas: pd.DataFrame

    @cached_property
    def _of_code(self) -> dict[str, str]:
        rows = self.areas
        earlier = rows.get("earlier_gss", pd.Series("", rows.index))
        pairs = [*zip(earlier, rows["area"], strict=True), *zip(rows["la_code"], rows["area"], strict=True),
                 *zip(rows["gss"], rows["area"], strict=True)]
        return {code: area for code, area in pairs if code}

    def has_code(self, *codes: str) -> bool:
        """Whether an area has one of these codes."""
        return any(each in self._of_code for each in codes)

    @cached_property
    def _of_name(self) -> dict[tuple[str, str], list[str]]:
        """Level and key of a name → the areas of that name, those that stand today first."""
        found: dict[tuple[str, str], list[str]] = {}
        ended = self.areas.get("to", pd.Series("", self.areas.index)).ne("")
        for row in self.areas.assign(ended=ended).sort_values("ended", kind="stable").itertuples():
            found.setdefault((row.level, self._joint(row.name) if row.level == JOINT else key(row.name)),
                             []).append(row.area)
        return found

    @staticmethod
    def _joint(name: str) -> str:
        """The key of several authorities together, in whatever order and with whatever sign between."""
        return " / ".join(sorted(map(key, re.split(r"\s*/\s*|\s*;\s*", name))))

    @cached_property
    def names(self) -> dict[str, str]:
        """area → its name."""
        return dict(zip(self.areas["area"], self.areas["name"], strict=True))

    @cached_property
    def members(self) -> Mapping[str, list[str]]:
        """A joint return → the authorities that make it."""
        joint = self.areas[self.areas["level"].eq(JOINT)]
        return {row.area: [self._of_name[AUTHORITY, key(name)][0] for name in row.name.split(" / ")]
                for row in joint.itertuples()}

    def namesakes(self, area: str) -> list[str]:
        """The areas of the same level and name: one that ended, and the one that came after."""
        return next((same for same in self._of_name.values() if area in same), [area])

    def find(self, level: str, gss: str, la_code: str, name: str) -> tuple[str, str]:
        """The area, or "" and what is wrong."""
        codes = dict.fromkeys(self._of_code[code] for code in (gss, la_code) if code in self._of_code)
        named = self._of_name.get((level, key(name)), []) or self._together(level, gss, name)
        if len(codes) > 1 or (codes and named and not set(codes) & set(named)):
            told = ", ".join(filter(None, (gss, la_code, name)))
            return "", f"its codes and its name ({told}) must be of one area"
        found = next(iter(codes), "") or next(iter(named), "")
        return found, "" if found else f"'{name or gss or la_code}' is not in areas.csv{self._nearest(level, name)}"

    def _together(self, level: str, gss: str, name: str) -> list[str]:
        if level != AUTHORITY or not (len(GSS.findall(gss)) > 1 or "/" in name):
            return []
        return self._of_name.get((JOINT, self._joint(name)), [])

    def _nearest(self, level: str, name: str) -> str:
        known = {each: areas[0] for (of, each), areas in self._of_name.items() if of == level}
        near = get_close_matches(key(name), known, n=3)
        return f"; nearest: {', '.join(self.names[known[each]] for each in near)}" if near else ""


def placed(rows: pd.DataFrame, places: Places) -> pd.DataFrame:
    """For each row its `area`, or "" with the `reason` why it is left out, or with the `problem` it is; and whether
    its area was known `by_name` alone."""
    given = rows.reindex(columns=PLACE, fill_value="")
    kinds = given.drop_duplicates()
    found = pd.DataFrame([_placed(row, places) for row in kinds.to_dict("records")], kinds.index,
                         columns=["area", "reason", "problem", "by_name"])
    return given.merge(kinds.join(found), how="left", on=PLACE).set_axis(rows.index)[found.columns]


def _placed(row: Mapping[str, str], places: Places) -> tuple[str, str, str, bool]:
    told = row["geographic_level"]
    level = LEVELS.get(" ".join(told.casefold().split()), "")
    if level not in COLUMNS:
        return "", f"a level that is not kept: {told.casefold() or 'none is said'}", "", False
    gss, la_code, name = (row[column] if column else "" for column in COLUMNS[level])
    if level == "region" and (NOT_KEPT.fullmatch(plain_words(name)) or gss.startswith("E13")):
        return "", f"a region that is not kept: {name}", "", False
    if not GSS.search(gss) and not la_code.isdigit() and name.casefold() in NOT_NAMED:
        return "", f"a {level} that is not named: '{name}'", "", False
    area, problem = places.find(level, gss, la_code, name)
    return area, "", problem, bool(area) and not places.has_code(gss, la_code)


def outside_life(rows: pd.DataFrame, places: Places) -> pd.DataFrame:
    """`early` and `late`: whether an area had not begun yet when a period ended, or had ended before it started.

    `rows` have `area`, and the period's `start` and `end` as days."""
    lives = places.areas.set_index("area").reindex(columns=["from", "to"], fill_value="")
    began, ended = (rows["area"].map(lives[column]).fillna("") for column in ("from", "to"))
    return pd.DataFrame({"early": began.ne("") & began.gt(rows["end"]),
                         "late": ended.ne("") & ended.lt(rows["start"])}, rows.index)


def by_date(rows: pd.DataFrame, places: Places) -> pd.Series:
    """The area of each row, where two bear one name and no code told them apart the one that stood in the period."""
    area = rows["area"].copy()
    for one in area[rows["by_name"]].unique():
        same: Iterable[str] = [other for other in places.namesakes(one) if other != one]
        for other in same:
            mine = rows["by_name"] & rows["area"].eq(one)
            tried = outside_life(rows[mine], places).any(axis=1)
            instead = outside_life(rows[mine].assign(area=other), places).any(axis=1)
            area.loc[tried.index[tried & ~instead]] = other
    return area
