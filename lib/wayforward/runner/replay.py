"""A run that was kept, executed once more from its manifest in a temporary place, and compared with what it found.

First what it is made from differently (inputs, rule, library, packages, notebooks), so that a reader knows why a number
may differ; then each series, the same or not.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from wayforward import project
from wayforward.errors import FailedRun
from wayforward.runner.archived_run import ArchivedRun, Json, parameters_of, read_archived, refuse_missing
from wayforward.runner.compare import Difference, compare_manifests
from wayforward.runner.hash_key import NAME as KEY
from wayforward.runner.private_folder import own_folder
from wayforward.runner.run import PoolMaker, Workers, run_period
from wayforward.runner.run_folder import PRIVATE_FOLDER, PUBLIC, write
from wayforward.runner.same_findings import TOLERANCE, ReplayedSeries, same_findings

MOST_TOLD = 10


@dataclass(frozen=True)
class Replay:
    """What came of a replay: what it was made from differently, each series in both, and the titles of those that only
    the kept run or only the replay has."""

    name: str
    made: tuple[Difference, ...]
    series: tuple[ReplayedSeries, ...]
    only_kept: tuple[str, ...]
    only_now: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the replay found what the kept run found."""
        return all(each.same for each in self.series) and not (self.only_kept or self.only_now)

    def lines(self) -> list[str]:
        """In plain words; of what differs first what was, then what is now."""
        made = ["Made differently, then and now:", *(f"  {each}" for each in self.made)] if self.made else [
            "Made alike: the same inputs, rule, library, packages and notebooks."]
        only = [*(f"Different: {each}: the replay has none" for each in self.only_kept),
                *(f"Different: {each}: the kept run has none" for each in self.only_now)]
        different = len([each for each in self.series if not each.same]) + len(only)
        end = (f"Different: {different} of {len(self.series) + len(only)} series." if different else
               f"The same: all {len(self.series)} series, with {sum(each.numbers for each in self.series):,} numbers.")
        promises = groupby(self.series, lambda each: each.promise)
        return [*made, *(line for name, own in promises for line in _lines(name, list(own))), *only, end]


def _lines(promise: str, own: list[ReplayedSeries]) -> list[str]:
    """Of a promise that is the same a line; else one for each of its series that is not, with what differs."""
    if all(each.same for each in own):
        numbers, drawn = sum(each.numbers for each in own), sum(each.drawn for each in own)
        return [f"Same: {promise}: {len(own)} series, {numbers:,} numbers; charts of {drawn:,} values and words"]
    return [line for each in own if not each.same for line in (f"Different: {each.title}", *_differences(each))]


def _differences(each: ReplayedSeries) -> list[str]:
    kinds = (("charts", each.charts_differ), ("numbers", each.numbers_differ), ("words", each.words_differ))
    return [f"  {kind}: {line}" for kind, told in kinds for line in _first(told)]


def _first(told: tuple[str, ...]) -> list[str]:
    return [*told[:MOST_TOLD], *([f"and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else [])]


def replay(folder: Path, data: str = "", exact: bool = False, tolerance: float = TOLERANCE,
           runs: Path | None = None, pool: PoolMaker = Workers) -> Replay:
    """Executes the run in a folder once more and compares; nothing is written but a temporary folder.

    folder: of a run, standing or kept, or of an edition that left; data: another data folder than it was made from;
    exact: refuse where an input is another than it was; tolerance: by which numbers may differ, of their size; runs:
    the folder of runs whose key tells whether an edition's returns are the same, the project's own if not given

    RefusedParameters where the run cannot be read, or its parameters are not known any more; RefusedInputs where an
    input is gone, or the data are refused; FailedRun where a notebook fails now.
    """
    archived = read_archived(folder)
    parameters = parameters_of(archived, data)
    refuse_missing(archived, parameters, exact)
    with TemporaryDirectory(prefix="replay-", dir=own_folder()) as scratch:
        place = Path(scratch) / "runs"
        place.mkdir(mode=PRIVATE_FOLDER)
        _bring_key(runs or project.resolve("runs"), place)
        result = run_period(parameters, archived.ambitions, place, pool=pool)
        if result.problems and archived.ambitions is None:
            raise FailedRun(f"{archived.name} cannot be replayed: its notebooks fail now", list(result.problems))
        now = read_archived(result.folder / PUBLIC if archived.public else result.folder)
    return _compared(archived, now, tolerance)


def _bring_key(runs: Path, place: Path) -> None:
    """The key of the hashes of returns, by which an edition's can be compared."""
    if (runs / KEY).is_file():
        write(place / KEY, (runs / KEY).read_bytes())


def _compared(archived: ArchivedRun, now: ArchivedRun, tolerance: float) -> Replay:
    series, only_kept, only_now = same_findings(archived.findings, now.findings, tolerance)
    made = (*compare_manifests(_told(archived.manifest), _told(now.manifest)), *_returns(archived, now))
    return Replay(archived.name, made, tuple(series), tuple(only_kept), tuple(only_now))


def _told(manifest: Json) -> Json:
    """A manifest with the inputs alone that it tells by their paths."""
    return manifest | {"inputs": [each for each in manifest["inputs"] if "path" in each]}


def _returns(archived: ArchivedRun, now: ArchivedRun) -> list[Difference]:
    """Whether the returns are the same, of an edition, which tells them by kind and keyed hash."""
    was, is_now = (Counter(each["hmac"] for each in one.manifest["inputs"] if "hmac" in each)
                   for one in (archived, now))
    shared = (was & is_now).total()
    known = f"of which {shared} as they were" if shared else f"none known again, with the key in runs/{KEY}"
    return [] if was == is_now else [Difference("returns", f"{was.total()} files", f"{is_now.total()} files, {known}")]
