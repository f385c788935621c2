"""Days lost by all staff over twelve months, for each full-time post, from the council's personnel records.

Absence comes by person and month, staff by financial year. Twelve months have a figure only where the records of all
of them are at hand: a quarter missing in between would look like health.
"""

import pandas as pd

from wayforward.counting.contract import Returns
from wayforward.counting.tally import Estimate, cases, leave_out
from wayforward.counting.workers import in_post
from wayforward.periods import month_end, quarter_of, quarters_of_year, span

DAYS = 2
EARLIER = 9      # months of the twelve that lie before their last quarter
AT_HAND = "absence of all twelve months not at hand"
OVERLAP = "each figure shares nine of its twelve months with the one before"
SICK = ("SIC",)
REASONS = {"MAT": "maternity, paternity or adoption", "TRN": "training", "PUB": "public duties",
           "UNP": "unpaid leave", "UNA": "unauthorised"}


def sick(returns: Returns) -> pd.DataFrame:
    """Months of absence as cases of their quarter, value the days lost; counted where they are sickness of staff with a
    full-time equivalent. An empty reason is sickness, which is what the table is of; one that is no code is not."""
    staff, absence = returns.table("hr_staff"), returns.table("hr_absence")
    people = staff.loc[staff["FTE"].notna(), ["return_year", "STAFF_ID"]].drop_duplicates()
    known = absence[["return_year", "STAFF_ID"]].merge(people.assign(known=True), how="left",
                                                       on=["return_year", "STAFF_ID"])["known"]
    month, reason = absence["MONTH"], absence["REASON"]
    months = cases(absence, quarter_of(month), STAFF_ID=absence["STAFF_ID"])
    other = reason.notna() & ~reason.isin(SICK)
    for code in sorted(reason[other].unique(), key=lambda code: REASONS.get(code, "")):
        months = leave_out(months, f"not sickness: {REASONS.get(code, 'another reason')}", reason.eq(code))
    months = leave_out(months, "reason not known", returns.unknown_code("hr_absence", "REASON"))
    year = month.dt.year + (month.dt.month >= 4)
    months = leave_out(months, "month outside the year of the return", ~year.eq(absence["return_year"]))
    months = leave_out(months, "days lost not recorded", absence["DAYS_LOST"].isna())
    months = leave_out(months, "of nobody with a full-time equivalent in that year’s records",
                       ~known.eq(True).set_axis(absence.index))
    return months.assign(value=absence["DAYS_LOST"].fillna(0.0))


def days_lost(returns: Returns) -> pd.Series:
    """For each row of the staff table the days lost to sickness in its year; 0 where none are recorded."""
    staff, months = returns.table("hr_staff"), sick(returns)
    counted = months[months["left_out"].isna()]
    sums = counted.groupby(["return_year", "STAFF_ID"])["value"].sum().rename("lost").reset_index()
    return staff[["return_year", "STAFF_ID"]].merge(sums, how="left", on=["return_year", "STAFF_ID"])["lost"].fillna(
        0.0).set_axis(staff.index)


def posts(staff: pd.DataFrame, end: pd.Series, days: int = DAYS) -> pd.Series:
    """For each row the full-time equivalents held over the twelve months to `end` (a day a row): the average over so
    many days, evenly from the first day to the last."""
    each = {day: sampling_days(day, days) for day in end.unique()}
    held = [in_post(staff["START"], staff["LEFT"], pd.to_datetime(end.map({day: each[day][place] for day in each})))
            for place in range(days)]
    return staff["FTE"] * sum(moment.astype(float) for moment in held) / days


def sampling_days(end: pd.Timestamp, days: int) -> list[pd.Timestamp]:
    """So many days of the twelve months to `end`: the first, the ends of months as evenly as they go, the last."""
    months = [12 * place // (days - 1) for place in range(1, days)]
    first = pd.Timestamp(month_end(end.year - 1, end.month)) + pd.Timedelta(days=1)
    return [first, *(pd.Timestamp(month_end(end.year - 1, end.month + later)) for later in months)]


def quarters_at_hand(staff: pd.DataFrame, absence: pd.DataFrame) -> list[str]:
    """Quarters of the years of which both tables are at hand, from the first month of absence to the last."""
    years = sorted({*absence["return_year"]} & {*staff["return_year"]})
    first, last = absence["MONTH"].min(), absence["MONTH"].max()
    if pd.isna(first):
        return []
    ends = month_end(last.year, last.month)
    whole = [quarter for year in years for quarter in quarters_of_year(int(year))]
    return [quarter for quarter in whole if span("financial quarter", quarter).end <= ends
            and span("financial quarter", quarter).start >= first.replace(day=1).date()]


def rolling(staff: pd.DataFrame, quarters: list[str], days: int = DAYS) -> Estimate:
    """Days lost over the twelve months that end with a quarter, for each full-time post; n is the staff in post."""
    def divide(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        lost = cases.groupby(by)["value"].sum()
        windows = {quarter: twelve for quarter, twelve in _windows(quarters).items() if quarter in lost.index}
        found = {quarter: _one(staff, quarter, lost.reindex(twelve).sum(), days) for quarter, twelve in windows.items()}
        columns = ["numerator", "denominator", "n", "value", "reason", "overlaps"]
        return pd.DataFrame(found.values(), columns=columns, index=pd.Index(found, name="period", dtype=object))
    return divide


def _windows(quarters: list[str]) -> dict[str, list[str]]:
    """For each quarter the four that make its twelve months, where all are at hand."""
    at_hand = {_number(quarter): quarter for quarter in quarters}
    twelve = {quarter: [at_hand.get(number - back) for back in range(4)] for number, quarter in at_hand.items()}
    return {quarter: four for quarter, four in twelve.items() if None not in four}


def _number(quarter: str) -> int:
    """Quarters counted on, so that following ones follow."""
    return int(quarter[:4]) * 4 + int(quarter[-1])


def _one(staff: pd.DataFrame, quarter: str, lost: float, days: int) -> tuple:
    """The twelve months that end with one quarter. Each day's posts are read from the records of its own year."""
    end = pd.Timestamp(span("financial quarter", quarter).end)
    held = [_held_on(staff, moment) for moment in sampling_days(end, days)]
    average = sum(each.sum() for each in held) / days
    people = len(pd.concat(held).index.unique())
    return lost, average, float(people), lost / average if average else float("nan"), OVERLAP, True


def _held_on(staff: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Full-time equivalents of everyone in post on a day, by person, from the records of the day's financial year."""
    year = day.year + (day.month >= 4)
    rows = staff[(staff["return_year"] == year) & staff["FTE"].notna()]
    return rows[in_post(rows["START"], rows["LEFT"], day)].set_index("STAFF_ID")["FTE"]
