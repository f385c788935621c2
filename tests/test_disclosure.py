"""The small-number rule: what is hidden by itself, what is hidden to protect it, and what an outsider can work out."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from outsider import attack
from tables import table
from wayforward.disclosure import (
    BASE,
    SUPPRESSED,
    THRESHOLD,
    row_reconciliation,
    rows_received,
    suppress_groups,
    suppress_nested,
    suppress_series,
    suppress_table,
)
from wayforward.statistics.intervals import with_intervals
from wayforward.statistics.trend import trend

COUNTS = ["numerator", "denominator", "unknown"]
FEWER = settings(max_examples=40)       # an example costs up to a tenth of a second


def points(text: str) -> pd.DataFrame:
    """Counts of one area from a text table; the figure is numerator over denominator where it is not given."""
    rows = table(text)
    rows = rows.assign(**{name: np.nan for name in [*COUNTS, "value"] if name not in rows}).astype({"period": str})
    return rows.assign(area="here", status="final", note=None, reason=None,
                       value=rows["value"].fillna(rows["numerator"] / rows["denominator"]))


def hidden(shown: pd.DataFrame, name: str = "period") -> list[str]:
    return shown.loc[shown["status"] == SUPPRESSED, name].tolist()


def is_small(count, limit: int = THRESHOLD):
    return (count > 0) & (count < limit)


# Points of a series

PROPORTION = """
    period | numerator | denominator | unknown
    2018   | 5         | 60          | 0       # five may be told
    2019   | 4         | 60          | 0       # four may not
    2020   | 0         | 60          | 0       # nobody: told
    2021   | 58        | 60          | 0       # all but two
    2022   | 60        | 60          | 0       # all: told
    2023   | 4.67      | 60          | 0       # 5, 5 and 4 in three months
    2024   | 0         | 9           | 0       # of fewer than ten
    2025   | 0         | 0           | 0       # of nobody
"""


def test_a_proportion_hides_few_all_but_few_and_a_share_of_few():
    assert hidden(suppress_series(points(PROPORTION), "proportion")) == ["2019", "2021", "2023", "2024"]
    assert hidden(suppress_series(points(PROPORTION), "shares")) == ["2019", "2021", "2023", "2024"]


def test_a_hidden_point_keeps_its_period_and_no_figure():
    counts = points(PROPORTION).assign(n=7.0, sd=1.0, se=0.5, parity=0.5, reason="too few for an interval")
    row = suppress_series(counts, "proportion").iloc[1]
    figures = ["numerator", "denominator", "unknown", "value", "n", "sd", "se", "parity"]
    assert row[figures].isna().all()
    assert pd.isna(row["reason"])
    assert (row["area"], row["period"], row["status"]) == ("here", "2019", "suppressed")
    assert row["note"] == "a number below 5, or a total below 10"


def test_a_point_that_may_be_told_is_as_it_was():
    counts = points(PROPORTION)
    shown = suppress_series(counts, "proportion")
    assert_frame_equal(shown.iloc[[0, 2, 4, 7]], counts.iloc[[0, 2, 4, 7]], check_dtype=False)
    assert_frame_equal(counts, points(PROPORTION))          # and the counts themselves are untouched


@pytest.mark.parametrize(("kind", "text", "told_not"), [
    ("count", """
        period | numerator
        2021   | 3
        2022   | 0
        2023   | 5
        """, ["2021"]),
    ("rate", """
        period | numerator | denominator      # per 10,000 of a population: small denominators are none
        2021   | 4         | 2.5
        2022   | 30        | 2.5
        """, ["2021"]),
    ("mean", """
        period | value | n  | sd | denominator
        2021   | 3.4   | 9  | 1  | 9
        2022   | 3.4   | 10 | 1  | 10
        """, ["2021"]),
    ("mean", """
        period | value | denominator          # where only the denominator says of how many
        2021   | 3.4   | 3
        2022   | 3.4   | 30
        """, ["2021"]),
    ("gap", """
        period | value | denominator | numerator
        2021   | 12    | 900   | 9            # one of the two groups is small
        2022   | 12    | 900   | 200
        2023   | 12    |       |              # not known of how many
        """, ["2021"]),
])
def test_each_kind_by_the_counts_it_tells(kind, text, told_not):
    assert hidden(suppress_series(points(text), kind)) == told_not


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="proportion, shares, count, rate, mean, gap"):
        suppress_series(points(PROPORTION), "median")


def test_how_many_are_not_known_is_left_out_by_itself():
    """2021: 3 not known. 2022: of the 8 not in the numerator 6 are not known, so 2 are known not to be. 2023: none."""
    shown = suppress_series(points("""
        period | numerator | denominator | unknown
        2021   | 40        | 60          | 3
        2022   | 52        | 60          | 6
        2023   | 40        | 60          | 0
        2024   | 40        | 60          | 20
    """), "proportion")
    assert shown["unknown"].isna().tolist() == [True, True, False, False]
    assert shown["status"].eq("final").all()
    assert shown["value"].tolist() == [40 / 60, 52 / 60, 40 / 60, 40 / 60]


def test_projects_are_not_people():
    counts = points(PROPORTION)
    assert_frame_equal(suppress_series(counts, "proportion", people=False), counts)


def test_thresholds_are_parameters():
    counts = points("""
        period | numerator | denominator
        2021   | 6         | 18
        2022   | 9         | 30
    """)
    assert hidden(suppress_series(counts, "proportion", threshold=7)) == ["2021"]
    assert hidden(suppress_series(counts, "proportion", base=20)) == ["2021"]
    shown = suppress_series(counts, "proportion", threshold=7, base=20)
    assert shown["note"].iloc[0] == "a number below 7, or a total below 20"


QUARTERS = """
    period     | numerator | year
    2023-24-Q1 | 30        | 2024
    2023-24-Q2 | 3         | 2024      # small
    2023-24-Q3 | 12        | 2024      # the fewest besides: hidden where the year is told
    2023-24-Q4 | 20        | 2024
    2024-25-Q1 | 30        | 2025
    2024-25-Q2 | 11        | 2025
