"""Everything that a file says, in whatever way it is written: what a search for a secret has to go through."""

import base64
import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
PNG, GZIP, ZIP = b"\x89PNG\r\n\x1a\n", b"\x1f\x8b", b"PK\x03\x04"
DEEPEST = 4         # a picture in a page in a zip within a zip


def layers(content: bytes, depth: int = 0) -> Iterator[str]:
    """The content read as UTF-8 and UTF-16, with and without its escapes (HTML, percent, JSON), and all that is packed
    in it: what looks like base64, members of zips with their names, gzip, the texts of PNG pictures."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        text = content.decode(encoding, "ignore")
        yield text
        if encoding == "utf-8":
            yield from {html.unescape(text), unquote(text), ESCAPED.sub(_letter, text)} - {text}
    if depth < DEEPEST:
        for packed in _packed(content):
            yield from layers(packed, depth + 1)


def _letter(found: re.Match) -> str:
    return chr(int(found[1] or found[2], 16))


def _packed(content: bytes) -> Iterator[bytes]:
    with suppress(zipfile.BadZipFile, zlib.error, OSError, EOFError):
        if content.startswith(ZIP):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield archive.read(name)
            return
        if content.startswith(GZIP):
            yield gzip.decompress(content)
            return
    if content.startswith(PNG):
        yield from _png_texts(content)
        return
    for found in BASE64.findall(content):
        with suppress(binascii.Error):
            yield base64.urlsafe_b64decode(found.replace(b"+", b"-").replace(b"/", b"_").rstrip(b"=") + b"===")


def _png_texts(content: bytes) -> Iterator[bytes]:
    """What a picture holds beside its points."""
    place = len(PNG)
    while place + 8 <= len(content):
        size, kind = int.from_bytes(content[place:place + 4], "big"), content[place + 4:place + 8]
        data = content[place + 8:place + 8 + size]
        place += 12 + size
        if kind not in (b"IDAT", b"IHDR", b"IEND"):
            yield data
            for start in range(len(data)):
                if data[start:start + 1] == b"\x78":
                    with suppress(zlib.error):
                        yield zlib.decompress(data[start:])
