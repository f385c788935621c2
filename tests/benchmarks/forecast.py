"""The outlook's forecasts tried on the past: does its 80 % interval hold the figure 80 times in 100?

    .venv/bin/python tests/benchmarks/forecast.py

Every published series of Hertfordshire and its neighbours, in every year with enough points before it, is forecast
with those points alone, and the figures that came are laid beside. Writes the table to
docs/calibration/forecast.csv and prints it, then what other constants would have scored; takes two minutes, and no
test run includes it.

Areas and series move together (the pandemic moved all of them), so a coverage comes with two 95 % intervals: by drawing
areas again (cluster bootstrap: low, high), and the wider by drawing areas and series again, both at once (Owen 2007,
Ann Appl Stat 1:386: low both, high both). "chosen on": the six areas whose series the constants were chosen on. "held
back": the others; they were seen while the model was made, so they are a second look and not a sealed one. "below",
"above": how often the figure lay on either side of the interval, 0.1 if all is well.
Beside it stand two naive rules that begin from the last figure: width and interval score (smaller is better) as
multiples of those of the rule in use, geometric means over series, and how much higher their mean log score is.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from wayforward import judge, measures, project
from wayforward.counting import counts
from wayforward.finding import USABLE
from wayforward.report.open import ReportInputs, read_inputs
from wayforward.statistics import forecast
from wayforward.statistics.intervals import with_intervals

PERIOD, AREA = "2025-26-Q4", "hertfordshire"
TO = "docs/calibration/forecast.csv"
CHOSEN_ON = ("bromley", "cambridgeshire", "gloucestershire", "hertfordshire", "trafford", "west_sussex")
# The plan has no published count: these stand for counts. The others are no part of the plan and test it further.
NUMBERS = ("looked_after", "looked_after_uasc", "ehc_plans", "in_post_headcount")
OTHERS = {"proportion": ("grade5_english_maths_all_percent", "ks2_rwm_all_percent", "ks2_rwm_disadvantaged_percent",
                         "ks2_rwm_others_percent", "sen_participating_16_17_percent",
                         "care_leavers_19_21_not_eet_percent"),
          "mean": ("attainment8_all", "attainment8_others", "attainment8_disadvantaged"),
          "rate": ("looked_after_rate_per_10000", "absence_rate_percent")}
FEWEST, FURTHEST = 2, 5         # tried further than the rule allows, to see where it should end
DRAWS, SEED = 10_000, 20260331
USED, OWN_MOVES, NEIGHBOURS = "local level", "random walk, own moves alone", "last figure, neighbours' spread"


def all_series(evidence: ReportInputs) -> pd.DataFrame:
    """Usable points of every series, kind and area, in order of time; `part`: plan, or other."""
    figures, parts = evidence.published.figures, []
    for measure in evidence.plan.measures:
        supplied = measures.from_published(measure.id, figures)
        parts += [_told(supplied[series.id], series.id, series.kind, "plan")
                  for series in measure.series if series.id in supplied and series.kind in forecast.RULES]
    parts += [_told(_number(figures, name), name, "count", "plan") for name in NUMBERS]
    parts += [_told((counts.percentage if kind == "proportion" else counts.average)(figures, name), name, kind, "other")
              for kind, names in OTHERS.items() for name in names]
    whole = pd.concat(parts, ignore_index=True)
    return whole[whole["status"].isin(USABLE) & whole["value"].notna()]


def _told(rows: pd.DataFrame, series: str, kind: str, part: str) -> pd.DataFrame:
    return with_intervals(rows, kind).assign(series=series, kind=kind, part=part)


def _number(figures: pd.DataFrame, name: str) -> pd.DataFrame:
    return counts.shape(counts.published(figures, name).assign(numerator=lambda rows: rows["value"]))


def tried(points: pd.DataFrame) -> pd.DataFrame:
    """One row for every forecast by every rule: the chance it gave to less than the figure that came (`below`), its log
    score, and its 80 % interval's width and score on the scale of its kind."""
    rows = []
    for (series, kind, part), of_series in points.groupby(["series", "kind", "part"]):
        spreads = _spreads(of_series, kind)
        for area, ours in of_series.groupby("area"):
            for past, came, ahead in _asked(ours, kind, FEWEST, FURTHEST):
                rows += [{"series": series, "kind": kind, "part": part, "area": area, "points": len(past),
                          "ahead": ahead, "end": came["end"], "rule": rule, **_scored(forecast, came["value"], kind)}
                         for rule, forecast in _forecasts(past, kind, came["end"], ahead, spreads)]
    return pd.DataFrame(rows)


