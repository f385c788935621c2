"""Numbers of outside judges (base R), with the call that made them: tests/statistics/reference_values/numbers.csv."""

import csv
from functools import cache
from pathlib import Path

NUMBERS = Path(__file__).parent / "statistics" / "reference_values" / "numbers.csv"


def judge(name: str) -> float:
    """What R says of the name; judges.R holds the data and re-makes the numbers."""
    return _recorded()[name]


def limits(name: str) -> tuple[float, float]:
    """The two ends of an interval by R."""
    return judge(f"{name}.low"), judge(f"{name}.high")


@cache
def _recorded() -> dict[str, float]:
    with NUMBERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    recorded = {row["name"]: float(row["value"]) for row in rows}
    if len(recorded) < len(rows):
        raise ValueError("a name stands twice in numbers.csv")
    return recorded
