"""The rows of the files that a run read, told by its manifest exactly, beside the rounded accounts of returns."""

import re
from collections import defaultdict

from wayforward.attack.cells import Key
from wayforward.attack.columns import Link
from wayforward.attack.evidence import MANIFEST, Equation, Evidence, Run
from wayforward.attack.page_cells import ROWS, TOTAL

RETURN = re.compile(r"([^/]+)_\d{4}-(\d{2})\.")
LEAST = 2           # returns of a file that must fit before it is taken for the account's


def read_files(run: Run) -> dict[str, dict[str, int]]:
    """The rows of each kind of file by the year of its return, as a run's manifest has them."""
    found = defaultdict(dict)
    for each in run.values(MANIFEST).get("inputs", []):
        if (name := RETURN.search(each.get("path", ""))) and each.get("rows") is not None:
            found[name[1]][f"20{name[2]}"] = each["rows"]
    return dict(found)


def file_links(evidence: Evidence, files: dict[str, dict[str, int]]) -> list[Link]:
    """The exact rows of each account of a return whose rows only one kind of file has, in every year."""
    accounts = defaultdict(list)
    for key in evidence.bounds:
        if key.by == ROWS and key.group == TOTAL:
            accounts[key.series].append(key)
    fitting = {series: [(name, rows) for name, rows in files.items() if _fits(evidence, keys, rows)]
               for series, keys in accounts.items() if len(keys) >= LEAST}
    return [[_exact(key, fits[0][0], fits[0][1][key.period[:4]]) for key in accounts[series]]
            for series, fits in fitting.items()
            if len({tuple(rows[key.period[:4]] for key in accounts[series]) for _, rows in fits}) == 1]


def _fits(evidence: Evidence, keys: list[Key], rows: dict[str, int]) -> bool:
    """Whether a kind of file has, in every year of an account, as many rows as it tells."""
    told = [(evidence.bounds[key], rows.get(key.period[:4])) for key in keys]
    return all(count is not None and low <= count <= high for (low, high), count in told)


def _exact(key: Key, name: str, rows: int) -> Equation:
    return Equation(((key, 1.0),), float(rows), float(rows), f"{key} = {rows}, the rows of {name} in the manifest")
