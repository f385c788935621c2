"""Children in care who feel included in the decisions that social workers make about their life.

No published figure exists. The council's own survey of children in care gives it:

Counts      children who answer that they feel included all or most of the time
Out of      children who answered the question; blanks, and answers that are not on the scale, are left out and
            counted, and the response rate stands beside
Beside it   the same with "sometimes" counted as feeling included: the wider reading
Year        the financial year of the return; many councils ask every two years, and a year without a survey stays empty
Ages        4 to 7 are usually asked other questions: a blank of theirs is told apart, an answer counts
Instead of  an average of the four answers, which takes the steps between them for equal
Caution     few children answer, and those who do may be those who feel heard: read it with the response rate
Source      survey of children in care (for example Your Life, Your Care); often every two years
Not this    taking part in reviews, which the SSDA903 return records: participation is not the feeling of inclusion
"""

import pandas as pd

from wayforward.counting import response
from wayforward.counting.contract import Returns
from wayforward.counting.supplementary_tables import Detail, rows_of
from wayforward.counting.tally import Tally, cases, leave_out, proportion
from wayforward.periods import financial_year
from wayforward.returns.surveys import INCLUDED, SEX

RETURNS = ("survey_included", "survey_invited")
AGES = {"4-7": "4 to 7", "8-11": "8 to 11", "11-18": "11 to 18"}


def included(returns: Returns, yes: tuple[str, ...] = ("A",)) -> Tally:
    """Children whose answer is one of `yes`, out of all who answered."""
    rows = returns.table("survey_included")
    made = cases(rows, rows["return_year"].map(financial_year), value=rows["INCLUDED"].isin(yes).astype(float), **{
        "Age": rows["AGE_BAND"].map(AGES), "Sex": rows["SEX"].map(SEX), "Placement": rows["PLACEMENT"]})
    blank = rows["INCLUDED"].isna()
    made = leave_out(made, "an answer that is not on the scale", returns.unknown_code("survey_included", "INCLUDED"))
    made = leave_out(made, "aged 4 to 7 and not asked the question", blank & rows["AGE_BAND"].eq("4-7"))
    made = leave_out(made, "did not answer the question", blank)
    return Tally(made, proportion, by=("Age", "Sex", "Placement"))


SERIES = {
    "feel_included": included,
    "feel_included_sometimes": lambda returns: included(returns, ("A", "S")),
}


def details(returns: Returns) -> list[Detail]:
    """Who answered, and how the latest answers spread."""
    if not returns.has("survey_included"):
        return []
    rows = returns.table("survey_included")
    return [response.response(returns, "included", "survey_included",
                              lambda year: f"financial year {financial_year(year)}",
                              whole=("Answered this question", rows["INCLUDED"].notna())),
            _answers(included(returns), rows)]


def _answers(tally: Tally, rows: pd.DataFrame) -> Detail:
    latest = tally.counted["period"].max()
    asked = rows.loc[tally.counted.index[tally.counted["period"].eq(latest)]]
    given = asked["INCLUDED"].map(INCLUDED)
    children = given.value_counts().reindex(list(INCLUDED.values()), fill_value=0).astype(float)
    table = pd.DataFrame({"Answer": children.index, "Children": children.to_numpy(),
                          "Share": (children / children.sum()).to_numpy()})
    return Detail(f"How often they feel included, financial year {latest}", table,
                  {"Children": ("", 0), "Share": ("%", 0)}, people=("Children",), table="survey_included",
                  counted={"Children": rows_of(asked, given, children.index)})

