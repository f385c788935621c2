"""Writes what a machine says into a folder: an invented county of a size, and a period of it and of the real one in
findings and words.

Run in a process of its own, as numpy and OpenBLAS choose their arithmetic when they are loaded.
"""

import json
import sys
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info

from exampleshire import write_sample
from wayforward.finding import to_json
from wayforward.report.open import read_inputs
from wayforward.report.pages import Page
from wayforward.show import Section

DATA = Path(__file__).resolve().parents[2] / "data"
PERIOD, AREAS = "2025-26-Q4", ("hertfordshire", "exampleshire")


def tell(folder: Path, scale: float) -> None:
    """machine.json: what the arithmetic is; data/sample/: the county; of each area, a measure a file."""
    (folder / "machine.json").write_text(json.dumps(_arithmetic()))
    write_sample(folder / "data" / "sample", scale)
    for register in ("published", "places", "scatter"):
        (folder / "data" / register).symlink_to(DATA / register)
    for area in AREAS:
        evidence = read_inputs(PERIOD, area, data=str(folder / "data"))
        (folder / area).mkdir()
        for measure in evidence.plan.measures:
            _write(folder / area / measure.id, Page(measure, evidence))


def _arithmetic() -> dict[str, list[str]]:
    return {"vectors": np.show_config(mode="dicts")["SIMD Extensions"].get("found", []),
            "algebra": sorted({each["architecture"] for each in threadpool_info() if "architecture" in each})}


def _write(path: Path, page: Page) -> None:
    findings = [to_json(finding) for finding in page.findings]
    path.with_suffix(".json").write_text(json.dumps(findings, ensure_ascii=False, allow_nan=False, indent=1))
    whole = Section(page.promise(), page.table(), page.what_else(), page.doubts())
    path.with_suffix(".md").write_text(whole.words())


if __name__ == "__main__":
    tell(Path(sys.argv[1]), float(sys.argv[2]))
