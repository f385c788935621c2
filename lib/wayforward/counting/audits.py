"""What the two measures of case audits share: who is audited, when, and how the case was chosen."""

import pandas as pd

from wayforward.counting.available_periods import dated_once
from wayforward.counting.characteristics import age_band, sex
from wayforward.counting.contract import Returns
from wayforward.counting.tally import cases
from wayforward.periods import quarter_of
from wayforward.returns.audits import SAMPLES

RANDOM = ("random", "stratified")
AGES = {"Under 5": (0, 4), "5 to 9": (5, 9), "10 to 15": (10, 15), "16 and over": (16, 25)}
BY = ("Sample", "Service", "District", "Sex", "Age")


def audits(returns: Returns) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The return's rows, and the same as cases by quarter of the audit, each audit once."""
    rows = returns.table("case_audits")
    made = cases(rows, quarter_of(rows["AUDITED"]), audit=rows["AUDIT_ID"], Sample=rows["SAMPLE"].map(SAMPLES),
                 Service=rows["SERVICE"], District=rows["DISTRICT"], Sex=sex(rows["CHILD_SEX"]),
                 Age=age_band(rows["CHILD_AGE"], AGES))
    return rows, dated_once(made, returns.years_of("case_audits"), "audit")
