"""Case audits: one row an audited case, with the auditor's and, where there was one, the moderator's grade."""

import pandas as pd

from wayforward.returns.layout import IN_DISTRICTS, Column, Rule, Table
from wayforward.returns.rules import only_with

GRADES = {"O": "Outstanding", "G": "Good", "RI": "Requires improvement", "I": "Inadequate"}     # from the highest down
ANSWERS = {"Y": "Yes", "P": "Partly", "N": "No", "NA": "Not applicable"}
SAMPLES = {"random": "Random", "stratified": "Random within strata", "themed": "Themed",
           "practice week": "Practice week"}


def addressed_only_where_considered(rows: pd.DataFrame) -> pd.Series:
    """Whether diversity is not said to be addressed where it was not considered, or did not apply."""
    return ~(rows["DIVERSITY_CONSIDERED"].isin(["N", "NA"]) & rows["DIVERSITY_ADDRESSED"].isin(["Y", "P"]))


AUDITS = Table("case_audits", "Case audits", ("case audits", "audits"), (
    Column("AUDIT_ID", blank=False), Column("AUDITED", "date", blank=False), Column("SAMPLE", "code", SAMPLES),
    Column("SERVICE", needed=False), Column("DISTRICT", needed=False), Column("GRADE", "code", GRADES),
    Column("MODERATED_GRADE", "code", GRADES), Column("DIVERSITY_CONSIDERED", "code", ANSWERS),
    Column("DIVERSITY_ADDRESSED", "code", ANSWERS),
    Column("CHILD_SEX", "code", {"M": "Male", "F": "Female"}, needed=False),
    Column("CHILD_AGE", "whole", low=0, high=25, instead=("unborn", "Unborn"), needed=False)),
    key=("AUDIT_ID",), latest="AUDITED", rhythm="events", dated=("AUDITED",), lookups=IN_DISTRICTS, rules=(
        Rule("MODERATED_GRADE: must be given only where GRADE is",
             lambda rows: only_with(rows, "MODERATED_GRADE", "GRADE"), "the audit is not in the agreement of grades",
             action="correct it in the audit record"),
        Rule("DIVERSITY_ADDRESSED: must not be yes or partly where DIVERSITY_CONSIDERED is no or not applicable",
             addressed_only_where_considered,
             "the audit counts as not evidencing both, or is left out where the question did not apply",
             action="correct it in the audit record"),
    ))

TABLES = (AUDITS,)
