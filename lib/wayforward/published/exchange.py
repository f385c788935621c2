"""Tables of published figures as text to compare and edit, and back: nothing is taken in that breaks the contract."""

from collections.abc import Collection, Mapping
from pathlib import Path

from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.published import checked, contract
from wayforward.published.contract import REGISTERS
from wayforward.published.tables import CSV, PARQUET, File, as_csv, files_of, refuse, stored, unreadable
from wayforward.published.writing import finish, write_all


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
    finish(folder)
    taken = {file.table: file for file in map(_source, sources)}
    standing = {file.table: file for file in files_of(folder)}
    refuse(contract.problems({name: file.placed() for name, file in (standing | taken).items()}), folder)
    new = {name: File(f"{name}{PARQUET}", stored(file.text)) for name, file in taken.items()}
    return put(folder, standing, new)


def put(folder: Path, standing: Mapping[str, File], new: Mapping[str, File]) -> list[Path]:
    """Puts tables and registers that keep the contract, by table, in the place of those that stand in a folder, with
    the record that all were checked; says which files it wrote."""
    record = checked.record(sorted((standing | new).values(), key=lambda file: file.name))
    written = {file.name: file.raw for file in new.values()} | {checked.NAME: record.encode()}
    gone = [standing[name].name for name in new.keys() & standing.keys() if standing[name].name not in written]
    write_all(folder, written, standing.values(), gone)
    return [folder / name for name in written]


def _source(path: Path) -> File:
    if path.suffix != CSV or path.stem in REGISTERS:
        raise RefusedInputs(f"{path.name}: must be a table of figures as CSV; registers are edited where they stand")
    file = File(path.name, path.read_bytes())
    refuse(unreadable(file), path.parent)
    return file
