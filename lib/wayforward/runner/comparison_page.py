"""A comparison of two runs as a page that stands alone, for internal reading: it names returns and their rows."""

from collections.abc import Iterable, Sequence
from html import escape

from wayforward.runner.compare import Comparison, DifferingSeries
from wayforward.runner.plain_page import plain_page
from wayforward.runner.what_changed import NOT_KNOWN, YES, ChangedVerdict, RevisedFigure

INSIDE = "For internal reading: it names returns and how many rows they have."
VERDICTS = ("Promise", "Measure", "From", "Was", "Is now", "Why", "Not known whether")
REVISED = ("Promise", "Measure", "From", "Period", "Was", "Is now", "By how much")
TABLES = ("table { border-collapse: collapse; } .wide { overflow-x: auto; } "
          "th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: left; vertical-align: top; }")
DIFFERENCES = ("What", "First", "Second")


def comparison_page(told: Comparison) -> str:
    """The HTML text: what a reader asks first, then all that differs."""
    title = f"{told.one}, and {told.other}"
    answer = told.answer
    parts = [
        f"<h1>What changed: {escape(title)}</h1>", _paragraph(INSIDE),
        _paragraph(f"First: {told.one}. Second: {told.other}."), *map(_paragraph, _heads(answer.lines())),
        *_table("Verdicts and evidence that changed", VERDICTS, map(_verdict, answer.verdicts)),
        *_table("Figures revised", REVISED, map(_revised, answer.revised)),
        *_table("Made differently", DIFFERENCES, ((each.what, each.one, each.other) for each in told.in_manifest)),
        *_found(told.in_findings),
        *_list("Only in the first", told.only_one), *_list("Only in the second", told.only_other)]
    return plain_page(title, "\n".join(parts), TABLES)


def _heads(lines: list[str]) -> list[str]:
    """The sentences themselves, without what stands under them; the tables have it."""
    return [f"{line.removesuffix(':').removesuffix('.')}." for line in lines if not line.startswith(" ")]


def _verdict(each: ChangedVerdict) -> tuple[str, ...]:
    sides = [f"{verdict} ({evidence})" for verdict, evidence in ((each.was, each.evidence_was),
                                                                 (each.now, each.evidence_now))]
    why = each.reasons.told(YES) or NOT_KNOWN
    return (str(each.number), each.title, each.origin, *sides, "; ".join((why, *each.rules)),
            each.reasons.told(NOT_KNOWN) or "–")


def _revised(each: RevisedFigure) -> tuple[str, ...]:
    return str(each.number), each.title, each.origin, each.period, each.was, each.now, each.by


def _found(series: Iterable[DifferingSeries]) -> list[str]:
    rows = [(each.title, one.what, one.one, one.other) for each in series for one in each.differences]
    return _table("Found differently", ("Measure", *DIFFERENCES), rows)


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table under its heading; nothing where it has no row."""
    body = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in headings)
    name = escape(caption)
    return [f"<h2>{name}</h2>", f'<div class="wide" role="region" tabindex="0" aria-label="{name}">'
            f"<table><thead><tr>{head}</tr></thead><tbody>", *body, "</tbody></table></div>"] if body else []


def _list(heading: str, items: Sequence[str]) -> list[str]:
    told = "".join(f"<li>{escape(each)}</li>" for each in items)
    return [f"<h2>{escape(heading)}</h2><ul>{told}</ul>"] if items else []


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
