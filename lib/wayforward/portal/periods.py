"""The runs of an area and period together, and in words what state the period is in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from wayforward import ledger
from wayforward.assurance import Roles
from wayforward.errors import RefusedPublication
from wayforward.formats import day, listed, promises
from wayforward.portal.memory import read_runs
from wayforward.portal.places import INCOMPLETE, STANDING, Place, editions_in, runs_in
from wayforward.portal.shown_run import ShownRun, shown, told_of
from wayforward.runner import sign_off as signing
from wayforward.runner.sign_off import SignOff

UNSIGNED = SignOff((), (), ())


class State(NamedTuple):
    """A period's state: its kind ("missing", "failed", "part", "unreadable", "refused", "draft", "signed",
    "published"), in a word or two, and in sentences."""

    kind: str
    brief: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """An edition that left: its number, its day, why, where its files lie, and the sha256 of its findings."""

    number: int
    on: str
    why: str
    folder: Path
    sha256: str


@dataclass(frozen=True)
class AreaPeriod:
    """An area's period: its standing run or newest edition, a failed or partial run after it, earlier ones from the
    oldest; and of runs, how the standing one is signed and what of the period was published."""

    area: str
    period: str
    standing: ShownRun | None
    incomplete: ShownRun | None = None
    earlier: tuple[ShownRun, ...] = ()
    seal: SignOff = UNSIGNED
    published: tuple[Published, ...] = ()

    @property
    def as_published(self) -> Published | None:
        """The newest edition with the findings of the standing run."""
        found = self.standing.sha256 if self.standing else None
        return next((each for each in reversed(self.published) if each.sha256 == found), None)

    @property
    def state(self) -> State:
        """Of the standing run, or else of the incomplete one."""
        if self.standing is None:
            return _of_incomplete(self.incomplete)
        if self.standing.problem:
            return State("unreadable", "not readable", (f"It cannot be read: {self.standing.problem}.",))
        return _with_refused(self._signed(), self.standing.refused)

    def _signed(self) -> State:
        if self.standing.assured:
            return State("published", _edition(self.standing.place.edition), ("Assured and signed off.",))
        if same := self.as_published:
            return State("published", _edition(same.number), (
                f"Published as edition {same.number} on {day(same.on)}, with these findings.",))
        since = tuple(f"Its findings are others than those of edition {each.number}." for each in self.published[-1:])
        if self.seal.broken:
            return State("broken", "seal broken", (*(f"{each}." for each in self.seal.broken), *since))
        if not self.seal.signatures:
            return State("draft", "draft", ("Draft, not assured; nobody has signed.", *since))
        who = listed([each.role for each in self.seal.signatures])
        if self.seal.missing:
            return State("draft", "draft", (f"Draft, not assured; signed by the {who}, not yet by the "
                                            f"{listed(list(self.seal.missing))}.", *since))
        return State("signed", "signed", (f"Signed by the {who}; not published.", *since))

    @property
    def troubles(self) -> tuple[str, ...]:
        """What needs somebody, in sentences: nothing of a period that is whole, with nothing refused."""
        state, later = self.state, self.incomplete if self.standing else None
        own = state.told if state.kind in ("failed", "part", "unreadable", "broken") else ()
        refused = (_refused(self.standing.refused),) if self.standing and self.standing.refused else ()
        return (*own, *refused, *(f"A later run: {told}" for told in (_of_incomplete(later).told if later else ())))


def _of_incomplete(run: ShownRun) -> State:
    if run.problem:
        return State("unreadable", "not readable", (f"The failed or partial run cannot be read: {run.problem}.",))
    if run.failed:
        return State("failed", "failed", tuple(f"{each}." for each in run.failed))
    left = sorted(name for name, state in run.states.items() if state == "not run")
    return _with_refused(State("part", "in part", (f"A part of a run; not run: {listed(left)}.",)), run.refused)


def _with_refused(state: State, numbers: tuple[int, ...]) -> State:
    if not numbers:
        return state
    return State(state.kind, f"{state.brief}, {listed(list(map(str, numbers)))} refused",
                 (*state.told, _refused(numbers)))


def _refused(numbers: tuple[int, ...]) -> str:
    return f"{promises(numbers).capitalize()} {'was' if len(numbers) == 1 else 'were'} refused, wholly or in part."


def _edition(number: int | str) -> str:
    return f"edition {number}" if number else "published"


def periods_of_runs(runs: Path, published: Path, roles: Roles) -> list[AreaPeriod]:
    """Every area and period of a folder of runs, with what was published of it. RefusedInputs for a broken ledger."""
    books: dict[str, ledger.Ledger] = {}
    made = []
    for (area, period), group in _grouped(read_runs(runs_in(runs), runs)).items():
        book = books.setdefault(area, ledger.read(ledger.path_of(published, area)))
        standing = group.pop(STANDING, None)
        found = AreaPeriod(area, period, standing, group.pop(INCOMPLETE, None), tuple(group.values()), published=tuple(
            _published(each, published) for each in book.of_period(period)))
        made.append(found if found.as_published else replace(found, seal=_seal(standing, roles)))
    return made


def periods_published(folder: Path) -> list[AreaPeriod]:
    """Every area and period of a folder of what was published, or of its copies."""
    return [AreaPeriod(area, period, standing=list(group.values())[-1], earlier=tuple(group.values())[:-1])
            for (area, period), group in _grouped(map(_read_edition, editions_in(folder))).items()]


def _read_edition(place: Place) -> ShownRun:
    """An edition; of what does not say that it was signed off nothing is shown."""
    told = told_of(place)
    if told.get("assured") or "problem" in told:
        return shown(place, told)
    return shown(place, {"name": place.area, "problem": "it does not say that it was signed off; `wayforward publish` "
                                                        "writes what may be shown"})


def _grouped(runs: Iterable[ShownRun]) -> dict[tuple[str, str], dict[str, ShownRun]]:
    """By area and period, and then by edition; in order."""
    found: dict[tuple[str, str], dict[str, ShownRun]] = {}
    for run in runs:
        found.setdefault((run.place.area, run.place.period), {})[run.place.edition] = run
    return dict(sorted(found.items()))


def _seal(run: ShownRun | None, roles: Roles) -> SignOff:
    folder = run and run.place.folder.parent
    if not folder or not (folder / signing.NAME).is_file():
        return UNSIGNED
    try:
        return signing.sign_off(folder, roles)
    except RefusedPublication as refused:
        return SignOff((), (), (refused.summary,))


def _published(edition: ledger.Edition, published: Path) -> Published:
    return Published(edition.edition, edition.published, edition.why,
                     published / edition.area / edition.period / str(edition.edition),
                     edition.files.get("findings.json", ""))
