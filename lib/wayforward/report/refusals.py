"""What a refused table of the returns takes out: said of each figure in its place, and of each promise for the run."""

from collections.abc import Iterable

from wayforward import measures
from wayforward.finding import Finding, Refusal
from wayforward.reading.area_returns import Returns
from wayforward.returns.catalogue import TABLES


def refusal(table: str, returns: Returns) -> Refusal:
    """Why a table is refused, as a finding tells it."""
    refusing = [problem for problem in returns.found(table) if problem.severity == "refuse"]
    if not refusing:
        return Refusal(table, TABLES[table].title)
    return Refusal(table, TABLES[table].title, len(refusing), refusing[0].rule, refusing[0].kind, refusing[0].column)


def refused_tables(findings: Iterable[Finding], returns: Returns) -> list[dict]:
    """For each promise told of, the refused tables that it reads: number, headline (whether its headline is refused for
    it), table, title."""
    by_promise = {(one.number, one.measure): [] for one in findings}
    for one in findings:
        by_promise[one.number, one.measure].append(one)
    return [{"number": number, "headline": _headline_refused(its_findings, table), "table": table,
             "title": TABLES[table].title} for (number, measure), its_findings in by_promise.items()
            for table in returns.refused(*measures.returns_of(measure))]


def _headline_refused(findings: list[Finding], table: str) -> bool:
    return any(one.headline and one.refused and one.refused.table == table for one in findings)
