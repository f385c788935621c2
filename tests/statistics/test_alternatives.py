"""The other trend methods against R, against Fingertips' own marks, and by counting orders."""

from functools import partial
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from reference_values import judge
from tables import series, table
from wayforward.statistics import alternatives
from wayforward.statistics.alternatives import cochran_armitage, fingertips, kendall

quasi, quasi_binomial, quasi_poisson, weighted = (partial(method, least=5) for method in (
    alternatives.quasi, alternatives.quasi_binomial, alternatives.quasi_poisson, alternatives.weighted))

CARE_LEAVERS = series((2021, 453, 484), (2022, 452, 493), (2023, 485, 535), (2024, 514, 582), (2025, 522, 589))
TEN = series(*zip(range(2016, 2026), (131, 148, 120, 155, 149, 170, 139, 168, 181, 166),
                  (400, 410, 395, 420, 415, 430, 405, 425, 435, 440), strict=True))
EVENTS = pd.DataFrame({"end": pd.to_datetime([f"{year}-03-31" for year in range(2020, 2026)]),
                       "numerator": [412, 398, 431, 455, 470, 502]})
EXPOSURE = [1000, 1010, 1025, 1030, 1050, 1060]


def of_values(*values: float) -> pd.DataFrame:
    """Values alone, a year apart."""
    return pd.DataFrame({"end": pd.to_datetime([f"{2001 + step}-03-31" for step in range(len(values))]),
                         "value": np.array(values, float)})


# Fingertips' rule

# England and Yorkshire as Fingertips shows them, with its intervals and its marks:
# 241 diabetes prevalence, 30309 MMR by the second birthday, 41203 preventable sight loss
SHOWN = table("""
indicator | year | numerator | denominator | value   | low     | high    | mark
diabetes  | 2020 | 3455176   | 48783947    | 7.0826  | 7.0754  | 7.094   | increasing
diabetes  | 2021 | 3491868   | 49122259    | 7.1085  | 7.1013  | 7.1199  | increasing
diabetes  | 2022 | 3625401   | 49956777    | 7.2571  | 7.2499  | 7.2684  | increasing
diabetes  | 2023 | 3774801   | 50649129    | 7.4528  | 7.4456  | 7.4643  | increasing
diabetes  | 2024 | 3938080   | 51441896    | 7.6554  | 7.6481  | 7.6669  | increasing
MMR       | 2020 | 57274     | 61834       | 92.6254 | 92.4168 | 92.8288 | decreasing
MMR       | 2021 | 55865     | 60511       | 92.3221 | 92.1072 | 92.5315 | decreasing
MMR       | 2022 | 53681     | 59074       | 90.8708 | 90.6358 | 91.1004 | decreasing
MMR       | 2023 | 51767     | 57508       | 90.017  | 89.7694 | 90.2594 | decreasing
MMR       | 2024 | 53185     | 59028       | 90.1013 | 89.8578 | 90.3396 | decreasing
sight     | 2020 | 1416      | 48246126    | 2.935   | 2.7841  | 3.0919  | increasing
sight     | 2021 | 935       | 48440507    | 1.93028 | 1.8085  | 2.058   | increasing
sight     | 2022 | 1344      | 48753376    | 2.7567  | 2.6113  | 2.9082  | increasing
sight     | 2023 | 1415      | 49300918    | 2.8701  | 2.7225  | 3.0237  | increasing
sight     | 2024 | 1502      | 49866388    | 3.0121  | 2.8616  | 3.1683  | increasing
""")


def by_lines(points: pd.DataFrame) -> tuple[float, np.ndarray]:
    """Chi-square and all six slopes, with numpy's own weighted lines."""
    value, weight = points["value"].to_numpy(), (3.92 / (points["high"] - points["low"])).to_numpy()
    x = np.arange(1.0, 6.0)
    slope, covariance = np.polyfit(x, value, 1, w=weight, cov="unscaled")
    others = [np.polyfit(np.delete(x, one), np.delete(value, one), 1, w=np.delete(weight, one))[0]
              for one in range(5)]
    return slope[0] ** 2 / covariance[0, 0], np.array([slope[0], *others])


