"""Ours beside theirs: planted pairs, one agreeing, one rounded, one wrong, and the edges between them."""

from collections import Counter
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import table
from wayforward.counting.counts import SHAPE
from wayforward.narrate.reconciliation import sentence
from wayforward.periods import span
from wayforward.report.reconcile import reconcile


def counts(text: str) -> pd.DataFrame:
    """Counts of one area from a text table, status "final" where it does not say; the figure is the numerator over
    the denominator where it is not given."""
    rows = table(text).astype({"period": str})
    statuses = rows["status"] if "status" in rows else pd.Series(np.nan, rows.index)
    numbers = dict.fromkeys(("numerator", "denominator", "unknown", "parity", "value", "places"), float)
    rows = rows.reindex(columns=SHAPE).astype(numbers).assign(
        area="here", status=statuses.astype(object).where(statuses.notna(), "final"))
    spans = [span("year to 31 March", period) for period in rows["period"]]
    return rows.assign(start=[each.start for each in spans], end=[each.end for each in spans],
                       label=[each.label for each in spans],
                       value=rows["value"].fillna(rows["numerator"] / rows["denominator"]))


def one(ours: str, theirs: str, kind: str = "proportion", decimals: int = 1, **said) -> dict:
    """The reconciliation of a single pair."""
    (row,) = reconcile(counts(ours), counts(theirs), kind, decimals, **said).to_dict("records")
    return row


OURS = """
    period | numerator | denominator
    2020   | 450       | 500
    2021   | 453       | 484
    2022   | 452       | 493
    2023   | 485       | 535
    2024   | 514       | 582
    2025   | 522       | 589
"""
THEIRS = """
    period | numerator | denominator | value | places | status
    2021   | 453       | 484         |       |        | final            # agrees
    2022   |           |             | 0.92  | 0      | final            # 91.68 % published as 92 %
    2023   |           |             | 0.92  | 0      | final            # 90.65 % is not 92 %
    2024   |           |             |       |        | suppressed
    2025   | 521       | 589         |       |        | provisional      # one young person fewer
    2026   | 530       | 600         |       |        | final            # a year that we do not have
"""


def test_planted_pairs():
    found = reconcile(counts(OURS), counts(THEIRS), "proportion", 1).set_index("period")
    assert found["explained"].to_dict() == {"2021": "agrees", "2022": "rounding", "2023": "differs",
                                            "2024": "not shown", "2025": "differs"}
    assert found["difference"].tolist() == pytest.approx(
        [0, 452 / 493 - 0.92, 485 / 535 - 0.92, np.nan, 522 / 589 - 521 / 589], nan_ok=True)
    assert found["counts"].dropna().to_dict() == {"2025": "numerator"}


def test_the_table_has_both_sides():
    found = reconcile(counts(OURS), counts(THEIRS), "proportion", 1)
    assert found.columns.tolist() == [
        "period", "end", "label", "our_value", "our_numerator", "our_denominator", "our_status", "their_value",
        "their_numerator", "their_denominator", "their_places", "their_status", "difference", "explained", "counts"]
    last = found.iloc[-1]
    assert (last["our_numerator"], last["their_numerator"], last["their_denominator"]) == (522, 521, 589)
    assert (last["label"], last["their_status"]) == ("year to 31 March 2025", "provisional")


def test_periods_are_matched_by_their_end_in_order_of_time():
    """Whatever the rows' order, and whether days are dates or time stamps."""
    theirs = counts(THEIRS)
    stamped = theirs.assign(end=pd.to_datetime(theirs["end"])).iloc[::-1]
    found = reconcile(counts(OURS).iloc[::-1], stamped, "proportion", 1)
    assert found["period"].tolist() == ["2021", "2022", "2023", "2024", "2025"]
    assert found["explained"].tolist() == ["agrees", "rounding", "differs", "not shown", "differs"]


def test_two_figures_of_one_period_are_refused():
    twice = pd.concat([counts(OURS), counts(OURS)], ignore_index=True)
    with pytest.raises(pd.errors.MergeError):
        reconcile(twice, counts(THEIRS), "proportion", 1)


def test_neither_frame_is_changed():
    ours, theirs = counts(OURS), counts(THEIRS)
    reconcile(ours, theirs, "proportion", 1)
    pd.testing.assert_frame_equal(ours, counts(OURS))
    pd.testing.assert_frame_equal(theirs, counts(THEIRS))


