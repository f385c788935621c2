"""What can be set otherwise on a measure's page: the choices of its definition where the series is counted from
returns, which figures are used, from where, beside whom, and a stricter small-number rule."""

import types
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin

from wayforward import measures
from wayforward.formats import shortest_period
from wayforward.plan import Measure
from wayforward.report.open import Examination, ReportInputs
from wayforward.report.variation import baselines, periods_of, plain

KINDS = {bool: "yes or no", int: "whole number", float: "number", str: "text", tuple: "list"}


@dataclass(frozen=True)
class Choice:
    """One thing that can be set otherwise.

    kind        "number", "whole number", "yes or no", "text", "list", "period", "periods" or "areas"
    default     how it is as defined
    allowed     what it can be, where that is a list; None where any of its kind
    annotation  its type
    """

    name: str
    kind: str
    default: Any
    allowed: tuple[Any, ...] | None = None
    annotation: Any = str


def choices(measure: Measure, evidence: ReportInputs, examined: Examination) -> dict[str, Choice]:
    """What a page offers to set otherwise, by name."""
    found = [*_of_definition(measure, examined), *_of_figures(evidence, examined)]
    if examined.own.counted and any(each.people for each in measure.series if each.id in examined.own.counted):
        found.append(Choice("threshold", "number", evidence.rule.threshold, None, float))
    return {each.name: each for each in found}


def _of_definition(measure: Measure, examined: Examination) -> list[Choice]:
    """The parameters of the functions that count the series which are counted from returns."""
    counted = {name: count for name, count in measures.from_returns(measure.id).items() if name in examined.own.counted}
    return [Choice(name, kind_of(each.annotation), each.default, None, each.annotation)
            for name, each in measures.choices_of(measure.id).items()
            if any(measures.taken_of(count, {name: each.default}) for count in counted.values())]


def kind_of(annotation: Any) -> str:
    """A type in words.

    >>> kind_of(float), kind_of(tuple[str, ...] | None), kind_of(bool)
    ('number', 'list', 'yes or no')
    """
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(each for each in get_args(annotation) if each is not type(None))
    return KINDS[get_origin(annotation) or annotation]


def _of_figures(evidence: ReportInputs, examined: Examination) -> list[Choice]:
    findings = [finding for finding in examined.findings if finding.points]
    if not findings:
        return []
    periods, setting = tuple(periods_of(findings)), evidence.setting
    found = [Choice("without", "periods", (), periods, tuple[str, ...]), Choice("since", "period", periods[0], periods)]
    headline = next((each for each in findings if each.headline), findings[0])
    counts = next(counts for counts, each in zip(examined.made_of, examined.findings, strict=True) if each is headline)
    possible = baselines(counts, setting, headline.calendar)
    first = tuple(name for name in periods_of([headline]) if plain(name) in possible)
    if headline.baseline and len(first) > 1:
        now = shortest_period(headline.baseline.end, headline.calendar)
        found.append(Choice("baseline", "period", now, first))
    if any(finding.benchmarks for finding in findings):
        areas = evidence.published.areas
        others = areas["level"].eq("local authority") & areas["area"].ne(setting.area) & areas["invented"].eq(
            evidence.invented)
        found.append(Choice("neighbours", "areas", setting.neighbours, tuple(areas.loc[others, "area"]),
                            tuple[str, ...]))
    return found
