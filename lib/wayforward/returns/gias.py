"""GIAS: the register of schools and colleges ("edubasealldata")."""

from wayforward.returns.layout import Column, Table

ESTABLISHMENTS = Table("gias_establishments", "GIAS establishments",
    ("edubasealldata", "gias", "establishments", "gias establishments"), (
        Column("URN", blank=False), Column("LA (code)"), Column("LA (name)", needed=False),
        Column("EstablishmentName", needed=False), Column("TypeOfEstablishment (code)"),
        Column("TypeOfEstablishment (name)", needed=False), Column("EstablishmentStatus (name)", needed=False),
        Column("OpenDate", "date", needed=False), Column("CloseDate", "date", needed=False),
        Column("PhaseOfEducation (name)", needed=False), Column("UKPRN", needed=False),
        Column("Postcode", needed=False), Column("Easting", "number", needed=False),
        Column("Northing", "number", needed=False)),
    key=("URN",), dates="%d-%m-%Y", ends=(1, 31))

TABLES = (ESTABLISHMENTS,)
