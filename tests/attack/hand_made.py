"""Tiny runs made by hand: findings.json and one page, with a table for each thing that a test puts in."""

import html
import json
from pathlib import Path

RETURN = "the return of children looked after"
END = "2026-03-31"
LABEL = "31 March 2026"


def point(end: str = END, numerator=None, denominator=None, unknown=None, label: str | None = None, **more) -> dict:
    """One point; hidden where it has no count at all."""
    hidden = numerator is None and denominator is None
    return {"period": label or {END: LABEL}.get(end, end), "end": end, "value": None, "numerator": numerator,
            "denominator": denominator, "unknown": unknown, "status": "suppressed" if hidden else "final"} | more


def finding(series: str, points: list[dict], kind: str = "proportion", number: int = 1, **more) -> dict:
    """One finding counted from returns."""
    return {"series": series, "measure": "m", "number": number, "title": f"Title of {series}", "kind": kind,
            "unit": "%", "of": "children looked after", "counted": "were far away", "supplied_by": RETURN,
            "origin": "extract", "points": points, "groups": []} | more


def table(title: str, columns: list[str], *rows: list[str], name: str = "") -> str:
    """A table as the pages write it."""
    def row(cells, tag):
        return f"<tr>{''.join(f'<{tag}>{html.escape(str(cell))}</{tag}>' for cell in cells)}</tr>"

    return (f'<table aria-labelledby="{name or "x"}-title"><thead>{row([title], "td")}{row(columns, "th")}</thead>'
            f"<tbody>{''.join(row(cells, 'td') for cells in rows)}</tbody></table>")


def by_group(series: str, *rows: list[str], by: str = "Sex") -> str:
    """A breakdown at the end of March 2026: group, figure, count, out of."""
    first = [[by, *rows[0]], *(["", *row] for row in rows[1:])]
    return table(f"Title of {series}, {LABEL}, by group", ["By", "Group", "Figure", "Count", "Out of"], *first)


def run(folder: Path, findings: list[dict], *tables: str, number: int = 1, narrative: str = "",
        files: list[dict] = ()) -> Path:
    """A finished run's folder."""
    folder.mkdir(parents=True)
    (folder / "findings.json").write_text(json.dumps({"schema": 1, "findings": findings}), encoding="utf-8")
    page = f"<h1>Page</h1><h2>{number}. Promise</h2>{''.join(tables)}"
    (folder / "1-page.html").write_text(page, encoding="utf-8")
    (folder / "narrative.md").write_text(narrative, encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"inputs": list(files)}), encoding="utf-8")
    return folder
