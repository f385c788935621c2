"""Early help: Families First Assessments, and the decisions of Families First Triage."""

from wayforward.returns.layout import IN_DISTRICTS, Column, Rule, Table
from wayforward.returns.rules import in_order

OUTCOMES = {"SU": "Stepped up to statutory social care", "EH": "Early help", "SD": "Stepped down to early help",
            "IA": "Information and advice", "NFA": "No further action"}

ASSESSMENTS = Table("early_help_assessments", "Families First Assessments",
    ("families first assessments", "assessments", "ffa"), (
        Column("ASSESSMENT_ID", blank=False), Column("FAMILY_ID", blank=False), Column("CHILDREN", "whole", low=0),
        Column("DISTRICT", needed=False), Column("ORGANISATION", needed=False), Column("STARTED", "date"),
        Column("COMPLETED", "date")), key=("ASSESSMENT_ID",), latest="STARTED", rhythm="events",
    dated=("COMPLETED",), lookups=IN_DISTRICTS, rules=(
            Rule("COMPLETED: must not come before STARTED", lambda rows: in_order(rows, "STARTED", "COMPLETED"),
                 "the assessment may be counted in a wrong quarter"),
            Rule("CHILDREN: must not be 0 in a completed assessment",
                 lambda rows: ~(rows["COMPLETED"].notna() & rows["CHILDREN"].eq(0)),
                 "the assessment counts as a family without children"),
        ))

TRIAGE = Table("early_help_triage", "Families First Triage decisions",
    ("families first triage", "triage", "triage decisions"), (
        Column("DECISION_ID", blank=False), Column("FAMILY_ID", blank=False), Column("DECIDED", "date", blank=False),
        Column("OUTCOME", "code", OUTCOMES), Column("DISTRICT", needed=False), Column("SOURCE", needed=False)),
    key=("DECISION_ID",), latest="DECIDED", rhythm="events", dated=("DECIDED",), lookups=IN_DISTRICTS)

TABLES = (ASSESSMENTS, TRIAGE)
