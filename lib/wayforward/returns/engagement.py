"""The register of staff engagement events: when, who came, what was heard, what was done."""

from wayforward.returns.layout import Column, Rule, Table
from wayforward.returns.rules import in_order, only_with

EVENTS = Table("staff_engagement_events", "Register of staff engagement events",
    ("engagement events", "staff engagement events", "events"), (
        Column("EVENT_ID", blank=False), Column("EVENT", needed=False, free=True),
        Column("HELD", "date", blank=False), Column("ATTENDED", "whole", low=0), Column("HEARD", free=True),
        Column("DONE", free=True), Column("DONE_ON", "date", needed=False)),
    key=("EVENT_ID",), latest="HELD", rules=(
        Rule("DONE_ON: must not come before HELD", lambda rows: in_order(rows, "HELD", "DONE_ON"),
             "the event may count as acted on", "correct it in the register"),
        Rule("DONE_ON: must be given only where DONE says what was done",
             lambda rows: only_with(rows, "DONE_ON", "DONE"), "the event counts as not acted on",
             "correct it in the register"),
    ))

TABLES = (EVENTS,)
