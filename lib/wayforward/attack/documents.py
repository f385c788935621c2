"""Every file that a stranger is given, read by its kind: tables, words, data, and the whole as it stands."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wayforward.attack import json_values
from wayforward.attack.notebooks import read_notebook
from wayforward.attack.office_files import Unreadable, read_document, read_opendocument, read_workbook
from wayforward.attack.pages import ANY, DATA, Page, Table, Text, read_page, table
from wayforward.attack.pdf_files import read_pdf
from wayforward.attack.pictures import picture_words

PUBLIC = "public"
OF_NO_NUMBERS = {".css", ".woff", ".woff2", ".ttf", ".ico", ".lock"}
PICTURE = re.compile(r'"image/(?:png|jpeg|gif)": ?(?:"[^"]*"|\[[^]]*\])')
OFFICE = {".xlsx": read_workbook, ".xlsm": read_workbook, ".ods": read_opendocument, ".odt": read_opendocument,
          ".docx": read_document, ".pdf": read_pdf}
WORDS = {".md", ".txt", ".log", ".tex", ".yaml", ".yml", ".toml", ""}


@dataclass
class Document:
    """One file: what was read of it, or why it was not; `raw` is its text without its pictures."""

    file: str
    tables: list[Table] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    raw: str = ""
    unread: str = ""


def public_folder(folder: Path) -> Path:
    """What a stranger is given of a run: its public folder if it has one, else all of it."""
    return folder / PUBLIC if (folder / PUBLIC).is_dir() else folder


def read_documents(folder: Path) -> list[Document]:
    """Every file in a folder and below it, in the order of their names."""
    return [read_document_at(path, path.relative_to(folder).as_posix())
            for path in sorted(folder.rglob("*")) if path.is_file()]


def read_document_at(path: Path, file: str) -> Document:
    """One file by its kind; one that is damaged, or of a kind that is not known, says so."""
    kind, raw = path.suffix.lower(), path.read_bytes()
    if kind in OF_NO_NUMBERS:
        return Document(file)
    try:
        return _read(kind, raw, file)
    except (Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return Document(file, unread=f"it could not be read ({type(error).__name__})")


def _read(kind: str, raw: bytes, file: str) -> Document:
    if kind in OFFICE:
        tables, texts = OFFICE[kind](raw, file)
        return Document(file, tables, texts, [], "\n".join(each.words for each in texts))
    if kind in (".png", ".apng"):
        return _of_pictures(Document(file), [("image/png", raw)])
    if kind in TEXTS or kind in WORDS:
        text = raw.decode("utf-8-sig")
        made = TEXTS.get(kind, _words)(text, file)
        made.raw = PICTURE.sub("", DATA.sub("", text))
        return made
    return Document(file, unread=f"files of the kind {kind} are not read")


def _page(text: str, file: str) -> Document:
    return _of_page(read_page(text, file), file)


def _notebook(text: str, file: str) -> Document:
    return _of_page(read_notebook(text, file), file)


def _of_page(page: Page, file: str) -> Document:
    """A page with the data and the pictures in it."""
    made = Document(file, page.tables, page.texts)
    for data in page.data:
        try:
            _add_value(made, json.loads(data))
        except ValueError:
            made.texts.append(Text(file, "a program", data))
    return _of_pictures(made, page.pictures)


def _of_pictures(made: Document, pictures: list[tuple[str, bytes]]) -> Document:
    for kind, picture in pictures:
        if kind == "image/svg+xml":
            inner = read_page(picture.decode("utf-8", errors="replace"), made.file)
            made.texts += inner.texts
            made.tables += inner.tables
        made.texts += [Text(made.file, "a picture's own text", words) for words in picture_words(picture)]
    return made


def _json(text: str, file: str) -> Document:
    made = Document(file)
    _add_value(made, json.loads(text))
    return made


def _lines(text: str, file: str) -> Document:
    made = Document(file)
    _add_value(made, [json.loads(line) for line in text.splitlines() if line.strip()])
    return made


def _add_value(made: Document, value: Any) -> None:
    made.values.append(value)
    made.texts += json_values.words(value, made.file)


def _csv(text: str, file: str) -> Document:
    rows = [row for row in csv.reader(io.StringIO(text)) if any(row)]
    made = table(file, "", ANY, [[Path(file).stem], *([cell or "–" for cell in row] for row in rows)]) if rows else None
    texts = [Text(file, "a cell", cell) for row in rows for cell in row if " " in cell]
    return Document(file, [made] if made else [], texts)


def _words(text: str, file: str) -> Document:
    return Document(file, [], [Text(file, "a sentence", line) for line in text.split("\n") if line.strip()])


TEXTS: dict[str, Callable[[str, str], Document]] = {
    ".html": _page, ".htm": _page, ".svg": _page, ".xml": _page, ".json": _json, ".jsonl": _lines, ".ndjson": _lines,
    ".ipynb": _notebook, ".csv": _csv, ".geojson": _json}
