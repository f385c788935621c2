"""How each series of the plan moves by itself in other areas: measured from all published figures, edition by edition,
and brought to the report of one area. How it is done: statistics.measured_scatter; where it stands: published.scatter.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from wayforward import measures, project
from wayforward.areas import LEVEL
from wayforward.input_tracking import Input
from wayforward.plan import Plan
from wayforward.published import scatter
from wayforward.published.contract import REGISTERS
from wayforward.published.figures import Published, known_of
from wayforward.published.scatter import (
    BY_CHANCE,
    COLUMNS,
    EDITION,
    MEANS,
    NUMBERS,
    OWN_UNIT,
    SCATTER,
    VALUES,
    AllValues,
)
from wayforward.published.tables import File, files_of
from wayforward.statistics.all_areas import all_areas
from wayforward.statistics.dispersion import Prior
from wayforward.statistics.measured import Measured
from wayforward.statistics.measured_scatter import errors_about_course, priors
from wayforward.statistics.panel import Panel, panel
from wayforward.statistics.results import rounded

CHILDREN = "population_0_17"        # an area's size, where a figure does not say how many it is of
YEAR = timedelta(days=365)
Editions = dict[tuple[str, str], Measured]      # by measure and series


def read_editions(published: Path, as_at: date, area: str) -> tuple[Editions, tuple[Input, ...]]:
    """For the series of an area how they move by themselves elsewhere, as known on a day; and the files it stands in,
    beside the folder of published figures."""
    rows, means, values, inputs = scatter.read_scatter(published.parent / scatter.FOLDER, as_at, area)
    return {(row.measure, row.series): _measured(row, means, values) for row in rows.itertuples()}, inputs


def _measured(row, means: pd.DataFrame, values: AllValues) -> Measured:
    own = means[(means["measure"] == row.measure) & (means["series"] == row.series)]
    others = {date.fromisoformat(end): (mean, areas)
              for end, mean, areas in zip(own["end"], own["mean"], own["areas"], strict=True)}
    return Measured(date.fromisoformat(row.known), row.areas, row.periods, row.unit == BY_CHANCE,
                    *(getattr(row, name) for name in NUMBERS), others,
                    lambda: all_areas(values.of(row.measure, row.series, row.known)))


def editions_of(data: str, as_at: date) -> dict[tuple[str, str], str]:
    """The day of the newest edition of each series by a day, whatever the area; by measure and series."""
    return scatter.editions_known(project.resolve(data) / scatter.FOLDER, as_at)


def measure_scatter(data: str, plan: Plan) -> list[Path]:
    """Measures every edition anew from the real areas' published figures, writes the tables and says which."""
    home = project.resolve(data)
    return scatter.write_scatter(home / scatter.FOLDER, tables(home / "published", plan),
                                 scatter.made_from(home / "published"))


def tables(published: Path, plan: Plan) -> dict[str, pd.DataFrame]:
    """The tables of published.scatter: an edition for each day on which a series had a new period in enough areas.
    Days long before the plan began are left out: no report could have been made of it."""
    files = files_of(published)
    told: dict[tuple[str, str], set] = {}
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in COLUMNS}
    for day in days_known(files):
        if date.fromisoformat(day) < plan.start - YEAR:
            continue
        for series, found in panels(known_of(files, date.fromisoformat(day)), plan):
            if not set(found.ends) <= told.setdefault(series, set()):
                told[series] |= set(found.ends)
                for name, rows in _tables_of(found).items():
                    parts[name].append(rows.assign(**dict(zip(EDITION, (*series, day), strict=True))))
    return {name: pd.concat(each)[COLUMNS[name]].sort_values(EDITION, kind="stable", ignore_index=True)
            for name, each in parts.items()}


def days_known(files: Sequence[File]) -> list[str]:
    """The days on which figures became known, in order."""
    return sorted({day for file in files if file.table not in REGISTERS for day in file.combinations("known")["known"]})


def panels(known: Published, plan: Plan) -> Iterator[tuple[tuple[str, str], Panel]]:
    """The panels of the plan's series that were large enough by a day."""
    authorities = known.areas.loc[known.areas["level"].eq(LEVEL), "area"]
    figures = known.figures[known.figures["area"].isin(authorities)]
    children = figures[figures["series"].eq(CHILDREN)].groupby("area")["value"].mean()
    for measure in plan.measures:
        counts = measures.from_published(measure.id, figures)
        for series in measure.series:
            found = panel(counts[series.id], series.kind, children, series.in_figures("published").breaks) \
                if series.id in counts else None
            if found is not None:
                yield (measure.id, series.id), found


def _tables_of(found: Panel) -> dict[str, pd.DataFrame]:
    """One edition's part of each table."""
    of_areas = priors(found)
    means = {} if found.by_chance else {MEANS: _mean_rows(found)}
    return {SCATTER: _scatter_rows(found, of_areas), **means, VALUES: _value_rows(found, of_areas)}


def _scatter_rows(found: Panel, of_areas: Mapping[str, Prior]) -> pd.DataFrame:
    unit = BY_CHANCE if found.by_chance else OWN_UNIT
    rows = [(area, len(found.areas) - 1, len(found.ends), unit, *map(_shortened, (
        prior.scale, prior.df, prior.correlation, prior.spread))) for area, prior in of_areas.items()]
    return pd.DataFrame(rows, columns=["area", "areas", "periods", "unit", *NUMBERS])


def _mean_rows(found: Panel) -> pd.DataFrame:
    """For figures without intervals, which are told less the others'."""
    values = pd.DataFrame(found.values, columns=found.ends.astype(str))
    return pd.DataFrame({"end": values.columns, "areas": values.notna().sum().to_numpy(),
                         "mean": [rounded([mean])[0] for mean in values.mean()]})


def _value_rows(found: Panel, of_areas: Mapping[str, Prior]) -> pd.DataFrame:
    """All figures that are there, in order of time and of area."""
    periods, areas = np.nonzero(~np.isnan(found.values.T))
    errors = errors_about_course(found, of_areas)[areas, periods]
    return pd.DataFrame({"end": found.ends.astype(str)[periods], "area": found.areas[areas],
                         "value": [rounded([value])[0] for value in found.values[areas, periods].tolist()],
                         "error": [_shortened(error) for error in errors]})


def _shortened(number: float) -> float:
    """To four significant digits, on which all processors agree."""
    return float(f"{number:.4g}")
