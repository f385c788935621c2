"""The register of staff engagement events: when, who came, what was heard, what was done."""

from wayforward.returns.layout import Column, Table

EVENTS = Table("staff_engagement_events", "Register of staff engagement events",
    ("engagement events", "staff engagement events", "events"), (
        Column("EVENT_ID", blank=False), Column("EVENT", needed=False), Column("HELD", "date", blank=False),
        Column("ATTENDED", "whole", low=0), Column("HEARD"), Column("DONE"), Column("DONE_ON", "date", needed=False)),
    key=("EVENT_ID",), latest="HELD")

TABLES = (EVENTS,)
