"""Every council's change beside the others'."""

import pytest

import wayforward as wf
from wayforward.statistics.results import Z


@pytest.fixture(scope="module")
def report():
    return wf.open_report(3, "2025-26-Q4", "hertfordshire")


@pytest.fixture(scope="module")
def gap(report):
    return report["attainment_gap"].councils()


def test_each_council_stands_once_the_largest_rise_first(gap):
    assert len(gap.data) == 148 == gap.data["area"].nunique()
    assert gap.data["apart"].is_monotonic_decreasing


def test_our_row_is_what_the_report_says_of_us(report, gap):
    ours, told = gap.data.set_index("area").loc["hertfordshire"], report["attainment_gap"].finding()
    assert ours["change"] == pytest.approx(told.change.estimate)
    assert ours["apart"] == pytest.approx(told.against_rest.estimate, abs=1e-6)
    assert ours["p"] == pytest.approx(told.against_rest.p, abs=0.01)        # normal here; Student's t of 15 df there


def test_the_changes_less_the_others_are_none_on_the_whole(gap):
    assert gap.data["apart"].sum() == pytest.approx(0, abs=1e-9)


def test_more_are_told_at_a_higher_false_discovery_rate(report):
    few, many = (report["attainment_gap"].councils(rate=rate).moved for rate in (0.01, 0.2))
    assert set(few["area"]) < set(many["area"])


def test_the_picture_has_the_numbers_of_the_table(gap):
    _, chart, table = gap.parts
    axes = chart.figure.axes[0]
    drawn = next(line for line in axes.lines if len(line.get_xdata()) == len(gap.data))
    assert list(drawn.get_ydata()) == pytest.approx(list(gap.data["apart"]))
    bars = axes.collections[0].get_segments()[0][:, 1]
    first = gap.data.iloc[0]
    assert list(bars) == pytest.approx([first["low"], first["high"]])
    assert "North Somerset" in table.words() and chart.alt.endswith("4 moved otherwise than the rest.")


def test_its_words_say_how_many_chance_alone_would_show(gap):
    alone = int((gap.data["p"] < 0.05).sum())
    assert gap.parts[0].data == (f"Of 148 councils, {alone} look as if they moved otherwise than the rest, each taken "
                                 "alone. Chance alone would make 7 look so. Taken together, 4 did.")


def test_where_nothing_of_the_others_is_known_there_is_a_remark(report):
    assert "There is no change" in report["wellbeing"].councils().data
    invented = wf.open_report(3, "2025-26-Q4", "exampleshire")["attainment_gap"].councils()
    assert "has not been measured" in invented.data


def test_the_limits_are_those_of_a_normal_error(gap):
    first = gap.data.iloc[0]
    assert first["high"] - first["apart"] == pytest.approx(first["apart"] - first["low"])
    assert (first["high"] - first["apart"]) / Z > 0
