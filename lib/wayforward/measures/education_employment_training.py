"""Young people in education, employment or training (EET), including the most vulnerable.

16 and 17   not in education, employment or training (NEET), or activity not known, as a percentage of those known to
            the authority: the average of December, January and February. What is left of 100 % is known to be in
            EET: not knowing is not a success. Beside it the two parts, and participation in education or training
            in March
Age         16 or 17 on 31 August before the academic year; young adults in custody (activity 710) are left out, and
            whoever has no date of birth
Average     of the three months' percentages: each month weighs a third, however many young people it has; a winter in
            one of whose months nobody is counted is left out, and not averaged over the others (`months`: how many
            must be at hand). Numbers beside it are of an average month
Activity    NEET is 540 and 610 to 680; not known 810 to 830, no activity, or a code that the return does not have;
            all other education, employment and training is EET, also a gap year and re-engagement (260 and 530)
Taking part in March: all education and training but gap years and re-engagement; apprenticeships; jobs, self-employment
            and unpaid work with study for a regulated qualification (310, 320, 381 and 550); no other employment
Most        16- and 17-year-olds with an EHC plan, on SEN support, or in a group the Department calls vulnerable
vulnerable  (looked after, care leaver, carer, young offender and others; its coverage changed from year to year, so
            its years are not compared); and care leavers aged 17 to 18 and 19 to 21
Care        in EET around their birthday, out of all care leavers of that age except those who died, returned home or
leavers     moved to another authority's care. No information stays in the total and is not EET: activity not known, or
            the council not in touch, whatever activity is recorded (`said` names the codes of IN_TOUCH with which it
            is taken for known)
Interval    care leavers: Wilson; 16 and 17 as published: none, as only rounded percentages are published for every
            year; as counted: Wilson, on the average of the months
Source      NCCIS; Department for Education, NEET and participation scorecard; SSDA903 (OC3), care leavers' activity
Differs     the return of care leavers does not say who moved to another authority's care: the council must leave them
            out of it
"""

import pandas as pd

from wayforward.counting.care_leavers import IN_TOUCH, care_leavers_aged, known_answer
from wayforward.counting.characteristics import ethnic_group, in_words, sex
from wayforward.counting.contract import Returns
from wayforward.counting.counts import percentage
from wayforward.counting.counts import proportion as published_proportion
from wayforward.counting.monthly_average import average_of_months
from wayforward.counting.supplementary_tables import Detail, rows_of, rows_where
from wayforward.counting.tally import Estimate, Tally, cases, leave_out, proportion
from wayforward.returns.nccis import VULNERABLE, academic_age

RETURNS = ("nccis_cohort", "nccis_characteristics", "ssda903_oc3")
WINTER = (12, 1, 2)
MONTHS = 3
MARCH = 3
CUSTODY = "710"
TAKING_PART = ("210", "220", "230", "240", "250", "270", "280", "290", "310", "320", "381", "410", "430", "440", "450",
               "460", "550")
OTHER_EET = ("260", "330", "340", "350", "360", "380", "530")
IN_EET, IN_NEET, NOT_KNOWN = "EET", "NEET", "not known"
STATES = dict.fromkeys((*TAKING_PART, *OTHER_EET), IN_EET) | dict.fromkeys(
    ("540", "610", "615", "616", "619", "620", "630", "640", "650", "660", "670", "680"), IN_NEET)
SEND = {"N": "No special educational needs", "K": "SEN support", "E": "EHC plan"}
IN_A_GROUP, IN_NONE = "in a vulnerable group", "in none recorded"
BY = ("Age", "Sex", "Ethnic group", "District", "SEND", "Vulnerable group")
CARE_LEAVERS_EET = ("F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5")
NO_INFORMATION = "0"


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "neet_or_not_known_16_17": percentage(figures, "neet_or_not_known_16_17_percent"),
        "neet_16_17": percentage(figures, "neet_16_17_percent"),
        "not_known_16_17": percentage(figures, "not_known_16_17_percent"),
        "participating_16_17": percentage(figures, "participating_16_17_percent"),
        "care_leavers_eet_19_21": _care_leavers(figures, "19_21", percent="care_leavers_19_21_eet_percent"),
        "care_leavers_eet_17_18": _care_leavers(figures, "17_18"),
        "ehc_plan_neet_or_not_known": percentage(figures, "ehc_plan_neet_or_not_known_percent"),
        "sen_support_neet_or_not_known": percentage(figures, "sen_support_neet_or_not_known_percent"),
        "vulnerable_neet_or_not_known": percentage(figures, "vulnerable_neet_or_not_known_percent"),
    }


