"""Whether an execution would come out the same today, by content: a file that was only touched is the same file."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from wayforward.given_names import found_again, told
from wayforward.input_tracking import digest, folder_digest
from wayforward.runner.cache.record import Record


def why_stale(record: Record | None, now: Record) -> str:
    """The first reason for which an execution does not hold any more; "" where it does.

    record: of the execution, None where there is none; now: what one would stand on (see record.record_now)
    """
    return "was never run" if record is None else next(_reasons(record, now), "")


def _reasons(record: Record, now: Record) -> Iterator[str]:
    """What is dearest to find out comes last."""
    if record.outcome is None or record.outcome.state != "completed":
        yield "did not complete"
    if (record.notebook, record.source) != (now.notebook, now.source):
        yield "the notebook changed"
    for name in sorted(record.parameters | now.parameters):
        before, after = record.parameters.get(name), now.parameters.get(name)
        if before != after:
            yield f"{name} changed from {before} to {after}"
    yield from _first_and_count(_changes(record.code, now.code))
    yield from _first_and_count(_changes(record.beside, now.beside))
    if record.environment != now.environment:
        yield "the packages installed changed"
    yield from _first_and_count([f"what {stem} found changed" for stem, *_ in _differences(record.parts, now.parts)])
    files = {name: _digest(path) for name, path in found_again(record.files, now.home).items()}
    yield from _first_and_count(_changes(record.files, files, now.parameters["data"]))
    folders = {name: folder_digest(path, record.folders[name])
               for name, path in found_again(record.folders, now.home).items()}
    yield from _first_and_count(_changes(record.folders, folders, now.parameters["data"], "holds other files"))


def _changes(before: dict[str, str], now: dict[str, str], place: str = "", changed: str = "changed") -> list[str]:
    """A phrase for each name in a place that does not stand for the same as before."""
    start = f"{place}/" if place else ""
    return [f"{start}{told(name)}".removesuffix("/.") + f" {_became(was, is_now, changed)}"
            for name, was, is_now in _differences(before, now)]


def _became(was: str, now: str, changed: str) -> str:
    return changed if was and now else "is gone" if was else "appeared"


def _differences(before: dict[str, str], now: dict[str, str]) -> list[tuple[str, str, str]]:
    """Each name that stands for something else than before, and for what; "" where there is or was nothing."""
    pairs = [(name, before.get(name, ""), now.get(name, "")) for name in sorted(before | now)]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _first_and_count(changes: list[str]) -> list[str]:
    """The first, and how many more there are."""
    more = f" (and {len(changes) - 1} more)" if len(changes) > 1 else ""
    return [changes[0] + more] if changes else []


def _digest(path: Path) -> str:
    """Of a file's content, read once a process as long as nothing says that it was written since: six notebooks of many
    periods read the same files."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return ""
    return _digest_of(path, state.st_mtime_ns, state.st_size, state.st_ino)


@cache
def _digest_of(path: Path, written: int, size: int, number: int) -> str:
    return digest(path)