def _asked(ours: pd.DataFrame, kind: str, fewest: int, furthest: int) -> Iterator[tuple[pd.DataFrame, pd.Series, int]]:
    """What was known at each time, each later figure, and how many years ahead that lay."""
    placed = np.isfinite(forecast.moved(ours, kind))
    for first in range(fewest, len(ours)):
        past = ours.iloc[:first]
        for _, came in ours.iloc[first:].iterrows() if placed[:first].all() else ():
            if (ahead := _years(past["end"].iloc[-1], came["end"])) <= furthest:
                yield past, came, ahead


def _years(first: date, last: date) -> int:
    return round((last - first).days / forecast.YEAR)


def _forecasts(past: pd.DataFrame, kind: str, end: date, ahead: int,
               spreads: dict) -> Iterator[tuple[str, forecast.Forecast]]:
    """Each rule's forecast. A typical move of the neighbours asks for at least 8 of them."""
    scale, moved = forecast.RULES[kind].scale, forecast.moved(past, kind)
    years = np.diff(forecast.days(past["end"], end)) / forecast.YEAR
    own = float(np.sqrt(np.mean(np.diff(moved) ** 2 / years[:-1]) * years[-1]))
    yield USED, forecast.forecast(past, kind, end)
    if own > 0:
        yield OWN_MOVES, forecast.Forecast(scale, moved[-1], own, len(moved) - 1)
    spread, moves = spreads.get((past["end"].iloc[-1], ahead), (0.0, 0))
    if spread > 0 and moves >= 8:
        yield NEIGHBOURS, forecast.Forecast(scale, moved[-1], spread, 1000)


def _spreads(points: pd.DataFrame, kind: str) -> dict:
    """The root mean square of all areas' moves over so many years, of those known by a day, and how many they are."""
    moves = [(ours["end"].iloc[later], _years(ours["end"].iloc[first], ours["end"].iloc[later]),
              moved[later] - moved[first])
             for _, ours in points.groupby("area") for moved in [forecast.moved(ours, kind)]
             for first in range(len(ours)) for later in range(first + 1, len(ours))]
    known = pd.DataFrame(moves, columns=["end", "ahead", "move"]).replace([np.inf, -np.inf], np.nan).dropna()
    return {(day, ahead): (float(np.sqrt((then["move"] ** 2).mean())), len(then))
            for day in known["end"].unique() for ahead, then in known[known["end"] <= day].groupby("ahead")}


def _scored(forecast: forecast.Forecast, came: float, kind: str) -> dict[str, float]:
    """Beside the figure that came. Interval score: Gneiting & Raftery (2007), JASA 102:359, width plus 2 / 0.2 of what
    the figure lies outside; a figure at a limit of its scale counts as half a percentage point from it."""
    with np.errstate(divide="ignore"):
        there = forecast.scale.there(np.clip(came, 0.005, 0.995) if kind == "proportion" and came in (0, 1) else came)
    half = stats.t.ppf((1 + forecast.LEVEL) / 2, forecast.df) * forecast.spread
    off = float(there - forecast.centre)
    return {"below": 1 - forecast.above(came), "width": 2 * half,
            "log score": float(stats.t.logpdf(off / forecast.spread, forecast.df) - np.log(forecast.spread)),
            "score": 2 * half + 2 / (1 - forecast.LEVEL) * max(abs(off) - half, 0.0)}


def coverage(forecasts: pd.DataFrame, level: float = forecast.LEVEL) -> pd.Series:
    """Whether the figure that came lies in the central interval."""
    return (forecasts["below"] - 0.5).abs() <= level / 2


def line(forecasts: pd.DataFrame) -> dict[str, float]:
    """Coverages with their uncertainty, and how often the figure lay below and above."""
    inside = coverage(forecasts)
    by_area, by_both = _drawn(forecasts, inside, both=False), _drawn(forecasts, inside, both=True)
    return {"forecasts": len(forecasts), "areas": forecasts["area"].nunique(), "series": forecasts["series"].nunique(),
            "inside 80": inside.mean(), "low": by_area[0], "high": by_area[1], "low both": by_both[0],
            "high both": by_both[1], "inside 50": coverage(forecasts, 0.5).mean(),
            "inside 95": coverage(forecasts, 0.95).mean(), "below": (forecasts["below"] < 0.1).mean(),
            "above": (forecasts["below"] > 0.9).mean()}


def _drawn(forecasts: pd.DataFrame, inside: pd.Series, both: bool) -> np.ndarray:
    """95 % limits of the coverage, areas (and series) drawn again with replacement, all draws at once."""
    held = pd.crosstab(forecasts["area"], forecasts["series"], inside, aggfunc="sum").fillna(0.0).to_numpy(float)
    of = pd.crosstab(forecasts["area"], forecasts["series"]).to_numpy(float)
    generator = np.random.default_rng(SEED)
    areas, series = (generator.multinomial(size, np.full(size, 1 / size), DRAWS) for size in held.shape)
    series = series if both else np.ones_like(series)
    shares = (((areas @ held) * series).sum(axis=1), ((areas @ of) * series).sum(axis=1))
    return np.quantile(shares[0][shares[1] > 0] / shares[1][shares[1] > 0], [0.025, 0.975])


