"""The register of service development projects, with the engagement that each one shows."""

import pandas as pd

from wayforward.returns.layout import Column, Rule, Table
from wayforward.returns.rules import in_order, only_with

LADDER = {"none": "None", "inform": "Informed", "consult": "Consulted", "engage": "Engaged",
          "co-design": "Co-designed", "co-produce": "Co-produced"}     # from the lowest rung up

REGISTER = "correct it in the register"


def evidenced(rows: pd.DataFrame) -> pd.Series:
    """Whether a project that went beyond informing people says where that is shown."""
    return ~rows["LEVEL"].isin(["consult", "engage", "co-design", "co-produce"]) | rows["EVIDENCE"].notna()


PROJECTS = Table("coproduction_register", "Register of service development projects",
    ("coproduction register", "co-production register", "projects"), (
        Column("PROJECT_ID", blank=False), Column("NAME", needed=False, free=True), Column("SERVICE", needed=False),
        Column("STARTED", "date"), Column("ENDED", "date"), Column("LEVEL", "code", LADDER),
        Column("EVIDENCE", free=True), Column("SIGNED_OFF", "date")), key=("PROJECT_ID",), latest="STARTED",
    rhythm="events", dated=("STARTED", "ENDED", "SIGNED_OFF"), rules=(
        Rule("ENDED: must not come before STARTED", lambda rows: in_order(rows, "STARTED", "ENDED"),
             "the project is counted in no year", REGISTER),
        Rule("EVIDENCE: must be given where LEVEL is consult or above", evidenced,
             "the project counts as not showing it", REGISTER),
        Rule("SIGNED_OFF: must not come before STARTED", lambda rows: in_order(rows, "STARTED", "SIGNED_OFF"),
             "the project may count as signed off", REGISTER),
        Rule("SIGNED_OFF: must be given only where EVIDENCE is",
             lambda rows: only_with(rows, "SIGNED_OFF", "EVIDENCE"), "the project counts as not showing it", REGISTER),
    ))

TABLES = (PROJECTS,)
