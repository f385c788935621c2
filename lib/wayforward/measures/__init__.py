"""The sixteen promises, one module each, named for its id in plan.toml.

A module's docstring is the definition that readers see. From there:
    published(figures)      published figures → counts (see `counting.counts`), one frame per series id
    RETURNS                 the tables of the catalogue that its own counting reads
    SERIES                  series id → function(returns) → Tally (see `counting.tally`)
    NESTED                  series that are part of another of the module, part → whole
    GAPS                    series that are gaps between two groups' averages → whether to all of them
    published_averages(figures, series)     the published averages behind a gap to all
    details(returns)        tables beside the series (see `counting.supplementary_tables`)
    context(figures), groups(figures, area)
Each part is optional: what a module does not have, it cannot supply.
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import pandas as pd


def module(measure: str) -> ModuleType:
    """The module that defines a measure, by its id in plan.toml."""
    return import_module(f"wayforward.measures.{measure}")


def definition(measure: str) -> str:
    """The definition in words, as its module gives it."""
    return module(measure).__doc__.strip()


def from_published(measure: str, figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Counts of each series of the measure that published figures can supply, by series id."""
    count = getattr(module(measure), "published", None)
    return count(figures) if count else {}


def returns_of(measure: str) -> tuple[str, ...]:
    """Names of the returns' tables that a measure reads."""
    return getattr(module(measure), "RETURNS", ())


def from_returns(measure: str) -> dict[str, Callable]:
    """For each series that returns can supply, the function of the returns that gives its Tally."""
    return getattr(module(measure), "SERIES", {})


def nested(measure: str) -> dict[str, str]:
    """Series that are part of another, by whose difference a small number could be had: part → whole."""
    return getattr(module(measure), "NESTED", {})


def gaps_of(measure: str) -> dict[str, bool]:
    """Series that are a gap between two groups' averages → whether to all of them, the group among them."""
    return getattr(module(measure), "GAPS", {})


def averages_behind(measure: str, figures: pd.DataFrame, series: str) -> pd.DataFrame:
    """The published averages behind a series that is a gap to all, each rounded to within `half_unit`: area, period,
    start, end, label, status, note, all, others, disadvantaged, half_unit, in the series' unit."""
    return module(measure).published_averages(figures, series)


def details_of(measure: str) -> Callable | None:
    """The function of the returns that gives the tables beside a measure's series, if it has any."""
    return getattr(module(measure), "details", None)


def context(measure: str, figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Quantities worked out to be read beside the measure, by their id in plan.toml; most are published as they are."""
    work_out = getattr(module(measure), "context", None)
    return work_out(figures) if work_out else {}


def groups(measure: str, figures: pd.DataFrame, area: str) -> pd.DataFrame | None:
    """The latest make-up by group, where the measure is of a make-up and the area's is at hand; else None."""
    work_out = getattr(module(measure), "groups", None)
    return work_out(figures, area) if work_out else None


def groups_from_returns(measure: str, series: str, returns) -> pd.DataFrame | None:
    """The same from the area's own returns, for one of the measure's series."""
    work_out = getattr(module(measure), "groups_from_returns", None)
    return work_out(returns, series) if work_out else None
