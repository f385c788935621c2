"""What no public file may hold, whatever its numbers: paths, user names, times of day, fingerprints and exact rows of
returns, and files that nobody could read through here."""

import re
from collections.abc import Iterable, Iterator

from wayforward.attack.documents import Document
from wayforward.attack.evidence import Run
from wayforward.attack.json_values import records
from wayforward.attack.pages import Table
from wayforward.attack.recipes import EXACT_ROWS, FINGERPRINT, INTERNAL, PATH, TIME, UNREAD, USER, Recipe, of_files

FOLDERS = ("home", "root", "Users", "tmp", "var", "work", "mnt", "opt", "srv", "etc", "usr", "private", "data")
ROOTS = (*(f"/{name}/" for name in FOLDERS), ":\\", "file://")
PATHS = re.compile(rf"(?<![\w/.:<])/(?:{'|'.join(FOLDERS)})/[\w.-]+[^\s\"'<>,;)]*"
                   r"|\b[A-Za-z]:\\\\?[\w.-]+\\[^\s\"'<>,;)]*|\bfile://[^\s\"'<>,;)]+")
NAMES = ("user", "login", "author", "creator", "lastmodifiedby", "last_modified_by", "hostname")
USERS = re.compile(r"\b(?:user(?:name)?|login|author|(?:initial-)?creator|lastModifiedBy|last_modified_by|hostname)\b"
                   r"[\"'”]?\s*[:=]\s*[\"']?([\w.@-]+)", re.IGNORECASE)
PROGRAMS = {"openpyxl", "wayforward", "matplotlib", "null", "none", "python", "python-docx", "str", "true", "false"}
# Not midnight: so office files write a day
TIMES = re.compile(r"\b\d{4}-\d{2}-\d{2}[T ](?!00:00(?::00)?(?![:\d]))\d{2}:\d{2}(?::\d{2})?"
                   r"|\b\d{1,2} \w+ \d{4},? \d{2}:\d{2}\b")
HEX = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])")
CALLED = re.compile(r"sha|hash|fingerprint|digest|md5", re.IGNORECASE)
SHORT = re.compile(r"[0-9a-f]{8,}\b")     # the beginning of a hash is enough to try a guess
LONG = 300          # letters: a story, and no name of a file
RETURN = re.compile(r"[^\s\"']+\.(?:csv|xlsx?|ods|xml|zip|parquet|json)\b")
OPEN = re.compile(r"(?:.*/)?(?:published|scatter|places|plans|params|public|notebooks|lib|docs)/")
KEYED = re.compile(r"hmac|keyed", re.IGNORECASE)
ROWS = re.compile(r"rows?|lines?", re.IGNORECASE)
COUNT = re.compile(r"\d[\d,]*")
TRIED = "hashes without a key, by which a guess of the rows can be tried,"
MOST_TOLD = 3       # examples of one kind in one file


def forbidden_recipes(run: Run) -> list[Recipe]:
    """What the public files of a run hold that no public file may."""
    hidden = [each.file for each in run.documents if any(part.startswith(".") for part in each.file.split("/"))]
    own = [of_files(INTERNAL, f"files of the run's own: {_first(hidden)}", run.name)] if hidden else []
    return own + [found for document in run.documents for found in _of(document, run.name)]


def _of(document: Document, name: str) -> Iterator[Recipe]:
    place = f"{name}: {document.file}"
    if document.unread:
        yield of_files(UNREAD, f"{document.file} is not judged: {document.unread}", place)
    words = "\n".join([document.raw, *(text.words for text in document.texts if text.where == "a picture's own text")])
    for kind, found in ((PATH, _paths(words)), (TIME, TIMES.findall(words)), (USER, _users(words))):
        if found:
            yield of_files(kind, f"{document.file} holds {_first(map(repr, found))}", place)
    every = [record for value in document.values for _, record in records(value)]
    rows = [f"{name} ({count} rows)" for name, count in _exact_rows(every, document.tables)]
    hashes = [name for record in every for name in _hashed(record)] + _beside_names(document)
    for kind, names, what in ((EXACT_ROWS, rows, "the exact rows"), (FINGERPRINT, hashes, TRIED)):
        if names:
            yield of_files(kind, f"{document.file} holds {what} of {_first(names)}", place)


def _first(told: Iterable[str]) -> str:
    """Some examples, and how many more."""
    told = list(dict.fromkeys(told))
    return ", ".join(told[:MOST_TOLD]) + (f" and {len(told) - MOST_TOLD:,} more" if len(told) > MOST_TOLD else "")


def _paths(words: str) -> list[str]:
    return PATHS.findall(words) if any(root in words for root in ROOTS) else []


def _users(words: str) -> list[str]:
    small = words.casefold()
    found = USERS.finditer(words) if any(name in small for name in NAMES) else ()
    return [match[0] for match in found if match[1].casefold() not in PROGRAMS]


def _file_of(record: dict) -> str:
    """The file of a return that a record is about; "" where it is about none, or about a published one."""
    values = [value for value in record.values() if isinstance(value, str) and len(value) < LONG]
    named = next((found[0] for value in values if (found := RETURN.search(value))), "")
    return "" if OPEN.match(named) else named


def _exact_rows(records: list[dict], tables: list[Table]) -> list[tuple[str, str]]:
    """The files of returns of which a record, or a row of a table of files, tells the exact rows."""
    rows = [dict(zip(table.columns, row, strict=True)) for table in tables if "Rule" not in table.columns
            for row in table.rows]
    return [(_file_of(record), str(value)) for record in [*records, *rows] if _file_of(record)
            for name, value in record.items() if ROWS.fullmatch(name) and COUNT.fullmatch(str(value))]


def _hashed(record: dict) -> list[str]:
    """The files of returns whose hashes, without a key, a record tells: of one file, or by the names of many."""
    hashes = {name: value for name, value in record.items() if isinstance(value, str)
              and (HEX.fullmatch(value) or (CALLED.search(name) and SHORT.match(value)))}
    own = [_file_of(record) for name in hashes if _file_of(record) and not KEYED.search(name)]
    return own + [name for name in hashes if RETURN.fullmatch(name) and not OPEN.match(name)]


def _beside_names(document: Document) -> list[str]:
    """The files of returns that stand in one line, or one row of a table, with a hash."""
    rows = [name for table in document.tables for row in table.rows
            for name in _hashed(dict(zip(table.columns, row, strict=True)))]
    lines = [] if document.values else [text.words for text in document.texts]
    found = [RETURN.search(line) for line in lines if HEX.search(line) and not KEYED.search(line)]
    return rows + [named[0] for named in found if named and not OPEN.match(named[0])]
