"""How often the interval of a change less the others' mean holds the truth, and ranges of places the true place.

    .venv/bin/python tests/benchmarks/against_the_rest.py [DRAWS]       some three minutes; no test run includes it

From every series' newest panel as it was measured (data/scatter). Drawn: all authorities' figures of every year, with
true changes that are spread as the real ones seem to be, a tenth, or twice as much; the scatter is worked out anew from
each draw. `first`: the ranges of those told a place among the first ten, and of those that truly are. `drawn`: the
usual range instead, of ranks drawn from each authority's own interval. Real: how many real changes of five years lie
`beyond` the 95 % of what is taken for the ranges (5 would be right), and how many are told `apart` from the others'.
England: its own published change less the authorities' mean, in standard deviations of the authorities' changes.
Writes docs/calibration/against_the_rest.csv, a row a series.
"""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd
from real_series import drawn

from wayforward import measures
from wayforward.judge import LEAST_POINTS
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.published.figures import read_published
from wayforward.report import scatter
from wayforward.statistics.against_the_rest import (
    Estimates,
    against_the_rest,
    changes,
    own_change,
    place,
    towards_the_mean,
)
from wayforward.statistics.all_areas import AllAreas
from wayforward.statistics.dispersion import Prior
from wayforward.statistics.measured import Measured
from wayforward.statistics.measured_scatter import errors_about_course
from wayforward.statistics.panel import Panel

DATA, OUT = (Path(__file__).parents[2] / name for name in ("data", "docs/calibration/against_the_rest.csv"))
AS_AT = date(2026, 6, 30)
YEARS, FIRST, INNER, EVERY = 5, 10, 400, 5     # of a window; places; ranks drawn; of so many authorities one is tested
SPREADS = {"hardly any": 0.1, "as real": 1.0, "twice": 2.0}


def figures_of(panel: Panel, priors: dict[str, Prior]) -> AllAreas:
    return AllAreas(panel.areas, panel.ends.astype("datetime64[D]"), panel.values, errors_about_course(panel, priors))


def window(panel: Panel) -> tuple[int, int]:
    """Its first and last period: the last, and five periods before or the first."""
    return max(0, len(panel.ends) - 1 - YEARS), len(panel.ends) - 1


def ends_of(panel: Panel) -> list[date]:
    return [panel.ends[at].astype("datetime64[D]").item() for at in window(panel)]


def spread_of(estimates: Estimates) -> float:
    """Of the true changes, as the ranges take it."""
    kept = (towards_the_mean(estimates.values, estimates.errors)[1][0] / estimates.errors[0]) ** 2
    return float(estimates.errors[0] * np.sqrt(kept / (1 - kept)))


def another(panel: Panel, priors: dict[str, Prior], spread: float, rng) -> tuple[Panel, np.ndarray]:
    """The panel drawn anew, and the true changes over the window."""
    strays = np.vstack([drawn(priors[area], errors, panel.lags, 1, rng)
                        for area, errors in zip(panel.areas, panel.errors, strict=True)])
    true, time = rng.normal(0, 1, len(panel.areas)) * spread, panel.design[:, 1]
    first, last = window(panel)
    lines = true[:, None] * (time - time[first]) / (time[last] - time[first])
    return replace(panel, values=np.where(np.isnan(panel.values), np.nan, lines + strays)), true


def against(panel: Panel, figures: AllAreas, priors: dict[str, Prior]) -> dict[int, tuple[float, float, float]]:
    """For one authority in five that has both ends, by its row: the limits and p against the rest."""
    told, ends = {}, ends_of(panel)
    days = panel.ends.astype("datetime64[D]").tolist()
    means = dict(zip(days, zip(np.nanmean(panel.values, axis=0), (~np.isnan(panel.values)).sum(axis=0), strict=True),
                     strict=True))
    for row in range(0, len(panel.areas), EVERY):
        area, prior, there = panel.areas[row], priors[panel.areas[row]], ~np.isnan(panel.values[row])
        if not there[list(window(panel))].all():
            continue
        known = Measured(AS_AT, len(panel.areas), len(days), panel.by_chance, prior.scale, prior.df, prior.correlation,
                         prior.spread, {} if panel.by_chance else means)
        limit = 0.0 if panel.by_chance else np.nan
        points = pd.DataFrame({"end": pd.to_datetime(panel.ends[there]), "value": panel.values[row, there],
                               "low": limit, "high": limit, "se": panel.errors[row, there], "status": "final"})
        points = points if panel.by_chance else points.drop(columns="se")
        points = points[points["end"] >= pd.Timestamp(ends[0])].reset_index(drop=True)
        ours, chance = own_change(points, "gap", 0, len(points) - 1, least=LEAST_POINTS, measured=known)
        found = against_the_rest(ours, chance, changes(figures, *ends, prior.correlation).others(area))
        told[row] = (found.low, found.high, found.p)
    return told