@pytest.mark.parametrize("indicator", ["diabetes", "MMR", "sight"])
def test_fingertips_marks_what_the_website_marks(indicator):
    points = SHOWN[SHOWN["indicator"] == indicator]
    found = fingertips(points)
    assert found.marker == points["mark"].iloc[0]
    assert found.chi_squared == pytest.approx(by_lines(points)[0], rel=1e-6)


def test_care_leavers_are_decreasing():
    found = fingertips(CARE_LEAVERS)
    assert (round(found.chi_squared, 2), found.marker) == (12.03, "decreasing")
    assert found.chi_squared == pytest.approx(by_lines(CARE_LEAVERS)[0], rel=1e-6)
    assert found.p == pytest.approx(stats.chi2.sf(found.chi_squared, 1))
    assert found.low < found.estimate < found.high < 0


def points_of(*values: float, error: float = 1.0) -> pd.DataFrame:
    """Five figures of equal error: the variance of the slope is error²/10."""
    half = 1.96 * error
    return of_values(*values).assign(numerator=10.0, denominator=100.0, low=np.array(values) - half,
                                     high=np.array(values) + half)


@pytest.mark.parametrize(("slope", "marker"), [
    (0.98, "increasing"), (0.97, "no change"),       # 10 × 0.98² = 9.60 > 9.55 > 10 × 0.97² = 9.41
    (-0.98, "decreasing"), (-0.97, "no change"), (0.0, "no change")])
def test_the_limit_of_fingertips_is_chi_square_over_nine_and_a_half(slope, marker):
    found = fingertips(points_of(*(slope * step for step in range(5))))
    assert found.chi_squared == pytest.approx(10 * slope ** 2)
    assert found.marker == marker


def test_one_figure_alone_makes_no_mark():
    """0, 0, 0, 0, 10: a slope of 2, chi-square 40; without the last there is none, which the rule takes as rising.
    0, 0, 0, 0, −10: the same downwards, and there it takes the 0 as a change of sign."""
    assert fingertips(points_of(0, 0, 0, 0, 10)).marker == "increasing"
    assert fingertips(points_of(0, 0, 0, 0, -10)).marker == "no change"
    assert fingertips(points_of(0, 1, 0, -1, 10)).marker == "no change"        # −0.4 a point without the last
    assert fingertips(points_of(0, 1, 0, -1, 10)).p < 0.001


def test_only_the_last_five_are_seen_and_gaps_between_them_are_not():
    longer = pd.concat([series((2001, 100, 484)), CARE_LEAVERS], ignore_index=True)
    apart = CARE_LEAVERS.assign(end=pd.to_datetime([f"{year}-03-31" for year in (2001, 2011, 2012, 2013, 2025)]))
    assert fingertips(longer) == fingertips(apart) == fingertips(CARE_LEAVERS)


@pytest.mark.parametrize(("spoilt", "reason"), [
    (CARE_LEAVERS[1:], "4 figures with counts and intervals; the rule needs 5"),
    (CARE_LEAVERS.assign(low=np.nan), "0 figures with counts and intervals; the rule needs 5"),
    (CARE_LEAVERS.assign(numerator=[np.nan, 452, 485, 514, 522]), "4 figures with counts and intervals; the rule "
                                                                  "needs 5"),
    (series((2015, 7, 7), *zip(range(2021, 2026), (3, 4, 5, 6, 7), [9] * 5, strict=True)),
     "a numerator equals its denominator, and the rule refuses such a series"),
    (CARE_LEAVERS.assign(low=0.9, high=0.9), "an interval has no width"),
])
def test_fingertips_cannot_be_calculated(spoilt, reason):
    found = fingertips(spoilt)
    assert (found.marker, found.estimate, found.p, found.chi_squared, found.reason) == (None, None, None, None, reason)


FIVE = st.lists(st.tuples(st.integers(1, 199), st.just(200)), min_size=5, max_size=5)


