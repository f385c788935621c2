"""Tables of published figures as text to compare and edit, and back: nothing is taken in that breaks the contract."""

from collections.abc import Collection
from pathlib import Path

from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.published import checked, contract
from wayforward.published.contract import REGISTERS
from wayforward.published.tables import CSV, PARQUET, File, as_csv, files_of, refuse, stored, unreadable


def export_tables(folder: Path, names: Collection[str], out: Path) -> list[Path]:
    """Writes the tables of those names, or all, as CSV files into another folder, and says which."""
    tables = {file.table: file for file in files_of(folder) if file.table not in REGISTERS}
    unknown = [name for name in names if name not in tables]
    if unknown:
        raise RefusedParameters(f"{folder.name}/ has no table {', '.join(unknown)}; it has {', '.join(tables)}")
    if out.resolve() == folder.resolve():
        raise RefusedParameters(f"{folder.name}/ holds the tables themselves; name another folder to write into")
    out.mkdir(parents=True, exist_ok=True)
    written = {out / f"{name}{CSV}": as_csv(tables[name].of_areas()) for name in names or tables}
    for path, text in written.items():
        path.write_text(text, encoding="utf-8", newline="")
    return list(written)


def import_tables(folder: Path, sources: Collection[Path]) -> list[Path]:
    """Takes CSV files in as the tables of their names, checks all rows of the folder anew, and says which files it
    wrote. RefusedInputs with every broken rule, and nothing is written."""
    taken = {file.table: file for file in map(_source, sources)}
    standing = {file.table: file for file in files_of(folder)}
    refuse(contract.problems({name: file.placed() for name, file in (standing | taken).items()}), folder)
    new = {name: File(f"{name}{PARQUET}", stored(file.text)) for name, file in taken.items()}
    for file in new.values():
        _write(folder / file.name, file.raw)
        (folder / f"{file.table}{CSV}").unlink(missing_ok=True)
    _write(folder / checked.NAME, checked.record(files_of(folder)).encode())
    return [*(folder / file.name for file in new.values()), folder / checked.NAME]


def _source(path: Path) -> File:
    if path.suffix != CSV or path.stem in REGISTERS:
        raise RefusedInputs(f"{path.name}: must be a table of figures as CSV; registers are edited where they stand")
    file = File(path.name, path.read_bytes())
    refuse(unreadable(file), path.parent)
    return file


def _write(path: Path, raw: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(raw)
    beside.replace(path)