# 57 of 200 is 0.285, and 0.285 × 100 is 28.499999999999996 in binary; 28.5 is half a unit from 29 and from 28
@pytest.mark.parametrize(("numerator", "denominator", "value", "places", "explained"), [
    (57, 200, 0.29, 0, "rounding"),         # halves up
    (57, 200, 0.28, 0, "rounding"),         # halves to even
    (57, 200, 0.30, 0, "differs"),
    (57, 200, 0.27, 0, "differs"),
    (57, 200, 0.285, 1, "agrees"),
    (29, 200, 0.15, 0, "rounding"),         # 14.5
    (23, 200, 0.12, 0, "rounding"),         # 11.5
    (1, 1000, 0.00, 0, "rounding"),         # 0.1
    (571, 1000, 0.57, 0, "rounding"),
    (5761, 10000, 0.57, 0, "differs"),      # 57.61 is 58: 0.61 away
    (5750, 10000, 0.57, 0, "rounding"),     # 57.50
    (5751, 10000, 0.57, 0, "differs"),      # 57.51
    (5755, 100000, 0.058, 1, "rounding"),   # 5.755
    (575, 10000, 0.058, 1, "rounding"),     # 5.75, and 0.058 − 0.0575 is 0.0005000000000000004 in binary
    (575, 10000, 0.057, 1, "rounding"),
    (1, 3, 0.333, 1, "rounding"),
    (1, 3, 0.334, 1, "differs"),            # 0.067 of a point away, half a unit is 0.05
])
def test_half_a_unit_of_the_last_place_they_show(numerator, denominator, value, places, explained):
    assert one(f"""
        period | numerator | denominator
        2025   | {numerator} | {denominator}
    """, f"""
        period | value | places
        2025   | {value} | {places}
    """)["explained"] == explained


fractions = st.tuples(st.integers(0, 600), st.integers(1, 600)).map(lambda pair: (min(pair), max(pair)))


