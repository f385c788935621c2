"""Case audits: one row an audited case, with the auditor's and, where there was one, the moderator's grade."""

from wayforward.returns.layout import Column, Table

GRADES = {"O": "Outstanding", "G": "Good", "RI": "Requires improvement", "I": "Inadequate"}
ANSWERS = {"Y": "Yes", "P": "Partly", "N": "No", "NA": "Not applicable"}
SAMPLES = {"random": "Random", "stratified": "Random within strata", "themed": "Themed",
           "practice week": "Practice week"}

AUDITS = Table("case_audits", "Case audits", ("case audits", "audits"), (
    Column("AUDIT_ID", blank=False), Column("AUDITED", "date", blank=False), Column("SAMPLE", "code", SAMPLES),
    Column("SERVICE", needed=False), Column("DISTRICT", needed=False), Column("GRADE", "code", GRADES),
    Column("MODERATED_GRADE", "code", GRADES), Column("DIVERSITY_CONSIDERED", "code", ANSWERS),
    Column("DIVERSITY_ADDRESSED", "code", ANSWERS),
    Column("CHILD_SEX", "code", {"M": "Male", "F": "Female"}, needed=False),
    Column("CHILD_AGE", "whole", low=0, high=25, needed=False)), key=("AUDIT_ID",), latest="AUDITED")

TABLES = (AUDITS,)
