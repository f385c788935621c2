"""A data folder that lies elsewhere, named by a URL that fsspec knows (s3://…, file:///…): brought here to be read."""

import re
import shutil
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from wayforward.errors import RefusedInputs
from wayforward.runner.private_folder import own_folder

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

Listing = dict[str, dict]   # by path from the folder: what the place tells of a file, its size at least

_copies: dict[str, tuple[Listing, Path]] = {}   # by URL


def fetch_data(url: str) -> str:
    """The folder's path on this machine; a path is given back as it is.

    A process copies a folder once, and again when the place tells something new of a file (size, date, tag). The copy
    is readable by this user only, has the folder's own name, and goes when the process ends (see private_folder).

    Raises RefusedInputs where the folder cannot be had whole.
    """
    if "://" not in url:
        return url
    try:
        return str(_current(url))
    except (OSError, ImportError, ValueError) as error:   # no such place, no package for it, no such kind of URL
        raise RefusedInputs(_public(f"data: {url} cannot be fetched: {error}")) from None


def _public(sentence: str) -> str:
    """Without the user and password that a URL may hold."""
    return re.sub(r"://[^/\s]*@", "://", sentence)


def _current(url: str) -> Path:
    from fsspec.core import url_to_fs
    place, base = url_to_fs(url, use_listings_cache=False)
    listing = _listing(place, base)
    copied, folder = _copies.get(url, ({}, Path()))
    if listing == copied:
        return folder
    new = _copy(place, base, listing)
    if copied:
        shutil.rmtree(folder.parent)
    _copies[url] = listing, new
    return new


def _listing(place: "AbstractFileSystem", base: str) -> Listing:
    found = place.find(base, detail=True)
    listing = {PurePosixPath(path).relative_to(base).as_posix(): told for path, told in found.items()}
    if not listing or "." in listing:
        raise OSError("a folder that holds files is expected there")
    if any(".." in path.split("/") or re.search(r"[\\\0]", path) for path in listing):
        raise OSError("a file's name leads out of the folder; rename it there")
    return listing


def _copy(place: "AbstractFileSystem", base: str, listing: Listing) -> Path:
    folder = Path(mkdtemp(dir=own_folder())) / PurePosixPath(base).name
    for path in listing:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    place.get([listing[path]["name"] for path in listing], [str(folder / path) for path in listing])
    for path in listing:
        (folder / path).chmod(0o600)
    if _listing(place, base) != listing:
        raise OSError("it changed meanwhile; run again")
    short = [path for path in listing if (folder / path).stat().st_size != listing[path]["size"]]
    if short:
        raise OSError(f"{', '.join(short)}: not as long as it is there; run again")
    return folder