"""


def test_quarters_without_a_published_year_hide_only_the_small():
    assert hidden(suppress_series(points(QUARTERS), "count")) == ["2023-24-Q2"]


def test_a_published_year_gives_a_lone_quarter_away_so_another_is_hidden():
    shown = suppress_series(points(QUARTERS), "count", with_total="year")
    assert hidden(shown) == ["2023-24-Q2", "2023-24-Q3"]
    assert shown["year"].tolist() == [2024, 2024, 2024, 2024, 2025, 2025]       # a name, not a figure
    assert shown["note"].dropna().unique().tolist() == ["a number below 5, or a figure that would give one away"]


def test_a_year_that_is_itself_small_is_not_told_and_gives_nothing_away():
    shown = suppress_series(points("""
        period     | numerator | year
        2023-24-Q1 | 0         | 2024
        2023-24-Q2 | 3         | 2024
        2023-24-Q3 | 0         | 2024
    """), "count", with_total="year")
    assert hidden(shown) == ["2023-24-Q2"]


def test_a_point_without_a_total_stands_for_itself():
    rows = points(QUARTERS)
    shown = suppress_series(rows.assign(year=rows["year"].where(rows["year"] == 2025)), "count", with_total="year")
    assert hidden(shown) == ["2023-24-Q2"]


small = st.integers(1, THRESHOLD - 1)


@FEWER
@given(st.lists(st.integers(5, 55), min_size=5, max_size=5), small, small)
def test_no_statistic_depends_on_which_small_number_was_hidden(others, one, another):
    """Six years out of 60 each, the third small: interval and trend are the same, whatever it was."""
    def told(number: int) -> pd.DataFrame:
        rows = pd.DataFrame({"numerator": [*others[:2], number, *others[2:]], "denominator": 60, "unknown": 0.0})
        rows = rows.assign(period=range(2020, 2026), status="final", note=None, reason=None, area="here",
                           value=rows["numerator"] / 60, end=pd.to_datetime([f"{year}-03-31" for year in
                                                                             range(2020, 2026)]))
        return with_intervals(suppress_series(rows, "proportion"), "proportion")
    first, second = told(one), told(another)
    assert_frame_equal(first, second)
    assert trend(first[first["value"].notna()], "proportion", least=5) == trend(
        second[second["value"].notna()], "proportion", least=5)


# Groups of a breakdown

LEAVERS = """
    group | numerator | denominator | unknown
    17    | 40        | 60          | 0
    18    | 2         | 40          | 0       # small
    19    | 22        | 50          | 0
    20    | 30        | 36          | 0
    21    | 17        | 27          | 0       # the fewest people besides
