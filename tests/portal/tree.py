"""A small folder of runs: what may leave of each, and nothing else."""

import json
from pathlib import Path

from wayforward.assurance import ASSURED, DRAFT

POINT = {"period": "31 March 2026", "value": 0.886, "places": None}
WORSE, BETTER = ("worsening", "some"), ("improving", "strong")
OPEN = ("no clear change", "none")
PAGES = ("0-panel-report.html", "3-back-on-track.html")


def finding(area: str, number: int, judged: tuple[str, str], **other) -> dict:
    """The headline of a promise, of the third ambition."""
    return {"measure": f"measure_{number}", "number": number, "headline": True, "ambition": 3,
            "measure_title": f"Promise {number}", "verdict": judged[0], "evidence": judged[1], "area": area,
            "unit": "%", "decimals": 1, "latest": POINT} | other


def write_public(folder: Path, judged: tuple, *, area: str = "Hertfordshire", invented: bool = False,
                 assured: bool = False, states: tuple[str, ...] = ("completed", "completed"),
                 refused: tuple[int, ...] = (), plan: str = "") -> Path:
    """The public files of a run or edition; `judged`: verdict and evidence of promises 1, 2 …"""
    folder.mkdir(parents=True)
    findings = [finding(area, number, each) for number, each in enumerate(judged, start=1)]
    (folder / "findings.json").write_text(json.dumps(
        {"area": area, "invented": invented, "as_at": "2026-06-30", "findings": findings}), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps(
        {"assurance": ASSURED if assured else DRAFT, "parameters": {"plan": plan},
         "refused": [{"number": each} for each in refused],
         "notebooks": {name.removesuffix(".html"): {"state": state}
                       for name, state in zip(PAGES, states, strict=True)}}), encoding="utf-8")
    for name in PAGES:
        (folder / name).write_text("<!DOCTYPE html><title>A page</title>", encoding="utf-8")
    return folder


def write_run(runs: Path, name: str, judged: tuple, **other) -> Path:
    """A run by its path in a folder of runs."""
    return write_public(runs / name / "public", judged, **other)
