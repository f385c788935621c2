"""Findings as tidy frames: numbers as numbers, days as days, one row a point or a finding.

Of figures counted from returns a frame has, for the public, the digits that the pages show (see public_finding), as one
digit more can give a hidden number away; by the council's own rule, all. Of a hidden point it has the status and no
number.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from wayforward.disclosure.rule import PUBLIC
from wayforward.finding import Finding, number_or_null, plain_form
from wayforward.judge import TEST_OF
from wayforward.report.public_finding import PUBLISHED, digits_of, public_finding
from wayforward.report.public_finding import figure as in_digits
from wayforward.report.public_finding import p as in_words

KEY = ["measure", "series", "origin", "area", "level"]
PERIOD = ["period", "start", "end"]
NUMBERS = ["value", "low", "high", "numerator", "denominator", "unknown"]
ABOUT = ["status", "note", "unit", "kind", "headline", "varied"]
POINTS = [*KEY, *PERIOD, *NUMBERS, *ABOUT]
COUNTS = [*KEY, *PERIOD, "numerator", "denominator", "unknown", "status"]
GROUPS = [*KEY, *PERIOD, "by", "group", "value", "low", "high", "numerator", "denominator", "status", "note", "unit",
          "kind", "varied"]
ENDS = ["measure", "number", "series", "title", "headline", "origin", "area", "unit", "kind", "better",
        "baseline_period", "baseline", "latest_period", "latest", "change", "change_low", "change_high", "neighbours",
        "p", "p_told", "verdict", "evidence", "varied"]
OWN = "own"


def plain(finding: Finding, audience: str = PUBLIC) -> dict[str, Any]:
    """A finding in plain values, as an audience may see it."""
    whole = plain_form(finding)
    return (public_finding(whole) if audience == PUBLIC else whole) | {"varied": finding.varied}


def points(findings: Iterable[Finding], audience: str = PUBLIC, areas: bool = False) -> pd.DataFrame:
    """One row a point of each finding, in the columns of POINTS; with `areas`, the other areas' figures too.

    value, low, high    fractions for percentages, else in `unit`; null where hidden or not known
    numerator, denominator, unknown     people (or what else is counted); null where no page shows them
    level               "own", or what another area is: country, region, neighbour, median (the neighbours' middle)
    """
    rows = [row for finding in findings for row in _rows(plain(finding, audience), areas)]
    return typed(pd.DataFrame(rows, columns=POINTS))


def _rows(one: dict[str, Any], areas: bool) -> list[dict[str, Any]]:
    about = {name: one[name] for name in ("measure", "series", "origin", "unit", "kind", "headline", "varied")}
    own = about | {"area": one["area"], "level": OWN}
    rows = [own | {name: point[name] for name in (*PERIOD, *NUMBERS, "status", "note")} for point in one["points"]]
    if not areas:
        return rows
    by_end = {point["end"]: {name: point[name] for name in PERIOD} for point in one["points"]}
    return rows + [about | {"area": mark["area"], "level": mark["level"], "value": value, "status": "published"}
                   | by_end.get(end, {"end": end}) for mark in one["benchmarks"] for end, value in mark["points"]
                   if value is not None]


def groups(finding: Finding, rows: pd.DataFrame, audience: str = PUBLIC) -> pd.DataFrame:
    """The rows of a breakdown as a tidy frame, one row a period and group, in the columns of GROUPS; numbers as in
    `points`. Of a make-up, heads are of the groups that are over-represented and are left out."""
    digits = digits_of(plain(finding, audience))
    about = ("measure", "series", "origin", "area", "unit", "kind", "varied")
    told = rows.assign(**{name: getattr(finding, name) for name in about}, note=rows["remark"])
    if audience == PUBLIC and finding.origin != PUBLISHED:
        told = told.assign(**{name: [in_digits(number_or_null(value), digits) for value in told[name]]
                              for name in ("value", "low", "high")})
        if digits.heads is None:
            told = told.assign(numerator=np.nan, denominator=np.nan)
    return typed(told.assign(level=OWN).reindex(columns=GROUPS))


def ends(findings: Iterable[Finding], audience: str = PUBLIC) -> pd.DataFrame:
    """One row a finding, in the columns of ENDS: the figure before the plan, the latest, the change between them with
    its limits (differences of fractions for percentages), the middle of the neighbours' latest, the p that decided
    where it is told as a number (`p_told`: in the words of the pages), and the verdict."""
    return pd.DataFrame([_ends(finding, plain(finding, audience)) for finding in findings], columns=ENDS).astype(
        dict.fromkeys(("baseline", "latest", "change", "change_low", "change_high", "neighbours", "p"), float))


def _ends(finding: Finding, one: dict[str, Any]) -> dict[str, Any]:
    told = {name: one[name] for name in ENDS if name in one and name not in ("baseline", "latest", "change")}
    for name in ("baseline", "latest"):
        point = one[name] or {"period": None, "value": None}
        told |= {name: point["value"], f"{name}_period": point["period"]}
    p, median = deciding(finding, one), finding.benchmark("median")
    return told | {"change": one["change"]["estimate"], "change_low": one["change"]["low"],
                   "change_high": one["change"]["high"], "neighbours": median and median.value, "p": _number(p),
                   "p_told": p if isinstance(p, str) else in_words(p, None) or ""}


def deciding(finding: Finding, one: dict[str, Any]) -> float | str | None:
    """The p of the test that decided, as it is told."""
    return (one.get(TEST_OF.get(finding.decided_by, "")) or {}).get("p")


def _number(p: float | str | None) -> float | None:
    """A p as a number; null where only a limit of it is told."""
    try:
        return None if p is None else float(p)
    except ValueError:
        return None


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as floats and days as days."""
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("start", "end") if name in frame},
                        **{name: frame[name].astype(float) for name in NUMBERS if name in frame})