"""


def with_value(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(value=rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0))


def leavers() -> pd.DataFrame:
    return with_value(table(LEAVERS)).astype({"group": str})


def test_hiding_only_what_is_small_hides_nothing():
    """All but one row told: the total gives the last, 111 − 109 = 2 of 213 − 173 = 40."""
    rows = leavers()
    only = rows.mask(rows["group"] == "18").assign(group=rows["group"])
    bounds = attack(only, rows[COUNTS].sum()).set_index("cell")
    assert bounds.loc[["numerator", "denominator"], "low"].tolist() == pytest.approx([2, 40])
    assert bounds.loc[["numerator", "denominator"], "high"].tolist() == pytest.approx([2, 40])


def test_a_second_row_is_hidden_so_that_the_total_does_not_tell_the_first():
    """18 and 21 together: 2 + 17 = 19 of 40 + 27 = 67, so either may have any of them."""
    shown = suppress_groups(leavers(), "proportion")
    assert hidden(shown, "group") == ["18", "21"]
    assert shown["hidden"].tolist()[1:2] + shown["hidden"].tolist()[4:] == ["primary", "secondary"]
    assert shown.loc[[1, 4], [*COUNTS, "value"]].isna().all(axis=None)
    bounds = attack(shown, leavers()[COUNTS].sum()).set_index(["group", "cell"])
    for group in ("18", "21"):
        assert bounds.loc[(group, "numerator")].tolist() == pytest.approx([0, 19])
        assert bounds.loc[(group, "denominator")].tolist() == pytest.approx([0, 67])
        assert bounds.loc[(group, "complement")].tolist() == pytest.approx([0, 48])


def test_readers_are_not_told_which_row_was_small():
    shown = suppress_groups(leavers(), "proportion")
    first, second = (shown.drop(columns=["group", "hidden"]).iloc[place] for place in (1, 4))
    assert first.equals(second)
    assert first["note"] == "a number below 5, or a total below 10, or a figure that would give one away"


def test_a_percentage_without_its_count_gives_the_count_away():
    """Why the whole row goes: 5 % of 40 is 2."""
    rows = leavers()
    careless = rows.assign(numerator=rows["numerator"].mask(rows["group"].isin(["18", "21"])), unknown=np.nan)
    bounds = attack(careless.drop(columns="unknown"), {}).set_index(["group", "cell"])
    assert bounds.loc[("18", "numerator")].tolist() == pytest.approx([2, 2])


def test_small_numbers_that_hide_each_other_need_no_further_row():
    """3 + 4 = 7: each may be anything from 0 to 7; 1 + 4 = 5 is just enough. Two of them, 1 + 2 = 3, may not."""
    rows = table("""
        group | numerator
        a     | 3
        b     | 4
        c     | 30
        d     | 9
    """)
    assert hidden(suppress_groups(rows, "count"), "group") == ["a", "b"]
    assert hidden(suppress_groups(rows.assign(numerator=[1, 4, 30, 9]), "count"), "group") == ["a", "b"]
    fewer = rows.assign(numerator=[1, 2, 30, 9])
    assert hidden(suppress_groups(fewer, "count"), "group") == ["a", "b", "d"]


def test_a_group_of_nobody_is_told_and_protects_nobody():
    rows = with_value(table("""
        group | numerator | denominator
        a     | 0         | 7
        b     | 0         | 0
        c     | 30        | 60
        d     | 40        | 70
    """))
    assert hidden(suppress_groups(rows, "proportion"), "group") == ["a", "c"]


def test_of_how_many_it_is_not_known_is_told_for_every_group_or_for_none():
    rows = with_value(table("""
        group | numerator | denominator | unknown
        a     | 40        | 60          | 3       # small: with the others told, the total would give it
        b     | 40        | 60          | 10
        c     | 40        | 60          | 0
    """))
    shown = suppress_groups(rows, "proportion")
    assert shown["unknown"].isna().all()
    assert_frame_equal(shown[["numerator", "denominator", "value"]].astype(float),
                       rows[["numerator", "denominator", "value"]].astype(float))
    bounds = attack(shown, rows[COUNTS].sum()).set_index(["group", "cell"])
    assert bounds.loc[("a", "unknown")].tolist() == pytest.approx([0, 13])
    alone = attack(shown, {}).set_index(["group", "cell"])      # up to all that are not in the numerator, 60 − 40
    assert alone.loc[("a", "unknown")].tolist() == pytest.approx([0, 20])


def test_a_small_total_protects_only_where_no_row_was_hidden_before():
    """2 of b and c alone is not told. With a, hidden before, the total may be told, and c cannot make up for it."""
    rows = with_value(table("""
        group | numerator | denominator | unknown
        a     | 50        | 90          | 0
        b     | 2         | 40          | 0
        c     | 0         | 40          | 0
    """))
    figures = [*COUNTS, "value"]
    before = rows.assign(status=["suppressed", "final", "final"], **{
        name: rows[name].astype(float).mask(rows["group"].eq("a")) for name in figures})
    assert hidden(suppress_groups(before, "proportion"), "group") == ["a", "b", "c"]
    assert hidden(suppress_groups(rows[1:], "proportion"), "group") == ["b"]
    assert hidden(suppress_groups(before[:2], "proportion"), "group") == ["a", "b"]      # there is no row to add


@pytest.mark.parametrize("kind", ["mean", "gap"])
def test_an_average_goes_with_its_number(kind):
    rows = table("""
        group | value | n  | sd
        a     | 3.1   | 6  | 1.0      # of fewer than ten
        b     | 3.2   | 40 | 1.0
        c     | 3.3   | 25 | 1.0
    """)
    shown = suppress_groups(rows, kind)
    assert hidden(shown, "group") == ["a", "c"]
    assert shown.loc[[0, 2], ["value", "n", "sd"]].isna().all(axis=None)
    bounds = attack(shown, {"n": 71}, kind).set_index("group")
    assert bounds.loc["a", ["low", "high"]].tolist() == pytest.approx([0, 31])


def test_one_large_group_is_hidden_rather_than_two_small_ones():
    """a lacks 2 in the numerator and 1 beside it: b and c make up for that, 20 people in two rows; or d, 60 in one."""
    rows = with_value(table("""
        group | numerator | denominator
        a     | 3         | 7
        b     | 10        | 10
        c     | 0         | 10
        d     | 30        | 60
    """))
    assert hidden(suppress_groups(rows, "proportion"), "group") == ["a", "d"]


def test_of_groups_as_large_as_each_other_the_same_one_is_hidden_in_any_order():
    rows = table("""
        group | numerator
        a     | 3
        b     | 20
        c     | 20
        d     | 20
    """)
    chosen = {tuple(sorted(hidden(suppress_groups(rows.loc[list(order)], "count"), "group")))
              for order in itertools.permutations(rows.index)}
    assert len(chosen) == 1
    assert len(chosen.pop()) == 2


def test_groups_that_overlap_add_up_to_nothing():
    assert hidden(suppress_groups(leavers(), "proportion", total=False), "group") == ["18"]


def test_groups_of_projects_are_told():
    shown = suppress_groups(leavers(), "proportion", people=False)
    assert_frame_equal(shown[leavers().columns], leavers())
    assert hidden(shown, "group") == []


def test_a_whole_that_is_itself_small_is_hidden_everywhere_else():
    rows = table("""
        group | numerator
        a     | 3
        b     | 0
    """)
    assert hidden(suppress_groups(rows, "count"), "group") == ["a"]


def test_a_few_of_many_are_hidden_where_they_are_and_nowhere_else():
    """3 of 150 in all: the series does not tell the 3, so a's row alone cannot be worked out."""
    rows = with_value(table("""
        group | numerator | denominator
        a     | 3         | 60
        b     | 0         | 50
        c     | 0         | 40
    """))
    shown = suppress_groups(rows, "proportion")
    assert hidden(shown, "group") == ["a"]
    bounds = attack(shown, {"denominator": 150}).set_index("cell")
    assert bounds.loc["numerator", ["low", "high"]].tolist() == pytest.approx([0, 60])


