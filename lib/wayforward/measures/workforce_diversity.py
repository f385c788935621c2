"""How far the make-up of the workforce reflects the county's communities.

Distance    half the sum, over five ethnic groups, of the differences between the workforce's share and the
            residents' share (dissimilarity). 0 is the same make-up, 1 nothing in common. More of one group is not
            better: the promise is parity. It says how far, not which way: that is told group by group
Workforce   children and family social workers in post on 30 September whose ethnic group is known; agency workers are
            left out. From the council's personnel records also all Children's Services staff in post on 31 March
Communities residents of all ages at the 2021 census, and so the same in every year; beside it residents aged 16 to 64,
            of whom a workforce is drawn
Groups      the codes of the returns as the census groups them: Chinese with Asian, Roma and Irish Traveller with White.
            Refused and not obtained are not known, and left out
Sex, age    the same distance for all staff, against residents aged 16 to 64; staff who are known to be older than those
            (or younger) are left out of both: by sex whoever has no date of birth stays. Ethnic groups are of staff of
            all ages, whichever residents they are set beside
Ratio       a group's share of the workforce over its share of the residents; 1 is parity
Managers    senior, middle, first-line and team managers, beside everyone else. Published is how far senior, middle and
            first-line managers of social workers are from the residents: a part of the workforce, so a stand-in
Interval    Wilson on the share of the workforce in the over-represented groups; the census is taken as known. Few heads
            make the distance lean upwards, which the interval does not show
Choices     `ages` "16-64" compares with residents of working age; a last day is the first without the job;
            `everyone` True leaves nobody out of sex for their age
Out of      faith, sexual orientation, disability, gender identity and marriage are not in these sources, and so not
reach       in these figures: the promise speaks of diversity, and these tell of ethnic group, sex and age alone
Source      Department for Education, children's social work workforce; Office for National Statistics, Census 2021;
            the council's return of social workers (CSWW) and its personnel records
"""

from functools import partial
from itertools import chain
from typing import NamedTuple

import pandas as pd

from wayforward.counting import composition, workers
from wayforward.counting.characteristics import age_band
from wayforward.counting.composition import AGE, ETHNIC, EVERYONE, SEX, WORKING_AGE, dissimilarity, ratios
from wayforward.counting.contract import Returns
from wayforward.counting.counts import shape, side_by_side
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Tally, leave_out
from wayforward.counting.years import on
from wayforward.periods import span

RETURNS = ("csww_workers", "hr_staff", "communities")
# Published series, and the roles they are of.
ROLES = {"workforce_dissimilarity": ("total",),
         "workforce_dissimilarity_managers": ("senior_manager", "middle_manager", "first_line_manager")}
GROUPS = ["white", "mixed", "asian", "black", "other"]
WORDS = {"white": "White", "mixed": "Mixed or multiple ethnic groups", "asian": "Asian or Asian British",
         "black": "Black, African, Caribbean or Black British", "other": "Other ethnic group"}
NAMES = dict(zip(GROUPS, ("White", "Mixed or multiple", "Asian", "Black", "Other"), strict=True))
COLUMNS = {ETHNIC: "Ethnic group", SEX: "Sex"}
NOT_KNOWN = {ETHNIC: "ethnic group not known", SEX: "sex not known", AGE: "age not known"}
BY_WORKER, BY_STAFF = ("Level", "Role", "Sex", "Age"), ("Level", "Grade", "Team", "Sex", "Age")


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {series: _apart(figures, roles) for series, roles in ROLES.items()}


def _apart(figures: pd.DataFrame, roles: tuple[str, ...]) -> pd.DataFrame:
    heads, about = workforce(figures, roles)
    residents = communities(figures)
    heads = heads[heads.index.get_level_values("area").isin(residents.index)]
    community = residents.loc[heads.index.get_level_values("area")].set_index(heads.index)
    total = heads.sum(axis=1, skipna=False)         # a make-up that lacks a group is none
    over = heads.div(total, axis=0) > community
    counted = about.loc[heads.index].assign(numerator=(heads * over).sum(axis=1, skipna=False), denominator=total,
                                            parity=(community * over).sum(axis=1), reason=None)
    counted["value"] = counted["numerator"] / counted["denominator"] - counted["parity"]
    return shape(counted)


