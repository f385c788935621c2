"""What a refused table of the returns takes out: said of each figure in its place, and of each promise for the run."""

from collections.abc import Iterable

from wayforward import measures
from wayforward.finding import Finding, Refusal
from wayforward.reading.area_returns import Returns
from wayforward.returns.catalogue import TABLES


def refusal(table: str, returns: Returns) -> Refusal:
    """Why a table is refused, as a finding tells it."""
    found = [problem for problem in returns.found(table) if problem.severity == "refuse"]
    said = {name: getattr(found[0], name) for name in ("rule", "file", "column")} if found else {}
    return Refusal(table, TABLES[table].title, len(found), **said)


def refused_tables(findings: Iterable[Finding], returns: Returns) -> list[dict]:
    """For each promise told of, the refused tables that it reads: number, headline (whether its headline is refused for
    it), table, title."""
    told = {(one.number, one.measure): [] for one in findings}
    for one in findings:
        told[one.number, one.measure].append(one)
    return [{"number": number, "headline": any(one.headline and one.refused and one.refused.table == table
                                               for one in of), "table": table, "title": TABLES[table].title}
            for (number, measure), of in told.items() for table in returns.refused(*measures.returns_of(measure))]
