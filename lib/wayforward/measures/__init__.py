"""The sixteen promises, one module each, named for its id in plan.toml; a module's docstring is the definition that
readers see. `Definition` is the whole of what a module may offer to the rest of the library."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, partial
from importlib import import_module
from inspect import Parameter, signature
from types import MappingProxyType, ModuleType

import pandas as pd

from wayforward.counting.contract import Returns
from wayforward.counting.dated import Dated
from wayforward.counting.supplementary_tables import Detail
from wayforward.counting.tally import Tally

AS_DEFINED: Mapping[str, object] = MappingProxyType({})
Figures = pd.DataFrame      # published figures (see published.figures)
Counts = pd.DataFrame       # see counting.counts


@dataclass(frozen=True)
class Definition:
    """What a measure's module offers under these names; what it does not have, it cannot supply.

    published           published figures → counts by series id
    published_averages  published figures and a gap's series → the averages that it is the gap between
    context             published figures → quantities to be read beside the measure, by their id in plan.toml
    groups              published figures, an area and a series → its latest make-up by group, or None
    RETURNS             the tables of the catalogue that its own counting reads
    SERIES              series id → function of the returns that counts it
    DATED               series id → the definition that held before today's, and until when
    GAPS                series that are gaps between two groups' averages → whether to all, the group among them
    details             returns → tables beside the series
    groups_from_returns returns and a series → the latest make-up by group, or None
    """

    published: Callable[[Figures], dict[str, Counts]] | None = None
    published_averages: Callable[[Figures, str], pd.DataFrame] | None = None
    context: Callable[[Figures], dict[str, Figures]] | None = None
    groups: Callable[[Figures, str, str], pd.DataFrame | None] | None = None
    RETURNS: tuple[str, ...] = ()
    SERIES: Mapping[str, Callable[[Returns], Tally]] = field(default_factory=dict)
    DATED: Mapping[str, Dated] = field(default_factory=dict)
    GAPS: Mapping[str, bool] = field(default_factory=dict)
    details: Callable[[Returns], list[Detail]] | None = None
    groups_from_returns: Callable[[Returns, str], pd.DataFrame | None] | None = None


def module(measure: str) -> ModuleType:
    """The module that defines a measure, by its id in plan.toml."""
    return import_module(f"wayforward.measures.{measure}")


@cache
def offered(measure: str) -> Definition:
    """What the module of a measure offers."""
    there = vars(module(measure))
    return Definition(**{part.name: there[part.name] for part in fields(Definition) if part.name in there})


def definition(measure: str) -> str:
    """The definition in words, as its module gives it."""
    return module(measure).__doc__.strip()


def from_published(measure: str, figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Counts of each series of the measure that published figures can supply, by series id."""
    count = offered(measure).published
    return count(figures) if count else {}


def published_averages(measure: str, figures: pd.DataFrame, series: str) -> pd.DataFrame:
    """The published averages behind a series of GAPS, each rounded to within `half_unit`: area, period, start, end,
    label, status, note, all, others, disadvantaged, half_unit, in the series' unit."""
    return offered(measure).published_averages(figures, series)


def returns_of(measure: str) -> tuple[str, ...]:
    """Names of the returns' tables that a measure reads."""
    return offered(measure).RETURNS


def from_returns(measure: str, choices: Mapping[str, object] = AS_DEFINED) -> Mapping[str, Callable[[Returns], Tally]]:
    """For each series that returns can supply, the function of the returns that gives its Tally; with some of the
    definition's choices set otherwise, where the series offers them."""
    return {series: partial(count, **taken) if (taken := taken_of(count, choices)) else count
            for series, count in offered(measure).SERIES.items()}


def taken_of(count: Callable[[Returns], Tally], choices: Mapping[str, object]) -> dict[str, object]:
    """Those of some choices that a series offers."""
    every = any(each.kind == Parameter.VAR_KEYWORD for each in signature(count).parameters.values())
    own = {each.name for each in _choices(count)}
    return {name: value for name, value in choices.items() if every or name in own}


def choices_of(measure: str) -> dict[str, Parameter]:
    """What can be set otherwise in a measure's own counting, by name, each with its type and its default in
    the first series that offers it."""
    return {each.name: each for count in reversed(offered(measure).SERIES.values()) for each in _choices(count)}


def _choices(count: Callable[[Returns], Tally]) -> Iterator[Parameter]:
    """The parameters of a series' function after the returns, but for those that make it this series."""
    bound = count.keywords if isinstance(count, partial) else {}
    for each in list(signature(count, eval_str=True).parameters.values())[1:]:
        if each.kind != Parameter.VAR_KEYWORD and each.name not in bound:
            yield each


def dated_of(measure: str) -> Mapping[str, Dated]:
    """For each series whose definition changed from a day on, the earlier one."""
    return offered(measure).DATED


def gaps_of(measure: str) -> Mapping[str, bool]:
    """Series that are a gap between two groups' averages → whether to all of them, the group among them."""
    return offered(measure).GAPS


def details_of(measure: str) -> Callable[[Returns], list[Detail]] | None:
    """The function of the returns that gives the tables beside a measure's series, if it has any."""
    return offered(measure).details


def context(measure: str, figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Quantities worked out to be read beside the measure, by their id in plan.toml; most are published as they are."""
    work_out = offered(measure).context
    return work_out(figures) if work_out else {}


def groups(measure: str, series: str, figures: pd.DataFrame, area: str) -> pd.DataFrame | None:
    """The latest make-up by group of one of the measure's series, where it is one and the area's is at hand; else
    None."""
    work_out = offered(measure).groups
    return work_out(figures, area, series) if work_out else None


def groups_from_returns(measure: str, series: str, returns: Returns) -> pd.DataFrame | None:
    """The same from the area's own returns, for one of the measure's series."""
    work_out = offered(measure).groups_from_returns
    return work_out(returns, series) if work_out else None