def test_the_attack_finds_figures_that_contradict_each_other():
    with pytest.raises(ValueError, match="contradict"):
        attack(suppress_groups(leavers(), "proportion"), {"numerator": 0, "denominator": 213})


def test_without_totals_nothing_bounds_a_hidden_cell_from_above():
    bounds = attack(suppress_groups(leavers(), "proportion"), {})
    assert (bounds["low"] == 0).all()
    assert np.isinf(bounds["high"]).all()


# Properties of any breakdown

def breakdowns(number: st.SearchStrategy) -> st.SearchStrategy:
    """Tables of two to six groups: in the numerator, known not to be, and not known are each drawn from `number`."""
    return st.lists(st.tuples(number, number, number), min_size=2, max_size=6).map(lambda rows: with_value(pd.DataFrame(
        {"group": list("abcdef")[:len(rows)], "numerator": [float(yes) for yes, _, _ in rows],
         "denominator": [float(sum(row)) for row in rows], "unknown": [float(row[2]) for row in rows]})))


any_breakdown = breakdowns(st.one_of(st.just(0), st.integers(1, 6), st.integers(5, 60)))     # often none, often few
of_many = breakdowns(st.one_of(st.just(0), st.integers(10, 60)))


def published_totals(rows: pd.DataFrame) -> dict[str, float]:
    """What is told of the whole: the series' point, and from the accounts of the return how many were counted."""
    whole = rows[COUNTS].sum()
    point = with_value(whole.to_frame().T).assign(period="2025", status="final", note=None)
    told = suppress_series(point, "proportion")[COUNTS].iloc[0].dropna().to_dict()
    return told | ({"denominator": whole["denominator"]} if whole["denominator"] >= BASE else {})