@given(FIVE)
@settings(max_examples=40, deadline=None)
def test_fingertips_is_a_weighted_line_and_five_others(figures):
    points = series(*((2021 + year, *figure) for year, figure in enumerate(figures)))
    chi_squared, slopes = by_lines(points)
    found = fingertips(points)
    assert found.chi_squared == pytest.approx(chi_squared, rel=1e-6, abs=1e-9)
    assume(abs(chi_squared - 9.5495) > 1e-3 and np.abs(slopes).min() > 1e-9)       # a slope of 0 has no sure sign
    steady = "increasing" if (slopes > 0).all() else "decreasing" if (slopes < 0).all() else "no change"
    assert found.marker == (steady if chi_squared > 9.5495 else "no change")


# Cochran–Armitage

@pytest.mark.parametrize(("points", "name"), [(CARE_LEAVERS, "care_leavers"), (TEN, "ten_points")])
def test_cochran_armitage_is_rs_but_for_n_minus_one(points, name):
    """R: prop.trend.test(k, n, year), whose variance has N where statsmodels' has N − 1."""
    total = points["denominator"].sum()
    expected = judge(f"{name}.prop_trend.x2") * (total - 1) / total
    found = cochran_armitage(points)
    assert stats.chi2.isf(found.p, 1) == pytest.approx(expected, rel=1e-6)
    assert found.method == f"Cochran–Armitage, X² = {expected:.3f}"


def test_cochran_armitage_of_care_leavers():
    """10.712; the slope by hand: Σn(p − p̄)(x − x̄) / Σn(x − x̄)²."""
    found = cochran_armitage(CARE_LEAVERS)
    n, share, x = CARE_LEAVERS["denominator"], CARE_LEAVERS["value"], np.arange(5)
    centred = x - (n * x).sum() / n.sum()
    assert found.method.endswith("10.712")
    assert round(found.p, 5) == 0.00106
    assert found.estimate == pytest.approx((n * share * centred).sum() / (n * centred ** 2).sum(), abs=1e-9)


def test_a_missing_year_is_a_gap_for_cochran_armitage():
    """R: prop.trend.test(c(10, 20, 30), c(100, 100, 100), c(0, 1, 3)). By hand, with p̄ = 0.2 and x̄ = 4/3:
    Σ(k − 20)x = 30, Σ100(x − x̄)² = 1400/3, X² = 30² / (0.16 × 1400/3) = 12.05."""
    found = cochran_armitage(series((2020, 10, 100), (2021, 20, 100), (2023, 30, 100)))
    assert stats.chi2.isf(found.p, 1) == pytest.approx(900 / (0.16 * 1400 / 3) * 299 / 300, rel=1e-9)


@pytest.mark.parametrize("k", [0, 50])
def test_at_a_limit_there_is_nothing_to_test(k):
    points = series(*((year, k, 50) for year in range(2021, 2026)))
    for found in (cochran_armitage(points), quasi_binomial(points)):
        assert (found.estimate, found.p, found.reason) == (None, None, "every point is at the same limit")


# Kendall

@pytest.mark.parametrize(("values", "p"), [
    ((1, 2, 3, 4, 5), 2 / 120),                  # the least p that five points allow
    ((1, 2, 3, 5, 4), 2 * 5 / 120),              # R: cor.test(1:5, c(1,2,3,5,4), method = "kendall")$p.value = 0.08333
    ((1, 2, 3, 4), 2 / 24),
    ((5, 5, 5, 5, 5), 1.0),
    ((1, 1, 2), 2 / 3),                          # of 1 1 2, 1 2 1, 2 1 1 the first and the last are as extreme
    ((1, 1, 2, 2), 2 / 6),
    ((2, 1, 2), 1.0),
])
def test_kendall_counts_the_orders(values, p):
    assert kendall(of_values(*values)).p == pytest.approx(p)


@pytest.mark.parametrize(("points", "name"), [(CARE_LEAVERS, "care_leavers"), (TEN, "ten_points")])
def test_kendall_without_ties_is_rs(points, name):
    """R: cor.test(k/n, year, method = "kendall", exact = TRUE)."""
    assert kendall(points).p == pytest.approx(judge(f"{name}.kendall.p"), abs=1e-9)


