"""What is asked to be set otherwise, checked against what a page offers, and put into what its chain stands on."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wayforward import measures
from wayforward.areas import area_named, local_authorities
from wayforward.errors import RefusedParameters
from wayforward.formats import listed
from wayforward.periods import read_date
from wayforward.plan import Measure
from wayforward.report import sources
from wayforward.report.choices import Choice, choices
from wayforward.report.open import Examination, ReportInputs
from wayforward.report.variation import Variation, baselines, names_by_end, plain

OF_THE_CHAIN = ("without", "since", "baseline", "neighbours", "threshold")


def varied_inputs(measure: Measure, evidence: ReportInputs, examined: Examination,
                  wanted: Mapping[str, Any]) -> ReportInputs:
    """What a varied page stands on. RefusedParameters with everything in `wanted` that the page does not offer, or
    offers otherwise, and with what it does."""
    offered = choices(measure, evidence, examined)
    given, problems = {}, [] if wanted else ["nothing was named to be set otherwise"]
    for name, value in wanted.items():
        try:
            given[name] = _read(offered, name, value, measure, evidence, examined)
        except ValueError as wrong:
            problems.append(f"{name}: {wrong}")
    if "threshold" in given and given.keys() - set(OF_THE_CHAIN):
        problems.append("threshold: a stricter rule and another choice of the definition are set one at a time")
    if problems:
        raise RefusedParameters(f"{measure.id} cannot be varied so:", [*problems, _all(offered)])
    return _with(measure, evidence, offered, given)


def _all(offered: Mapping[str, Choice]) -> str:
    told = [f"{each.name} ({each.kind}; {_value(each.default)})" for each in offered.values()]
    return f"it offers {listed(told)}" if told else "it offers nothing: there is no figure of it"


def _value(value: Any) -> str:
    """A value as it is typed, a number without what it does not need."""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "not set"}[value]
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


# Reading what was given

def _read(offered: Mapping[str, Choice], name: str, value: Any, measure: Measure, evidence: ReportInputs,
          examined: Examination) -> Any:
    """A value as the chain wants it; ValueError says what is wrong with it."""
    if name not in offered:
        of_returns = name in measures.choices_of(measure.id) and not examined.own.counted
        raise ValueError("is set in counting a return of the council, and none is at hand" if of_returns
                         else "is nothing that this page offers")
    readers: dict[str, Callable] = {"neighbours": _neighbours, "threshold": _threshold, "baseline": _baseline,
                                    "without": _periods, "since": _period}
    read = readers.get(name, _of_definition)(offered[name], value, evidence, examined)
    if read == offered[name].default:
        raise ValueError(f"is {_value(read)} as defined; nothing would differ")
    return read


def _of_definition(choice: Choice, value: Any, *_: Any) -> Any:
    value = tuple(value) if isinstance(value, list | set) else value
    try:
        read = TypeAdapter(choice.annotation).validate_python(value, strict=True)
    except ValidationError:
        raise ValueError(f"expected a {choice.kind}, such as {_value(choice.default)}; got {value!r}") from None
    if isinstance(read, float | int) and not (math.isfinite(read) and read >= 0):
        raise ValueError(f"expected a number of 0 or more; got {value!r}")
    return read


def _threshold(choice: Choice, value: Any, *_: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not choice.default < value < math.inf:
        raise ValueError(f"expected a number above {choice.default:g}, which the rule in force has: a variation may "
                         f"hide more, never less; got {value!r}")
    return float(value)


def _neighbours(choice: Choice, value: Any, evidence: ReportInputs, *_: Any) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple | set) or not given or not all(isinstance(each, str) for each in given):
        raise ValueError(f'expected a list of authorities, such as ["kent", "Essex"]; got {value!r}')
    known = {area: place for area, place in local_authorities(evidence.data).items() if area in choice.allowed}
    try:
        return tuple(dict.fromkeys(area_named(each, known) for each in given))
    except RefusedParameters as wrong:
        raise ValueError(wrong.summary.removeprefix("area: ")) from None


def _periods(choice: Choice, value: Any, evidence: ReportInputs, examined: Examination) -> tuple[str, ...]:
    given = list(value) if isinstance(value, list | tuple | set) else [value]
    return tuple(_period(choice, each, evidence, examined) for each in given)


def _period(choice: Choice, value: Any, evidence: ReportInputs, examined: Examination) -> str:
    """The name of a period of any series, as it was given."""
    for counts, finding in zip(examined.made_of, examined.findings, strict=True):
        if counts is not None and any(plain(value) in names for names in names_by_end(
                counts[counts["area"] == evidence.setting.area], finding.calendar).values()):
            return str(value)
    raise ValueError(f"expected a period with a figure: {', '.join(choice.allowed)}; got {value!r}")


def _baseline(choice: Choice, value: Any, evidence: ReportInputs, examined: Examination) -> str:
    """The name of a period in which some series has a comparable figure of before the plan, as it was given."""
    for counts, finding in zip(examined.made_of, examined.findings, strict=True):
        if counts is not None and plain(value) in baselines(counts, evidence.setting, finding.calendar):
            return str(value)
    raise ValueError(f"expected a comparable figure of before the plan: {', '.join(choice.allowed)}; got {value!r}")


# Putting it in

def _with(measure: Measure, evidence: ReportInputs, offered: Mapping[str, Choice], given: Mapping[str, Any]
          ) -> ReportInputs:
    chosen = {name: value for name, value in given.items() if name not in OF_THE_CHAIN}
    words = "; ".join(_in_words(offered[name], value, evidence) for name, value in given.items())
    varied = Variation(tuple(chosen.items()), _taking(measure, chosen), words=words,
                       **{name: value for name, value in given.items() if name in OF_THE_CHAIN})
    if not varied.neighbours:
        return replace(evidence, variation=varied)
    published = sources.published_on(read_date(evidence.as_at), evidence.setting.area, evidence.data, varied.neighbours)
    return replace(evidence, variation=varied, published=replace(published, inputs=evidence.published.inputs),
                   setting=replace(evidence.setting, neighbours=varied.neighbours))


def _taking(measure: Measure, chosen: Mapping[str, Any]) -> frozenset[str]:
    """The series that are counted by any of the choices."""
    return frozenset(series for series, count in measures.from_returns(measure.id).items()
                     if measures.taken_of(count, chosen))


def _in_words(choice: Choice, value: Any, evidence: ReportInputs) -> str:
    if choice.name == "without":
        return f"without {listed(list(value))}"
    if choice.name == "since":
        return f"since {value}"
    if choice.name == "neighbours":
        return f"beside {listed([evidence.setting.names[each] for each in value])}"
    what = {"baseline": "baseline", "threshold": "numbers hidden below"}.get(choice.name, choice.name.replace("_", " "))
    return f"{what} {_value(value)} in place of {_value(choice.default)}"