def small_cells(rows: pd.DataFrame) -> set[tuple[str, str]]:
    """Cells that nobody may work out: counts of 1 to 4, and totals of fewer than ten where the whole is not."""
    cells = rows.assign(complement=rows["denominator"] - rows["numerator"]).set_index("group")
    found = {(name, cell) for cell in ("numerator", "complement", "denominator", "unknown")
             for name in cells.index[is_small(cells[cell])]}
    of_few = cells.index[is_small(cells["denominator"], BASE)]
    return found | ({(name, "denominator") for name in of_few} if cells["denominator"].sum() >= BASE else set())


@FEWER
@given(any_breakdown)
def test_no_small_cell_can_be_worked_out_and_the_bounds_hold_the_truth(rows):
    bounds = attack(suppress_groups(rows, "proportion"), published_totals(rows)).set_index(["group", "cell"])
    width = bounds["high"] - bounds["low"]
    assert {cell: round(width[cell], 6) for cell in small_cells(rows) if width[cell] < THRESHOLD - 1e-6} == {}
    truth = rows.assign(complement=rows["denominator"] - rows["numerator"]).set_index("group").stack()
    truth = truth.reindex(bounds.index).astype(float)
    assert (bounds["low"] <= truth + 1e-6).all()
    assert (bounds["high"] >= truth - 1e-6).all()


@FEWER
@given(any_breakdown)
def test_nothing_told_is_small(rows):
    shown = suppress_groups(rows, "proportion")
    told = shown.assign(complement=shown["denominator"] - shown["numerator"])
    told["known not"] = told["complement"] - told["unknown"]
    assert not is_small(told[["numerator", "complement", "unknown", "known not"]]).any(axis=None)
    assert not is_small(told["denominator"], BASE).any()
    assert told.loc[told["status"] == SUPPRESSED, [*COUNTS, "value"]].isna().all(axis=None)


@FEWER
@given(of_many)
def test_a_table_without_small_cells_is_unchanged(rows):
    shown = suppress_groups(rows, "proportion")
    assert_frame_equal(shown[rows.columns], rows)
    assert (shown["status"] == "final").all()


@FEWER
@given(any_breakdown)
def test_what_was_hidden_once_is_hidden_the_same_twice(rows):
    once = suppress_groups(rows, "proportion")
    assert_frame_equal(suppress_groups(once, "proportion"), once)


