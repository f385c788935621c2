"""The tables of how series move by themselves: an edition for each new year, and nothing that was not known by then."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wayforward.plan import load_plan
from wayforward.published.figures import read_published
from wayforward.published.scatter import MEANS, SCATTER, VALUES
from wayforward.report import scatter
from wayforward.report.open import read_inputs
from wayforward.report.scatter import read_editions
from wayforward.statistics.measured_scatter import GRID, fit, residuals

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
PLAN = load_plan("our-way-forward-2021-2026")
HOMES = ("care_leavers_accommodation", "care_leavers_suitable_19_21")
GAP = ("attainment_gap", "ks2_gap_all")


@pytest.fixture(scope="module")
def held():
    return pd.read_parquet(PUBLISHED.parent / "scatter" / SCATTER)


def test_there_is_an_edition_for_each_day_on_which_a_year_came(held):
    """From the fifth year on: key stage 2 of 2016 to 2019 and 2022 on, known in December."""
    known = held.groupby(["measure", "series"])["known"].unique()
    assert list(known[GAP]) == ["2022-12-15", "2023-12-15", "2024-12-15", "2025-12-15"]
    assert list(known[HOMES]) == [f"{year}-11-15" for year in range(2020, 2026)]


def test_an_edition_is_made_of_what_was_known_by_its_day(held, monkeypatch):
    """One day made anew from the figures known by then alone; the files hold the same."""
    monkeypatch.setattr(scatter, "days_known", lambda files: ["2022-12-15"])
    gaps = PLAN.model_copy(update={"measures": (PLAN.measure(GAP[0]),)})
    made = scatter.tables(PUBLISHED, gaps)
    for name, rows in {SCATTER: held, VALUES: pd.read_parquet(PUBLISHED.parent / "scatter" / VALUES)}.items():
        same = (rows["series"] == GAP[1]) & (rows["known"] == "2022-12-15")
        anew = made[name][made[name]["series"] == GAP[1]]
        pd.testing.assert_frame_equal(anew.reset_index(drop=True), rows[same].reset_index(drop=True))
    ends = made[MEANS].loc[made[MEANS]["series"] == GAP[1], "end"]
    assert list(ends) == ["2016-08-31", "2017-08-31", "2018-08-31", "2019-08-31", "2022-08-31"]


def test_a_report_finds_its_own_area_left_out():
    editions, files = read_editions(PUBLISHED, date(2026, 6, 30), "hertfordshire")
    homes, gap = editions[HOMES], editions[GAP]
    assert (homes.areas, homes.periods, homes.by_chance, homes.means) == (149, 10, True, {})
    assert (gap.areas, gap.periods, gap.by_chance, gap.known) == (147, 8, False, date(2025, 12, 15))
    assert len(gap.means) == 8 and [file.path for file in files] == [
        "scatter/scatter.parquet", "scatter/means.csv", "scatter/values.parquet"]


def test_ours_less_the_others_mean_is_that_of_all_others():
    """Worked out from every authority's gap of 2024/25."""
    editions, _ = read_editions(PUBLISHED, date(2026, 6, 30), "hertfordshire")
    figures = read_published(PUBLISHED, date(2026, 6, 30)).figures
    authorities = figures[figures["period"].eq("2024/25") & figures["value"].notna()].pivot(
        index="area", columns="series", values="value")
    gaps = (authorities["ks2_rwm_all_percent"] - authorities["ks2_rwm_disadvantaged_percent"]).dropna() / 100
    others = gaps[gaps.index.isin(set(editions_areas())) & (gaps.index != "hertfordshire")]
    found = editions[GAP].less_the_others(date(2025, 8, 31), gaps["hertfordshire"])
    assert found == pytest.approx(gaps["hertfordshire"] - others.mean(), abs=1e-6)


def editions_areas() -> pd.Series:
    rows = pd.read_parquet(PUBLISHED.parent / "scatter" / SCATTER)
    return rows.loc[(rows["series"] == GAP[1]) & (rows["known"] == "2025-12-15"), "area"]


@pytest.mark.parametrize("series", [HOMES, GAP, ("staff_sickness_and_retention", "turnover")])
def test_the_scale_is_that_of_the_moments(series):
    """Residual variances at the correlation that was found, each over its expectation for its area: on average
    d₀ / (d₀ − 2), the mean of a scaled inverse χ², the five largest of 150 left out on both sides."""
    known = read_published(PUBLISHED, date(2026, 6, 30))
    found = dict(scatter.panels(known, PLAN))[series]
    left = residuals(found)
    at = fit(left)
    usual = np.abs(GRID - np.tanh(at[2])).argmin()
    relative = left.squares[:, usual] / left.df / np.exp(at[0] + left.traits @ at[4:])
    df, rng = np.exp(at[1]), np.random.default_rng(1)
    drawn = rng.chisquare(left.df, (2000, len(left.df))) / left.df * df / rng.chisquare(df, (2000, len(left.df)))
    assert np.sort(relative)[:-5].mean() == pytest.approx(np.sort(drawn)[:, :-5].mean(), rel=0.12)


def test_every_series_with_a_panel_is_measured(held):
    """Where the plan has got a series, or a series its fifth year: `wayforward figures scatter`."""
    there = {series for series, _ in scatter.panels(read_published(PUBLISHED, date(2026, 6, 30)), PLAN)}
    assert there and there == set(held[["measure", "series"]].itertuples(index=False, name=None))


def test_counts_from_a_councils_own_returns_borrow_nothing():
    evidence = read_inputs("2025-26-Q4", "hertfordshire")
    assert evidence.setting.measured_of(*HOMES, "published").areas == 149
    assert evidence.setting.measured_of(*HOMES, "extract") is None
    assert read_inputs("2025-26-Q4", "exampleshire").setting.measured == {}


def test_an_old_period_knows_the_edition_of_its_day():
    """On 30 June 2023 the figures to March 2022, known in November."""
    assert read_inputs("2022-23-Q4", "hertfordshire").setting.measured[HOMES].known == date(2022, 11, 15)
