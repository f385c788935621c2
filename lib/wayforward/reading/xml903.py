"""The 903's XML as the tables of its CSV upload.

Shape       EXPSSDA903 holds a CHILD for each child; a CHILD holds a HEADER and an EPISODE for each episode (PL for
            PLACE); a HEADER holds CHILDID, DOB and what else is said once of a child, an AREVIEW for each review and an
            OC2. A care leaver's IN_TOUCH, ACTIV and ACCOM stand in the HEADER, or in an OC3 in it.
Source      the sector's own validator of the return, which reads and writes this shape
"""

import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from wayforward.reading import archive, limits
from wayforward.reading.problems import Problem, Unreadable, too_many
from wayforward.reading.text import Text
from wayforward.reading.xml_declarations import refuse_declarations
from wayforward.returns.ssda903 import EPISODES, HEADER, OC2, OC3, REVIEWS, UASC

ROOT = "EXPSSDA903"
RENAMED = {"CHILDID": "CHILD", "PL": "PLACE"}
TABLES = {table.name: table for table in (HEADER, EPISODES, REVIEWS, UASC, OC2, OC3)}
ELEMENTS = {EPISODES.name: "EPISODE", REVIEWS.name: "AREVIEW", OC2.name: "OC2"}
SAID = {UASC.name: ("UASC", "DUC"), OC3.name: ("IN_TOUCH", "ACTIV", "ACCOM")}      # who is in the table at all
NOT_SAID = ("", "0")
AT_ONCE = 1 << 14       # bytes: what they hold is kept at once
MOST_PARTS = 50_000     # elements of one child, which is kept whole


def tables(path: Path) -> list[str]:
    """The names of the tables, in the order of the return; none where the XML is another's."""
    with path.open("rb") as source:
        refuse_declarations(source)
        source.seek(0)
        _, root = next(_events(source))
        return list(TABLES) if _tag(root) == ROOT else []


def rows(path: Path, inside: str, most_rows: int, names: Collection[str] = ()) -> Text:
    """One table's rows, in all the columns it ever had; CHILD and DOB repeated from the header."""
    columns = [column.name for column in TABLES[inside].columns]
    found = []
    for child in _children(path):
        found += [[row.get(column, "") for column in columns] for row in _of(child, inside)]
        if len(found) > most_rows:
            raise too_many(most_rows)
    return Text(pd.DataFrame(found, columns=columns, dtype=str))


def _children(path: Path) -> Iterator[ET.Element]:
    with path.open("rb") as source:
        refuse_declarations(source)
        source.seek(0)
        events, depth, last = _events(source), 0, 0
        _, root = next(events)
        for number, (event, element) in enumerate(events):
            depth += 1 if event == "start" else -1
            if number - last > 2 * MOST_PARTS:      # each begins and ends
                raise limits.beyond(f"more than {MOST_PARTS:,} elements in one of {ROOT}")
            if not depth:
                if _tag(element) == "CHILD":
                    yield element
                root.clear()        # of a whole country's children, one at a time is kept
                last = number


def _events(source: BinaryIO) -> Iterator[tuple[str, ET.Element]]:
    """What begins and ends. Unreadable where nothing does for long, as the text between is kept."""
    parser, silent = ET.XMLPullParser(["start", "end"]), 0
    for read in archive.chunks(source, AT_ONCE):
        parser.feed(read)
        events = list(parser.read_events())
        silent = 0 if events else silent + len(read)
        if silent > limits.MOST_SILENT:
            raise limits.beyond(f"an element of more than {limits.MOST_SILENT:,} bytes")
        yield from events
    parser.close()
    yield from parser.read_events()


def _of(child: ET.Element, table: str) -> list[dict[str, str]]:
    headers = [part for part in child if _tag(part) == "HEADER"]
    if len(headers) != 1:
        raise Unreadable(Problem("refuse", "a CHILD without its one HEADER", column="HEADER"))
    said = _leaves(headers[0]) | {name: cell for part in headers[0] if _tag(part) == "OC3"
                                  for name, cell in _leaves(part).items()}
    if table in ELEMENTS:
        parts = [part for owner in (child, headers[0]) for part in owner if _tag(part) == ELEMENTS[table]]
        return [{name: said.get(name, "") for name in ("CHILD", "DOB")} | _leaves(part) for part in parts]
    if table in SAID and all(said.get(name, "") in NOT_SAID for name in SAID[table]):
        return []
    return [said]


def _leaves(element: ET.Element) -> dict[str, str]:
    return {RENAMED.get(_tag(part), _tag(part)): (part.text or "").strip() for part in element if not len(part)}


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
