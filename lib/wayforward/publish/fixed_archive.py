"""Office files as the same bytes whenever they are made: zips whose members bear no time of their own."""

import io
import re
import zipfile
from datetime import date

FIRST_DAY = (1980, 1, 1, 0, 0, 0)       # the earliest that a zip can tell
PROPERTIES = ("docProps/core.xml", "meta.xml")
MODIFIED = re.compile(rb"(<(?:dcterms:modified|dc:date|meta:creation-date)[^>]*>)[^<]*(<)")
STORED = "mimetype"                     # OpenDocument: first, and not compressed


def fixed(raw: bytes, day: date) -> bytes:
    """The same members in the same order with one fixed time; as modified, they name the `day`."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(made, "w") as target:
        for member in source.infolist():
            info = zipfile.ZipInfo(member.filename, FIRST_DAY)
            info.compress_type = zipfile.ZIP_STORED if member.filename == STORED else zipfile.ZIP_DEFLATED
            info.external_attr, info.create_system = 0o600 << 16, 3
            content = source.read(member)
            told = MODIFIED.sub(rb"\g<1>%sT00:00:00Z\2" % day.isoformat().encode(), content)
            target.writestr(info, told if member.filename in PROPERTIES else content)
    return made.getvalue()


def replaced(raw: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same archive with some bytes of a member replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            target.writestr(member, content.replace(old, new) if member.filename == name else content)
    return made.getvalue()
