"""XML that may be read: it declares nothing, so that nothing in it can swell or lead elsewhere."""

from contextlib import suppress
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from wayforward.reading import limits
from wayforward.reading.problems import Problem, Unreadable


class _Begun(Exception):
    """The first element has begun; what could be declared was declared before."""


def refuse_declarations(source: BinaryIO) -> None:
    """Unreadable where XML has a document type, in which entities are declared. What is no XML is left to its
    reader."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _begin
    with suppress(_Begun, expat.ExpatError):
        for _ in range(0, limits.MOST_SILENT, limits.CHUNK):
            read = source.read(limits.CHUNK)
            parser.Parse(read, not read)
            if not read:
                return
        raise limits.beyond(f"XML of which {limits.MOST_SILENT:,} bytes hold no element")


def _refuse(*declaration: object) -> NoReturn:
    raise Unreadable(Problem("refuse", "XML that declares a document type, in which text can be made to swell",
                             action="take the declaration (<!DOCTYPE …>) away, or export the file again"))


def _begin(*element: object) -> NoReturn:
    raise _Begun
