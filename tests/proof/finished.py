"""The finished texts of real findings, as a run has them: a notebook's outputs, and narrative.md."""

import json
from functools import cache

from wayforward import show
from wayforward.finding import Finding, to_json
from wayforward.narrate import sections
from wayforward.proof.facts import Facts
from wayforward.proof.reading import Texts, read
from wayforward.report.open import examined, read_inputs

PERIOD = "2025-26-Q4"
AREAS = {"hertfordshire": (), "hampshire": ("staff_sickness_and_retention", "workforce_diversity"),    # all, where none
         "exampleshire": ("care_leavers_accommodation", "workforce_diversity")}      # counted from returns


@cache
def findings(area: str) -> tuple[Finding, ...]:
    """Of every series of the area, or of some measures."""
    evidence = read_inputs(PERIOD, area)
    return tuple(finding for measure in evidence.plan.measures if measure.id in (AREAS[area] or (measure.id,))
                 for finding in examined(measure, evidence).findings)


@cache
def plain(area: str) -> list[dict]:
    """As in findings.json."""
    return [to_json(finding) for finding in findings(area)]


@cache
def files(area: str) -> dict[str, str]:
    """A notebook with every story, picture's words, table and tile, and the narrative, by name."""
    found = list(findings(area))
    with_points = [finding for finding in found if finding.points]
    cells = [{"outputs": [{"data": data}]} for data in (
        *({"text/markdown": str(show.told(finding, titled=True))} for finding in found),
        *({"image/png": "", "text/plain": words} for words in map(picture, with_points)),
        *({"text/html": made._repr_html_()} for finding in with_points for made in tables(finding)),
        {"text/html": show.series_table(found, "all-series", "Every figure")._repr_html_()},
        {"text/html": show.tiles([finding for finding in found if finding.headline])._repr_html_()},
        {"text/markdown": f"{sections.in_short(found)}\n{sections.summary(found)}"})]
    return {"page.ipynb": json.dumps({"cells": cells}), "narrative.md": str(sections.chapter("All", found))}


def picture(finding: Finding) -> str:
    """The words of its line chart."""
    from wayforward.narrate.alt_text import alt_text

    return alt_text(finding)


def tables(finding: Finding):
    """Its figures, the other areas', and the other choices."""
    yield show.table(finding)
    if finding.robustness:
        yield show.robustness_table(finding)
    if finding.latest and any(mark.value is not None for mark in finding.benchmarks):
        yield show.benchmark_table(finding)


@cache
def texts(area: str) -> Texts:
    """All that they say, as it is read back."""
    found = Texts()
    for name, content in files(area).items():
        found.add(read(name, content))
    return found


@cache
def facts(area: str) -> list[Facts]:
    """The findings as the proof has them."""
    return [Facts(each) for each in plain(area)]
