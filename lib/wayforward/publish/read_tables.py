"""The spreadsheets and the CSV read back: every cell held against the finding, period and area that its row names."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from wayforward.formats import brief_period
from wayforward.proof.facts import Facts
from wayforward.proof.numbers import agrees
from wayforward.proof.pictures import verdict_words
from wayforward.publish.public_run import PublicRun
from wayforward.publish.sheets import KINDS, NO_REMARK, ORIGINS, SIGNS, Number, Sheet

Row = dict[str, Any]
Said = tuple[str, str, str]         # where, what stands there, what the finding says
Expected = tuple[Any, int | None]   # a fact and its decimals; None of a text
BY_ORIGIN = {words: origin for origin, words in ORIGINS.items()} | {origin: origin for origin in ORIGINS}
BETTER = {"higher": "higher is better", "lower": "lower is better", "parity": "nearer to 0 is better",
          "none": "neither direction is better"}
STATUS_SIGNS = {"suppressed": " [c]", "not available": " [x]", "provisional": " [p]", "revised": " [r]"}
EMPTY = ("", None, *SIGNS)
SUPPRESSED = "[c]"


def workbook_rows(raw: bytes) -> dict[str, list[list[Any]]]:
    """The cells of an .xlsx, by sheet."""
    book = load_workbook(io.BytesIO(raw), read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def spreadsheet_rows(raw: bytes) -> dict[str, list[list[Any]]]:
    """The cells of an .ods, by sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def csv_rows(raw: bytes) -> list[Row]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def wrong_in_sheets(told: dict[str, list[list[Any]]], run: PublicRun, made: list[Sheet]) -> list[Said]:
    """Where sheets say what the findings do not, or leave something out; `made`: what their words are to be."""
    facts = {(one["series"], one["origin"]): Facts(one, one["origin"] != "published") for one in run.plain}
    wrong = [] if list(told) == [sheet.name for sheet in made] else [("sheets", str(list(told)), "others")]
    read: list[Row] = []
    for sheet in (each for each in made if each.name in told):
        head = len(sheet.lines) + 1
        cells = told[sheet.name]
        wrong += _words(sheet, cells[:head + bool(sheet.heads)])
        rows = [dict(zip(sheet.heads, row, strict=False)) for row in cells[head + 1:]]
        if "Series" in sheet.heads:
            wrong += [(f"{sheet.name}, {place}", *said) for row in rows for place, *said in wrong_row(row, facts)]
            read += [row | {"sheet": sheet.name} for row in rows]
        else:
            wrong += _same_rows(sheet, [list(row) for row in cells[head + 1:]])
    return [*wrong, *_left_out(read, made)]


def _words(sheet: Sheet, cells: list[list[Any]]) -> Iterator[Said]:
    """Title, lines and headings."""
    there = [[cell for cell in row if cell not in ("", None)] for row in cells]
    wanted = [[sheet.title], *([line] for line in sheet.lines), *([list(sheet.heads)] if sheet.heads else [])]
    if there != wanted:
        told = next((f"{one}" for one, other in zip(there, wanted, strict=False) if one != other), "fewer lines")
        yield sheet.name, told, "the sheet's own words"


def _same_rows(sheet: Sheet, rows: list[list[Any]]) -> Iterator[Said]:
    """Of contents and notes."""
    wanted = [[cell.value if isinstance(cell, Number) else cell for cell in row] for row in sheet.rows]
    yield from ((sheet.name, str(one), str(other)) for one, other in zip(rows, wanted, strict=False) if one != other)
    if len(rows) != len(wanted):
        yield sheet.name, f"{len(rows)} rows", f"{len(wanted)}"


def _left_out(read: list[Row], made: list[Sheet]) -> Iterator[Said]:
    """Rows that there are not, or twice."""
    def key(sheet: str, row: Row) -> tuple:
        return (sheet, *(row.get(name) for name in ("Series", "Origin", "Period", "Area", "Kind of area")))
    wanted = Counter(key(sheet.name, dict(zip(sheet.heads, row, strict=True))) for sheet in made
                     if "Series" in sheet.heads for row in sheet.rows)
    there = Counter(key(row["sheet"], row) for row in read)
    for each in (wanted - there) | (there - wanted):
        yield each[0], f"{there[each]} rows {' '.join(filter(None, each[1:]))}", f"{wanted[each]}"


def wrong_in_csv(rows: list[Row], run: PublicRun) -> list[Said]:
    """Where the CSV says what the findings do not, or leaves a point out."""
    facts = {(one["series"], one["origin"]): Facts(one, one["origin"] != "published") for one in run.plain}
    wrong = [(f"row {number}, {place}", *said) for number, row in enumerate(rows, 2)
             for place, *said in wrong_row(row, facts)]
    wanted = Counter((one["series"], one["origin"], point["period"]) for one in run.plain for point in one["points"])
    there = Counter((row["series"], row["origin"], row["period"]) for row in rows)
    return wrong + [(" ".join(each), f"{there[each]} rows", f"{wanted[each]}")
                    for each in (wanted - there) | (there - wanted)]