@pytest.mark.parametrize(("values", "smallest"), [
    ((1, 2, 3, 4), 2 / 24), ((1, 2, 3, 5, 4), 2 / 120), ((1, 1, 2, 3, 4), 2 * 2 / 120),
    ((1, 1, 2, 2, 2), 2 * 2 * 6 / 120), ((3, 3, 3), 1.0)])
def test_the_least_p_that_an_order_could_have_is_told(values, smallest):
    assert kendall(of_values(*values)).smallest_p == pytest.approx(smallest)


def by_all_orders(values: tuple) -> float:
    """Kendall's p by writing down every order."""
    def score(order):
        return sum(np.sign(order[late] - order[early]) for late in range(len(order)) for early in range(late))
    scores = [abs(score(order)) for order in permutations(values)]
    return float(np.mean([each >= abs(score(values)) for each in scores]))


@given(st.lists(st.integers(1, 3), min_size=2, max_size=6))
@settings(max_examples=25, deadline=None)
def test_kendall_with_ties_is_the_share_of_all_orders(values):
    found = kendall(of_values(*values))
    assert found.p == pytest.approx(by_all_orders(tuple(values)), abs=1e-12)
    assert found.smallest_p - 1e-12 <= found.p <= 1


def test_many_points_with_ties_stay_exact():
    """24 quarters, near the normal approximation with its correction for ties and its want of one for continuity."""
    values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4]
    approximate = stats.kendalltau(np.arange(24), values, method="asymptotic").pvalue
    found = kendall(of_values(*values))
    assert found.method.startswith("exact")
    assert approximate < found.p < approximate + 0.02


def test_the_slope_is_theil_and_sens_by_the_calendar():
    """1, 2, 4 after 0, 1 and 3 years of 365, 365 and 366 days: every pair rises by about one a year; the middle one is
    1 in 365 days."""
    points = pd.DataFrame({"end": pd.to_datetime(["2021-03-31", "2022-03-31", "2024-03-31"]), "value": [1.0, 2.0, 4.0]})
    assert kendall(points).estimate == pytest.approx(3 / (1096 / 365.25))


def test_one_point_has_no_order():
    found = kendall(of_values(1.0))
    assert (found.estimate, found.p, found.reason) == (None, None, "there is no second point")


# Quasi-likelihood

def slope_of(name: str, to_unit: float) -> float:
    return judge(f"{name}.dated.slope") * to_unit


@pytest.mark.parametrize(("points", "name"), [(CARE_LEAVERS, "care_leavers"), (TEN, "ten_points")])
def test_quasi_binomial_is_rs_with_a_dispersion_of_at_least_one(points, name):
    """R: glm(cbind(k, n − k) ~ years, quasibinomial)."""
    share = points["numerator"].sum() / points["denominator"].sum()
    found, half = quasi_binomial(points), stats.t.ppf(0.975, len(points) - 2)
    judged = f"{name}.quasi_binomial"
    assert found.p == pytest.approx(judge(f"{judged}.dated.floored_p"), abs=1e-6)
    assert found.estimate == pytest.approx(slope_of(judged, share * (1 - share)), abs=1e-6)
    assert (found.high - found.low) / 2 == pytest.approx(
        half * judge(f"{judged}.dated.floored_se") * share * (1 - share), abs=1e-6)
    assert f"dispersion {max(1, judge(f'{judged}.dated.dispersion')):.2f}" in found.method


def test_care_leavers_by_quasi_binomial():
    assert round(quasi_binomial(CARE_LEAVERS).p, 3) == 0.047


@pytest.mark.parametrize(("points", "name", "level"), [
    (EVENTS, "counts", 2668 / 6), (EVENTS.assign(denominator=EXPOSURE), "rates", 2668 / 6175)])
