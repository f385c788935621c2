"""What does the attack find in the invented county, by its size, and what does it cost beside the run?

    .venv/bin/python tests/benchmarks/attack.py [--period P] [--scale S …] [--keep DIR]

Runs each county, attacks the run, and lets the county's records judge: how many recipes there are of each kind, how
many bounds were judged and how many of them are wrong, how many differences are of cases that do not lie one within the
other, and the seconds of the processor that the run and the attack took. No test run includes it.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "attack"))

from records import AREA, EDGE, Records, write_county  # noqa: E402

from wayforward.attack import attack, known_of  # noqa: E402
from wayforward.attack.evidence import read_runs  # noqa: E402
from wayforward.attack.recipes import NUMBERS  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--period", default="2025-26-Q4", help="of the report (2025-26-Q4)")
    parser.add_argument("--scale", type=float, nargs="+", default=[1, 0.3, 0.1, 0.03], help="of the counties")
    parser.add_argument("--keep", type=Path, help="folder for the counties and runs; else they are thrown away")
    asked = parser.parse_args()
    for scale in asked.scale:
        with TemporaryDirectory() as thrown_away:
            told(scale, asked.period, (asked.keep or Path(thrown_away)) / str(scale))


def told(scale: float, period: str, folder: Path) -> None:
    """Prints what one county comes to."""
    data = folder / "data" if (folder / "data").is_dir() else write_county(folder / "data", scale)
    before = children_seconds()
    subprocess.run([Path(sys.executable).with_name("wayforward"), "run", period, "--area", AREA, "--data", data,
                    "--runs", folder / "runs", "--force"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run, begun = children_seconds() - before, time.process_time()
    found = attack([folder / "runs" / AREA / period])
    attacked, records = time.process_time() - begun, Records(data, period)
    kinds = Counter(each.kind if each.exact or each.kind not in NUMBERS else f"{each.kind}, bounded" for each in found)
    bounds = known_of(read_runs([folder / "runs" / AREA / period])).bounds
    true = [(records.true(key), ends) for key, ends in bounds.items() if key.of_people]
    judged = [low - EDGE <= count <= high + EDGE for count, (low, high) in true if count is not None]
    print(f"scale {scale:g}: {', '.join(f'{kind} {many}' for kind, many in kinds.items()) or 'nothing'}; "
          f"{len(judged):,} bounds judged, {judged.count(False)} wrong; recipes: "
          f"{[records.judge(each) for each in found].count(False)} wrong, "
          f"{[records.nested(each) for each in found].count(False)} not nested; run {run:.1f} s of the processor, "
          f"attack {attacked:.1f} s, {attacked / run:.0%}", flush=True)


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
