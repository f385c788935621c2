"""Children's and young people's well-being, by their own report.

The promise speaks of survey responses and sets no number. The council's own surveys give it:

Measures    the average of the Short Warwick–Edinburgh Mental Well-being Scale (metric score, 7 to 35, higher is
            better), by year group and sex, so that a change of respondents is not read as a change in well-being
Out of      pupils who answered all seven items, with the response rate beside it; the sum of the items is turned into
            the metric score by the scale's own table, and a scale with a gap has no score
Standard    the average of each year group and sex, weighted by that group's share of all respondents of all survey
            years at hand, with a score or without. Year groups and sexes of which some year has no score at all are
            left out of every year; one score is enough. Whoever's year group or sex is not known is left out. The
            weights move a little when a new survey comes, and so may earlier averages
Instead of  the plain average (shown beside it), which moves when older pupils answer; the county's own pupils by year
            group and sex as weights, which need the school census
Age         all the survey's year groups, 7 to 13. The scale was made for 13 and over: `youngest=9` keeps to that, and
            stands beside it
Beside it   satisfaction with life, finding life worthwhile and happiness yesterday (0 to 10 each, of the four ONS
            questions; they make no joint score), and low satisfaction (0 to 4), standardised likewise
Not this    the fourth ONS question, on anxiety, is not asked of children and is left out where it was
Interval    from the spread between schools, where the return names them, as pupils of a school are alike; else from
            single answers, and then too narrow. Schools choose to take part, which no interval covers
Carers      the average Strengths and Difficulties score (0 to 40, lower is better) of children looked after for 12
            months or more, aged 5 to 16, as their carers see them: a proxy, for one group of children, and not
            their own words. Children without a score are left out, by the reason given; beside it the share with a
            score of 17 or more, which is cause for concern
Published   the same average; without its spread, so it has no interval and is read against the neighbours' changes.
            The share with cause for concern, of the children with a score. Both stand in for the promise: one group,
            and their carers' words
Source      young people's health and well-being survey; SSDA903 return (OC2, which holds only children looked after
            for 12 months); Department for Education, children looked after (outcomes)
"""

from collections.abc import Callable

import pandas as pd

from wayforward.counting import response
from wayforward.counting.characteristics import age_band, ethnic_group, sex
from wayforward.counting.contract import Returns
from wayforward.counting.counts import average
from wayforward.counting.counts import proportion as published_proportion
from wayforward.counting.standardise import standardised, weighted
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.swemwbs import ITEMS, metric
from wayforward.counting.tally import Tally, cases, counts, leave_out, mean, proportion
from wayforward.counting.years import by_year, on
from wayforward.periods import academic_year, age_on
from wayforward.returns.surveys import SEX

RETURNS = ("survey_wellbeing", "ssda903_oc2", "ssda903_header", "survey_invited")
YEAR_GROUPS = range(7, 14)
LOW = 4                     # satisfaction with life, of 10, up to which it is low
CONCERN = 17                # a Strengths and Difficulties score from which there is cause for concern
AGES = {"5 to 10": (5, 10), "11 to 15": (11, 15), "16": (16, 16)}
ASKED = (5, 16)          # ages of whom the return asks for a score
CHILDRENS = ("Age", "Sex", "Ethnic group")
NO_SCORE = {"SDQ1": "under 4 or over 16 when last assessed", "SDQ2": "the carer refused",
            "SDQ3": "not possible with the disability",
            "SDQ4": "another reason", "SDQ5": "the child or young person refused"}


def published(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "sdq_average": average(figures, "sdq_average"),
        "sdq_concern": published_proportion(figures, "sdq_concern", "sdq_scores_received"),
    }


# --- the young people's own answers ----------------------------------------------------------------------------------

def swemwbs(returns: Returns, youngest: int = 7) -> Tally:
    """The standardised metric score of those in Year `youngest` or above who answered all seven items."""
    rows = returns.table("survey_wellbeing")
    score = metric(rows)
    made = leave_out(_respondents(rows, score), "did not answer all seven items", rows[ITEMS].isna().any(axis=1))
    return _standardised(leave_out(made, "an answer that is not 1 to 5", score.isna()), youngest)


def ons(question: str, value: Callable[[pd.Series], pd.Series] = lambda score: score) -> Callable[..., Tally]:
    """A function of the returns: the standardised average of an ONS question (a column), or of a `value` of it."""
    def tally(returns: Returns, youngest: int = 7) -> Tally:
        rows = returns.table("survey_wellbeing")
        score = rows[question]
        made = leave_out(_respondents(rows, value(score).astype(float)), "did not answer the question", score.isna())
        return _standardised(leave_out(made, "an answer that is not 0 to 10", ~score.between(0, 10)), youngest)
    return tally


def low(score: pd.Series) -> pd.Series:
    """Whether satisfaction with life is low: 4 or less of 10."""
    return score <= LOW


def _respondents(rows: pd.DataFrame, value: pd.Series) -> pd.DataFrame:
    return cases(rows, by_year(rows, academic_year), value=value, cluster=rows["SCHOOL"],
                 stratum=rows["YEAR_GROUP"] + " " + rows["SEX"], group=pd.to_numeric(rows["YEAR_GROUP"], "coerce"),
                 **{"Year group": "Year " + rows["YEAR_GROUP"], "Sex": rows["SEX"].map(SEX),
                    "District": rows["DISTRICT"]})


def _standardised(made: pd.DataFrame, youngest: int) -> Tally:
    beyond = made["group"].notna() & ~made["group"].isin([year for year in YEAR_GROUPS if year >= youngest])
    made = leave_out(made, f"not in Years {youngest} to {YEAR_GROUPS[-1]}", beyond)
    return Tally(weighted(made, ~beyond), standardised, by=("Year group", "Sex", "District"))


