"""Reading and counting at national size, against the same counts written straight down in pandas and in DuckDB.

    .venv/bin/python tests/benchmarks/national_scale.py [--scale S] [--measures 1 5 …] [--data FOLDER] [--best-of N]

Promises 1, 5 and 7 are counted on invented returns of all 153 authorities (600,000 pupils in each of ten years, 80,000
children looked after and 50,000 care leavers in each of six), the others on those of the invented county made ten times
larger. Each headline is counted three times, each time in a process of its own, so that its memory is its own:

    ours        reads every column of every table that the headline needs, checks it against the layout and its rules,
                and accounts for every row: counted, or left out and why
    pandas      reads the columns it needs and counts: no check, no account
    DuckDB      the same as one query on the files

The three must give the same numbers, else the script ends with 1. Nothing here is passed or failed by its time. Rows
are those of the tables that ours reads; seconds are the processor's, in all threads, for other work on the machine
makes any others longer, and begin after the imports. docs/speed.md shows what came out. The full size takes about ten
minutes and 1.5 GB of disk; `--scale 0.02` shows the same in three.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
WAYS = ("ours", "pandas", "duckdb")
NATIONAL = (1, 5, 7)
AUTHORITIES, COUNTIES = 153, 10
SAME = 1e-9
LIMIT = 4096        # MB


def main() -> int:
    """Prints the tables; 1 where the three do not agree."""
    asked = _asked()
    with TemporaryDirectory() as temporary:
        data = Path(asked.data or temporary).resolve()
        large = {each: _best(WAYS, each, _folder(data, each, asked.scale), asked.best_of) for each in asked.measures}
        _print_large(large, asked.scale)
        small = {each: _best(WAYS[:1], each, _folder(data, each), asked.best_of) for each in asked.measures}
        _print_small(large, small)
    apart = [str(promise) for promise, found in large.items() if not _agree(found)]
    if apart:
        print(f"\nThe three do not agree on promise {', '.join(apart)}.")
    return 1 if apart else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size (1)")
    parser.add_argument("--measures", type=int, nargs="+", choices=range(1, 17), default=list(range(1, 17)),
                        metavar="N", help="the promises to count (all sixteen)")
    parser.add_argument("--data", help="a folder to keep the data in, and to use them again from")
    parser.add_argument("--best-of", type=int, default=1, help="run each so often and keep the quickest (1)")
    return parser.parse_args()


def _folder(data: Path, promise: int, scale: float | None = None) -> Path:
    """The data of a promise, of the full size times `scale` or else of one authority; written, if they are not there,
    by a process of their own."""
    kind, one, whole = ("england", 1 / AUTHORITIES, 1) if promise in NATIONAL else ("county", 1, COUNTIES)
    size = one if scale is None else whole * scale
    folder = data / f"{kind}-{size:.4g}"
    if not folder.is_dir():
        begun = folder.with_name(f"{folder.name}.begun")
        _run("national.write", kind, str(size), str(begun))
        begun.rename(folder)
    return folder


def _best(ways: tuple[str, ...], promise: int, folder: Path, times: int) -> dict[str, dict]:
    """What each way found, in its quickest run."""
    return {way: min((json.loads(_run("national.run", way, str(promise), str(folder))) for _ in range(times)),
                     key=lambda found: found["seconds"]) for way in ways}


def _run(module: str, *given: str) -> str:
    command = [sys.executable, "-m", module, *given]
    return subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, check=True, text=True).stdout


def _agree(found: dict[str, dict]) -> bool:
    """Whether the periods are the same, and the values but for the order in which they were added up."""
    own = found["ours"]["points"]
    others = [found[way]["points"] for way in ("pandas", "duckdb")]
    return all(own.keys() == other.keys() and all(
        abs(value - other[period]) <= SAME * max(1.0, abs(value)) for period, value in own.items()) for other in others)


def _speed(found: dict, rows: int) -> float:
    return rows / found["seconds"]


def _print_large(large: dict[int, dict], scale: float) -> None:
    share = "" if scale == 1 else f", {scale:g} of it"
    print(f"Promises {', '.join(map(str, NATIONAL))}: all {AUTHORITIES} authorities{share}; "
          f"the others: {COUNTIES} counties{share}.\n")
    print(f"{'':18} | {'rows a processor second':^29} | {'ours takes, times':^17} | reading | "
          f"{'peak memory, MB':^20} | same")
    print(f"{'promise':>7} {'rows':>10} | {'ours':>9} {'pandas':>9} {'DuckDB':>9} | {'as pandas':>9} {'DuckDB':>7} | "
          f"{'of ours':>7} | {'ours':>6} {'pandas':>6} {'DuckDB':>6} | numbers")
    for promise, found in large.items():
        rows = found["ours"]["rows"]
        ours, pandas, duckdb = (_speed(found[way], rows) for way in WAYS)
        peaks = " ".join(f"{found[way]['peak']:6,.0f}" for way in WAYS)
        print(f"{promise:>7} {rows:10,} | {ours:9,.0f} {pandas:9,.0f} {duckdb:9,.0f} | {pandas / ours:9.1f} "
              f"{duckdb / ours:7.1f} | {found['ours']['reading']:7.0%} | {peaks} | {'yes' if _agree(found) else 'NO'}")
    most = max(found["ours"]["peak"] for found in large.values())
    print(f"\nReading: the share of ours that reading and checking the files takes. Most memory of ours: "
          f"{most:,.0f} MB, {'under' if most < LIMIT else 'NOT under'} {LIMIT:,} MB.\n")


def _print_small(large: dict[int, dict], small: dict[int, dict]) -> None:
    print(f"Ours at the size of one authority (a {AUTHORITIES}rd of England; one county), and as above.\n")
    print(f"{'':7} | {'one authority':^20} | {'as above':^20} | times as many")
    print(f"{'promise':>7} | {'rows':>10} {'rows/s':>9} | {'rows':>10} {'rows/s':>9} | rows/s")
    for promise, found in large.items():
        one, whole = small[promise]["ours"], found["ours"]
        slow, fast = _speed(one, one["rows"]), _speed(whole, whole["rows"])
        print(f"{promise:>7} | {one['rows']:10,} {slow:9,.0f} | {whole['rows']:10,} {fast:9,.0f} | {fast / slow:6.1f}")


if __name__ == "__main__":
    sys.exit(main())