def wrong_row(row: Row, findings: dict[tuple, Facts]) -> list[Said]:
    """The cells of a row that its finding does not say: the column, what stands there, what the finding says."""
    series, origin = row.get("Series", row.get("series")), row.get("Origin", row.get("origin"))
    facts = findings.get((series, BY_ORIGIN.get(origin)))
    if facts is None:
        return [("series", f"{series}, {origin}", "no such series")]
    expected = _expected(row, facts)
    if expected is None:
        return [("period or area", str(row.get("Period", row.get("period"))), "no figure of it")]
    return [(name, repr(row[name]), repr(fact)) for name, (fact, places) in expected.items()
            if name in row and not _is(row[name], fact, places)]


def _is(cell: Any, fact: Any, places: int | None) -> bool:
    if isinstance(fact, tuple):         # signs, of which one has to stand there
        return cell in fact
    if places is None:
        return _text(cell) == str(fact)
    try:
        told = Decimal(str(cell))
    except InvalidOperation:
        return False
    return told == round(told, places) and agrees(told, places, fact)


def _text(cell: Any) -> str:
    """A cell's text as it was before it was made safe; a day as ISO has it."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str("" if cell is None else cell)
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _expected(row: Row, facts: Facts) -> dict[str, Expected] | None:
    """What each column has to say; None where the row's period or area is none of the finding's."""
    always = {"Promise": (facts["number"], None), "Name": (facts["measure_title"], None),
              "Figure": (facts["title"], None), "Unit": (facts["unit"], None),
              "Better": (BETTER[facts["better"]], None), "Verdict": (verdict_words(facts), None)}
    if "Area" in row:
        told = _of_area(row, facts)
    elif "Period" in row or "period" in row:
        told = _of_point(row, facts)
    else:
        told = _of_ends(facts)
    return None if told is None else always | told


def _figure(value: float | None, facts: Facts, places: int, status: str = "") -> Expected:
    if value is None:
        return (SUPPRESSED,) if status == "suppressed" else tuple(EMPTY), None
    return facts.as_told(value), places


def _of_ends(facts: Facts) -> dict[str, Expected]:
    told = {}
    for name, period, point in (("Before the plan", "Period before the plan", facts["baseline"]),
                                ("Latest", "Latest period", facts["latest"])):
        told[name] = _figure(point["value"] if point else None, facts, facts.places(point))
        told[period] = (brief_period(point["period"]), None) if point else (tuple(EMPTY), None)
    for name, limit in (("Change", "estimate"), ("Change, lower limit", "low"), ("Change, upper limit", "high")):
        told[name] = _figure(facts.get("change", limit), facts, facts.decimals)
    return told


def _of_area(row: Row, facts: Facts) -> dict[str, Expected] | None:
    mark = next((one for one in facts["benchmarks"] if one["area"] == _text(row["Area"])
                 and KINDS[one["level"]] == row["Kind of area"]), None)
    point = next((one for one in facts["points"] if one["period"] == row["Period"]), None)
    value = dict(map(tuple, mark["points"])).get(point["end"]) if mark and point else None
    return None if value is None else {"Value": _figure(value, facts, facts.places(point))}


def _of_point(row: Row, facts: Facts) -> dict[str, Expected] | None:
    label = row.get("Period", row.get("period"))
    point = next((one for one in facts["points"] if one["period"] == label), None)
    if point is None:
        return None
    told = _people(point, facts)
    for name, field in (("Value", "value"), ("Lower limit", "low"), ("Upper limit", "high")):
        told[name] = _figure(point[field], facts, facts.places(point), point["status"])
        told[field] = ((("",), None) if point[field] is None else told[name])
    remark = "; ".join(filter(None, (point["note"], point["reason"])))
    interval = point["start"] if point["start"] == point["end"] else f"{point['start']}/{point['end']}"
    return told | {name: (fact, None) for name, fact in {
        "Begins": point["start"], "Ends": point["end"], "Remark": remark or NO_REMARK, "start": point["start"],
        "Status": point["status"] + STATUS_SIGNS.get(point["status"], ""), "end": point["end"], "interval": interval,
        "status": point["status"], "remark": remark, "area": facts["area"], "promise": facts["number"],
        "measure": facts["measure"], "title": facts["title"], "unit": facts["unit"], "better": facts["better"],
        "headline": str(facts["headline"]).lower(), "verdict": facts["verdict"], "evidence": facts["evidence"]}.items()}


def _people(point: dict, facts: Facts) -> dict[str, Expected]:
    averaged = any((one["numerator"] or 0) % 1 for one in facts["points"])
    places = max(int(averaged), facts.decimals if facts["kind"] == "count" else 0)
    told: dict[str, Expected] = {}
    for name, field in (("Numerator", "numerator"), ("Denominator", "denominator"), ("Not known", "unknown")):
        value, signs = point[field], (SUPPRESSED,) if point["status"] == "suppressed" else tuple(SIGNS)
        told[name] = (signs, None) if value is None else (Decimal(repr(float(value))), places)
        told[field] = (("",), None) if value is None else told[name]
    return told
