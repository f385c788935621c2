"""The work of one area and period: what of it is finished, and what is to be executed. Nothing is written here.

A notebook is executed only where nothing that is kept of it is fresh: not in the standing run, not in what an
interrupted run left, not in the last incomplete one.
"""

from dataclasses import replace
from pathlib import Path

from wayforward.input_tracking import Seen
from wayforward.runner import run_folder as folders
from wayforward.runner.cache.artifact_store import Artifacts, checksums_match, hashes, part_name
from wayforward.runner.cache.freshness import why_stale
from wayforward.runner.cache.lookup import Lookup, look_up
from wayforward.runner.cache.record import LEDGER, record_now
from wayforward.runner.job import JobResult
from wayforward.runner.notebooks import ambition
from wayforward.runner.outcome import Outcome
from wayforward.runner.parameters import RunParameters

NOT_ASKED, NEEDS_ALL = "not asked for", "needs every ambition's findings"


class PeriodWork:
    """The notebooks of one area and period: what became of each so far, and why the rest is executed.

    notebooks: all there are; asked: those the run is to be of; target: where the period's whole run stands
    """

    def __init__(self, parameters: RunParameters, notebooks: list[Path], asked: list[Path], target: Path,
                 force: bool = False):
        self.parameters, self.notebooks, self.asked, self.target = parameters, notebooks, asked, target
        self.force = force
        self.ambitions = [notebook for notebook in asked if ambition(notebook)]
        self.panel = next((notebook for notebook in asked if not ambition(notebook)), None)
        self.outcomes: dict[str, Outcome] = {}
        self._lookups: dict[str, Lookup] = {}

    def look_up(self) -> None:
        """Looks what is fresh of the notebooks asked for; the panel's turn comes once it has all that it reads."""
        for notebook in self.ambitions:
            self._look_up(notebook)
        self.look_up_panel()

    def look_up_panel(self) -> None:
        """The same of the panel, if every ambition is finished."""
        if self.panel and not self.unfinished:
            self._look_up(self.panel, self.parts)

    def look_up_others(self) -> None:
        """What earlier attempts finished of notebooks that are not asked for now is not thrown away."""
        for notebook in self.notebooks:
            if ambition(notebook) and notebook not in self.asked and not self.force:
                self._look_up(notebook)
                if self._lookups[notebook.stem].folder in (None, self.target):
                    del self._lookups[notebook.stem]
                    self.outcomes.pop(notebook.stem, None)

    def _look_up(self, notebook: Path, parts: dict[str, bytes] | None = None) -> None:
        places = (self.target, folders.hidden_folder(self.target, "building"), folders.incomplete(self.target))
        found = look_up(notebook, self.parameters, places, parts or {}, self.force)
        self._lookups[notebook.stem] = found
        if found.artifacts:
            self.outcomes[notebook.stem] = found.artifacts.record.outcome

    @property
    def finished(self) -> dict[str, Lookup]:
        """What is completed and kept, by notebook."""
        return {stem: found for stem, found in self._lookups.items() if found.artifacts}

    @property
    def reasons(self) -> dict[str, str]:
        """Why each of the other notebooks that were looked up is executed."""
        return {stem: found.reason for stem, found in self._lookups.items() if not found.artifacts}

    @property
    def unfinished(self) -> list[Path]:
        """The ambitions asked for that are not finished."""
        return [notebook for notebook in self.ambitions if notebook.stem not in self.finished]

    @property
    def parts(self) -> dict[str, bytes]:
        """What the ambitions asked for found, by notebook."""
        return {notebook.stem: self.finished[notebook.stem].artifacts.part for notebook in self.ambitions}

    @property
    def all_parts(self) -> list[bytes]:
        """What every finished notebook found, in the order of execution."""
        return [self.finished[notebook.stem].artifacts.part for notebook in self.notebooks
                if notebook.stem in self.finished]

    def is_up_to_date(self, strict: bool) -> bool:
        """Whether all that is asked for stands in its place, fresh, and so does what was gathered from it. A run
        without its refused tables is none to stand where it must be `strict`."""
        if strict and any(outcome.refused for outcome in self.outcomes.values()):
            return False
        found = [self._lookups.get(notebook.stem) for notebook in self.asked]
        return all(each and each.folder == self.target for each in found) and checksums_match(self.target)

    def add(self, stem: str, result: JobResult, folder: Path) -> tuple[Artifacts, bool]:
        """Notes a notebook that was completed in a run's folder: what is kept of it, and whether a later run may take
        it for fresh, which it may not where it is unknown on what it stood."""
        now, reads = self._lookups[stem].now, result.reads or Seen({}, {})
        files = result.files | {part_name(stem): result.part}
        known = now.beside if result.ledger is None else now.beside | {LEDGER: result.ledger}
        executed = replace(now, source=result.source, code=result.code, beside=known)
        artifacts = Artifacts(executed.of(result.outcome, reads.files, reads.folders, hashes(files)), files)
        self._lookups[stem] = Lookup(now, artifacts, folder)
        return artifacts, executed == now and bool(result.reads)

    def all_outcomes(self) -> tuple[Outcome, ...]:
        """What became of every notebook there is, in the order of execution."""
        return tuple(self.outcomes.get(notebook.stem, Outcome(notebook.stem, "not run", reason=NOT_ASKED))
                     for notebook in self.notebooks)

    def changed_meanwhile(self) -> list[str]:
        """A sentence for each notebook that would come out otherwise now: then they do not all speak of the same."""
        problems, finished = [], self.finished
        for notebook in (notebook for notebook in self.notebooks if notebook.stem in finished):
            now = record_now(notebook, self.parameters, {} if ambition(notebook) else hashes(self.parts))
            reason = why_stale(finished[notebook.stem].artifacts.record, now)
            problems += [f"{notebook.stem}: {reason} while the run was under way; run again"] if reason else []
        return problems

    def clear(self) -> None:
        """Lets go of all that was read and found."""
        self._lookups.clear()
