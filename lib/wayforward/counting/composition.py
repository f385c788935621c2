"""The make-up of a workforce beside that of the communities it serves: how far apart, and group by group.

Communities come as counts of residents by group, of all ages or of working age. Names of groups are matched by what
they say: an ethnic group by its first word (White, Mixed, Asian, Black, Other, and Chinese for Asian, Arab for Other),
a sex by its first letter, an age band by its years ("25 to 34", "65 and over").

The ratio of a group is its share of the workforce over its share of the residents; its interval is the Wilson interval
of the workforce's share over the same. The census is taken as known.
"""

import re

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from wayforward.counting.tally import Estimate

FIRST_WORDS = {"white": "White", "mixed": "Mixed or multiple", "asian": "Asian", "chinese": "Asian", "black": "Black",
               "other": "Other", "arab": "Other"}
SEXES = {"f": "Female", "m": "Male"}
OLDEST = 150
ETHNIC, SEX, AGE = "ethnic group", "sex", "age"
EVERYONE, WORKING_AGE = "all", "16-64"


def residents(communities: pd.DataFrame, characteristic: str, ages: str) -> pd.Series:
    """Shares of residents by group from the newest table of communities, summing to 1; empty where it has none."""
    rows = communities[communities["return_year"] == communities["return_year"].max()]
    rows = rows[rows["CHARACTERISTIC"].eq(characteristic) & rows["AGES"].eq(ages)]
    names = rows["GROUP"].map({name: _name(characteristic, name) for name in rows["GROUP"].unique()})
    counted = rows.groupby(names, sort=False)["RESIDENTS"].sum()
    return counted / counted.sum()


def _name(characteristic: str, name: str) -> str | None:
    word = re.split(r"\W+", name.strip().casefold())[0]
    known = {ETHNIC: FIRST_WORDS.get(word), SEX: SEXES.get(word[:1]), AGE: name if years(name) else None}
    return known[characteristic]


def years(band: str) -> tuple[int, int] | None:
    """The youngest and the oldest of an age band by its name; None where it names no years.

    >>> years("25 to 34"), years("Aged 65 and over"), years("under 16"), years("16")
    ((25, 34), (65, 150), (0, 15), (16, 16))
    """
    numbers = [int(number) for number in re.findall(r"\d+", band)]
    if not numbers:
        return None
    words = band.casefold()
    if "under" in words or "below" in words:
        return 0, numbers[0] - 1
    if len(numbers) == 1 and any(sign in words for sign in ("over", "above", "older", "+", "more")):
        return numbers[0], OLDEST
    return numbers[0], numbers[-1]


def dissimilarity(community: pd.Series) -> Estimate:
    """½ Σ |share of the workforce − share of the residents| over the groups of `community`; cases have a `group`.

    It equals the workforce's share in its over-represented groups (numerator of denominator heads) less the residents'
    share in them (parity), by which its interval is worked out.
    """
    def compare(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        sizes = cases.groupby([*(cases[name] for name in by), cases["group"]], observed=True, sort=True).size()
        heads = sizes.unstack(fill_value=0).reindex(columns=community.index, fill_value=0).astype(float)
        total = heads.sum(axis=1)
        over = heads.div(total, axis=0) > community
        found = pd.DataFrame({"numerator": (heads * over).sum(axis=1), "denominator": total,
                              "parity": (over * community).sum(axis=1)})
        return found.assign(value=found["numerator"] / total - found["parity"])
    return compare


def ratios(groups: pd.Series, community: pd.Series) -> pd.DataFrame:
    """A workforce's people by group beside the residents, a row a group of `community`: group, heads, workforce (share)
    with low and high, residents (share), ratio with ratio_low and ratio_high."""
    heads = groups.value_counts().reindex(community.index, fill_value=0).astype(float)
    total = heads.sum()
    low, high = proportion_confint(heads, total, method="wilson") if total else (heads * float("nan"),) * 2
    found = pd.DataFrame({"heads": heads, "workforce": heads / total if total else float("nan"), "low": low,
                          "high": high, "residents": community})
    known = community.where(community > 0)
    found = found.assign(ratio=found["workforce"] / known, ratio_low=found["low"] / known,
                         ratio_high=found["high"] / known)
    return found.rename_axis("group").reset_index()