# --- the carers' answers ---------------------------------------------------------------------------------------------

def sdq(returns: Returns, youngest: int = 5, oldest: int = 16) -> Tally:
    """The average score of children of these ages on 31 March who have one. The return asks for it of those who were
    4 or over when the year began and under 17 when it ended."""
    return Tally(_of_ages(returns, youngest, oldest), mean, by=CHILDRENS)


def concern(returns: Returns, youngest: int = 5, oldest: int = 16) -> Tally:
    """Children with a score of 17 or more out of all with a score."""
    made = _of_ages(returns, youngest, oldest)
    return Tally(made.assign(value=made["value"].ge(CONCERN).astype(float)), proportion, by=CHILDRENS)


def _of_ages(returns: Returns, *ages: int) -> pd.DataFrame:
    return returns.once(_scored) if ages == ASKED else _scored(returns, *ages)


def _scored(returns: Returns, youngest: int = 5, oldest: int = 16) -> pd.DataFrame:
    rows = returns.table("ssda903_oc2")
    age = age_on(rows["DOB"], on(rows, 3, 31))
    made = cases(rows, rows["return_year"].astype(str), value=rows["SDQ_SCORE"], Age=age_band(age, AGES),
                 **_of_the_header(returns, rows))
    made = leave_out(made, f"not aged {youngest} to {oldest} on 31 March", ~age.between(youngest, oldest))
    for code, why in NO_SCORE.items():
        made = leave_out(made, f"no score: {why}", rows["SDQ_SCORE"].isna() & rows["SDQ_REASON"].eq(code))
    made = leave_out(made, "no score, and no reason given", rows["SDQ_SCORE"].isna())
    return leave_out(made, "a score that is not 0 to 40", ~rows["SDQ_SCORE"].between(0, 40))


def _of_the_header(returns: Returns, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Sex and ethnic group, from the same year's header; not known without it."""
    if not returns.has("ssda903_header"):
        return dict.fromkeys(("Sex", "Ethnic group"), pd.Series(None, rows.index, dtype=object))
    key = ["CHILD", "return_year"]
    header = returns.table("ssda903_header")[[*key, "SEX", "ETHNIC"]].drop_duplicates(key)
    child = rows[key].merge(header, how="left", on=key).set_axis(rows.index)
    return {"Sex": sex(child["SEX"]), "Ethnic group": ethnic_group(child["ETHNIC"])}


SERIES = {
    "wellbeing_survey": swemwbs,
    "life_satisfaction": ons("ONS_SATISFACTION"),
    "low_life_satisfaction": ons("ONS_SATISFACTION", low),
    "life_worthwhile": ons("ONS_WORTHWHILE"),
    "happiness": ons("ONS_HAPPY"),
    "sdq_average": sdq,
    "sdq_concern": concern,
}


# --- beside the series -----------------------------------------------------------------------------------------------

def details(returns: Returns) -> list[Detail]:
    """Who answered, the survey's score under other choices, and of how many children there is a carer's score."""
    survey = [_response, _choices] if returns.has("survey_wellbeing") else []
    carers = [_carers] if returns.has("ssda903_oc2") else []
    return [table(returns) for table in (*survey, *carers)]


def _response(returns: Returns) -> Detail:
    rows = returns.table("survey_wellbeing")
    return response.response(returns, "wellbeing", "survey_wellbeing",
                             lambda year: f"academic year {academic_year(year)}",
                             whole=("With a score", metric(rows).notna()))


def _choices(returns: Returns) -> Detail:
    """The score as it would be without standardising, and for Years 9 and above."""
    every, older = swemwbs(returns), swemwbs(returns, youngest=9)
    plain = mean(every.counted, ["period"])
    rows = pd.DataFrame({"Standardised": counts(every).set_index("period")["value"], "As answered": plain["value"],
                         "Years 9 to 13, standardised": counts(older).set_index("period")["value"],
                         "Respondents": plain["n"]})
    return Detail("The well-being score, defined in other ways", rows.rename_axis("Year").reset_index(),
                  dict.fromkeys(rows.columns[:3], ("score", 1)) | {"Respondents": ("", 0)}, people=("Respondents",),
                  total=False, table="survey_wellbeing",
                  counted={"Respondents": rows_of(every.counted, every.counted["period"], rows.index)},
                  note="Where the two averages part, it is who answered that moved, and not how they feel.")


def _carers(returns: Returns) -> Detail:
    made = _scored(returns, 5, 16)
    asked = made[~made["left_out"].astype(str).str.startswith("not aged")]
    scored = asked["left_out"].isna().astype(float)
    years = sorted(asked["period"].unique())
    counted = {name: rows_of(asked[scored.eq(so)], asked["period"][scored.eq(so)], years)
               for name, so in (("With a score", 1), ("Without", 0))}
    rows = pd.DataFrame({"With a score": scored, "Without": 1 - scored}).groupby(asked["period"]).sum()
    rows["Share with a score"] = rows["With a score"] / rows.sum(axis=1)
    rows.index = "year to 31 March " + rows.index.astype(str)
    return Detail("Of how many children looked after there is a carer's score", rows.rename_axis("Year").reset_index(),
                  {"With a score": ("", 0), "Without": ("", 0), "Share with a score": ("%", 0)},
                  people=("With a score", "Without"), total=False, table="ssda903_oc2", counted=counted,
                  note="Children aged 5 to 16 on 31 March.")
