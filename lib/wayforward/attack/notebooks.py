"""An executed notebook, read cell by cell: what it shows in every form that it keeps, its code, and its metadata."""

import base64
import json
import re

from wayforward.attack.json_values import words
from wayforward.attack.pages import PROMISE, Page, Text, read_page, table

HEADING = re.compile(r"^##\s+(.*)$", re.MULTILINE)
GAP = re.compile(r"\s{2,}")


def read_notebook(source: str, file: str) -> Page:
    """Everything that a notebook holds; cells under a heading such as "## 6. …" stand under that promise."""
    whole, number, found = json.loads(source), 0, Page()
    found.texts += words({"metadata": whole.get("metadata", {})}, file)
    for cell in whole.get("cells", []):
        said = _joined(cell.get("source"))
        if cell.get("cell_type") == "markdown":
            number = _promise(said, number)
        found.texts += [Text(file, "a cell", said, number), *words({"metadata": cell.get("metadata", {})}, file)]
        for bundle in _bundles(cell):
            _read_bundle(bundle, file, number, found)
    return found


def _promise(markdown: str, before: int) -> int:
    """The promise that a cell's last heading names."""
    for heading in HEADING.findall(markdown):
        named = PROMISE.match(heading + " ")
        before = int(named[1]) if named else 0
    return before


def _bundles(cell: dict) -> list[dict]:
    """Each output of a cell, and each attachment, as its forms."""
    printed = [{"text/plain": each["text"]} for each in cell.get("outputs", []) if "text" in each]
    failed = [{"text/plain": each["traceback"]} for each in cell.get("outputs", []) if "traceback" in each]
    shown = [{**each.get("data", {}), "metadata": each.get("metadata", {})} for each in cell.get("outputs", [])]
    return [*printed, *failed, *shown, *cell.get("attachments", {}).values()]


def _read_bundle(bundle: dict, file: str, number: int, found: Page) -> None:
    for kind, held in bundle.items():
        if kind == "metadata":
            found.texts += words({"metadata": held}, file)
        elif kind in ("text/html", "image/svg+xml"):
            _add(found, read_page(_joined(held), file, number))
        elif kind.startswith("image/"):
            found.pictures.append((kind, base64.b64decode(_joined(held))))
        elif isinstance(held, dict):
            found.data.append(json.dumps(held))
        else:
            said = _joined(held)
            lines = [line for line in said.split("\n") if line.strip()]
            found.texts += [Text(file, f"an output ({kind})", line, number) for line in lines]
            if made := plain_table(said, file, number):
                found.tables.append(made)


def plain_table(said: str, file: str, number: int):
    """A table as it is printed: columns two spaces apart, the first without a heading where it counts the rows."""
    rows = [GAP.split(line.strip()) for line in said.split("\n") if line.strip()]
    columns, rest = rows[0] if rows else [], rows[1:]
    if rest and all(len(row) == len(columns) + 1 for row in rest):
        rest = [row[1:] if row[0].isdigit() else row for row in rest]
        columns = columns if len(rest[0]) == len(columns) else ["", *columns]
    return table(file, "", number, [[f"printed in {file}"], columns, *rest]) if len(columns) > 1 and rest else None


def _add(found: Page, more: Page) -> None:
    found.tables += more.tables
    found.texts += more.texts
    found.data += more.data
    found.pictures += more.pictures


def _joined(held) -> str:
    return "".join(held) if isinstance(held, list) else str(held or "")