def _care_leavers(figures: pd.DataFrame, age: str, percent: str | None = None) -> pd.DataFrame:
    name = f"care_leavers_{age}"
    return published_proportion(figures, f"{name}_eet", f"{name}_activity", (f"{name}_activity_not_known",), percent)


def winter(returns: Returns, states: tuple[str, ...], within: tuple[str, str] | None = None,
           months: int = MONTHS) -> Tally:
    """Young people aged 16 and 17, December to February: those in one of these states, of all.

    states      of IN_EET, IN_NEET and NOT_KNOWN; the not known stay in the total whether or not they are among them
    within      a characteristic and its value, to count those alone: ("SEND", "EHC plan")
    months      how many of the three months must be at hand for a winter to be counted
    """
    young = returns.once(_winter) if months == MONTHS else _winter(returns, months)
    if within:
        name, value = within
        young = leave_out(young, f"not recorded as: {value}", young[name].ne(value))
    return _tally(young, young["state"].isin(states), average_of_months)


def _winter(returns: Returns, months: int = MONTHS) -> pd.DataFrame:
    """The record of December to February as cases; none of a winter that lacks a month."""
    young = _counted(_young_people(returns, WINTER, "not of December, January or February"), returns)
    at_hand = young["month"].where(young["left_out"].isna()).groupby(young["period"]).transform("nunique")
    return leave_out(young, "of a winter without all three months", at_hand < months)


def participating(returns: Returns) -> Tally:
    """Young people aged 16 and 17 in March: those taking part in education or training, of all."""
    young = _counted(_young_people(returns, (MARCH,), "not of March"), returns)
    return _tally(young, young["activity"].isin(TAKING_PART), proportion)


def _young_people(returns: Returns, months: tuple[int, ...], reason: str) -> pd.DataFrame:
    """The monthly record as cases, with month, activity and state; those of other months left out for a reason."""
    rows = returns.table("nccis_cohort")
    month = rows["MONTH"].dt.month
    wanted = month.isin(months)
    year = (rows["MONTH"].dt.year + month.eq(12)).where(wanted)
    period = year.map({each: f"{each:.0f}" for each in year.dropna().unique()})
    young = cases(rows, period, month=month, activity=rows["ACTIVITY"],
                  state=in_words(rows["ACTIVITY"], STATES).fillna(NOT_KNOWN))
    return leave_out(leave_out(young, "no month", month.isna()), reason, ~wanted)


def _counted(young: pd.DataFrame, returns: Returns) -> pd.DataFrame:
    """With characteristics, those in custody or of another age left out."""
    rows = returns.table("nccis_cohort")
    age = academic_age(rows)
    young = leave_out(young, "no date of birth", age.isna())
    young = leave_out(young, "not aged 16 or 17 on 31 August before", ~age.between(16, 17))
    young = leave_out(young, "in custody", rows["ACTIVITY"].eq(CUSTODY))
    words = (in_words(age, {16: "16", 17: "17"}, "category"), sex(rows["SEX"], "category"),
             ethnic_group(rows["ETHNICITY"], "category"), rows["DISTRICT"].astype("category"),
             in_words(rows["SEN"], SEND, "category"), _in_a_group(returns, rows).astype("category"))
    return young.assign(**dict(zip(BY, words, strict=True)))


def _in_a_group(returns: Returns, rows: pd.DataFrame) -> pd.Series:
    """Whether each is recorded in a vulnerable group; missing where the table of groups is not at hand."""
    if not returns.has("nccis_characteristics"):
        return pd.Series(None, rows.index, dtype=object)
    key = ["return_year", "YPID"]
    listed = _groups(returns)[key].drop_duplicates().assign(listed=True)
    found = rows[key].merge(listed, how="left", on=key)["listed"].set_axis(rows.index)
    return found.map({True: IN_A_GROUP}).fillna(IN_NONE)


def _groups(returns: Returns) -> pd.DataFrame:
    rows = returns.table("nccis_characteristics")
    return rows[rows["CHARACTERISTIC"].isin(VULNERABLE)]


def _tally(young: pd.DataFrame, counted: pd.Series, estimate: Estimate) -> Tally:
    """`unknown`: their activity is, and that is not what is counted."""
    unknown = young["state"].eq(NOT_KNOWN) & ~counted
    return Tally(young.assign(value=counted.astype(float), unknown=unknown), estimate, BY, rows_each=12)


