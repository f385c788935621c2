"""Every table of every return that the suite reads, by name."""

from wayforward.returns import (
    audits,
    coproduction,
    early_help,
    engagement,
    gias,
    key_stages,
    nccis,
    sen2,
    ssda903,
    surveys,
    travel,
    workforce,
)
from wayforward.returns.layout import Table

MODULES = (ssda903, sen2, gias, key_stages, nccis, workforce, audits, surveys, coproduction, early_help, engagement,
           travel)
TABLES: dict[str, Table] = {table.name: table for module in MODULES for table in module.TABLES}
