"""What a control chart draws and tells is the finding's own: looked up in the drawn lines and the written cells."""

from datetime import date
from itertools import combinations, pairwise

import matplotlib as mpl
import pytest
from matplotlib.colors import same_color
from matplotlib.dates import num2date

from narrate.test_narrate import finding
from narrate.test_narrate_control import OUTSIDE, RISING, SHIFT, TWO_OF_THREE, charted
from show.test_show import below, cells, words_of
from wayforward.narrate.control import alt_text
from wayforward.show import BLUE, GREY, MUTED
from wayforward.show.control import control_chart, control_table
from wayforward.show.figure_layout import PLUM
from wayforward.statistics.control import ControlChart, Signal


def axes_of(made):
    """The axes of its chart, laid out."""
    figure = control_chart(made).figure
    figure.draw_without_rendering()
    return figure.axes[0]


def drawn(axes, colour: str) -> list[list[tuple[date, float]]]:
    """Days and heights of the lines of a colour, uprights left out."""
    found = [[(num2date(when).date(), round(float(height), 6)) for when, height in line.get_xydata()]
             for line in axes.lines if same_color(line.get_color(), colour)]
    return [line for line in found if line and (len(line) == 1 or line[0][0] != line[-1][0])]


def uprights(axes) -> int:
    return sum(len(set(line.get_xdata())) == 1 and len(line.get_xdata()) == 2 for line in axes.lines)


SIGNALS = {2: (OUTSIDE,), 5: (SHIFT,), 6: (SHIFT, TWO_OF_THREE), 9: (RISING,), 12: (Signal.FALLING,)}
FULL = charted(signals=SIGNALS)
BROKEN = charted(phases=dict.fromkeys(range(8, 18), 2) | {18: 3, 19: 3}, bare=(18, 19))


def test_without_a_control_chart_there_is_nothing_to_show():
    for none in (finding(control=None), finding(control=ControlChart("XmR", reason="too few"))):
        assert (control_chart(none), control_table(none)) == (None, None)


def test_figures_and_lines_are_the_findings_own_in_display_units():
    axes = axes_of(FULL)
    days = [each.end for each in FULL.points]
    assert drawn(axes, BLUE) == [[(day, round(60.1 + place / 10, 6)) for place, day in enumerate(days)]]
    assert drawn(axes, GREY) == [[(day, 62.0) for day in days]]
    assert sorted(line[0][1] for line in drawn(axes, MUTED)) == [50.0, 74.0]


def test_limits_go_in_steps_and_the_centre_line_is_dashed():
    axes = axes_of(FULL)
    limits = [line for line in axes.lines if same_color(line.get_color(), MUTED)]
    assert [line.get_drawstyle() for line in limits] == ["steps-mid", "steps-mid"]
    centre = next(line for line in axes.lines if same_color(line.get_color(), GREY))
    assert centre._dash_pattern[1] is not None


def test_each_rule_marks_its_figures_with_a_shape_of_its_own_and_says_its_words():
    axes = axes_of(FULL)
    marks = {line.get_label(): ([round(float(height) - 60.1, 1) for height in line.get_ydata()], line.get_marker())
             for line in axes.lines if same_color(line.get_color(), PLUM)}
    assert {rule: places for rule, (places, _) in marks.items()} == {
        OUTSIDE: [0.2], SHIFT: [0.5, 0.6], TWO_OF_THREE: [0.6], RISING: [0.9], Signal.FALLING: [1.2]}
    assert len({shape for _, shape in marks.values()}) == 5
    assert [text.get_text() for text in axes.figure.legends[0].get_texts()] == list(marks)


def test_without_a_signal_there_is_no_legend():
    assert axes_of(charted()).figure.legends == []


def test_lines_begin_anew_at_a_break_and_are_missing_where_there_are_none():
    axes = axes_of(BROKEN)
    assert [len(line) for line in drawn(axes, BLUE)] == [8, 10, 2]
    assert [len(line) for line in drawn(axes, GREY)][:2] == [8, 10]
    assert uprights(axes) == 2
    assert uprights(axes_of(FULL)) == 0
    assert "Dotted: limits begin anew." in below(axes)