def workforce(figures: pd.DataFrame, roles: tuple[str, ...] = ("total",)) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Heads of known ethnic group in these roles together by area and period (one column a group), and the dates and
    statuses beside them."""
    cells = [[f"social_workers_{role}_{group}" for role in roles] for group in GROUPS]
    heads, about = side_by_side(figures, *chain.from_iterable(cells))
    return pd.DataFrame({group: heads[names].sum(axis=1, skipna=False)
                         for group, names in zip(GROUPS, cells, strict=True)}), about


def communities(figures: pd.DataFrame) -> pd.DataFrame:
    """Residents' shares by ethnic group, one row per area whose census figures are at hand; each row sums to 1."""
    names = [f"residents_percent_{group}" for group in GROUPS]
    rows = figures[figures["series"].isin(names)]
    shares = rows.pivot(index="area", columns="series", values="value").reindex(columns=names)
    return shares.set_axis(GROUPS, axis=1).div(shares.sum(axis=1).to_numpy(), axis=0)


def groups(figures: pd.DataFrame, area: str, series: str = "workforce_dissimilarity") -> pd.DataFrame | None:
    """The latest make-up behind one of the published series beside the residents', one row a group: group, heads,
    workforce and residents (shares), ratio; None without both. The frame's attribute `label` names the period."""
    heads, about = workforce(figures, ROLES[series])
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


class Comparison(NamedTuple):
    """What a series compares: the workforce's table, by which characteristic, with residents of which ages."""

    table: str
    characteristic: str
    ages: str
    title: str


SOCIAL_WORKERS, STAFF = "csww_workers", "hr_staff"
COMPARISONS = {
    "workforce_dissimilarity": Comparison(
        SOCIAL_WORKERS, ETHNIC, EVERYONE, "Social workers by ethnic group, and residents of all ages"),
    "workforce_dissimilarity_working_age": Comparison(
        SOCIAL_WORKERS, ETHNIC, WORKING_AGE, "Social workers by ethnic group, and residents aged 16 to 64"),
    "workforce_dissimilarity_all_staff": Comparison(
        STAFF, ETHNIC, EVERYONE, "All staff by ethnic group, and residents of all ages"),
    "workforce_dissimilarity_all_staff_working_age": Comparison(
        STAFF, ETHNIC, WORKING_AGE, "All staff by ethnic group, and residents aged 16 to 64"),
    "workforce_sex_dissimilarity": Comparison(
        STAFF, SEX, WORKING_AGE, "All staff by sex, and residents aged 16 to 64"),
    "workforce_age_dissimilarity": Comparison(
        STAFF, AGE, WORKING_AGE, "All staff by age, and residents aged 16 to 64"),
}


def social_workers(returns: Returns, characteristic: str = ETHNIC, ages: str = EVERYONE) -> Tally:
    """Social workers in post on 30 September by a characteristic, against residents of these ages."""
    people = workers.social_workers(returns)
    people = leave_out(people, "not in post on 30 September", ~people["in_post"])
    return _against(returns, people, characteristic, ages, BY_WORKER)


def staff(returns: Returns, characteristic: str = ETHNIC, ages: str = EVERYONE, everyone: bool = False) -> Tally:
    """All Children's Services staff in post on 31 March by a characteristic, against residents of these ages; by sex
    `everyone`, or without those known to be of other ages."""
    rows = returns.table(STAFF)
    here = workers.in_post(rows["START"], rows["LEFT"], on(rows, 3, 31))
    people = leave_out(workers.staff(returns), "not in post on 31 March", ~here)
    if (characteristic, ages) == (SEX, WORKING_AGE) and not everyone:
        other = people["years"].notna() & ~people["years"].between(*composition.years(WORKING_AGE))
        people = leave_out(people, "not of working age", other)
    return _against(returns, people, characteristic, ages, BY_STAFF)


def _compared(of: Comparison, returns: Returns) -> Tally:
    return (social_workers if of.table == SOCIAL_WORKERS else staff)(returns, of.characteristic, of.ages)


SERIES = {series: partial(_compared, of) for series, of in COMPARISONS.items()}


def _against(returns: Returns, people: pd.DataFrame, characteristic: str, ages: str, by: tuple[str, ...]) -> Tally:
    community = residents(returns, characteristic, ages)
    if characteristic == AGE:
        known = people["years"].notna()
        group = age_band(people["years"], {band: composition.years(band) for band in community.index})
    else:
        group = people[COLUMNS[characteristic]]
        known = group.notna()
    people = leave_out(people, NOT_KNOWN[characteristic], ~known)
    people = leave_out(people, "of no group that the communities are counted in", ~group.isin(community.index))
    others = tuple(name for name in by if name.lower() != characteristic)      # men alone have no make-up by sex
    return Tally(people.assign(group=group), dissimilarity(community), others, against=community)


def residents(returns: Returns, characteristic: str, ages: str) -> pd.Series:
    """Residents' shares by group: of the communities among the returns, or, for ethnic groups of all ages, else of the
    area's published census figures. Where neither is at hand, the table is asked for and found missing."""
    if not returns.has("communities") and (characteristic, ages) == (ETHNIC, EVERYONE) and _census(returns) is not None:
        return _census(returns)
    return composition.residents(returns.table("communities"), characteristic, ages)