def ranges(estimates: Estimates, true: np.ndarray, rng) -> pd.DataFrame:
    """A row an authority: its place, the true one, the range, and the usual range."""
    moved = estimates.values + estimates.errors * rng.standard_normal((INNER, len(true)))
    usual = np.quantile(len(true) - moved.argsort(axis=1).argsort(axis=1), [0.025, 0.975], axis=0,
                        method="inverted_cdf")
    rows = pd.DataFrame([vars(place(estimates, area)) for area in estimates.areas])
    return rows.assign(true=1 + (true > true[:, None]).sum(axis=1), usual_low=usual[0], usual_high=usual[1])


def of_draws(panel: Panel, priors: dict[str, Prior], spread: float, draws: int, rng) -> dict[str, float]:
    """In percent, what the intervals and the ranges hold."""
    held, rows, correlation = [], [], priors[panel.areas[0]].correlation
    for _ in range(draws):
        one, true = another(panel, priors, spread, rng)
        figures = figures_of(one, priors)
        estimates = changes(figures, *ends_of(one), correlation)
        there = np.isin(panel.areas, estimates.areas)
        apart = {row: true[row] - np.delete(true, row)[np.delete(there, row)].mean() for row in np.flatnonzero(there)}
        held += [low <= apart[row] <= high for row, (low, high, _) in against(one, figures, priors).items()]
        rows.append(ranges(estimates, true[there], rng))
    told = pd.concat(rows)
    within = told["true"].between(told["low"], told["high"])
    return {"interval": np.mean(held), "range": within.mean(), "told first": within[told["rank"] <= FIRST].mean(),
            "truly first": within[told["true"] <= FIRST].mean(),
            "width": ((told["high"] - told["low"] + 1) / told["of"]).mean(),
            "drawn": told["true"].between(told["usual_low"], told["usual_high"]).mean()}


def of_real(panel: Panel, priors: dict[str, Prior]) -> dict[str, float]:
    """In percent, of the real figures."""
    figures, correlation = figures_of(panel, priors), priors[panel.areas[0]].correlation
    real = changes(figures, *ends_of(panel), correlation)
    centred = np.abs(real.values - np.median(real.values))
    beyond = (centred > 1.96 * np.hypot(spread_of(real), real.errors)).mean()
    return {"beyond": beyond, "apart": np.mean([p < 0.05 for *_, p in against(panel, figures, priors).values()])}


def england_apart(panel: Panel, priors: dict[str, Prior], counts: pd.DataFrame) -> float:
    """England's change less the authorities' mean, in standard deviations of theirs."""
    theirs = changes(figures_of(panel, priors), *ends_of(panel), 0.0).values
    own = counts[counts["area"].eq("england")].set_index("end")["value"]
    first, last = (own.get(end, np.nan) for end in ends_of(panel))
    return float((last - first - theirs.mean()) / theirs.std())


def main(draws: int = 6) -> None:
    """Draws, prints, and writes the table."""
    published, plan = read_published(DATA / "published", AS_AT), load_plan(DEFAULT)
    held = pd.read_parquet(DATA / "scatter" / "scatter.parquet")
    newest = held[held["known"] == held.groupby("series")["known"].transform("max")]
    england = {measure.id: measures.from_published(measure.id, published.figures) for measure in plan.measures}
    rows = []
    for (measure, name), panel in scatter.panels(published, plan):
        own = newest[newest["series"] == name].set_index("area")
        priors = {area: Prior(*own.loc[area, ["scale", "df", "correlation", "spread"]]) for area in panel.areas}
        rng = np.random.default_rng([20260331, crc32(name.encode())])
        real = spread_of(changes(figures_of(panel, priors), *ends_of(panel), priors[panel.areas[0]].correlation))
        found = {f"{what}, {kind}": 100 * value for kind, times in SPREADS.items()
                 for what, value in of_draws(panel, priors, times * real, draws, rng).items()}
        rows.append({"series": name, "areas": len(panel.areas), **found}
                    | {what: 100 * value for what, value in of_real(panel, priors).items()}
                    | {"England": england_apart(panel, priors, england[measure][name])})
        print(name, flush=True)
    table = pd.DataFrame(rows).round(1).assign(England=[round(row["England"], 2) for row in rows])
    print(table.describe().loc[["mean", "min", "max"]].T.round(1).to_string())
    table.to_csv(OUT, index=False)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
