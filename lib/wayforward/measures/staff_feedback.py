"""Feedback from staff surveys and engagement events.

The promise sets no number, and no published figure exists. The council's staff survey and events register give some:

Counts      favourable answers (4 or 5 of 5), over the items that stand in every wave; each person's share of favourable
            answers, averaged over people, so that someone who skips questions weighs as much as anyone else
Out of      answers to those items, with the response rate (responses out of headcount) beside it; the number asked, or
            where it is not at hand the staff in post on the day of the wave by the personnel records
Wave        answers of days of which none is more than 28 after the one before (`apart`), by the financial year its last
            day lies in; of two waves in a year the later stands for it, with all its days
Index       the same average over one fixed set of items, so that a change of questions is no change of feeling: those
            that stand in both the first and the last wave at hand, which are the two that are compared, whatever was
            asked between. A wave that lacks one of them is left out. Instead: the last two waves (`waves=(-2, -1)`),
            or a set that is named (`items`)
Direction   the plan names none; more favourable is taken as better. Items must be worded so that 5 is the good answer
Events      engagement events held in the year, and of how many it is recorded what was done about what was heard. An
            event shortly before the register was exported may yet be acted on
Themes      what the latest wave's free text speaks of: lists of words that at least ten different people wrote, with
            how many wrote them; never a quotation, and no word that may be a name, a day or a number
Caution     people answer anonymously, so waves are different people in part, and that cannot be told
Source      staff survey; register of engagement events, with what was heard and what was done
"""

import pandas as pd

from wayforward.counting import response
from wayforward.counting.available_periods import AGAIN, NOT_DATED
from wayforward.counting.contract import Returns
from wayforward.counting.supplementary_tables import Detail
from wayforward.counting.survey_waves import APART, waves
from wayforward.counting.tally import Tally, cases, latest_only, leave_out, mean, proportion
from wayforward.counting.themes import THRESHOLD, themes
from wayforward.counting.workers import in_post
from wayforward.periods import financial_year_of

RETURNS = ("survey_staff", "survey_staff_comments", "survey_invited", "staff_engagement_events", "hr_staff")
FAVOURABLE = 4
BY = ("Team", "Question")


# --- the survey ------------------------------------------------------------------------------------------------------

def favourable(returns: Returns, favourable_from: int = FAVOURABLE, apart: int = APART) -> Tally:
    """Each person's share of favourable answers over the items of every wave, averaged."""
    made = _answers(returns, favourable_from, apart)
    asked = _items(made)
    lasting = set.intersection(*asked) if len(asked) else set()
    made = leave_out(made, "a question that does not stand in every wave", ~made["Question"].isin(lasting))
    return Tally(made, per_person, by=BY)


def index(returns: Returns, items: tuple[str, ...] | None = None, waves: tuple[int, int] = (0, -1),
          favourable_from: int = FAVOURABLE, apart: int = APART) -> Tally:
    """The same over a fixed set of items, by default those of two waves (by their places in time, -1 the last), in
    the waves that have all of them."""
    made = _answers(returns, favourable_from, apart)
    asked = _items(made)
    compared = [asked.iloc[place] for place in waves if len(asked) >= max(place + 1, -place)]
    fixed = set(items or (set.intersection(*compared) if compared else ()))
    whole = asked.index[[fixed <= wave for wave in asked]]
    made = leave_out(made, "a wave without every question of the index", ~made["period"].isin(whole))
    made = leave_out(made, "a question that is not of the index", ~made["Question"].isin(fixed))
    return Tally(made, per_person, by=BY)


def responded(returns: Returns, apart: int = APART) -> Tally:
    """People with an answer in the year's wave, out of those who were asked."""
    made = _answers(returns, apart=apart)
    made = leave_out(made, "a further answer of the same person", _further(made))
    year = made[made["left_out"].isna()].groupby("period")["return_year"].max()
    day = made[made["left_out"].isna()].groupby("period")["wave"].max()
    invited = response.asked(returns, "staff")

    def asked(period: str) -> float:
        of = int(year[period])
        return invited[of] if of in invited else _headcount(returns, day[period], of)
    return Tally(made.assign(value=1.0), response.responding(asked))


