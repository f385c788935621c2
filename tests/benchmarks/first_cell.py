"""How long does an analyst wait: for the first cell, for a page of the invented county, and for the same page again?

    python tests/benchmarks/first_cell.py [--ambition N] [--measure ID] [--times N] [--beside FOLDER]

In IPython, as a kernel has it: the first cell opens a report of the real county; then a page of the invented one is
opened and its story, chart and table are shown, twice in the same process. Beside it, by turns, the same where every
module of the project, and the libraries that draw, test and check, are imported before the report is opened; and the
same in another copy of the project, such as an earlier commit. Seconds of the processor, in all threads, of the
quickest of three times, and how often the first's it is. No test run includes it.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EAGER = """
import importlib, pkgutil
for name in ("statsmodels.api", "scipy.stats", "matplotlib.pyplot", "seaborn", "great_tables", "pandera.pandas"):
    importlib.import_module(name)
for module in pkgutil.walk_packages(wf.__path__, "wayforward."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""
WORK = """
import json, time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
told, begun = [], time.process_time()
def lap():
    global begun
    told.append(time.process_time() - begun)
    begun = time.process_time()
import wayforward as wf
{eager}
wf.open_report(3, "2025-26-Q4", "hertfordshire")
lap()
for _ in range(2):
    page = wf.open_report({ambition}, "2025-26-Q4", "exampleshire")["{measure}"]
    for part in (page.story(), page.chart(), page.table()):
        shell.display_formatter.format(part)
    lap()
print(json.dumps(told))
"""
WHAT = ("the first cell", "a page of the invented county", "the same page again")


def seconds(folder: Path, ambition: int, measure: str, eager: str = "") -> list[float]:
    """Of each of the three, in a process of its own."""
    work = [sys.executable, "-c", WORK.format(ambition=ambition, measure=measure, eager=eager)]
    ended = subprocess.run(work, cwd=folder, env=os.environ | {"PYTHONPATH": str(folder / "lib")},
                           stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(ended.stdout.splitlines()[-1])


def main() -> None:
    """Times and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ambition", type=int, default=3, help="whose report is opened (3)")
    parser.add_argument("--measure", default="attainment_gap", help="whose page it is (attainment_gap)")
    parser.add_argument("--times", type=int, default=3, help="of which the quickest is told (3)")
    parser.add_argument("--beside", type=Path, help="another copy of the project")
    asked = parser.parse_args()
    ways = {"now": (ROOT, ""), "everything imported first": (ROOT, EAGER)}
    if asked.beside:
        ways["beside"] = asked.beside.resolve(), ""
    rounds = [{way: seconds(folder, asked.ambition, asked.measure, eager) for way, (folder, eager) in ways.items()}
              for _ in range(asked.times)]
    for at, what in enumerate(WHAT):
        least = {way: min(each[way][at] for each in rounds) for way in ways}
        told = [f"{way} {spent:.2f} s ({spent / least['now']:.1f})" for way, spent in least.items()]
        print(f"{what}:", "; ".join(told))


if __name__ == "__main__":
    main()