def vulnerable(returns: Returns) -> Tally:
    """NEET or not known among those recorded in a vulnerable group; MissingReturn without the table of groups."""
    returns.table("nccis_characteristics")
    return winter(returns, (IN_NEET, NOT_KNOWN), within=("Vulnerable group", IN_A_GROUP))


def care_leavers(returns: Returns, youngest: int = 19, oldest: int = 21, said: tuple[str, ...] = IN_TOUCH) -> Tally:
    """Care leavers of these ages: in EET around their birthday, out of all but those left out by the definition.

    said    the codes of IN_TOUCH with which what is recorded is taken for known
    """
    rows, leavers = care_leavers_aged(returns, youngest, oldest)
    activity = known_answer(rows, "ACTIV", said)
    return Tally(leavers.assign(value=activity.isin(CARE_LEAVERS_EET).astype(float),
                                unknown=activity.isna() | activity.eq(NO_INFORMATION)), proportion, by=("Age",))


def details(returns: Returns) -> list[Detail]:
    """NEET and not known in each vulnerable group, in the latest winter: averages of its months."""
    if not returns.has("nccis_cohort", "nccis_characteristics"):
        return []
    counted = winter(returns, (IN_NEET, NOT_KNOWN)).counted
    if counted.empty:
        return []
    latest = counted[counted["period"] == counted["period"].max()].join(returns.table("nccis_cohort")["YPID"])
    groups = _groups(returns).drop_duplicates().merge(latest.rename_axis("row").reset_index(),
                                                      on=["return_year", "YPID"]).set_index("row")
    named = {"CHARACTERISTIC": VULNERABLE,
             "Vulnerable group": {IN_A_GROUP: "In any of these groups", IN_NONE: "In none of them"}}
    parts = [(rows, rows[column].map(words)) for rows, (column, words) in zip((groups, latest), named.items(),
                                                                             strict=True)]
    found = pd.concat([_by_state(*part) for part in parts])
    everyone = [rows for young, group in parts for rows in rows_of(young, group, sorted(group.dropna().unique()))]
    counted = {"Young people": everyone,
               "NEET": rows_where(everyone, lambda rows: rows["state"].eq(IN_NEET)),
               "Not known": rows_where(everyone, lambda rows: rows["state"].eq(NOT_KNOWN))}
    share = (found[IN_NEET] + found[NOT_KNOWN]) / found["all"]
    rows = pd.DataFrame({"Group": found.index, "Young people": found["all"].array, "NEET": found[IN_NEET].array,
                         "Not known": found[NOT_KNOWN].array, "NEET or not known": share.array})
    units = {"Young people": ("", 0), "NEET": ("", 0), "Not known": ("", 0), "NEET or not known": ("%", 1)}
    title = f"Young people in vulnerable groups, December to February, winter to {latest['period'].iloc[0]}"
    note = "Averages of the three months. A young person may be in several groups."
    return [Detail(title, rows, units, people=("Young people", "NEET", "Not known"), note=note, total=False,
                   table="nccis_cohort", counted=counted, each=float(latest["month"].nunique()))]


def _by_state(young: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Young people of an average month by group: all, NEET, not known."""
    rows = young.assign(group=groups).dropna(subset="group")
    neet, not_known = (average_of_months(rows.assign(value=rows["state"].eq(state).astype(float)),
                                         ["period", "group"]).droplevel("period") for state in (IN_NEET, NOT_KNOWN))
    return pd.DataFrame({"all": neet["denominator"], IN_NEET: neet["numerator"], NOT_KNOWN: not_known["numerator"]})


SERIES = {
    "neet_or_not_known_16_17": lambda returns: winter(returns, (IN_NEET, NOT_KNOWN)),
    "in_eet_16_17": lambda returns: winter(returns, (IN_EET,)),
    "neet_16_17": lambda returns: winter(returns, (IN_NEET,)),
    "not_known_16_17": lambda returns: winter(returns, (NOT_KNOWN,)),
    "participating_16_17": participating,
    "care_leavers_eet_19_21": care_leavers,
    "care_leavers_eet_17_18": lambda returns: care_leavers(returns, 17, 18),
    "ehc_plan_neet_or_not_known": lambda returns: winter(returns, (IN_NEET, NOT_KNOWN), within=("SEND", SEND["E"])),
    "sen_support_neet_or_not_known": lambda returns: winter(returns, (IN_NEET, NOT_KNOWN), within=("SEND", SEND["K"])),
    "vulnerable_neet_or_not_known": vulnerable,
}