def table(forecasts: pd.DataFrame, local: list[str]) -> pd.DataFrame:
    """Coverage of the rule in use: by kind, half, years ahead, number of points and series. One row each."""
    used = forecasts[forecasts["rule"] == USED]
    used = used.assign(half=np.where(used["area"].isin(CHOSEN_ON), "chosen on", "held back"))
    enough, near = used["points"] >= judge.LEAST_POINTS, used["ahead"] <= judge.MOST_YEARS_AHEAD
    ours, plan = used["area"].isin(local), used["part"] == "plan"
    rule = used[enough & near & ours & plan]
    groups = [("all", rule, []), ("all", rule, ["half"]), ("all", rule, ["ahead"]), ("kind", rule, ["kind"]),
              ("kind", rule, ["kind", "half"]), ("kind", rule, ["kind", "ahead"]), ("series", rule, ["kind", "series"]),
              ("Hertfordshire", rule[rule["area"] == AREA], []),
              ("with the region and England", used[enough & near & plan], []),
              ("series that are no part of the plan", used[enough & near & ours & ~plan], ["kind"]),
              ("fewer points", used[near & ours & plan & ~enough], ["points"]),
              ("further ahead", used[enough & ours & plan & ~near], ["ahead"])]
    rows = [{"of": name, "which": ", ".join(map(str, key)), **line(part)}
            for name, whole, by in groups for key, part in (whole.groupby(by) if by else [((), whole)])]
    return pd.DataFrame(rows)


def beside(forecasts: pd.DataFrame, local: list[str]) -> pd.DataFrame:
    """The naive rules by kind on the same forecasts."""
    key = ["series", "kind", "area", "points", "end"]
    chosen = forecasts[(forecasts["part"] == "plan") & forecasts["area"].isin(local)
                       & (forecasts["points"] >= judge.LEAST_POINTS) & (forecasts["ahead"] <= judge.MOST_YEARS_AHEAD)]
    used = chosen[chosen["rule"] == USED].set_index(key)[["width", "score", "log score"]].add_suffix(" used")
    rows = []
    for name in (OWN_MOVES, NEIGHBOURS):
        both = chosen[chosen["rule"] == name].join(used, on=key)
        rows += [{"of": name, "which": kind, **line(part), **_against(part)} for kind, part in both.groupby("kind")]
    return pd.DataFrame(rows)


def _against(both: pd.DataFrame) -> dict[str, float]:
    means = both.groupby("series")[["width", "score", "width used", "score used"]].mean()
    ratios = {name: float(np.exp(np.log(means[name] / means[f"{name} used"]).mean())) for name in ("width", "score")}
    return {**ratios, "log score": (both["log score"] - both["log score used"]).mean()}


def other_constants(points: pd.DataFrame) -> pd.DataFrame:
    """Mean log score on the areas that the constants were chosen on, with one of them another, by kind."""
    plan = points[(points["part"] == "plan") & points["area"].isin(CHOSEN_ON)]
    rows = []
    for kind, rule in list(forecast.RULES.items()):
        others = {"as they are": rule}
        others |= {f"wander {wander:g}": replace(rule, wander=wander) for wander in (0.5, 1, 2, 4, 8)}
        others |= {f"step {times:g} times": replace(rule, step=times * rule.step) for times in (0.5, 0.7, 1.4, 2)}
        asked = [(past, came) for _, ours in plan[plan["kind"] == kind].groupby(["series", "area"])
                 for past, came, _ in _asked(ours, kind, judge.LEAST_POINTS, judge.MOST_YEARS_AHEAD)]
        for name, other in others.items():
            forecast.RULES[kind] = other
            scores = [_scored(forecast.forecast(past, kind, came["end"]), came["value"], kind)["log score"]
                      for past, came in asked]
            rows.append({"kind": kind, "constants": name, "log score": np.mean(scores)})
        forecast.RULES[kind] = rule
    return pd.DataFrame(rows).pivot(index="constants", columns="kind", values="log score")


if __name__ == "__main__":
    evidence = read_inputs(PERIOD, AREA)
    areas = evidence.published.areas
    authorities = list(areas.loc[areas["level"] == "local authority", "area"])
    points = all_series(evidence)
    forecasts = tried(points)
    result = pd.concat([table(forecasts, authorities), beside(forecasts, authorities)], ignore_index=True).round(3)
    result.to_csv(project.resolve(TO), index=False, lineterminator="\n")
    print(result.to_string(index=False, na_rep=""))
    print(other_constants(points).round(3).to_string())