def test_quasi_poisson_is_rs(points, name, level):
    """R: glm(events ~ years, quasipoisson), with offset(log(exposure)) for rates."""
    found = quasi_poisson(points)
    judged = f"{name}.quasi_poisson"
    assert found.p == pytest.approx(judge(f"{judged}.dated.floored_p"), abs=1e-6)
    assert found.estimate == pytest.approx(slope_of(judged, level), rel=1e-6)


MEANS = of_values(14.2, 15.1, 15.3, 16.0, 16.4).assign(
    end=CARE_LEAVERS["end"], error=[0.5, 0.4, 0.6, 0.5, 0.4]).assign(
    low=lambda t: t["value"] - stats.norm.ppf(0.975) * t["error"],
    high=lambda t: t["value"] + stats.norm.ppf(0.975) * t["error"])


def test_the_weighted_line_is_rs():
    """R: lm(means ~ years, weights = 1/errors^2), its residual variance raised to 1."""
    found = weighted(MEANS)
    assert found.estimate == pytest.approx(judge("means.weighted.dated.slope"), abs=1e-6)
    assert found.p == pytest.approx(judge("means.weighted.dated.floored_p"), abs=1e-6)


def test_large_units_are_no_jump_between_limits():
    """Tonnes by the thousand, with errors of hundreds."""
    large = MEANS.assign(**{name: MEANS[name] * 1000 for name in ("value", "low", "high")})
    assert weighted(large).estimate == pytest.approx(1000 * weighted(MEANS).estimate)
    assert weighted(large).p == pytest.approx(weighted(MEANS).p)


def test_points_that_jump_between_the_limits_have_no_slope():
    found = quasi_binomial(series(*((year, 0 if year < 2023 else 50, 50) for year in range(2020, 2026))))
    assert (found.estimate, found.p, found.reason) == (None, None, "the points jump between the limits")


@pytest.mark.parametrize(("found", "reason"), [
    (weighted(MEANS.assign(low=MEANS["value"], high=MEANS["value"])), "an interval has no width"),
    (weighted(MEANS[:4]), "4 points; a regression needs 5"),
    (quasi_poisson(EVENTS.assign(numerator=0)), "no event in any period"),
])
def test_what_a_regression_cannot_say(found, reason):
    assert (found.estimate, found.low, found.high, found.p, found.reason) == (None, None, None, None, reason)


@pytest.mark.parametrize(("points", "kind", "method"), [
    (CARE_LEAVERS, "proportion", "quasi-binomial"), (EVENTS, "count", "quasi-Poisson"),
    (EVENTS.assign(denominator=EXPOSURE), "rate", "quasi-Poisson"), (MEANS, "mean", "weighted"),
    (MEANS.assign(se=0.4), "count", "weighted"), (MEANS, "shares", "weighted"), (MEANS, "gap", "weighted")])
def test_the_regression_follows_the_kind_of_figure(points, kind, method):
    assert quasi(points, kind).method.startswith(method)


SERIES = st.lists(st.tuples(st.integers(1, 199), st.just(200)), min_size=5, max_size=8)


@given(SERIES)
@settings(max_examples=10, deadline=None)
def test_success_and_failure_mirror(figures):
    points = [(2021 + year, *figure) for year, figure in enumerate(figures)]
    there, mirrored = series(*points), series(*((year, n - k, n) for year, k, n in points))
    for method in (quasi_binomial, cochran_armitage, kendall):
        assert method(mirrored).estimate == pytest.approx(-method(there).estimate, abs=1e-9)
        assert method(mirrored).p == pytest.approx(method(there).p, abs=1e-9)


@given(FIVE)
@settings(max_examples=10, deadline=None)
def test_time_reversed_flips_the_sign(figures):
    there = series(*((2021 + year, *figure) for year, figure in enumerate(figures)))
    back = series(*((2021 + year, *figure) for year, figure in enumerate(figures[::-1])))
    for method, near in ((fingertips, 1e-9), (cochran_armitage, 1e-9), (kendall, 1e-3), (quasi_binomial, 1e-3)):
        assert method(back).estimate == pytest.approx(-method(there).estimate, abs=near)     # leap days move the years
        assert method(back).p == pytest.approx(method(there).p, abs=10 * near)
