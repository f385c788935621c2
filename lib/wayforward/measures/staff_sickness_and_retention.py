"""Staff sickness, and retention.

Sickness    working days lost to sickness in the year to 30 September, out of the working days of those in post:
            full-time equivalents in post on 30 September × 253 days (254 where the year holds a 29 February)
Turnover    full-time equivalents that left in the year, out of those in post on 30 September: retention's other side
Who         children and family social workers employed by the council; agency workers are in neither figure. The plan
            speaks of all Children's Services staff, whom the council's own personnel records cover
All staff   working days lost to sickness in a financial year for each full-time post, posts being the average of those
            held on its first and on its last day; and the same over the twelve months that end with each quarter
Stability   of all who were in post on 31 March a year before, those still in post on 31 March: heads, not posts
In post     the last day of a job is the first day on which nobody is in it; who leaves on the day is a leaver
Leavers     their days lost in the year count, though their posts do not: the days were lost
Left out    agency workers, and workers of whom it is not recorded whether they are; who left before the year began or
            started after it; full-time equivalent or, of
            sickness, days lost not recorded; in the personnel records absence for another reason than sickness (an
            empty reason is sickness, one that is no code is not), and absence of people whom the records of that year
            do not hold, or hold without a full-time equivalent
Interval    published: none, as days and posts are fractions, not heads, so a change is read against the neighbours'
            changes. From worker rows: the standard error of a ratio, with each person's days and posts as one draw, as
            days of sickness come in spells
Quarters    without an interval: each figure shares nine of its twelve months with the one before, and a trend through
            them would count the same months four times. The financial years stand on months of their own
Choices     `leavers` False leaves leavers' days out; `days` is on how many days, evenly over the twelve months, posts
            are counted (2: first and last; 13: every month's end)
Stand-ins   published for every authority: posts that are vacant, and posts that agency workers fill, each out of those
            posts and those in post on 30 September together. Both point to retention and do not measure it: a vacant
            post may be a new one, and agency workers say how posts are filled, not who stayed in them
Revised     the years to 2022 are shown as the Department revised them later
Differs     worked out from full-time equivalents that are published to one decimal, so a rate can differ by 0.1 from
            the Department's own, which stands beside it. In heads, not posts, stability does not see reduced hours
Source      Department for Education, children's social work workforce; the council's return behind it (CSWW) and its
            personnel records; days for each post as local government compares them (LG Inform)
"""

from datetime import date

import pandas as pd

from wayforward.counting import workers
from wayforward.counting.contract import Returns
from wayforward.counting.counts import ratio as published_ratio
from wayforward.counting.counts import side_by_side
from wayforward.counting.ratios import ratio
from wayforward.counting.sickness import AT_HAND, DAYS, EARLIER, days_lost, posts, quarters_at_hand, rolling, sick
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Tally, leave_out, proportion
from wayforward.counting.years import by_year, on
from wayforward.periods import financial_year

RETURNS = ("csww_workers", "hr_staff", "hr_absence")
WORKING_DAYS = 253
TOGETHER = "posts_in_all"
FRACTIONS = "days and posts are fractions of full-time equivalents, not heads"
BY_WORKER = ("Role", "Sex", "Age", "Ethnic group")
BY_STAFF = ("Grade", "Team", "Sex", "Age", "Ethnic group")


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "sickness": published_ratio(figures, "working_days_lost_fte", "in_post_fte", working_days, FRACTIONS),
        "turnover": published_ratio(figures, "leavers_fte", "in_post_fte", lambda _end: 1, FRACTIONS),
        "vacancies": _out_of_posts(figures, "vacancy_fte"),
        "agency_workers": _out_of_posts(figures, "agency_fte"),
    }


def _out_of_posts(figures: pd.DataFrame, part: str) -> pd.DataFrame:
    """A part of the posts that is not in post, out of it and those in post together."""
    values, about = side_by_side(figures, part, "in_post_fte")
    together = about.assign(value=values.sum(axis=1, skipna=False), series=TOGETHER)
    return published_ratio(pd.concat([figures, together.reset_index()], ignore_index=True), part, TOGETHER,
                           lambda _end: 1, FRACTIONS)


def working_days(end: date) -> int:
    """Working days of one full-time post in the year to 30 September that ends on `end`: 253, or 254."""
    leap_day_in_year = pd.Timestamp(end).is_leap_year
    return WORKING_DAYS + leap_day_in_year


def sickness(returns: Returns, leavers: bool = True) -> Tally:
    """Social workers' days lost out of the working days of those in post; `leavers` counts leavers' days too."""
    social = _with_post(workers.social_workers(returns))
    lost = returns.table("csww_workers")["WorkingDaysLost"]
    social = leave_out(social, "days lost to sickness not recorded", lost.isna())
    if not leavers:
        social = leave_out(social, "left in the year", ~social["in_post"])
    days = by_year(social, lambda year: working_days(date(year, 9, 30)))
    return Tally(social.assign(value=lost, exposure=social["fte"] * social["in_post"] * days), ratio(), BY_WORKER)


