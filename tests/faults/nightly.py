"""Does harm to runs, many times over, and tells whether any of them lied, lost something or left something behind.

    .venv/bin/python tests/faults/nightly.py [ROUNDS] [SEED]

Each round is a project of its own with an earlier whole run in it: a fault at a random moment, sometimes another upon
the next run, and then a plain run. It takes 10 to 20 seconds; 200 rounds are the default. What went wrong is told at
once, a table of all kinds at the end; exit code 1 if anything did. The library is copied first, so that it may be
worked on meanwhile. The same seed gives the same faults; the moments also depend on the machine.
"""

import os
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.checks import Verdict
from faults.kinds import KINDS, RUNNER, Kind
from faults.project import PANEL, Project
from faults.rounds import another, reference, suffer
from wayforward.runner.pools.warm.template import Template

TWICE = 0.2         # of the rounds: the runner is killed in the next run, too
COLUMNS = "rounds", "wrong states", "half-written files", "orphans", "lost runs", "resumed"


def main(rounds: int = 200, seed: int = 1) -> int:
    """Does so many rounds; the number of things that went wrong."""
    random, verdicts = Random(seed), defaultdict(list)
    kinds = [kind for kind in KINDS if kind.possible()]
    with TemporaryDirectory(prefix="faults-") as folder, _template(Path(folder) / "lib") as shared:
        project = reference(Path(folder) / "reference", shared)
        for number in range(rounds):
            kind = kinds[number % len(kinds)]
            verdict = one_round(another(project, Path(folder) / str(number)), kind, random, shared)
            verdicts[kind.name].append(verdict)
            print(f"{number + 1}/{rounds} {kind.name}, ended with {', '.join(map(str, verdict.ended))}: "
                  f"{'; '.join(verdict.faults) or 'all is well'}", flush=True)
        print(table(verdicts), flush=True)
    return sum(len(verdict.faults) for each in verdicts.values() for verdict in each)


def _template(copy: Path) -> Template:
    """Of a copy of the library, which every process from now on uses."""
    tests = Path(__file__).parents[1]
    shutil.copytree(tests.parent / "lib" / "wayforward", copy / "wayforward")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(copy), str(tests)])
    return Template()


def one_round(project: Project, kind: Kind, random: Random, shared: Template) -> Verdict:
    stem = random.choice(project.stems)
    more = [[(random.choice(RUNNER), PANEL)]] if random.random() < TWICE else []
    return suffer(project, [[(kind, stem)], *more], random, shared)


def table(verdicts: dict[str, list[Verdict]]) -> str:
    """A line for each kind."""
    rows = {name: (len(each), *(sum(len(getattr(verdict, what)) for verdict in each)
                                for what in ("wrong", "halves", "orphans", "lost")),
                   sum(verdict.resumed for verdict in each)) for name, each in sorted(verdicts.items())}
    rows["in all"] = tuple(map(sum, zip(*rows.values(), strict=True)))
    width = max(map(len, rows))
    return "\n".join([f"{'':{width}}  " + "  ".join(COLUMNS)] + [
        f"{name:{width}}  " + "  ".join(f"{value:{len(column)}}" for value, column in zip(row, COLUMNS, strict=True))
        for name, row in rows.items()])


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) > 0)
