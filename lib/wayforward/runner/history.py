"""Every run that stands, as two tables: the runs, and what each of them found.

runs/history.sqlite holds nothing of its own: it is what the whole manifest.json and findings.json of the run folders
say, read once and kept. It can be deleted at any time, is made anew where it is broken, and is brought up to date
before every answer. One process at a time has it open; where nothing may be written, the answer comes from memory.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from filelock import FileLock

from wayforward import project
from wayforward.errors import RefusedParameters
from wayforward.runner.links import refuse_links
from wayforward.runner.run_folder import PRIVATE_FILE, PRIVATE_FOLDER, internal_file

if TYPE_CHECKING:
    import pandas

NAME = "history.sqlite"
FORM = 4            # of the tables; a file of another form is made anew
SECONDS = 120       # how long to wait for another process that has it open
STANDING, INCOMPLETE = 0, "incomplete"
# What the attack and the proof may have come to, so that a run may not be published
BARRED = {"gives away": "its files give somebody away", "failed": "its files could not be attacked"}
UNPROVED = {"not proved": "its texts say what its findings do not", "failed": "its texts could not be proved"}

# A finding's column: its type, and where it stands in findings.json
FINDING: dict[str, tuple[str, tuple[str, ...]]] = {
    **{name: ("TEXT", (name,)) for name in ("measure", "series", "origin", "title", "kind", "unit", "better")},
    **{name: ("INTEGER", (name,)) for name in ("number", "ambition", "decimals")},
    "headline": ("BOOLEAN", ("headline",)),
    **{f"latest_{name}": ("TEXT", ("latest", name)) for name in ("period", "end", "status")},
    **{f"latest_{name}": ("REAL", ("latest", name)) for name in ("value", "low", "high", "numerator", "denominator")},
    **{f"baseline_{name}": ("TEXT", ("baseline", name)) for name in ("period", "end")},
    "baseline_value": ("REAL", ("baseline", "value")),
    **{f"change_{name}": ("REAL", ("change", name)) for name in ("estimate", "low", "high", "p")},
    **{f"trend_{name}": ("REAL", ("trend", name)) for name in ("estimate", "p")},
    "trend_evidence": ("TEXT", ("trend", "evidence")),
    "verdict": ("TEXT", ("verdict",)),
    "evidence": ("TEXT", ("evidence",)),
}
OF_RUN = {"area": "TEXT", "period": "TEXT", "edition": "TEXT", "as_at": "TEXT", "invented": "BOOLEAN"}
COLUMNS = OF_RUN | {name: kind for name, (kind, _) in FINDING.items()}
IN_PANDAS = {"TEXT": "string", "INTEGER": "Int64", "REAL": "float64", "BOOLEAN": "boolean"}


class RunPlace(NamedTuple):
    """A folder with a run in it, and when and how large its manifest was written: what tells that it is another."""

    folder: str
    area: str
    period: str
    edition: int | str
    written: int
    size: int


@dataclass(frozen=True)
class RunRow:
    """A run as its manifest tells of it. What a manifest does not say is empty.

    edition: 0 is the standing run, 1, 2 … the earlier ones from the oldest, "incomplete" the failed or partial one
    states: how many notebooks ended in each state, such as {"completed": 5, "failed": 1}
    refused: numbers of the promises that lack a refused table of the returns, wholly or in part
    attack, proof: what came of the attack on its public files, and of the proof of its texts ("" for a run that an
    earlier version made)
    made: when its manifest was written
    folder: from the folder of runs
    """

    area: str
    period: str
    edition: int | str
    whole: bool
    as_at: str
    states: dict[str, int]
    seconds: float
    peak_mb: float | None
    failing: tuple[str, ...]
    refused: tuple[int, ...]
    commit: str
    code: str
    attack: str
    proof: str
    made: str
    folder: str

    @property
    def name(self) -> str:
        """As it is asked for: hertfordshire/2025-26-Q4, and for another than the standing one @1 or @incomplete."""
        return f"{self.area}/{self.period}" + (f"@{self.edition}" if self.edition != STANDING else "")

    @property
    def words(self) -> str:
        """What kind of run it is, as at which day, how long it took, when it was made, and what is amiss."""
        amiss = {"look at": ", ".join(self.failing), "refused, wholly or in part:": ", ".join(map(str, self.refused)),
                 "may not be published:": " and ".join(filter(None, (BARRED.get(self.attack),
                                                                     UNPROVED.get(self.proof))))}
        told = "".join(f"; {what} {which}" for what, which in amiss.items() if which)
        kind = "whole" if self.whole else "not whole"
        return f"{kind:9}  as at {self.as_at}  {self.seconds:6.1f} s  {self.made}{told}"


def refresh(runs: Path) -> None:
    """Brings the record up to date with the run folders; what has not changed is not read again."""
    _answer(runs, lambda db: _update_findings(db, runs))


def runs_table(runs: Path) -> list[RunRow]:
    """All the runs there are: by area and period the standing one, the earlier ones from the oldest, the incomplete
    one."""
    return _answer(runs, _rows)


def history(runs: Path | None = None, area: str | None = None, measure: str | None = None) -> "pandas.DataFrame":
    """What every run found, a row for each finding of each run; of one area or one measure, if given.

    runs: the folder of runs, the project's own if not given

    Values are as in findings.json (fractions for percentages); `edition` is a run's, as text.
    """
    import pandas as pd  # heavy; the list of runs does without

    runs = runs or project.resolve("runs")
    given = {name: value for name, value in (("area", area), ("measure", measure)) if value is not None}
    where = " AND ".join(f"{name} = ?" for name in given) or "TRUE"

    def found(db: sqlite3.Connection) -> list[tuple]:
        _update_findings(db, runs)
        order = "area, period, length(edition), edition, number, headline DESC, place"
        return db.execute(f"SELECT {_names(COLUMNS)} FROM history WHERE {where} ORDER BY {order}",
                          tuple(given.values())).fetchall()

    return pd.DataFrame(_answer(runs, found), columns=list(COLUMNS)).astype(
        {name: IN_PANDAS[kind] for name, kind in COLUMNS.items()})


def _rows(db: sqlite3.Connection) -> list[RunRow]:
    names = [field.name for field in fields(RunRow)]
    rows = db.execute(f"SELECT {_names(names)} FROM runs ORDER BY area, period, edition")
    return [_run_row(dict(zip(names, row, strict=True))) for row in rows]


def _run_row(values: dict[str, Any]) -> RunRow:
    return RunRow(**values | {"whole": bool(values["whole"]), "states": json.loads(values["states"]),
                              **{name: tuple(json.loads(values[name])) for name in ("failing", "refused")}})


def _stored(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list | tuple) else value


def _names(columns) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _answer(runs: Path, question: Callable[[sqlite3.Connection], Any]) -> Any:
    """What a question to the record gives, once it is up to date."""
    runs = Path(runs)
    with suppress(OSError, sqlite3.OperationalError, RefusedParameters):    # not there, full, a link, another's
        return _from_file(runs, question)
    return _ask(sqlite3.connect(":memory:"), runs, question)


def _from_file(runs: Path, question: Callable[[sqlite3.Connection], Any]) -> Any:
    lock = runs / ".locks" / "history.lock"
    refuse_links(runs, [lock, runs / NAME, runs / f"{NAME}-journal"])
    lock.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    with FileLock(lock, timeout=SECONDS, mode=PRIVATE_FILE):
        try:
            return _ask(_opened(runs / NAME), runs, question)
        except sqlite3.DatabaseError:       # broken, or not ours
            for name in (NAME, f"{NAME}-journal"):
                (runs / name).unlink(missing_ok=True)
            return _ask(_opened(runs / NAME), runs, question)


def _opened(path: Path) -> sqlite3.Connection:
    path.touch(mode=PRIVATE_FILE)
    return sqlite3.connect(path)


def _ask(db: sqlite3.Connection, runs: Path, question: Callable[[sqlite3.Connection], Any]) -> Any:
    with closing(db), db:
        _make_tables(db)
        _update_runs(db, runs)
        return question(db)


def _make_tables(db: sqlite3.Connection) -> None:
    form = db.execute("PRAGMA user_version").fetchone()[0]
    if form == FORM:
        return
    if db.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise sqlite3.DatabaseError(f"of form {form}; expected {FORM}")
    runs = [field.name for field in fields(RunRow)]
    columns = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS.items())
    db.executescript(f"""
        BEGIN;
        CREATE TABLE runs ({_names(runs)}, written, size, told DEFAULT FALSE, PRIMARY KEY (folder)) WITHOUT ROWID;
        CREATE TABLE history (folder, place INTEGER, {columns}, PRIMARY KEY (folder, place)) WITHOUT ROWID;
        CREATE INDEX of_measure ON history (measure, area);
        PRAGMA user_version = {FORM};
        COMMIT;""")


def _update_runs(db: sqlite3.Connection, runs: Path) -> None:
    """Forgets the runs that are gone or are others now, and reads the manifests of those not yet noted."""
    there = {(place.folder, place.written, place.size): place for place in _places(runs)}
    noted = set(db.execute("SELECT folder, written, size FROM runs"))
    for folder, *_ in noted - there.keys():
        db.execute("DELETE FROM runs WHERE folder = ?", (folder,))
        db.execute("DELETE FROM history WHERE folder = ?", (folder,))
    for key in sorted(there.keys() - noted):
        manifest = _json(internal_file(runs / there[key].folder, "manifest.json"))
        if manifest is not None:
            _note(db, there[key], manifest)


def _places(runs: Path) -> Iterator[RunPlace]:
    """Every folder that holds a manifest: runs/<area>/<period>, and runs/<area>/revisions/<period>/<n>."""
    for area in _folders(runs):
        for folder in _folders(area):
            period, _, edition = folder.name.partition(".")
            if period != "revisions" and edition in ("", INCOMPLETE):
                yield from _place(runs, area.name, period, edition or STANDING, folder)
        for period in _folders(area / "revisions"):
            for folder in _folders(period):
                if folder.name.isdecimal():
                    yield from _place(runs, area.name, period.name, int(folder.name), folder)


def _folders(place: Path) -> list[Path]:
    try:
        return [path for path in place.iterdir() if not path.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _place(runs: Path, area: str, period: str, edition: int | str, folder: Path) -> Iterator[RunPlace]:
    with suppress(FileNotFoundError, NotADirectoryError):
        found = internal_file(folder, "manifest.json").stat()
        yield RunPlace(folder.relative_to(runs).as_posix(), area, period, edition, found.st_mtime_ns, found.st_size)


def _json(path: Path) -> dict[str, Any] | None:
    """None for a file that has gone meanwhile or that is not ours: its run is looked at again the next time."""
    try:
        read = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return read if isinstance(read, dict) else None


def _note(db: sqlite3.Connection, place: RunPlace, manifest: dict[str, Any]) -> None:
    notebooks = {name: _dict(each) for name, each in sorted(_dict(manifest.get("notebooks")).items())}
    states = {name: each.get("state") or "" for name, each in notebooks.items()}
    row = RunRow(
        place.area, place.period, place.edition, whole=place.edition != INCOMPLETE,
        as_at=_dict(manifest.get("parameters")).get("as_at") or "",
        states=dict(sorted(Counter(states.values()).items())),
        seconds=round(sum(each.get("seconds") or 0 for each in notebooks.values()), 1),
        peak_mb=max((each["peak_mb"] for each in notebooks.values() if each.get("peak_mb")), default=None),
        failing=tuple(name for name, state in states.items() if state not in ("completed", "not run")),
        refused=tuple(sorted({_dict(each).get("number") or 0 for each in _list(manifest.get("refused"))})),
        commit=manifest.get("commit") or "", code=manifest.get("code") or "",
        attack=_dict(manifest.get("attack")).get("state") or "", proof=_dict(manifest.get("proof")).get("state") or "",
        made=f"{datetime.fromtimestamp(place.written / 1e9, UTC):%Y-%m-%d %H:%M} UTC", folder=place.folder)
    values = (_stored(getattr(row, field.name)) for field in fields(row))
    _insert(db, "runs", [(*values, place.written, place.size, False)])


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []


def _update_findings(db: sqlite3.Connection, runs: Path) -> None:
    """Reads the findings of the runs whose findings are not yet noted."""
    waiting = db.execute("SELECT folder, area, period, edition FROM runs WHERE NOT told").fetchall()
    for folder, *of_run in waiting:
        if (content := _json(internal_file(runs / folder, "findings.json"))) is not None:
            run = (*of_run, content.get("as_at"), content.get("invented"))
            _insert(db, "history", [(folder, place, *run, *_finding(finding))
                                    for place, finding in enumerate(content.get("findings", []))])
            db.execute("UPDATE runs SET told = TRUE WHERE folder = ?", (folder,))


def _finding(finding: dict[str, Any]) -> tuple:
    return tuple(_stored(_at(finding, path)) for _, path in FINDING.values())


def _at(finding: dict[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = finding
    for name in path:
        value = _dict(value).get(name)
    return value


def _insert(db: sqlite3.Connection, table: str, rows: list[tuple]) -> None:
    if rows:
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
