"""The table for machines, and its description."""

import csv
import io
import json
from dataclasses import replace

from wayforward.publish.csv_on_the_web import COLUMNS, findings_csv, metadata


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def test_one_row_a_point_with_iso_days(packs):
    run, files = packs["hampshire"]
    told = rows(files["findings.csv"])
    assert len(told) == sum(len(one.points) for one in run.findings)
    assert list(told[0]) == list(COLUMNS)
    one = next(row for row in told if row["series"] == "sickness")
    assert (one["start"], one["end"], one["interval"]) == ("2016-10-01", "2017-09-30", "2016-10-01/2017-09-30")
    assert (one["unit"], one["status"], one["headline"], one["low"]) == ("%", "revised", "true", "")


def test_a_value_that_is_not_there_is_empty_and_a_text_is_no_formula(packs):
    run = replace(packs["hampshire"][0])
    one = run.headlines[0]
    point = replace(one.points[0], value=None, status="suppressed", note="=HYPERLINK(1)")
    run.__dict__["findings"] = [replace(one, title="-1 of many", points=(point,))]
    told, = rows(findings_csv(run))
    assert (told["value"], told["status"], told["title"]) == ("", "suppressed", "'-1 of many")
    assert told["remark"].startswith("'=HYPERLINK(1)")


def test_the_description_has_every_column_and_its_kind(packs):
    run, files = packs["exampleshire"]
    told = json.loads(files["findings.csv-metadata.json"])
    assert told["url"] == "findings.csv" and told["dc:issued"] == {"@value": "2026-06-30", "@type": "date"}
    kinds = {each["name"]: each["datatype"] for each in told["tableSchema"]["columns"]}
    assert list(kinds) == list(COLUMNS)
    assert (kinds["end"], kinds["value"], kinds["promise"]) == ("date", "decimal", "integer")
    assert told["dc:description"] == "Draft, not assured. Nothing here is real: an invented county."
    assert json.loads(metadata(replace(run, assured=True)))["dc:description"].startswith("Assured and signed off.")
    keys = [tuple(row[name] for name in told["tableSchema"]["primaryKey"]) for row in rows(files["findings.csv"])]
    assert len(keys) == len(set(keys))