def test_a_missing_quarter_breaks_the_line_of_figures():
    whole = charted()
    gappy = charted(control=ControlChart("p′", whole.control.points[:6] + whole.control.points[8:], by_chance=0.1))
    assert [len(line) for line in drawn(axes_of(gappy), BLUE)] == [6, 12]


def test_the_lines_have_their_names_at_their_ends():
    assert {text.get_text().strip() for text in axes_of(FULL).texts} == {"upper limit", "centre line",
                                                                             "lower limit"}


@pytest.mark.parametrize(("made", "subtitle"), [
    (FULL, "Per cent, financial quarter; control chart (p′)"),
    (charted(8, trial=True), "Per cent, financial quarter; control chart (p′), limits on trial")])
def test_the_subtitle_says_which_chart_it_is_and_not_which_way_is_better(made, subtitle):
    assert axes_of(made).figure.texts[1].get_text() == f"Hertfordshire. {subtitle}"


def test_the_plans_beginning_is_marked_where_it_is_told():
    assert uprights(axes_of(FULL)) == 0
    figure = control_chart(FULL, date(2021, 4, 1)).figure
    figure.draw_without_rendering()
    assert uprights(figure.axes[0]) == 1
    assert "plan begins" in [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("count", [5, 8, 10, 12, 20])
def test_the_names_of_quarters_do_not_overlap(count):
    axes = axes_of(charted(count))
    boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
    assert len(boxes) >= 3
    assert all(one.x1 < other.x0 for one, other in pairwise(boxes))


@pytest.mark.parametrize("made", [FULL, BROKEN, charted(8, trial=True, signals={1: (OUTSIDE,), 2: (SHIFT,)})])
def test_no_word_is_cut_off_or_stands_on_another(made):
    figure = control_chart(made).figure
    figure.canvas.draw()
    words = words_of(figure)
    assert {"upper limit", "centre line", "lower limit"} <= {text for text, _ in words}
    assert [text for text, box in words if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.x1
            or box.y1 > figure.bbox.y1] == []
    assert [(one, other) for (one, box), (other, next_box) in combinations(words, 2) if box.overlaps(next_box)] == []


def test_the_picture_carries_its_words_and_is_the_same_each_time():
    data, about = control_chart(FULL)._repr_mimebundle_()
    assert data["text/plain"] == about["image/svg+xml"]["alt"] == alt_text(FULL)
    assert data["image/svg+xml"] == control_chart(FULL).svg() != control_chart(BROKEN).svg()
    assert control_chart(FULL).png() == control_chart(FULL).png() != control_chart(BROKEN).png()


def test_drawing_leaves_the_readers_own_settings_alone():
    before = dict(mpl.rcParams)
    axes_of(charted(5))
    assert dict(mpl.rcParams) == before


def test_the_table_tells_each_figure_with_its_lines_and_signals():
    made = charted(6, {1: (OUTSIDE,), 2: (SHIFT, TWO_OF_THREE)}, phases={5: 2}, bare=(5,))
    assert cells(control_table(made)) == [
        ["Period", "Figure", "Centre line", "Limits", "Signals"],
        ["April to June 2021", "60.1%", "62.0%", "50.0% to 74.0%", ""],
        ["July to September 2021", "60.2%", "62.0%", "50.0% to 74.0%", OUTSIDE],
        ["October to December 2021", "60.3%", "62.0%", "50.0% to 74.0%", f"{SHIFT}; {TWO_OF_THREE}"],
        ["January to March 2022", "60.4%", "62.0%", "50.0% to 74.0%", ""],
        ["April to June 2022", "60.5%", "62.0%", "50.0% to 74.0%", ""],
        ["July to September 2022", "60.6%", "–", "–", ""]]


def test_a_unit_in_words_is_in_the_title_and_not_in_every_cell():
    table = control_table(charted(6, unit="points"))
    assert "Control chart (p′): Audits (points)" in table.as_raw_html()
    assert cells(table)[1][1:4] == ["0.6", "0.6", "0.5 to 0.7"]
