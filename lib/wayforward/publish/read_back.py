"""The finished files of a pack opened again, and every number, direction and verdict in them compared with the findings
of the public folder that they were made of."""

import json
from collections.abc import Iterator

from wayforward.publish.csv_on_the_web import COLUMNS, NAME, metadata
from wayforward.publish.difference import Difference
from wayforward.publish.public_run import PublicRun
from wayforward.publish.read_document import wrong_in_document
from wayforward.publish.read_pdf import pdf_blocks
from wayforward.publish.read_tables import csv_rows, spreadsheet_rows, workbook_rows, wrong_in_csv, wrong_in_sheets
from wayforward.publish.read_word import word_blocks
from wayforward.publish.sheets import sheets

DOCUMENT, PDF, EXCEL, OPEN = "panel-report.docx", "panel-report.pdf", "tables.xlsx", "tables.ods"
METADATA = f"{NAME}-metadata.json"


def read_back(files: dict[str, bytes], run: PublicRun) -> list[Difference]:
    """What the files of a pack, by name, say otherwise than the findings; empty where all of it agrees. All have to be
    there but the PDF."""
    made = sheets(run)
    told = {DOCUMENT: lambda raw: wrong_in_document(word_blocks(raw), run),
            PDF: lambda raw: wrong_in_document(pdf_blocks(raw), run),
            EXCEL: lambda raw: wrong_in_sheets(workbook_rows(raw), run, made),
            OPEN: lambda raw: wrong_in_sheets(spreadsheet_rows(raw), run, made),
            NAME: lambda raw: wrong_in_csv(csv_rows(raw), run),
            METADATA: lambda raw: wrong_in_metadata(raw, run)}
    return [Difference(name, *said) for name, wrong in told.items() if name in files or name != PDF
            for said in wrong(files[name])]


def wrong_in_metadata(raw: bytes, run: PublicRun) -> Iterator[tuple[str, str, str]]:
    """Whether the description of the CSV has its columns, and is the one of this run."""
    names = [column["name"] for column in json.loads(raw)["tableSchema"]["columns"]]
    if names != list(COLUMNS) or raw != metadata(run):
        yield "the description", str(names), "the columns of the table"