def turnover(returns: Returns) -> Tally:
    """Social workers' posts left in the year out of those held on its last day."""
    social = _with_post(workers.social_workers(returns))
    return Tally(social.assign(value=social["fte"] * social["leaver"], exposure=social["fte"] * social["in_post"]),
                 ratio(), BY_WORKER)


def _with_post(people: pd.DataFrame) -> pd.DataFrame:
    return leave_out(people, "full-time equivalent not recorded", people["fte"].isna())


def sickness_all_staff(returns: Returns, days: int = DAYS) -> Tally:
    """Days lost by all Children's Services staff in a financial year, for each full-time post."""
    rows, absence = returns.table("hr_staff"), returns.table("hr_absence")
    people = _with_post(workers.staff(returns, by_year(rows, financial_year)))
    whole = rows["return_year"].isin(_whole_years(quarters_at_hand(rows, absence)))
    people = leave_out(people, AT_HAND, ~whole)
    held = posts(rows, on(rows, 3, 31), days)
    return Tally(people.assign(value=days_lost(returns), exposure=held), ratio(), BY_STAFF)


def _whole_years(quarters: list[str]) -> list[int]:
    """Years of which all four quarters are at hand."""
    first = pd.Series([quarter[:4] for quarter in quarters], dtype=object).value_counts()
    return [int(year) + 1 for year in first.index[first.eq(4)]]


def sickness_rolling(returns: Returns, days: int = DAYS) -> Tally:
    """The same over the twelve months that end with each quarter. A case is a month of a person's absence, of the
    quarter it lies in; it counts in the four figures whose twelve months hold it."""
    rows, absence = returns.table("hr_staff"), returns.table("hr_absence")
    return Tally(sick(returns), rolling(rows, quarters_at_hand(rows, absence), days), looks_back=EARLIER)


def stability(returns: Returns) -> Tally:
    """Of all staff in post on 31 March a year before: those still in post on 31 March."""
    rows = returns.table("hr_staff")
    last, before = on(rows, 3, 31), on(rows, 3, 31, years=1)
    people = leave_out(workers.staff(returns), "started since 31 March a year before", rows["START"] > before)
    people = leave_out(people, "left by 31 March a year before", rows["LEFT"] <= before)
    still = workers.in_post(rows["START"], rows["LEFT"], last)
    return Tally(people.assign(value=still.astype(float)), proportion, BY_STAFF)


def details(returns: Returns) -> list[Detail]:
    """Sickness by role and by grade, and every absence by its reason, in the latest year."""
    made = []
    if returns.has("csww_workers"):
        made.append(_by("Social workers' sickness by role", sickness(returns), "Role", ("%", 2), "Days owed",
                        "csww_workers"))
    if returns.has("hr_staff", "hr_absence"):
        made.append(_by("Staff sickness by grade", sickness_all_staff(returns), "Grade", ("days", 1), "Posts",
                        "hr_staff"))
        made.append(_reasons(returns))
    return [detail for detail in made if detail is not None]


def _by(title: str, tally: Tally, name: str, unit: tuple[str, int], below: str, table: str) -> Detail | None:
    counted = tally.counted
    if counted.empty:
        return None
    latest = counted[counted["period"] == counted["period"].max()]
    latest = latest.assign(**{name: latest[name].fillna("not known")})
    found = tally.estimate(latest, [name])
    rows = pd.DataFrame({name: found.index, "People": found["n"], "Days lost": found["numerator"],
                         below: found["denominator"], "Lost": found["value"]}).reset_index(drop=True)
    return Detail(f"{title}, {latest['period'].iloc[0]}", rows,
                  {"People": ("", 0), "Days lost": ("", 0), below: ("", 0), "Lost": unit}, ("People",), table=table,
                  counted={"People": rows_of(latest, latest[name], found.index)})


def _reasons(returns: Returns) -> Detail | None:
    """Everything in the absence records of the latest year, sickness and not, and what became of it."""
    absence = sick(returns)
    latest = absence[absence["return_year"] == absence["return_year"].max()]
    kinds = latest.assign(what=latest["left_out"].where(latest["left_out"].notna(), "sickness: counted")).groupby(
        "what").agg(People=("STAFF_ID", "nunique"), Days=("value", "sum"))
    rows = kinds.astype(float).rename_axis("Absence").reset_index()
    return Detail(f"Absence by reason, {financial_year(int(latest['return_year'].iloc[0]))}", rows,
                  {"People": ("", 0), "Days": ("", 0)}, ("People",)) if len(latest) else None


SERIES = {
    "sickness": sickness,
    "turnover": turnover,
    "sickness_all_staff": sickness_all_staff,
    "sickness_rolling": sickness_rolling,
    "stability_index": stability,
}
