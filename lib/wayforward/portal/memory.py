"""What public files told when they were last read: a county's are read in a moment, those of all authorities in half a
minute.

<runs>/.portal.json holds nothing of its own. It can be deleted at any time, and is made anew where it is broken.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from wayforward.portal.places import FINDINGS, MANIFEST, Place
from wayforward.portal.shown_run import Json, ShownRun, shown, told_of
from wayforward.runner.links import refuse_links
from wayforward.runner.run_folder import write

NAME = ".portal.json"
FORM = 2            # of what is kept; a file of another form is made anew


def read_runs(places: Iterable[Place], root: Path) -> list[ShownRun]:
    """The runs at places in a folder of runs; of those that are as they were, nothing is read again."""
    before, now = _kept(root / NAME), {}
    found = []
    for place in places:
        key, stamp = place.folder.relative_to(root).as_posix(), _stamp(place)
        known = before.get(key)
        now[key] = known if known and known[0] == stamp else [stamp, told_of(place)]
        found.append(shown(place, now[key][1]))
    if now != before:
        refuse_links(root, [root / NAME])
        write(root / NAME, json.dumps({"form": FORM, "runs": now}, ensure_ascii=False).encode())
    return found


def _kept(path: Path) -> dict[str, list]:
    """By folder: when and how large its files were written, and what they told."""
    try:
        content: Json = json.loads(path.read_bytes())
        return content["runs"] if content["form"] == FORM else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _stamp(place: Place) -> list:
    """When each file was written, and its size; nothing of one that is not there."""
    stamp = []
    for name in (FINDINGS, MANIFEST):
        with suppress(OSError):
            state = (place.folder / name).stat()
            stamp += [name, state.st_mtime_ns, state.st_size]
    return stamp
