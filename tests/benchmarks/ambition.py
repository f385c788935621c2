"""How long does it take to count an ambition of the invented county from its own returns, and to judge it?

    .venv/bin/python tests/benchmarks/ambition.py [--ambition N] [--period P] [--times N]

Opens the report of one ambition, each time in a process of its own, and prints the seconds of the processor, in all its
threads, of the quickest time: reading and screening every return, counting every series, and all statistics of them.
The imports and the pages are no part of it. No test run includes it.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = """
import time
from wayforward import open_report
begun = time.process_time()
open_report({ambition}, "{period}", "exampleshire", "", "data").findings
print(time.process_time() - begun)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ambition", type=int, default=3, choices=range(1, 6), metavar="N", help="1 to 5 (3)")
    parser.add_argument("--period", default="2025-26-Q4", help="of the report (2025-26-Q4)")
    parser.add_argument("--times", type=int, default=3, help="of which the quickest is told (3)")
    asked = parser.parse_args()
    work = [sys.executable, "-c", WORK.format(ambition=asked.ambition, period=asked.period)]
    seconds = min(float(subprocess.run(work, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout)
                  for _ in range(asked.times))
    print(f"ambition {asked.ambition}, {asked.period}: {seconds:.1f} seconds of the processor")


if __name__ == "__main__":
    main()
