"""The disclosure log, for the reviewer: what a run hides, why, and how close somebody outside could come.

Made from disclosure.json; it stays inside, beside it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from wayforward.markup import escaped

PLACE = ("measure", "series", "period", "by", "group", "part")
NO_CELLS = "This run shows and hides no cell of a return."
Cell = dict[str, Any]
NOT_ASKED = ("At least and at most are what could be so by all that is shown. A dash: the number is not from 1 to 4, "
             "so it need not be left open, or earlier releases give it away.")


def disclosure_log(disclosed: dict[str, Any]) -> str:
    """The log in Markdown."""
    told, hidden = disclosed["told"], disclosed["hidden"]
    if not told and not hidden:
        return f"# Disclosure log\n\n{NO_CELLS}\n"
    return "\n\n".join(["# Disclosure log", _summary(told, hidden), *_rule(disclosed["rule"]),
                        *_given_up(told, hidden), *_each(hidden)]) + "\n"


def _summary(told: list[Cell], hidden: list[Cell]) -> str:
    reasons = Counter(str(cell.get("reason") or "no reason given") for cell in hidden)
    why = ", ".join(f"{number:,} {escaped(reason)}" for reason, number in sorted(reasons.items()))
    verdict = f"Of {len(told) + len(hidden):,} cells of returns, {len(hidden):,} are hidden"
    return f"{verdict}: {why}." if why else f"{verdict}."


def _rule(rule: dict[str, Any]) -> list[str]:
    """The parameters in force."""
    return ["## The rule", _table(("Parameter", "Value"), sorted(rule.items()))] if rule else []


def _given_up(told: list[Cell], hidden: list[Cell]) -> list[str]:
    """What each series lost: cells hidden of all that it has, and how many of them for others' sake."""
    if not hidden:
        return []
    shown, gone = (Counter((str(cell.get("measure")), str(cell.get("series"))) for cell in cells)
                   for cells in (told, hidden))
    for_others = Counter((str(cell.get("measure")), str(cell.get("series"))) for cell in hidden
                         if cell.get("reason") != "primary")
    rows = [(*name, gone[name], for_others[name], gone[name] + shown[name]) for name in sorted(gone)]
    return ["## What was given up", _table(("Measure", "Series", "Hidden", "Not small itself", "Of"), rows)]


def _each(hidden: list[Cell]) -> list[str]:
    """Every hidden cell, with the least and the most that it can be as far as somebody outside can tell."""
    rows = [(*(cell.get(name) or "" for name in (*PLACE, "reason")), _bound(cell.get("low")), _bound(cell.get("high")))
            for cell in hidden]
    headings = (*map(str.capitalize, PLACE), "Reason", "At least", "At most")
    return ["## Hidden cells", NOT_ASKED, _table(headings, rows)] if rows else []


def _bound(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _table(headings: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    lines = [headings, ["---"] * len(headings), *([escaped(str(cell)) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
