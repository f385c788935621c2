"""The words that a picture's file holds beside the picture."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_WORDS = 1_000_000      # bytes of one text, unpacked


def picture_words(picture: bytes) -> list[str]:
    """The texts and times in a PNG file ("Title: …"); none of anything else."""
    found, place = [], len(SIGNATURE)
    while picture.startswith(SIGNATURE) and place + 8 <= len(picture):
        length, kind = struct.unpack(">I4s", picture[place:place + 8])
        words = _words(kind, picture[place + 8:place + 8 + length])
        found += [words] if words else []
        place += length + 12
    return found


def _words(kind: bytes, body: bytes) -> str:
    """The words of one chunk of a PNG file."""
    name, _, rest = body.partition(b"\0")
    if kind == b"tEXt":
        return f"{_text(name)}: {_text(rest)}"
    if kind == b"zTXt":
        return f"{_text(name)}: {_text(_unpacked(rest[1:]))}"
    if kind == b"iTXt":
        packed, (*_, words) = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
        return f"{_text(name)}: {_text(_unpacked(words) if packed else words)}"
    if kind == b"tIME" and len(body) == 7:
        return "tIME: {}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*struct.unpack(">H5B", body))
    return f"eXIf: {_text(body)}" if kind == b"eXIf" else ""


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_WORDS)
    except zlib.error:
        return b""


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")
