"""What lies packed in a workbook or a zip, unpacked a little at a time: no more comes out than was announced."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from pathlib import Path
from typing import BinaryIO

from wayforward.reading import limits
from wayforward.reading.problems import Problem, Unreadable
from wayforward.reading.xml_declarations import refuse_declarations

XML = (".xml", ".rels")


def check_size(path: Path, most: int) -> None:
    """Unreadable where the directory announces more than `most` bytes, or too many for the file's own size."""
    with zipfile.ZipFile(path) as archive:
        announced = sum(member.file_size for member in archive.infolist())
    limits.check_unpacked(announced, path.stat().st_size, most)


def chunks(source: BinaryIO, length: int = limits.CHUNK) -> Iterator[bytes]:
    """A file's content a little at a time: a member read at once would be unpacked whole, whatever was announced."""
    return iter(partial(source.read, length), b"")


@contextmanager
def opened(archive: zipfile.ZipFile, member: str) -> Iterator[BinaryIO]:
    """A member to be read. Unreadable, once it has been read, where it is longer than its directory says: one program
    would read another table than the next."""
    told = copy(archive.getinfo(member))
    announced, told.file_size = told.file_size, told.file_size + 1
    with archive.open(told) as source:
        yield source
        if source.tell() > announced:
            raise Unreadable(Problem("refuse", "a member that is longer than its archive says",
                                     action="pack or export the file again"))


def content(archive: zipfile.ZipFile, member: str) -> bytes:
    """A member unpacked. Unreadable where it is XML that declares anything."""
    with opened(archive, member) as source:
        unpacked = b"".join(chunks(source))
    if member.endswith(XML):
        refuse_declarations(io.BytesIO(unpacked))
    return unpacked


def contents(path: Path, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The members that are wanted, by name."""
    with path.open("rb") as source, zipfile.ZipFile(source) as archive:
        return {name: content(archive, name) for name in archive.namelist() if wanted(name)}


def packed(members: dict[str, bytes]) -> io.BytesIO:
    """An archive of them that every library unpacks alike, for it says of each how long it really is."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, unpacked in members.items():
            archive.writestr(name, unpacked)
    whole.seek(0)
    return whole
