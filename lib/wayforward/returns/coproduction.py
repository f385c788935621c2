"""The register of service development projects, with the engagement that each one shows."""

from wayforward.returns.layout import Column, Table

LADDER = {"none": "None", "inform": "Informed", "consult": "Consulted", "engage": "Engaged",
          "co-design": "Co-designed", "co-produce": "Co-produced"}

PROJECTS = Table("coproduction_register", "Register of service development projects",
    ("coproduction register", "co-production register", "projects"), (
        Column("PROJECT_ID", blank=False), Column("NAME", needed=False), Column("SERVICE", needed=False),
        Column("STARTED", "date"), Column("ENDED", "date"), Column("LEVEL", "code", LADDER),
        Column("EVIDENCE"), Column("SIGNED_OFF", "date")), key=("PROJECT_ID",), latest="STARTED")

TABLES = (PROJECTS,)
