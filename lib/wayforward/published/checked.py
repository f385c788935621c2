"""Which rows of published figures were checked against the contract, so that a report need not check them again.

checked.txt beside the tables holds the sha256 of every file that was checked together, and of the contract they were
checked against. Where a file has changed since, or the contract has, all rows are judged anew; where files have come
that it does not name, those are, together with the rows of the same series in the others.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from wayforward.published import contract, editions
from wayforward.published.contract import REGISTERS
from wayforward.published.tables import File

NAME = "checked.txt"
CONTRACT = "contract"


def problems(files: list[File], record: str) -> list[str]:
    """Every broken rule of the files of a folder, of which some were checked before; `record` is what checked.txt
    holds."""
    hashes = dict(line.split()[::-1] for line in record.splitlines() if len(line.split()) == 2)
    known = {file.name for file in files if hashes.get(file.name) == file.sha256}
    if hashes.get(CONTRACT) != contract_version() or any(file.is_stored and file.name not in known for file in files):
        known = set()
    if known == {file.name for file in files}:
        return []
    return contract.problems(_to_judge(files, known))


def record(files: Iterable[File]) -> str:
    """What checked.txt says of files that were all checked. Tables as text are left to be checked in every run."""
    lines = [(contract_version(), CONTRACT), *((file.sha256, file.name) for file in files
                                               if file.is_stored or file.table in REGISTERS)]
    return "".join(f"{sha256}  {name}\n" for sha256, name in lines)


def contract_version() -> str:
    """The hash of the contract's own text and of what it calls an edition, however their lines end."""
    texts = [Path(module.__file__).read_text(encoding="utf-8") for module in (contract, editions)]
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def _to_judge(files: list[File], known: set[str]) -> dict[str, pd.DataFrame]:
    """The rows that have to be judged, by table. Of a stored table that was checked: all of the series that stand in
    new ones too, and one of each area and source, since the registers may have changed. Every rule that holds for a
    table holds for a part of it."""
    new = [file.placed() for file in files if file.name not in known and file.table not in REGISTERS]
    series = sorted({name for rows in new if "series" in rows for name in rows["series"]})
    return {file.table: _part(file, series) if file.is_stored and file.name in known else file.placed()
            for file in files}


def _part(file: File, series: list[str]) -> pd.DataFrame:
    first = pd.concat([pd.Series(range(len(file))).groupby(_codes(file, column)).first()
                       for column in ("area", "citation")])
    chosen = pc.is_in(file.stored["series"], pa.array(series, pa.string())).to_numpy().copy()
    chosen[first.to_numpy()] = True
    return file.placed(chosen)


def _codes(file: File, column: str) -> pd.Series:
    return pd.Series(file.stored[column].combine_chunks().indices.to_numpy())