def per_person(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The average over people of each one's own average, with how many people and their standard deviation."""
    return mean(cases.groupby([*by, "person"], observed=True)["value"].mean().reset_index(), by)


def _answers(returns: Returns, favourable_from: int = FAVOURABLE, apart: int = APART) -> pd.DataFrame:
    rows = returns.table("survey_staff")
    wave = waves(rows["WAVE"], apart)
    made = cases(rows, financial_year_of(wave), value=rows["ANSWER"].ge(favourable_from).astype(float),
                 person=rows["RESPONDENT"], wave=wave, Team=rows["TEAM"], Question=rows["ITEM"])
    made = leave_out(made, NOT_DATED, wave.isna())
    made = latest_only(made, AGAIN, ["person", "wave", "Question"], "return_year")
    latest = made.groupby("period")["wave"].transform("max")
    made = leave_out(made, "a later wave stands for its year", made["wave"] < latest)
    made = leave_out(made, "question not answered", rows["ANSWER"].isna())
    return leave_out(made, "an answer that is not 1 to 5", ~rows["ANSWER"].isin(range(1, 6)))


def _items(made: pd.DataFrame) -> pd.Series:
    """The items answered in each year's wave, in order of time."""
    counted = made[made["left_out"].isna() & made["Question"].notna()]
    return counted.groupby("period", sort=True)["Question"].agg(set)


def _further(made: pd.DataFrame) -> pd.Series:
    """All but the first of a person's counted answers."""
    counted = made[made["left_out"].isna()]
    again = counted.index[counted.duplicated(["period", "person"])]
    return pd.Series(made.index.isin(again), made.index)


def _headcount(returns: Returns, day: pd.Timestamp, year: int) -> float:
    """Staff in post on a day by the year's personnel records; NaN where these are not at hand."""
    if not returns.has("hr_staff"):
        return float("nan")
    rows = returns.table("hr_staff")
    rows = rows[rows["return_year"].eq(year)]
    here = in_post(rows["START"], rows["LEFT"], day)
    return float(rows.loc[here, "STAFF_ID"].nunique()) if len(rows) else float("nan")


# --- the events ------------------------------------------------------------------------------------------------------

def acted_on(returns: Returns) -> Tally:
    """Events of which it is recorded what was done, out of all held."""
    rows = returns.table("staff_engagement_events")
    made = cases(rows, financial_year_of(rows["HELD"]), event=rows["EVENT_ID"],
                 value=rows["DONE"].notna().astype(float))
    made = leave_out(made, NOT_DATED, rows["HELD"].isna())
    return Tally(latest_only(made, AGAIN, ["event"], "return_year"), proportion)


SERIES = {
    "staff_favourable": favourable,
    "staff_engagement_index": index,
    "staff_response": responded,
    "staff_events_acted_on": acted_on,
}


# --- beside the series -----------------------------------------------------------------------------------------------

def details(returns: Returns, threshold: int = THRESHOLD) -> list[Detail]:
    """Question by question, the events by year, and the themes of the free text."""
    made = {"survey_staff": _questions, "staff_engagement_events": _events,
            "survey_staff_comments": lambda each: _themes(each, threshold)}
    return [table(returns) for name, table in made.items()
            if returns.has(name) and len(returns.table(name))]


def _questions(returns: Returns) -> Detail:
    """Each item in the latest wave and the one before."""
    made = _answers(returns)
    counted = made[made["left_out"].isna()]
    waves = sorted(counted["period"].unique())[-2:]
    parts = [_wave(counted[counted["period"].eq(wave)], wave) for wave in waves]
    table = pd.concat([share for share, _ in parts] + [people for _, people in parts], axis=1).sort_index()
    shares, people = list(table.columns[:len(waves)]), list(table.columns[len(waves):])
    units = dict.fromkeys(shares, ("%", 0)) | dict.fromkeys(people, ("", 0))
    if len(waves) == 2:
        table.insert(2, "Change", table[shares[1]] - table[shares[0]])
        units["Change"] = ("percentage points", 0)
    return Detail("Favourable answers, question by question", table.rename_axis("Question").reset_index(), units,
                  people=tuple(people), total=False, note="A question without a figure was not asked in that wave.")


def _wave(counted: pd.DataFrame, wave: str) -> tuple[pd.Series, pd.DataFrame]:
    """The share of favourable answers to each item of a wave, and how many were and were not."""
    values = counted.groupby("Question")["value"]
    favourable_ones = values.sum()
    people = pd.DataFrame({f"Favourable {wave}": favourable_ones, f"Other {wave}": values.size() - favourable_ones})
    return values.mean().rename(wave), people.astype(float)


def _events(returns: Returns) -> Detail:
    tally = acted_on(returns)
    counted = tally.counted.assign(attended=returns.table("staff_engagement_events")["ATTENDED"])
    table = counted.groupby("period").agg(Held=("value", "size"), Attended=("attended", "sum"), Acted=("value", "sum"))
    table = table.astype(float).rename(columns={"Acted": "Acted on"}).rename_axis("Year").reset_index()
    return Detail("Engagement events", table, dict.fromkeys(("Held", "Attended", "Acted on"), ("", 0)),
                  note="Attendances, not people: someone at two events is counted twice.")


def _themes(returns: Returns, threshold: int) -> Detail:
    """Of the latest wave."""
    rows = returns.table("survey_staff_comments").dropna(subset=["WAVE", "COMMENT"])
    wave = waves(rows["WAVE"])
    latest = rows[wave.eq(wave.max())]
    found = themes(latest, threshold).set_axis(["Theme", "People"], axis=1)
    year = financial_year_of(wave[latest.index].head(1)).tolist()
    title = f"What the free text speaks of, financial year {year[0]}" if year else "What the free text speaks of"
    note = (f"Words that at least {threshold} different people wrote, and how many wrote at least two of a theme; "
            "themes overlap. Names, days and numbers are left out.")
    people = latest["RESPONDENT"].nunique()
    return Detail(title, found, {"People": ("", 0)}, people=("People",), total=False,
                  note=f"{note} {people} people wrote something." if people >= threshold else note)