def _census(returns: Returns) -> pd.Series | None:
    """The area's published census shares, where the published figures beside the returns are of one area alone."""
    published = pd.DataFrame() if returns.figures is None else communities(returns.figures)
    return published.iloc[0].rename(NAMES) if len(published) == 1 else None


def groups_from_returns(returns: Returns, series: str = "workforce_dissimilarity") -> pd.DataFrame | None:
    """The latest make-up behind one of the series, in the columns of `groups` and with the `name` of
    each group among the cases; None where nobody is counted."""
    latest = _latest(returns, series)
    if latest.empty:
        return None
    made_up = _made_up(returns, series, latest)[["group", "name", "heads", "workforce", "residents", "ratio"]]
    calendar = "30 September" if COMPARISONS[series].table == SOCIAL_WORKERS else "31 March"
    made_up.attrs["label"] = span(calendar, latest["period"].iloc[0]).label
    return made_up


def _latest(returns: Returns, series: str) -> pd.DataFrame:
    counted = SERIES[series](returns).counted
    return counted[counted["period"] == counted["period"].max()]


def _made_up(returns: Returns, series: str, people: pd.DataFrame) -> pd.DataFrame:
    """Group by group against the residents that the series is compared with, in the words that readers see."""
    of = COMPARISONS[series]
    made_up = ratios(people["group"], residents(returns, of.characteristic, of.ages))
    words = made_up["group"].replace({name: WORDS[group] for group, name in NAMES.items()})
    return made_up.assign(name=made_up["group"], group=words)


def details(returns: Returns) -> list[Detail]:
    """Group by group, with ratios and their intervals, for each series; then managers beside others."""
    supplied = [series for series, of in COMPARISONS.items() if _supplied(returns, of)]
    made = [_represented(returns, series) for series in supplied]
    made += [_seniority(returns, series) for series in supplied
             if COMPARISONS[series][1:3] == (ETHNIC, EVERYONE)]
    return [detail for detail in made if detail is not None]


def _supplied(returns: Returns, of: Comparison) -> bool:
    """Whether the returns hold the workforce and residents to compare it with."""
    census = (of.characteristic, of.ages) == (ETHNIC, EVERYONE) and _census(returns) is not None
    return returns.has(of.table) and (returns.has("communities") or census)


def _represented(returns: Returns, series: str) -> Detail | None:
    latest = _latest(returns, series)
    if latest.empty:
        return None
    made_up = _made_up(returns, series, latest)
    rows = made_up.drop(columns="name").rename(columns={
        "group": "Group", "heads": "Heads", "workforce": "Workforce", "low": "from", "high": "to",
        "residents": "Residents", "ratio": "Ratio", "ratio_low": "Ratio from", "ratio_high": "Ratio to"})
    units = {"Heads": ("", 0)} | dict.fromkeys(("Workforce", "from", "to", "Residents"), ("%", 1)) | dict.fromkeys(
        ("Ratio", "Ratio from", "Ratio to"), ("", 2))
    return Detail(f"{COMPARISONS[series].title}, {latest['period'].iloc[0]}", rows, units, ("Heads",),
                  table=COMPARISONS[series].table,
                  counted={"Heads": rows_of(latest, latest["group"], made_up["name"])},
                  note="A ratio of 1 is parity; one whose interval holds 1 cannot be told from it.")


def _seniority(returns: Returns, series: str) -> Detail | None:
    """Managers beside everyone else, group by group."""
    latest = _latest(returns, series)
    parts = {level: _made_up(returns, series, rows) for level, rows in latest.groupby("Level")}
    if set(parts) != set(workers.LEVEL.values()):
        return None
    said = {"heads": "", "workforce": " share", "ratio": " ratio", "ratio_low": " ratio from",
            "ratio_high": " ratio to"}
    sides = [part[list(said)].set_axis([f"{level}{each}" for each in said.values()], axis=1)
             for level, part in sorted(parts.items())]
    rows = pd.concat([parts["Managers"]["group"].rename("Group"), *sides], axis=1)
    units = {name: ("%", 1) if name.endswith("share") else ("", 2) if "ratio" in name else ("", 0)
             for name in rows.columns[1:]}
    counted = {level: rows_of(people, people["group"], parts[level]["name"]) for level, people in
               latest.groupby("Level")}
    who = "Social workers" if COMPARISONS[series].table == SOCIAL_WORKERS else "All staff"
    return Detail(f"{who}: managers and others by ethnic group, {latest['period'].iloc[0]}", rows, units,
                  tuple(workers.LEVEL.values()), "Ratios are to residents of all ages.",
                  table=COMPARISONS[series].table, counted=counted)
