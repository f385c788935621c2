"""How far the make-up of the workforce reflects the county's communities.

Distance    half the sum, over five ethnic groups, of the differences between the workforce's share and the
            residents' share (dissimilarity). 0 is the same make-up, 1 nothing in common. More of one group is not
            better: the promise is parity. It says how far, not which way: that is told group by group
Workforce   children and family social workers in post on 30 September whose ethnic group is known
Communities residents of all ages at the 2021 census, and so the same in every year
Out of      the wider Children's Services workforce, its sex, age and disability need the council's HR records; faith
reach       and sexual orientation are not in these sources
Interval    Wilson on the share of the workforce in the over-represented groups; the census is taken as known
Source      Department for Education, children's social work workforce; Office for National Statistics, Census 2021
"""

import pandas as pd

from wayforward.measures.counts import shape, together

GROUPS = ["white", "mixed", "asian", "black", "other"]
WORDS = {"white": "White", "mixed": "Mixed or multiple ethnic groups", "asian": "Asian or Asian British",
         "black": "Black, African, Caribbean or Black British", "other": "Other ethnic group"}


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    heads, about = workforce(figures)
    residents = communities(figures)
    heads = heads[heads.index.get_level_values("area").isin(residents.index)]
    community = residents.loc[heads.index.get_level_values("area")].set_index(heads.index)
    total = heads.sum(axis=1, skipna=False)         # a make-up that lacks a group is none
    over = heads.div(total, axis=0) > community
    counted = about.loc[heads.index].assign(numerator=(heads * over).sum(axis=1, skipna=False), denominator=total,
                                            parity=(community * over).sum(axis=1), reason=None)
    counted["value"] = counted["numerator"] / counted["denominator"] - counted["parity"]
    return {"workforce_dissimilarity": shape(counted)}


def workforce(figures: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Heads of known ethnic group by area and period (one column a group), and the dates and statuses beside them."""
    heads, about = together(figures, *(f"social_workers_total_{group}" for group in GROUPS))
    return heads.set_axis(GROUPS, axis=1), about


def communities(figures: pd.DataFrame) -> pd.DataFrame:
    """Residents' shares by ethnic group, one row per area whose census figures are at hand; each row sums to 1."""
    names = [f"residents_percent_{group}" for group in GROUPS]
    rows = figures[figures["series"].isin(names)]
    shares = rows.pivot(index="area", columns="series", values="value").reindex(columns=names)
    return shares.set_axis(GROUPS, axis=1).div(shares.sum(axis=1).to_numpy(), axis=0)


def groups(figures: pd.DataFrame, area: str) -> pd.DataFrame | None:
    """The latest make-up beside the residents', one row a group: group, heads, workforce and residents (shares),
    ratio; None without both. The frame's attribute `label` names the period."""
    heads, about = workforce(figures)
    heads, residents = heads.dropna(), communities(figures)         # the latest make-up that lacks no group
    if area not in residents.index or area not in heads.index.get_level_values("area"):
        return None
    latest = about.loc[heads.loc[[area]].index, "end"].idxmax()
    share = heads.loc[latest] / heads.loc[latest].sum()
    made_up = pd.DataFrame({"heads": heads.loc[latest], "workforce": share, "residents": residents.loc[area],
                            "ratio": share / residents.loc[area]})
    made_up = made_up.rename(index=WORDS).rename_axis("group").reset_index()
    made_up.attrs["label"] = about.loc[latest, "label"]
    return made_up
