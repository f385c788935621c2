"""The invented county, published period by period and edition by edition, and attacked with all that ever left.

For each size: five successive periods, each run and published, then run again on returns in which a few rows of each
table were corrected, and published again if the attack lets it. At the end all public folders are attacked together.

    python tests/benchmarks/editions.py [SIZE…] --work FOLDER

Prints for each edition how many points, groups and rows of tables are hidden, whether it could be published and, at the
end of each county, every recipe found. Takes some minutes a county.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from exampleshire import write_sample
from wayforward.periods import reporting_period

ROOT = Path(__file__).parents[2]
PERIODS = ("2024-25-Q4", "2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")
AREA, SIZES = "exampleshire", (1.0, 0.3, 0.1, 0.03)
DROPPED = (1, 4)        # so many rows of a corrected table are gone


def county(folder: Path, size: float) -> Path:
    """A data folder with the invented county at a size."""
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("sample", "extracts"))
    write_sample(folder / "sample", scale=size)
    return folder


def correct(data: Path, period: str, rng: np.random.Generator) -> None:
    """Takes a few rows out of the newest file, known on a period's day, of each plain table of the returns."""
    known = reporting_period(period).as_at.isoformat()
    newest = {path.name.partition("_20")[0]: path for path in sorted((data / "sample" / "returns").glob("*/*.csv"))
              if path.parent.name <= known}
    for path in newest.values():
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        gone = rng.integers(*DROPPED, endpoint=True)
        if len(rows) > 10 * gone:
            rows.drop(rng.choice(len(rows), gone, replace=False)).to_csv(path, index=False)


def wayforward(*arguments: str) -> subprocess.CompletedProcess:
    """A command of the suite."""
    return subprocess.run([sys.executable, "-m", "wayforward", *arguments], cwd=ROOT, text=True, capture_output=True)


def hidden(run: Path) -> str:
    """How many numbers of a run are told and hidden, by reason."""
    cells = json.loads((run / "internal" / "disclosure.json").read_text(encoding="utf-8"))
    reasons = pd.Series([cell["reason"] for cell in cells["hidden"]], dtype=object).value_counts()
    return f"told {len(cells['told'])}, hidden " + ", ".join(f"{number} {why}" for why, number in reasons.items())


def story_of(size: float, work: Path) -> None:
    """One county through its periods and editions."""
    data, published, rng = county(work / "data", size), work / "published", np.random.default_rng(1)
    for period in PERIODS:
        for edition in (1, 2):
            runs = work / f"runs{edition}"
            ran = wayforward("run", period, "--area", AREA, "--data", str(data), "--runs", str(runs), "--published",
                             str(published), "--force")
            for role in ("analyst", "assurer", "approver"):
                wayforward("sign-off", str(runs / AREA / period), "--by", f"The {role}", "--role", role, "--note",
                           "signed for the benchmark")
            out = wayforward("publish", str(runs / AREA / period), "--by", "benchmark", "--published", str(published))
            print(f"{size:g} {period} edition {edition}: run {ran.returncode}, publish {out.returncode}; "
                  f"{hidden(runs / AREA / period)}", flush=True)
            if out.returncode:
                print(out.stdout + out.stderr, flush=True)
            if edition == 1:
                correct(data, period, rng)
    folders = sorted(map(str, (published / AREA).glob("*/*/")))
    print(wayforward("attack", *folders, "--ledger", str(published / AREA / "ledger.jsonl")).stdout, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=float, default=SIZES)
    parser.add_argument("--work", type=Path, required=True)
    given = parser.parse_args()
    for size in given.sizes:
        story_of(size, given.work / f"{size:g}")


if __name__ == "__main__":
    main()
