"""What one area costs within a run of many, against the same area alone.

    .venv/bin/python tests/benchmarks/national_runs.py [--areas N] [--period PERIOD] [--all]

Areas are drawn evenly over the register of local authorities, the same for the same N. Alone is one command for each
of three of them; together is one command for all N, or with --all for every authority of England. Printed are the
processor's seconds for an area (of the command and all its processes), those on the clock, and their ratios; then the
memory of all processes together, its highest in each third of the command, which shows whether it grows. The size of
the target for a cluster is reckoned from them: 153 areas, 20 periods, 6 notebooks.
"""

import argparse
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import psutil

from wayforward.areas import local_authorities

COMMAND = [str(Path(sys.executable).parent / "wayforward"), "run"]
ALONE, EVERY = 3, 0.25      # areas that are run alone; seconds between two looks at the memory
AUTHORITIES, PERIODS = 153, 20
MEGABYTE = 2 ** 20


@dataclass(frozen=True)
class Cost:
    """Of one command: seconds of the processor and of the clock, and the memory of its processes at each look."""

    processor: float
    clock: float
    memory: tuple[float, ...]

    def thirds(self) -> list[float]:
        """The highest memory in each third of the command, in MB."""
        size = max(len(self.memory) // 3, 1)
        return [max(self.memory[start:start + size]) for start in (0, size, len(self.memory) - size)]


def main() -> int:
    """Prints the comparison; 1 where an area could not be run."""
    asked = _asked()
    areas = _areas(asked.areas)
    alone = [_run(asked.period, ["--area", area]) for area in areas[:ALONE]]
    words = ["--area", "all"] if asked.all else [word for area in areas for word in ("--area", area)]
    together, number = _run(asked.period, words), AUTHORITIES if asked.all else len(areas)
    if None in (*alone, together):
        return 1
    _print(alone, together, number)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--areas", type=int, default=12)
    parser.add_argument("--period", default="2025-26-Q4")
    parser.add_argument("--all", action="store_true")
    return parser.parse_args()


def _areas(number: int) -> list[str]:
    standing = sorted(name for name, area in local_authorities("data").items() if not (area.ended or area.invented))
    return standing[::max(len(standing) // number, 1)][:number]


def _run(period: str, words: list[str]) -> Cost | None:
    """A command into a folder that is thrown away; what it says is told where it fails."""
    with TemporaryDirectory() as runs, TemporaryFile("w+", encoding="utf-8") as said:
        began = time.perf_counter()
        command = psutil.Popen([*COMMAND, period, *words, "--runs", runs], stdout=said, stderr=subprocess.STDOUT)
        seen, memory = {}, []
        while command.poll() is None:
            memory.append(_look(command, seen))
            time.sleep(EVERY)
        clock = time.perf_counter() - began
        if command.returncode:
            said.seek(0)
            print(f"exit {command.returncode}: {' '.join(words)}\n{said.read()}")
            return None
        return Cost(sum(seen.values()), clock, tuple(memory))


def _look(command: psutil.Popen, seen: dict[tuple, float]) -> float:
    """The memory of a command and its processes in MB, what they share divided among them; their seconds go into
    `seen`, so that those of a process that has ended are not lost."""
    memory = 0.0
    for process in (command, *_children(command)):
        try:
            times = process.cpu_times()
            seen[process.pid, process.create_time()] = times.user + times.system
            memory += process.memory_full_info().pss / MEGABYTE
        except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
            continue
    return memory


def _children(command: psutil.Popen) -> list[psutil.Process]:
    try:
        return command.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _print(alone: list[Cost], together: Cost, number: int) -> None:
    for what in ("processor", "clock"):
        one, each = statistics.median(getattr(cost, what) for cost in alone), getattr(together, what) / number
        print(f"{what}: {one:.1f} s an area alone, {each:.1f} s within {number}: {each / one:.2f} times")
    print("memory, highest in each third: " + ", ".join(f"{part:.0f} MB" for part in together.thirds()))
    hours = together.clock / number * AUTHORITIES * PERIODS / 3600
    print(f"{AUTHORITIES} areas, {PERIODS} periods, 6 notebooks: {hours:.1f} hours on this machine")


if __name__ == "__main__":
    sys.exit(main())
