"""How long the portal takes to make and a browser to open it, for every authority and every quarter of the plan.

    .venv/bin/python tests/benchmarks/portal.py [RUNS]

Makes so many small runs (3,060: 153 areas, 20 quarters, six pages each, so 18,360 executed notebooks) in a folder that
is thrown away. Making is told beside the time that JSON takes to read the same files, opening beside the opening of
docs/sample-panel.html in the same browser; no test run includes it.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.driven import driving
from wayforward import project
from wayforward.judge import Evidence, Verdict
from wayforward.periods import quarters
from wayforward.portal import make_site
from wayforward.portal.memory import NAME

PERIODS = quarters(2021, 2026)
STEMS = ("0-panel-report", "1-local-community", "2-trauma-informed", "3-back-on-track", "4-proud-workforce",
         "5-early-help")
POINT = {"period": "31 March 2025", "start": "2025-03-31", "end": "2025-03-31", "value": 0.886, "low": 0.85,
         "high": 0.91, "numerator": 522, "denominator": 589, "status": "final", "places": None}
VERDICTS = (*[Verdict.NO_CLEAR_CHANGE] * 4, Verdict.IMPROVING, Verdict.WORSENING, Verdict.NO_DATA)
TIMES = 5
LOAD = "() => { const [told] = performance.getEntriesByType('navigation'); return told.loadEventEnd - told.startTime; }"


def finding(area: str, number: int, place: int) -> dict:
    """One series; its verdict moves now and then from one run to the next."""
    verdict = VERDICTS[(place // 7 + number) % len(VERDICTS)]
    return {"measure": f"measure_{number}", "number": 1 + number % 16, "headline": number < 16,
            "ambition": 1 + number % 5, "measure_title": f"Care leavers in suitable accommodation {number}",
            "unit": "%", "decimals": 1, "points": [POINT] * 12, "latest": POINT, "verdict": verdict,
            "evidence": Evidence.SOME, "story": "A sentence or two. " * 20, "area": area}


def make(runs: Path, number: int) -> None:
    """So many run folders: what may leave of each, and nothing else."""
    manifest = json.dumps({"parameters": {"plan": "p"}, "refused": [], "assurance": "Draft, not assured.",
                           "notebooks": {stem: {"state": "completed"} for stem in STEMS}})
    for place in range(number):
        area = f"area-{place // len(PERIODS):03}"
        folder = runs / area / PERIODS[place % len(PERIODS)] / "public"
        folder.mkdir(parents=True)
        (folder / "findings.json").write_text(json.dumps({
            "area": area, "invented": False, "as_at": "2026-06-30",
            "findings": [finding(f"Area {area[-3:]}", each, place) for each in range(26)]}))
        (folder / "manifest.json").write_text(manifest)
        for stem in STEMS:
            (folder / f"{stem}.html").touch()


def seconds(work: Callable, *given: object) -> float:
    """Of this process, for one call."""
    began = time.process_time()
    work(*given)
    return time.process_time() - began


def read_all(runs: Path) -> None:
    """Every findings.json, read as JSON."""
    for path in runs.glob("*/*/public/findings.json"):
        json.loads(path.read_bytes())


def opening(pages: dict[str, Path]) -> dict[str, float]:
    """Milliseconds until each is loaded, the middle of some; opened in turn, so that a busy machine slows all alike."""
    found = {name: [] for name in pages}
    with driving() as driven:
        for _ in range(TIMES):
            for name, path in pages.items():
                shown = driven.new_page(java_script_enabled=True)
                shown.goto(path.as_uri(), wait_until="load")
                shown.wait_for_function("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
                found[name].append(shown.evaluate(LOAD))
                shown.close()
    return {name: median(told) for name, told in found.items()}


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 153 * len(PERIODS)
    with TemporaryDirectory() as folder:
        runs, published = Path(folder) / "runs", Path(folder) / "published"
        make(runs, number)
        print(f"{number:,} runs, {number * len(STEMS):,} executed notebooks")
        unit = seconds(read_all, runs)
        for name in ("made for the first time", "made again, nothing changed"):
            took = seconds(make_site, runs, published)
            print(f"{took:6.2f} s of this process, {took / unit:5.2f} times reading the findings  {name}")
        print(f"{(runs / NAME).stat().st_size / 1e6:6.1f} MB in {NAME}")
        pages = {"the first page": runs / "index.html", "a page of an area": runs / "area-000" / "index.html",
                 "the sample panel": project.resolve("docs/sample-panel.html")}
        took = opening(pages)
        for name, path in pages.items():
            print(f"{took[name]:6.0f} ms, {took[name] / took['the sample panel']:5.2f} times the sample panel, "
                  f"{path.stat().st_size / 1e3:6.0f} KB  {name}")