@FEWER
@given(any_breakdown, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    places = list(range(len(rows)))
    random.shuffle(places)
    shuffled = suppress_groups(rows.iloc[places], "proportion").sort_index()
    assert_frame_equal(shuffled, suppress_groups(rows, "proportion"), check_dtype=False)


@FEWER
@given(any_breakdown)
def test_no_fewer_further_rows_would_do_and_no_fewer_people(rows):
    """Against every choice of further rows with which two rows or more are hidden, and the hidden ones of each column
    that holds a small number sum to 5 or more. As the whole does, there always is one."""
    cells = rows.assign(complement=rows["denominator"] - rows["numerator"])[["numerator", "complement", "denominator"]]
    limits = pd.Series({"numerator": THRESHOLD, "complement": THRESHOLD, "denominator": BASE}, dtype=float)
    told = is_small(cells, limits)
    columns = told.columns[told.any() & ~is_small(cells.sum(), limits)]
    primary = told.index[told.any(axis=1)].tolist()
    free = [row for row in rows.index if row not in primary and cells.loc[row, "denominator"] > 0]

    def does(more: tuple) -> bool:
        chosen = [*primary, *more]
        return not len(columns) or (len(chosen) >= 2 and (cells.loc[chosen, columns].sum() >= THRESHOLD).all())

    enough = [more for size in range(len(free) + 1) for more in itertools.combinations(free, size) if does(more)]
    best = min((len(more), cells.loc[list(more), "denominator"].sum()) for more in enough)
    shown = suppress_groups(rows, "proportion")
    further = shown.index[shown["hidden"] == "secondary"]
    assert (len(further), cells.loc[further, "denominator"].sum()) == best
    assert shown.index[shown["hidden"] == "primary"].tolist() == primary


# Accounts of a return

def lines(text: str) -> pd.DataFrame:
    return table(text).assign(return_year=2025)


def told(frame: pd.DataFrame) -> list[tuple]:
    return [(row.reason, None if np.isnan(row.rows) else row.rows, row.note if isinstance(row.note, str) else None)
            for row in row_reconciliation(frame).itertuples()]


def test_small_reasons_are_told_together():
    """3 + 2 = 5: enough. The return had 120 + 30 + 5 = 155 rows, and still has."""
    frame = lines("""
        reason              | rows
        counted             | 120
        not aged 19 to 21   | 30
        died                | 3
        gone abroad         | 2
    """)
    assert told(frame) == [("counted", 120, None), ("not aged 19 to 21", 30, None),
                           ("other reasons: died; gone abroad", 5, None)]
    received = rows_received(row_reconciliation(frame)).to_dict("records")
    assert received == [{"return_year": 2025, "rows": 155, "note": None}]


def test_the_next_reason_is_added_where_the_small_ones_are_too_few():
    """3 alone, then with the next smallest, 8: 11."""
    frame = lines("""
        reason      | rows
        counted     | 120
        too young   | 30
        b           | 3
        c           | 8
    """)
    assert told(frame) == [("counted", 120, None), ("too young", 30, None), ("other reasons: b; c", 11, None)]


def test_a_small_reason_alone_is_told_as_fewer_than_five_and_the_whole_as_more_than_the_rest():
    frame = lines("""
        reason      | rows
        counted     | 1200
        died        | 3
    """)
    assert told(frame) == [("counted", 1200, None), ("died", None, "fewer than 5")]
    (whole,) = rows_received(row_reconciliation(frame)).to_dict("records")
    assert np.isnan(whole["rows"])
    assert whole["note"] == "more than 1,200"


def test_few_counted_are_not_told_either():
    frame = lines("""
        reason      | rows
        counted     | 4
        too young   | 50
        died        | 1
        moved       | 2
    """)
    assert told(frame) == [("counted", None, "fewer than 5"), ("other reasons: died; moved; too young", 53, None)]


def test_each_year_has_its_own_accounts_and_projects_are_told():
    frame = table("""
        return_year | reason  | rows
        2024        | counted | 40
        2024        | a       | 2
        2025        | counted | 50
        2025        | a       | 12
    """)
    assert row_reconciliation(frame)["rows"].isna().tolist() == [False, True, False, False]
    assert row_reconciliation(frame, people=False)["rows"].tolist() == [40, 2, 50, 12]
    assert rows_received(row_reconciliation(frame))["rows"].isna().tolist() == [True, False]


reasons = st.lists(st.one_of(st.integers(1, 6), st.integers(5, 400)), min_size=0, max_size=6)


@given(st.integers(1, 300), reasons, st.randoms(use_true_random=False))
def test_accounts_add_up_wherever_they_are_told(counted, left_out, random):
    names = list("abcdef")[:len(left_out)]
    frame = pd.DataFrame({"return_year": 2025, "reason": ["counted", *names], "rows": [counted, *left_out]})
    shown = row_reconciliation(frame)
    assert not is_small(shown["rows"]).any()
    assert shown["reason"].iloc[0] == "counted"
    listed = shown["reason"].iloc[1:].str.removeprefix("other reasons: ").str.split("; ").sum() if left_out else []
    assert sorted(listed) == names                                      # no reason is lost
    lone = shown["rows"].isna()
    assert lone.iloc[0] == is_small(counted)
    assert lone.iloc[1:].tolist() == ([True] if is_small(sum(left_out)) else [False] * (len(shown) - 1))
    assert shown["note"].notna().tolist() == lone.tolist()
    if lone.any():
        assert rows_received(shown)["rows"].isna().all()
        assert 0 < frame["rows"].sum() - shown["rows"].sum() < THRESHOLD * lone.sum()
    else:
        assert rows_received(shown)["rows"].tolist() == [shown["rows"].sum()] == [frame["rows"].sum()]
    assert_frame_equal(row_reconciliation(shown), shown)
    places = list(range(len(frame)))
    random.shuffle(places)
    assert_frame_equal(row_reconciliation(frame.iloc[places]), shown)


# Tables beside a series

AUDITS = """
    Theme       | Audits | Share | Reading
    Chronology  | 3      | 0.08  | weak
    Voice       | 12     | 0.32  | strong
    Plans       | 9      | 0.24  | fair
    Supervision | 14     | 0.37  | fair
"""


def test_a_row_of_few_people_loses_its_figures_and_a_second_protects_it():
    shown = suppress_table(table(AUDITS), ("Audits",))
    assert hidden(shown, "Theme") == ["Chronology", "Plans"]
    assert shown["Audits"].isna().tolist() == shown["Share"].isna().tolist() == [True, False, True, False]
    assert shown["Reading"].tolist() == table(AUDITS)["Reading"].tolist()


def test_without_a_total_only_the_small_row_goes():
    assert hidden(suppress_table(table(AUDITS), ("Audits",), total=False), "Theme") == ["Chronology"]


def test_a_table_that_counts_nobody_is_told():
    shown = suppress_table(table(AUDITS), ())
    assert_frame_equal(shown.drop(columns="status"), table(AUDITS))


def test_every_column_of_people_is_protected():
    """Sent 2 of a small theme; the fewest people that make up for it are those of "b": 2 + 6 = 8 sent."""
    rows = table("""
        Theme | Sent | Returned
        a     | 40   | 2
        b     | 20   | 6
        c     | 90   | 60
    """)
    assert hidden(suppress_table(rows, ("Sent", "Returned")), "Theme") == ["a", "b"]


people = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6)