@settings(max_examples=40)
@given(fractions, st.integers(0, 2), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_a_figure_rounded_either_way_is_explained_and_one_a_unit_off_is_not(fraction, places, way):
    numerator, denominator = fraction
    percent = Decimal(repr(numerator / denominator)) * 100
    rounded, unit = percent.quantize(Decimal(1).scaleb(-places), way), Decimal(1).scaleb(-places)
    ours = counts(f"period | numerator | denominator\n2025 | {numerator} | {denominator}")

    def explained(published: Decimal) -> str:
        theirs = counts(f"period | value | places\n2025 | {published / 100} | {places}")
        return reconcile(ours, theirs, "proportion", 2)["explained"].iloc[0]

    assert explained(rounded) in ("agrees", "rounding")
    further = -unit if percent >= rounded else unit
    assert explained(rounded + further) == "differs"
    halfway = abs(percent - rounded) * 2 == unit        # then its neighbour on the other side is as near
    assert explained(rounded - further) == ("rounding" if halfway else "differs")


def test_a_figure_cut_off_is_not_rounded():
    """90.65 % published as 90 %: rounding would have made it 91."""
    cut = (Decimal(485) / 535).quantize(Decimal("0.01"), ROUND_FLOOR)
    assert one("period | numerator | denominator\n2025 | 485 | 535",
               f"period | value | places\n2025 | {cut} | 0")["explained"] == "differs"


# Counts

def test_whole_counts_that_differ_are_not_explained_by_a_rounded_percentage():
    """522 of 589 and 523 of 590 are both 88.6 %, and are not the same young people."""
    row = one("period | numerator | denominator\n2025 | 522 | 589",
              "period | numerator | denominator\n2025 | 523 | 590")
    assert (row["explained"], row["counts"]) == ("differs", "numerator and denominator")


def test_the_same_value_of_other_counts_agrees_and_says_which_counts_differ():
    row = one("period | numerator | denominator\n2025 | 50 | 100",
              "period | numerator | denominator\n2025 | 100 | 200")
    assert (row["explained"], row["counts"], row["difference"]) == ("agrees", "numerator and denominator", 0)


def test_a_rounded_percentage_of_another_total_is_explained_and_says_so():
    row = one("period | numerator | denominator\n2025 | 522 | 589",
              "period | denominator | value | places\n2025 | 590 | 0.89 | 0")
    assert (row["explained"], row["counts"]) == ("rounding", "denominator")


def test_the_same_counts_agree_however_the_percentage_was_cut():
    row = one("period | numerator | denominator\n2025 | 485 | 535",
              "period | numerator | denominator | value | places\n2025 | 485 | 535 | 0.90 | 0")
    assert (row["explained"], row["counts"]) == ("agrees", None)


@pytest.mark.parametrize(("theirs", "rounded_to", "explained"), [
    (520, 10, "rounding"),          # 523
    (530, 10, "differs"),
    (525, 5, "rounding"),
    (520, 5, "differs"),            # to the nearest 5 it would be 525
    (520, None, "differs"),         # nobody says that it is rounded
    (523, None, "agrees"),
])
def test_counts_documented_as_rounded(theirs, rounded_to, explained):
    ours = "period | numerator | value\n2025 | 523 | 523"
    for published in (f"period | numerator | value\n2025 | {theirs} | {theirs}",
                      f"period | value | places\n2025 | {theirs} | 0"):
        assert one(ours, published, "count", 0, rounded_to=rounded_to)["explained"] == explained


def test_a_proportion_of_rounded_counts():
    """522 of 589 published as 520 of 590."""
    ours = "period | numerator | denominator\n2025 | 522 | 589"
    theirs = "period | numerator | denominator\n2025 | 520 | 590"
    assert one(ours, theirs, rounded_to=10)["explained"] == "rounding"
    assert one(ours, theirs, rounded_to=10)["counts"] == "numerator and denominator"
    assert one(ours, theirs)["explained"] == "differs"
    assert one(ours, "period | numerator | denominator\n2025 | 520 | 580", rounded_to=10)["explained"] == "differs"


# Other kinds

def test_a_rate_on_full_time_equivalents_is_compared_as_shown():
    """3,652.6 days of 557.04 × 253 and of 557.0 × 253 days: 2.5917 % and 2.5919 %, shown as 2.6 % or 2.59 %."""
    ours = f"period | numerator | denominator\n2025 | 3652.6 | {557.04 * 253}"
    theirs = f"period | numerator | denominator\n2025 | 3652.6 | {557.0 * 253}"
    row = one(ours, theirs, "rate", 1, unit="%")
    assert (row["explained"], row["counts"]) == ("rounding", "denominator")
    assert one(ours, theirs, "rate", 4, unit="%")["explained"] == "differs"


def test_an_average_in_its_own_unit():
    ours = "period | value\n2025 | 23.46"
    assert one(ours, "period | value | places\n2025 | 23.5 | 1", "mean", 1, unit="score")["explained"] == "rounding"
    assert one(ours, "period | value | places\n2025 | 23.4 | 1", "mean", 1, unit="score")["explained"] == "differs"
    assert one(ours, "period | value | places\n2025 | 23 | 0", "mean", 1, unit="score")["explained"] == "rounding"


def test_a_gap_worked_out_from_two_published_figures_may_be_out_by_both():
    """54.14 − 34.26 = 19.88; published 54.1 and 34.3 differ by 19.8, 0.08 away. 19.7 is 0.18 away."""
    ours = "period | value\n2025 | 19.88"
    assert one(ours, "period | value\n2025 | 19.8", "gap", 1, unit="points")["explained"] == "rounding"
    assert one(ours, "period | value\n2025 | 19.7", "gap", 1, unit="points")["explained"] == "differs"
    # one that is published as a gap has only its own rounding
    assert one(ours, "period | value | places\n2025 | 19.8 | 1", "gap", 1, unit="points")["explained"] == "differs"


def test_a_gap_in_percentage_points_is_a_fraction():
    """0.3049 less 0.30 is half a point."""
    ours = "period | value\n2025 | 0.3049"
    assert one(ours, "period | value\n2025 | 0.30", "gap", 0, unit="percentage points")["explained"] == "rounding"
    assert one(ours, "period | value\n2025 | 0.29", "gap", 0, unit="percentage points")["explained"] == "differs"


def test_shares_of_the_same_heads_may_be_set_against_other_communities():
    ours = "period | numerator | denominator | value\n2025 | 400 | 583 | 0.062"
    theirs = "period | numerator | denominator | value\n2025 | 400 | 583 | 0.071"
    assert one(ours, theirs, "shares", 1)["explained"] == "differs"
    assert one(ours, ours, "shares", 1)["explained"] == "agrees"


@pytest.mark.parametrize("kind", ["rate", "gap", "mean"])
def test_a_kind_that_may_be_a_fraction_or_not_needs_its_unit(kind):
    with pytest.raises(ValueError, match="unit"):
        reconcile(counts(OURS), counts(THEIRS), kind, 1)


@pytest.mark.parametrize("status", ["suppressed", "not available"])
def test_what_either_side_does_not_show_is_not_compared(status):
    ours, bare = "period | numerator | denominator\n2025 | 522 | 589", f"period | status\n2025 | {status}"
    for row in (one(ours, bare), one(bare, ours)):
        assert row["explained"] == "not shown"
        assert np.isnan(row["difference"])
        assert row["counts"] is None


# In a sentence

@pytest.mark.parametrize(("explained", "told"), [
    (["agrees"] * 4 + ["differs"], "Of 5 periods published beside it, 4 agree and 1 differs beyond rounding."),
    (["differs", "agrees", "rounding", "not shown", "differs"],
     "Of 5 periods published beside it, 1 agrees, 1 agrees within rounding, 2 differ beyond rounding and 1 cannot be "
     "compared."),
    (["rounding", "rounding", "agrees"], "Of 3 periods published beside it, 1 agrees and 2 agree within rounding."),
    (["agrees"], "The one period published beside it agrees."),
    (["rounding"], "The one period published beside it agrees within rounding."),
    (["differs"], "The one period published beside it differs beyond rounding."),
    (["not shown"], "The one period published beside it cannot be compared."),
    (["agrees", "agrees"], "All 2 periods published beside it agree."),
    (["differs"] * 3, "All 3 periods published beside it differ beyond rounding."),
    ([], ""),
])
def test_one_sentence(explained, told):
    assert sentence(Counter(explained)) == told


def test_no_common_period_is_nothing_to_say():
    found = reconcile(counts(OURS), counts(THEIRS).iloc[[-1]], "proportion", 1)
    assert len(found) == 0
