"""The tables in the files of a release as they were downloaded: CSV, packed or not, or a workbook; every cell text.

A zip holds any number of data files, each with or without a <name>.meta.csv that says which columns are filters and
which are indicators. What lies in it besides is told and left out. A line of a table is the line in its own file.
"""

import gzip
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from wayforward.reading import archive, files, limits
from wayforward.reading.problems import LINE, Problem, Unreadable
from wayforward.returns.layout import plain

META = ".meta.csv"
KINDS = ("filter", "indicator")
GZIP = b"\x1f\x8b"
# What Explore education statistics calls when and where, and how it is compared with what stands there.
STANDARD = {plain(name): name for name in (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name")}
# Headings of which two say that a line holds the headings, where a title stands above them.
HEADINGS = frozenset(map(plain, (
    "time_period", "time_identifier", "geographic_level", "la_name", "old_la_code", "new_la_code", "region_name",
    "LA Number", "LA and Regions", "Measure", "LA num", "LA Name", "SN1", "SN2", "SN_1", "SN_2", "col_name",
    "col_type")))


@dataclass(frozen=True)
class Table:
    """A table of a file.

    name    the file, with the member or the sheet
    rows    its cells as text, numbered from 0, without spaces around them
    lines   the line of each row in its file, the headings' being 1 as a rule
    kinds   column → "filter" or "indicator", where a meta file says so
    twice   headings that stand there more than once, in whatever letters; of one written alike a later one is followed
            by # and its number
    told    what the reader of the file says of it
    """

    name: str
    rows: pd.DataFrame
    lines: np.ndarray
    kinds: Mapping[str, str] = field(default_factory=dict)
    twice: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What files hold: tables; what of them was left out, as file, reason and rows; what hinders their reading."""

    tables: tuple[Table, ...] = ()
    left_out: tuple[tuple[str, str, int], ...] = ()
    problems: tuple[str, ...] = ()


def tables_of(paths: Collection[Path]) -> Found:
    """All tables of all files, in the order given."""
    paths = list(dict.fromkeys(map(Path, paths)))
    beside = {path.name: path for path in paths if _is_meta(path.name)}
    found = [_of_file(path, beside) for path in paths]
    return Found(*(tuple(each for part in found for each in getattr(part, name))
                   for name in ("tables", "left_out", "problems")))


def _is_meta(name: str) -> bool:
    return name.casefold().endswith(META)


def _of_file(path: Path, beside: Mapping[str, Path]) -> Found:
    if _is_meta(path.name):
        return Found(left_out=((path.name, "says which columns of another file are filters: no data", 0),))
    try:
        kind = _kind(path)
        if kind == files.ZIP:
            return _of_zip(path)
        if kind == files.WORKBOOK:
            return _joined(_read(piece, f"{path.name}, {piece.inside}", None) for piece in files.pieces(path))
        with _unpacked(path, kind) as plainly:
            return _read(files.Piece(plainly, (), None), path.name, _meta_of(path, beside))
    except Unreadable as refused:
        return _refused(path.name, refused)


def _kind(path: Path) -> str:
    """The ending that tells how a file is read; Unreadable for one that is not read here."""
    name = path.name.casefold()
    if name.endswith((files.ZIP, files.WORKBOOK)):
        return Path(name).suffix
    if not name.endswith((".csv", ".csv.gz")):
        raise Unreadable(Problem("refuse", "must be a file such as the department publishes: .csv, .csv.gz, .zip or "
                                           ".xlsx", action="download it as one of these"))
    if not path.is_file():
        raise Unreadable(Problem("refuse", "cannot be opened: no file", action="see whether its name is right"))
    with path.open("rb") as source:
        return ".csv.gz" if source.read(2) == GZIP else files.CSV


@contextmanager
def _unpacked(path: Path, kind: str) -> Iterator[Path]:
    if kind == files.CSV:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        plainly = Path(folder) / "unpacked.csv"
        try:
            with gzip.open(path) as source, plainly.open("wb") as out:
                for size, piece in enumerate(archive.chunks(source), 1):
                    if size * limits.CHUNK > limits.MOST_BYTES:
                        raise limits.beyond(f"more than {limits.MOST_BYTES:,} bytes when unpacked")
                    out.write(piece)
        except (OSError, EOFError):
            raise Unreadable(Problem("refuse", "cannot be unpacked: damaged or cut off",
                                     action="download it again")) from None
        yield plainly


def _meta_of(path: Path, beside: Mapping[str, Path]) -> Path | None:
    """The file that says of which kind the columns are: beside the data, or among the files given."""
    stem = path.name.removesuffix(".gz").removesuffix(".csv")
    own = path.with_name(stem + META)
    return own if own.exists() else beside.get(own.name)


def _of_zip(path: Path) -> Found:
    try:
        archive.check_size(path, limits.MOST_BYTES)
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as packed:
            names = [name for name in packed.namelist() if not name.endswith("/") and "__MACOSX" not in name
                     and not PurePosixPath(name).name.startswith(".")]
            csv = {name: Path(folder) / f"{place}.csv" for place, name in enumerate(names)
                   if name.casefold().endswith(files.CSV)}
            for name, place in csv.items():
                with archive.opened(packed, name) as source, place.open("wb") as out:
                    out.writelines(archive.chunks(source))
            data = [_read(files.Piece(place, (), None), f"{path.name}/{name}", csv.get(name[:-len(files.CSV)] + META))
                    for name, place in csv.items() if not _is_meta(name)]
    except (OSError, zipfile.BadZipFile, RuntimeError):
        raise Unreadable(Problem("refuse", "cannot be opened as a zip: damaged, or locked with a password",
                                 action="download it again")) from None
    others = tuple((f"{path.name}/{name}", "no data file", 0) for name in names if name not in csv)
    nothing = () if data else (f"{path.name}: must hold a data file (.csv); it holds {', '.join(names) or 'nothing'}. "
                               "Download the data files of the release.",)
    return _joined([*data, Found(left_out=others, problems=nothing)])


def _joined(parts) -> Found:
    parts = list(parts)
    return Found(*(tuple(each for part in parts for each in getattr(part, name))
                   for name in ("tables", "left_out", "problems")))


def _refused(name: str, refused: Unreadable) -> Found:
    return Found(problems=tuple(f"{name}: {problem.rule}. {problem.action[:1].upper()}{problem.action[1:]}."
                                for problem in refused.problems))


def _read(piece: files.Piece, name: str, meta: Path | None) -> Found:
    try:
        text = files.read(piece, names=HEADINGS)
        refused = [problem for problem in text.problems if problem.severity == "refuse"]
        if refused:
            raise Unreadable(*refused)
        kinds, problems = _kinds(meta, f"{name} ({META})") if meta else ({}, ())
    except Unreadable as unreadable:
        return _refused(name, unreadable)
    if not len(text.rows):
        return Found(problems=(f"{name}: must hold rows; it holds headings alone. Download it again.",))
    lacking = [column for column in kinds if column not in text.rows]
    if lacking:
        problems += (f"{name}, {', '.join(lacking)}: must be there, for its meta file lists it; the file has "
                     f"{', '.join(text.rows)}. Download both again, of the same version.",)
    told = tuple(problem.rule if problem.effect == "none" else f"{problem.rule}: {problem.effect}"
                 for problem in text.problems)
    return Found((_table(name, text.rows, kinds, told),), problems=tuple(problems))


def _table(name: str, found: pd.DataFrame, kinds: Mapping[str, str], told: tuple[str, ...]) -> Table:
    lines = found.index.to_numpy() if found.index.name == LINE else np.arange(2, len(found) + 2)
    count: dict[str, int] = {}
    headings = []
    for heading in found.columns:
        count[heading] = count.get(heading, 0) + 1
        headings.append(heading if count[heading] == 1 else f"{heading}#{count[heading]}")
    rows = _standard(found.set_axis(headings, axis="columns")).reset_index(drop=True)
    alike = pd.Series({heading: plain(heading) for heading in count})
    twice = (alike.duplicated(keep=False) & alike.ne("")) | pd.Series(count).gt(1)
    return Table(name, rows.apply(lambda cells: cells.str.strip()), lines, kinds, tuple(twice.index[twice]), told)


def _standard(rows: pd.DataFrame) -> pd.DataFrame:
    """With the headings of when and where as Explore education statistics writes them, in whatever letters they stand
    there; one that stands there twice is left as it is."""
    times: dict[str, int] = {}
    for heading in rows:
        times[plain(heading)] = times.get(plain(heading), 0) + 1
    return rows.rename(columns={heading: STANDARD[plain(heading)] for heading in rows
                                if plain(heading) in STANDARD and times[plain(heading)] == 1})


def _kinds(path: Path, name: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Column → its kind, as a meta file says it, and what is wrong with it."""
    rows = files.rows(files.Piece(path, (), None), names=HEADINGS)
    lacking = [column for column in ("col_name", "col_type") if column not in rows]
    if lacking:
        return {}, (f"{name}, {', '.join(lacking)}: must be there; the file has {', '.join(rows)}. Download it again, "
                    "or leave it out.",)
    kinds = dict(zip(rows["col_name"].str.strip(), rows["col_type"].str.strip().str.casefold(), strict=True))
    wrong = sum(kind not in KINDS for kind in kinds.values())
    return kinds, () if not wrong else (f"{name}, col_type: must be Filter or Indicator ({wrong} "
                                        f"{'row' if wrong == 1 else 'rows'}). Download it again, or leave it out.",)
