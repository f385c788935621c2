"""Do the errors of a gap hold, and what does drawing the schools again cost?

    .venv/bin/python tests/benchmarks/bootstrap.py

Prints how often a 95% interval held the true gap in counties drawn with schools that differ, and the seconds of a
bootstrap of ten cohorts beside scipy's on the same statistic. No test run includes it.
"""

import time

import numpy as np
import pandas as pd
from scipy import stats

from wayforward.counting.gaps import gap, index, school_sums
from wayforward.statistics.gap import bootstrap, change_of_gap, decompose

Z = stats.norm.ppf(0.975)
# Schools differ in average (sd 6 points of 16 among pupils), in size, and in share, and where it is high all do worse.
BETWEEN, WITHIN, BEHIND, TILT, SHARE, EVENNESS, UNEVEN = 6.0, 16.0, 16.0, 30.0, 0.2, 8.0, 0.5
ESTIMATES = {"gap to others": gap(False, {}), "gap to all": gap(True, {}), "gap index": index({})}
DRAWS = 2000


def schools(rng: np.random.Generator, draws: int, count: int, size: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pupils, share disadvantaged and average of each school of each drawn county."""
    many = rng.poisson(size * rng.lognormal(-UNEVEN ** 2 / 2, UNEVEN, (draws, count))) + 2
    share = rng.beta(SHARE * EVENNESS, (1 - SHARE) * EVENNESS, (draws, count))
    return many, share, rng.normal(50, BETWEEN, (draws, count)) - TILT * (share - SHARE)


def pupils(rng: np.random.Generator, draws: int, count: int, size: float) -> pd.DataFrame:
    """Cases, each drawn county a period of its own."""
    many, share, level = (each.ravel() for each in schools(rng, draws, count, size))
    poor = rng.random(many.sum()) < np.repeat(share, many)
    place = np.repeat(np.arange(draws * count), many)
    return pd.DataFrame({"period": place // count, "cluster": place % count, "disadvantaged": poor,
                         "value": level[place] - BEHIND * poor + rng.normal(0, WITHIN, len(poor))})


def of_one_year() -> pd.DataFrame:
    """Coverage of one year's gap, by the number of schools, with schools and as if pupils were drawn alone."""
    rng, found = np.random.default_rng(1), []
    everywhere = pupils(rng, 1, 50_000, 10)
    truth = {name: estimate(everywhere, ["period"])["value"].item() for name, estimate in ESTIMATES.items()}
    for count in (5, 12, 40, 75):
        cases = pupils(rng, DRAWS, count, 360 / count)
        for name, estimate in ESTIMATES.items():
            for error, used in (("schools", cases), ("pupils alone", cases.assign(cluster=None))):
                told = estimate(used, ["period"])
                told = told[told["se"].notna()]
                held = (told["value"] - truth[name]).abs() <= Z * told["se"]
                found.append({"schools": count, "gap": name, "error": error, "held": held.mean(), "of": len(told),
                              "error told / true": np.sqrt((told["se"] ** 2).mean()) / told["value"].std()})
    return pd.DataFrame(found)


def two_years(rng: np.random.Generator, draws: int, count: int, size: float, same: bool) -> np.ndarray:
    """Sums by school (draws × 2 years × schools × 4); in the second year the gap is a point wider and the share a
    fifth larger, in the same schools or in others."""
    years = []
    kept = schools(rng, draws, count, size)
    for behind, more in ((BEHIND, 1.0), (BEHIND + 1, 1.2)):
        many, share, level = kept if same else schools(rng, draws, count, size)
        group = rng.binomial(many, np.minimum(share * more, 1))
        others = many - group
        years.append(np.stack([group, group * (level - behind) + rng.normal(0, WITHIN * np.sqrt(group)),
                               others, others * level + rng.normal(0, WITHIN * np.sqrt(others))], axis=-1))
    return np.stack(years, axis=1)


def rows(sums: np.ndarray) -> pd.DataFrame:
    """The counts of a gap to all, a row a year, worked out from sums by school."""
    group_n, group_sum, others_n, others_sum = (part.sum(axis=-1, keepdims=True) for part in np.moveaxis(sums, -1, 0))
    of_group, of_others = group_sum / group_n, others_sum / others_n
    share = group_n / (group_n + others_n)
    pull = (1 - share) * ((sums[..., 3] - of_others * sums[..., 2]) / others_n
                          - (sums[..., 1] - of_group * sums[..., 0]) / group_n)
    pull = pull - (of_others - of_group) * (sums[..., 0] - share * (sums[..., 0] + sums[..., 2])) / (group_n + others_n)
    count = sums.shape[-2]
    wider = stats.t.ppf(0.975, count - 1) / Z
    return pd.DataFrame({
        "value": ((1 - share) * (of_others - of_group))[..., 0], "numerator": group_n[..., 0],
        "denominator": (group_n + others_n)[..., 0],
        "se": wider * np.sqrt(count / (count - 1) * (pull ** 2).sum(axis=-1))}, index=["first", "last"])


def of_a_change(counties: int = 400) -> pd.DataFrame:
    """Coverage of the change of a gap to all and of its parts, from the years' errors and from schools drawn again."""
    rng, found = np.random.default_rng(2), []
    everywhere = rows(two_years(rng, 1, 1_000_000, 100, True)[0])
    true = decompose(everywhere.loc["first"], everywhere.loc["last"])
    for count, same in ((20, True), (75, True), (75, False)):
        held = {"change, years' errors": [], "apart": [], "share": [], "change, bootstrap": []}
        for sums in two_years(rng, counties, count, 6000 / count, same):
            first, last = rows(sums).iloc
            parts = decompose(first, last)
            told = {"change, years' errors": (change_of_gap(first, last), true.change),
                    "apart": (parts.apart, true.apart), "share": (parts.share, true.share),
                    "change, bootstrap": (bootstrap(sums, of_all=True, draws=999), true.change)}
            for name, (result, truth) in told.items():
                if result.has_interval:
                    held[name].append(result.low <= truth.estimate <= result.high)
        found += [{"schools": count, "second year": "same schools" if same else "other schools", "interval": name,
                   "held": np.mean(each), "of": len(each)} for name, each in held.items()]
    return pd.DataFrame(found)


def timed(work):
    """What a call gives, and its seconds."""
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def costs() -> pd.DataFrame:
    """Ten cohorts of 13,500 pupils in 75 schools: the slope of the gap to all, 10,000 draws."""
    rng = np.random.default_rng(3)
    cases = pd.concat([pupils(rng, 1, 75, 178).assign(period=year) for year in range(10)], ignore_index=True)
    slope = (np.arange(10) - 4.5) / 82.5
    sums, of_sums = timed(lambda: school_sums(cases).to_numpy().reshape(10, 75, 4))
    ours, of_ours = timed(lambda: bootstrap(sums, slope, of_all=True))

    def statistic(drawn, axis):
        totals = np.moveaxis(np.take(sums, np.moveaxis(drawn, axis, -1), axis=1).sum(axis=-2), 0, -2)
        group_n, group_sum, others_n, others_sum = np.moveaxis(totals, -1, 0)
        return (others_sum / others_n - group_sum / group_n) * others_n / (group_n + others_n) @ slope

    theirs, of_theirs = timed(lambda: stats.bootstrap(
        (np.arange(75),), statistic, n_resamples=10_000, method="basic", vectorized=True, batch=500,
        rng=np.random.default_rng(1)).confidence_interval)
    return pd.DataFrame([
        {"what": f"sums by school, of {len(cases):,} pupils", "seconds": of_sums},
        {"what": "bootstrap", "seconds": of_ours, "low": ours.low, "high": ours.high},
        {"what": "scipy.stats.bootstrap", "seconds": of_theirs, "low": theirs.low, "high": theirs.high,
         "times as long": of_theirs / of_ours}])


if __name__ == "__main__":
    for title, work in (("Ten cohorts, 10,000 draws", costs), ("One year's gap", of_one_year),
                        ("The change of a gap to all", of_a_change)):
        table, seconds = timed(work)
        print(f"\n{title} ({seconds:.0f} s)\n{table.round(3).to_string(index=False, na_rep='')}")
