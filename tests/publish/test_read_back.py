"""The finished files of a pack agree with the findings; with one thing in them changed they do not."""

import io
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from docx import Document

from proof.corruptions import KINDS
from publish.public_folder import AREAS
from wayforward.proof.facts import Facts
from wayforward.publish import read_back
from wayforward.publish.read_document import wrong_in_document
from wayforward.publish.read_pdf import pdf_blocks
from wayforward.publish.read_tables import csv_rows, spreadsheet_rows, workbook_rows, wrong_in_csv, wrong_in_sheets
from wayforward.publish.read_word import word_blocks
from wayforward.publish.sheets import sheets

CLASSES = [*KINDS, "left out"]
TRIES = 3000
REPORTS = {"panel-report.docx": word_blocks, "panel-report.pdf": pdf_blocks}
READERS = {"tables.xlsx": workbook_rows, "tables.ods": spreadsheet_rows}
FILES = [*REPORTS, *READERS, "findings.csv"]


@pytest.mark.parametrize("area", AREAS)
def test_a_pack_agrees_with_its_findings(packs, area):
    run, files = packs[area]
    assert read_back(files, run) == []


@pytest.fixture(scope="module")
def contents(packs):
    """By area: what each file says, as it is read."""
    return {area: {**{name: reader(files[name]) for name, reader in (REPORTS | READERS).items()},
                   "findings.csv": csv_rows(files["findings.csv"])} for area, (_, files) in packs.items()}


@pytest.mark.parametrize("changes", [70, pytest.param(500, marks=pytest.mark.long)])
def test_a_changed_file_does_not_agree(packs, contents, changes):
    """Every number and every direction, whatever is left out, and of all changes at least 98 %; docs/pack.md has the
    table."""
    made, caught, missed = Counter(), Counter(), []
    for seed in range(changes):
        random, kind = Random(seed), CLASSES[seed % len(CLASSES)]
        area, name = random.choice(AREAS), FILES[seed // len(CLASSES) % len(FILES)]
        run = packs[area][0]
        found = changed(contents[area][name], name, kind, run, random)
        if found is None:       # nothing in the file can be changed in this way: a number can
            kind, found = "number", changed(contents[area][name], name, "number", run, random)
        before, after, content = found
        made[kind] += 1
        caught[kind] += (is_told := bool(wrong(content, name, run)))
        missed += [] if is_told else [(kind, name, before, after)]
    print("\n".join([f"{kind}: {caught[kind]} of {made[kind]}" for kind in CLASSES] + list(map(str, missed))))
    assert made.total() == changes
    assert {kind: made[kind] - caught[kind] for kind in ("number", "direction", "left out")} == {
        "number": 0, "direction": 0, "left out": 0}
    assert caught.total() >= 0.98 * changes


def wrong(content, name: str, run) -> list:
    """What is told of a file's content."""
    if name in REPORTS:
        return wrong_in_document(content, run)
    if name == "findings.csv":
        return wrong_in_csv(content, run)
    return wrong_in_sheets(content, run, [sheet for sheet in made_sheets(run) if sheet.name in content])


MADE = {}


def made_sheets(run) -> list:
    """The sheets of a run, made once."""
    if run.area not in MADE:
        MADE[run.area] = sheets(run)
    return MADE[run.area]


def changed(content, name: str, kind: str, run, random: Random):
    """A text or a number as it was and as it is now, and the content with it; None where none is found."""
    change = {**dict.fromkeys(REPORTS, in_document), "findings.csv": in_rows}.get(name, in_sheets)
    tried = (change(content, kind, run, random) for _ in range(TRIES))
    return next((made for made in tried if made and made[0] != made[1]), None)


def in_document(blocks, kind: str, run, random: Random):
    """A paragraph, a picture's words, or a cell."""
    place = random.randrange(len(blocks))
    block = blocks[place]
    if kind == "left out":
        return None if block.kind == "page head" else (block, None, [*blocks[:place], *blocks[place + 1:]])
    facts = of_promise(run, block.number)
    if block.rows:
        row, column = random.randrange(len(block.rows)), random.choice(list(block.rows[0]))
        after = other(block.rows[row][column], kind, facts, random)
        new = replace(block, rows=tuple({**each, column: after} if at == row else each
                                        for at, each in enumerate(block.rows)))
        return after and (block.rows[row][column], after, [*blocks[:place], new, *blocks[place + 1:]])
    after = other(block.text, kind, facts, random)
    return after and (block.text, after, [*blocks[:place], replace(block, text=after), *blocks[place + 1:]])


def of_promise(run, number: int | None) -> Facts:
    own = [one for one in run.plain if one["headline"] and number in (None, one["number"])]
    return Facts(own[0])


def other(value, kind: str, facts: Facts, random: Random):
    """Another value of its kind; None where the kind of change is none of it."""
    if isinstance(value, str):
        return KINDS[kind](value, facts, random)
    if isinstance(value, int | float) and kind == "number":
        return value + random.choice([-1, 1]) * random.choice([0.1, 1, 10])
    return value.replace(year=value.year + random.choice([-1, 1]), day=28) if kind == "period" and value and hasattr(
        value, "year") else None


def in_sheets(told, kind: str, run, random: Random):
    """A cell of a sheet, which is then read alone."""
    name = random.choice(list(told))
    rows = told[name]
    row = random.randrange(len(rows))
    if kind == "left out":
        return rows[row], None, {name: [*rows[:row], *rows[row + 1:]]}
    column = random.randrange(len(rows[row]))
    after = other(rows[row][column], kind, of_promise(run, None), random)
    if after is None:
        return None
    new = [*rows[row][:column], after, *rows[row][column + 1:]]
    return rows[row][column], after, {name: [*rows[:row], new, *rows[row + 1:]]}


def in_rows(rows, kind: str, run, random: Random):
    """A cell of the CSV."""
    row = random.randrange(len(rows))
    if kind == "left out":
        return rows[row], None, [*rows[:row], *rows[row + 1:]]
    column = random.choice(list(rows[row]))
    after = other(rows[row][column], kind, of_promise(run, None), random)
    return after and (rows[row][column], after, [*rows[:row], {**rows[row], column: after}, *rows[row + 1:]])


def test_a_document_changed_in_its_file_is_told_with_its_place(packs):
    run, files = packs["hampshire"]
    document = Document(io.BytesIO(files["panel-report.docx"]))
    cell = document.tables[0].rows[1].cells[3]
    assert cell.text == "No clear change"
    cell.paragraphs[0].runs[0].text = "Getting better"
    raw = io.BytesIO()
    document.save(raw)
    told, = read_back({**files, "panel-report.docx": raw.getvalue()}, run)
    assert (told.file, told.says, told.finding) == ("panel-report.docx", "Getting better", "No clear change")
    assert told.place.startswith("Verdicts at a glance, ")


def test_a_csv_changed_in_its_file_is_told(packs):
    run, files = packs["hampshire"]
    first = files["findings.csv"].splitlines(keepends=True)
    told = read_back({**files, "findings.csv": b"".join(first[:-1])}, run)
    assert [(each.file, each.says, each.finding) for each in told] == [("findings.csv", "0 rows", "1")]
