"""GIAS: the register of schools and colleges ("edubasealldata").

Source      Department for Education, Get Information about Schools, the file of all establishments, as read by
            MastodonC/witan.gias
"""

import pandas as pd

from wayforward.returns.layout import Column, Lookup, Rule, Table
from wayforward.returns.rules import both_or_neither, in_order

# Great Britain on the National Grid, in metres.
EASTINGS, NORTHINGS = (0, 700_000), (0, 1_300_000)


def on_the_grid(rows: pd.DataFrame) -> pd.Series:
    """Whether a grid reference, where there is one, lies in Great Britain; 0, 0 is a reference that was left out."""
    inside = rows["Easting"].between(*EASTINGS) & rows["Northing"].between(*NORTHINGS)
    return inside | rows["Easting"].isna() | rows["Northing"].isna()


ESTABLISHMENTS = Table("gias_establishments", "GIAS establishments",
    ("edubasealldata", "gias", "establishments", "gias establishments"), (
        Column("URN", blank=False), Column("LA (code)"), Column("LA (name)", needed=False),
        Column("EstablishmentNumber", needed=False),
        Column("EstablishmentName", needed=False), Column("TypeOfEstablishment (code)"),
        Column("TypeOfEstablishment (name)", needed=False), Column("EstablishmentStatus (name)", needed=False),
        Column("OpenDate", "date", needed=False), Column("CloseDate", "date", needed=False),
        Column("PhaseOfEducation (name)", needed=False), Column("UKPRN", needed=False),
        Column("Postcode", needed=False), Column("Easting", "number", needed=False),
        Column("Northing", "number", needed=False)),
    key=("URN",), dates="%d-%m-%Y", ends=(1, 31), rhythm="standing",
    lookups=(Lookup("LA (code)", "own authority", "schools", "no plan would be met in the area", least=0),), rules=(
        Rule("CloseDate: must not come before OpenDate", lambda rows: in_order(rows, "OpenDate", "CloseDate"),
             "no figure changes: a school is looked up by its number"),
        Rule("Easting: must be given where Northing is, and only there",
             lambda rows: both_or_neither(rows, "Easting", "Northing"), "the distance to the school is not known"),
        Rule("Easting: must lie on the National Grid, and Northing", on_the_grid,
             "the distance to the school is wrong"),
    ))

TABLES = (ESTABLISHMENTS,)
