"""One row a point of every series, for machines: a CSV, and what its columns mean (W3C's CSV on the Web)."""

import csv
import io
import json
from typing import Any

from wayforward.finding import Finding, Point
from wayforward.formats import as_shown, decimals, half_up, shown
from wayforward.markup import neutral
from wayforward.publish.public_run import PublicRun

NAME = "findings.csv"
TEXT, WHOLE, NUMBER, DAY, YES_OR_NO = "string", "integer", "decimal", "date", "boolean"
COLUMNS = {     # what each holds
    "area": (TEXT, "Area; of an invented one its name says so"), "promise": (WHOLE, "Number of the promise"),
    "measure": (TEXT, "Identifier of the promise's measure"), "series": (TEXT, "Identifier of the series"),
    "origin": (TEXT, "extract: counted from the council's own returns; published: official published figures"),
    "title": (TEXT, "What the figure is"), "headline": (YES_OR_NO, "Whether the series is its promise's headline"),
    "unit": (TEXT, "Unit of value, low and high; percentages as 88.6, not as 0.886"),
    "better": (TEXT, "Which way is better: higher, lower, parity (nearer to 0) or none"),
    "period": (TEXT, "Period in words"), "start": (DAY, "First day of the period"), "end": (DAY, "Its last day"),
    "interval": (TEXT, "The period as an ISO 8601 interval; a single day as a date"),
    "value": (NUMBER, "The figure, with as many decimals as the pages show"),
    "low": (NUMBER, "Lower limit of its 95% interval"), "high": (NUMBER, "Upper limit of its 95% interval"),
    "numerator": (NUMBER, "Numerator, where it is told"), "denominator": (NUMBER, "Denominator, where it is told"),
    "unknown": (NUMBER, "Number of whom it is not known, where it is told"),
    "status": (TEXT, "final, provisional, revised, suppressed, not available, not comparable or not yet whole; a value "
                     "that is not there is empty, never 0"),
    "remark": (TEXT, "What to know of the figure"),
    "verdict": (TEXT, "Of the series: whether it is getting better, by the rule declared"),
    "evidence": (TEXT, "strong, some or none")}
INVENTED = "Nothing here is real: an invented county."


def findings_csv(run: PublicRun) -> bytes:
    """The rows, in UTF-8."""
    told = io.StringIO(newline="")
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(one, point) for one in run.findings for point in one.points)
    return told.getvalue().encode()


def _row(one: Finding, point: Point) -> list[str]:
    begins, ends = point.start.isoformat(), point.end.isoformat()
    figures = [_figure(one, point, value) for value in (point.value, point.low, point.high)]
    people = [_people(one, value) for value in (point.numerator, point.denominator, point.unknown)]
    texts = [one.area, str(one.number), one.measure, one.series, one.origin, one.title, str(one.headline).lower(),
             one.unit, one.better, point.period, begins, ends, begins if begins == ends else f"{begins}/{ends}"]
    remark = "; ".join(filter(None, (point.note, point.reason)))
    return [*map(neutral, texts), *figures, *people, point.status, neutral(remark), str(one.verdict), str(one.evidence)]


def _figure(one: Finding, point: Point, value: float | None) -> str:
    return "" if value is None else _digits(shown(value, one.unit), decimals(one, point))


def _people(one: Finding, value: float | None) -> str:
    if value is None:
        return ""
    averaged = int(any(each.is_monthly_average for each in one.points))
    places = max(averaged, one.decimals if one.kind == "count" else 0)
    return _digits(as_shown(value, "", places), places)


def _digits(value: float, places: int) -> str:
    """As machines read them."""
    return half_up(value, places).replace(",", "").replace("−", "-")


def metadata(run: PublicRun) -> bytes:
    """The description, as findings.csv-metadata.json."""
    columns = [{"name": name, "titles": name, "datatype": kind, "dc:description": words, "lang": "en-GB",
                "required": name in ("area", "promise", "measure", "series", "period", "start", "end", "status")}
               for name, (kind, words) in COLUMNS.items()]
    told: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"language": "en-GB"}], "url": NAME, "dc:title": run.title,
        "dc:description": " ".join(filter(None, [f"{run.standing}.", INVENTED if run.invented else ""])),
        "dc:issued": {"@value": run.as_at.isoformat(), "@type": "date"}, "dc:publisher": run.area,
        "dc:license": {"@id": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": ["\n"]},
        "tableSchema": {"columns": columns, "primaryKey": ["series", "origin", "end", "period"]}}
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()