@FEWER
@given(people)
def test_a_small_number_beside_a_series_is_never_a_difference(pairs):
    """The sum over hidden rows of a column that holds a small number is the total less what is told: 5 or more of at
    least two rows, unless the total itself is small."""
    rows = pd.DataFrame(pairs, columns=["Sent", "Returned"]).assign(Share=0.5)
    rows.insert(0, "Theme", list("abcdef")[:len(rows)])
    shown = suppress_table(rows, ("Sent", "Returned"))
    out = shown["status"].eq(SUPPRESSED)
    for column in ("Sent", "Returned"):
        few = is_small(rows[column])
        assert out[few].all()
        if few.any() and not is_small(rows[column].sum()):
            assert out.sum() >= 2
            assert rows.loc[out, column].sum() >= THRESHOLD
    assert shown.loc[out, ["Sent", "Returned", "Share"]].isna().all(axis=None)
    assert shown.loc[~out, "Share"].notna().all()
    assert_frame_equal(suppress_table(shown, ("Sent", "Returned")), shown)


def test_an_amount_that_few_people_stand_behind_is_hidden():
    """Forty days lost by three people; four hundred by thirty."""
    shown = suppress_series(table("""
        period | numerator | denominator | n  | value | status
        2024   | 40        | 700         | 3  | 0.057 | final
        2025   | 400       | 7000        | 30 | 0.057 | final
    """).astype({"period": str}), "rate")
    assert shown["numerator"].isna().tolist() == [True, False]
    assert shown["status"].tolist() == ["suppressed", "final"]


def test_a_part_is_hidden_where_it_lies_a_small_number_from_its_whole():
    """Of 2024 the whole has 3 more in its denominator, of 2025 there are 30 more; of 2026 both are the same."""
    whole = table("""
        period | numerator | denominator | value | status | note
        2024   | 20        | 103         | 0.194 | final  |
        2025   | 20        | 130         | 0.154 | final  |
        2026   | 20        | 100         | 0.2   | final  |
    """).astype({"period": str})
    part = whole.assign(denominator=100.0, value=0.2)
    shown = suppress_nested(part, part, whole)
    assert shown["status"].tolist() == ["suppressed", "final", "final"]
    assert shown["value"].isna().tolist() == shown["denominator"].isna().tolist() == [True, False, False]
