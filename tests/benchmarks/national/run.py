"""One headline, counted one way, in a process of its own: python -m national.run WAY PROMISE FOLDER.

Prints JSON: seconds of the processor, in all its threads, peak (MB of the whole process), rows of the files that ours
reads, the share of the seconds that reading took, and the value by period. The seconds begin after the imports.
"""

import json
import resource
import sys
import time
from datetime import date
from functools import cache
from pathlib import Path


def ours(promise: int):
    """Reading with every check, the tally with every row accounted for, and the counts with what intervals need."""
    from wayforward import measures
    from wayforward.counting.tally import counts
    from wayforward.plan import load_plan
    from wayforward.plans import DEFAULT
    from wayforward.reading.area_returns import read_returns

    measure = next(each for each in load_plan(DEFAULT).measures if each.number == promise)
    series = next(each.id for each in measure.series if each.headline)
    count = measures.from_returns(measure.id)[series]

    def work(folder: Path) -> dict:
        directory = cache(lambda: _directory(folder / "places"))
        returns = read_returns(folder / "returns", date(2026, 12, 31), postcodes=lambda codes: directory()(codes),
                               la_code="999", gss="E10999999")
        began, read, spent = time.process_time(), returns.table, []

        def table(name: str):
            start = time.process_time()
            try:
                return read(name)
            finally:
                spent.append(time.process_time() - start)
        returns.table = table
        found = counts(count(returns)).set_index("period")["value"]
        whole = time.process_time() - began
        return {"points": found, "rows": sum(each.rows for each in returns.inputs()), "reading": sum(spent) / whole}
    return work


def _directory(places: Path):
    """The postcodes laid out by first letter, as those of the whole United Kingdom are."""
    import pandas as pd

    from wayforward.reading.postcodes import Directory, without_spaces

    rows = pd.read_csv(places / "postcodes.csv", dtype={"POSTCODE": "str", "DISTRICT": "str"}).rename(
        columns={"EASTING": "easting", "NORTHING": "northing", "DISTRICT": "district"})
    rows = rows.astype({"easting": float, "northing": float}).set_index(without_spaces(rows.pop("POSTCODE")))
    letters = dict(list(rows.groupby(rows.index.str[:1])))
    districts = pd.read_csv(places / "districts.csv", dtype="str").set_index("district")
    return Directory(lambda letter: letters.get(letter, rows.head(0)), districts)


def straight(promise: int):
    from national.straight import COUNTS
    return lambda folder: {"points": COUNTS[promise](folder)}


def query(promise: int):
    import duckdb

    from national.queries import written
    return lambda folder: {"points": dict(duckdb.sql(written(promise, folder)).fetchall())}


if __name__ == "__main__":
    way, promise, folder = sys.argv[1:]
    work = {"ours": ours, "pandas": straight, "duckdb": query}[way](int(promise))
    start = time.process_time()
    found = work(Path(folder))
    seconds = time.process_time() - start
    points = {str(period): float(value) for period, value in found.pop("points").items() if value == value}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "points": points, **found}))
