"""What is said of a control chart, whole, on findings made by hand."""

from datetime import date

import pytest

from narrate.test_narrate import finding, point, unclear
from wayforward.judge import DecidedBy, Verdict
from wayforward.narrate.control import alt_text, sentence
from wayforward.periods import quarters, span
from wayforward.statistics.control import ControlChart, ControlPoint, Signal

SPANS = [span("financial quarter", code) for code in quarters(2021, 2026)]
OUTSIDE, SHIFT, RISING, TWO_OF_THREE = Signal.OUTSIDE, Signal.SHIFT, Signal.RISING, Signal.TWO_OF_THREE


def charted(count: int = 20, signals: dict[int, tuple[Signal, ...]] | None = None, phases: dict[int, int] | None = None,
            bare: tuple[int, ...] = (), trial: bool = False, by_chance: float = 0.15, **more):
    """A finding with so many quarters at 60.1 % and more, lines at 50, 62 and 74 %, and these signals by place."""
    signals, phases, spans = signals or {}, phases or {}, SPANS[:count]
    values = [0.601 + place / 1000 for place in range(count)]
    lines = [(None, None, None) if place in bare else (0.62, 0.5, 0.74) for place in range(count)]
    drawn = tuple(ControlPoint(each.end, value, *three, signals.get(place, ()), phases.get(place, 1))
                  for place, (each, value, three) in enumerate(zip(spans, values, lines, strict=True)))
    return finding(**{"calendar": "financial quarter", "title": "Audits",
                      "points": tuple(point(each.label, str(each.end), value)
                                      for each, value in zip(spans, values, strict=True)),
                      "control": ControlChart("p′", drawn, trial, None, by_chance)} | more)


def test_nothing_is_said_where_there_is_no_chart():
    for none in (finding(control=None), finding(control=ControlChart("XmR", reason="too few"))):
        assert (sentence(none), alt_text(none)) == ("", "")


def test_without_a_signal_there_is_no_sign_of_anything_but_chance():
    assert sentence(charted(verdict=Verdict.NO_CLEAR_CHANGE)) == (
        "Quarter by quarter, all 20 figures lie inside the limits, without a shift or a trend: no sign of anything but "
        "chance.")


def test_beside_a_decided_trend_a_silent_chart_says_that_the_change_came_gradually():
    assert sentence(charted(verdict=Verdict.WORSENING, decided_by=DecidedBy.TREND)) == (
        "Quarter by quarter, all 20 figures lie inside the limits, without a shift or a trend. No single figure stands "
        "out; the change came gradually.")
    assert "gradually" not in sentence(charted(verdict=Verdict.WORSENING, decided_by=DecidedBy.CHANGE))


def test_signals_of_before_the_verdicts_years_are_told_as_such():
    """The verdict looks at figures from July to September 2023 on, the tenth; the signal is the third or the last."""
    begun = point("July to September 2023", str(SPANS[9].end), 0.61)
    told = "That was before the years that the verdict looks at."
    assert told in sentence(charted(signals={2: (OUTSIDE,)}, baseline=begun))
    assert told not in sentence(charted(signals={2: (OUTSIDE,), 19: (OUTSIDE,)}, baseline=begun))


def test_years_are_told_as_years_and_few_figures_as_on_trial():
    years = tuple(point(f"31 March {year}", f"{year}-03-31", 0.6) for year in range(2020, 2026))
    lines = tuple(ControlPoint(each.end, 0.6, 0.6, 0.5, 0.7) for each in years)
    assert sentence(unclear(points=years, calendar="31 March", control=ControlChart("XmR", lines, trial=True))) == (
        "Year by year, all 6 figures lie inside the limits, without a shift or a trend. Limits that rest on fewer than "
        "12 figures are on trial: they can show only a jump.")


@pytest.mark.parametrize(("signals", "told"), [
    ({8: (OUTSIDE,)}, "one lies outside the limits (April to June 2023)"),
    ({8: (OUTSIDE,), 12: (OUTSIDE,)}, "2 lie outside the limits (April to June 2023 and April to June 2024)"),
    (dict.fromkeys((0, 2, 4, 6, 8), (OUTSIDE,)),
     "5 lie outside the limits (first in April to June 2021, last in April to June 2023)"),
    (dict.fromkeys(range(3, 11), (SHIFT,)),
     "8 make a shift, 7 or more in a row on one side (from January to March 2022 until October to December 2023)"),
    (dict.fromkeys(range(7), (RISING,)),
     "7 make a trend, 7 or more in a row rising (from April to June 2021 until October to December 2022)"),
    ({4: (TWO_OF_THREE,), 6: (TWO_OF_THREE,)},
     "2 lie near a limit, two of three in a row (April to June 2022 and October to December 2022)"),
    (dict.fromkeys(range(6), (RISING,)) | {6: (OUTSIDE, RISING)},
     "7 make a trend, 7 or more in a row rising (from April to June 2021 until October to December 2022) and one lies "
     "outside the limits (October to December 2022)"),
])
def test_each_signal_is_told_with_its_time_and_how_often_chance_brings_one(signals, told):
    assert sentence(charted(signals=signals)) == (
        f"Quarter by quarter, of 20 figures {told}. Chance alone gives some such sign in about 15% of charts this "
        "long, and more often where each figure shares people with the one before.")


def test_what_chance_hardly_ever_brings_is_not_told_as_never():
    assert sentence(charted(5, {1: (OUTSIDE,)}, by_chance=0.002)).endswith(
        ". Chance alone gives some such sign in under 1% of charts this long, and more often where each figure shares "
        "people with the one before.")


def test_new_limits_and_figures_without_any_are_told():
    second = dict.fromkeys(range(8, 20), 2)
    assert sentence(charted(phases=second, verdict=Verdict.NO_CLEAR_CHANGE)).endswith(
        "but chance. Centre line and limits are drawn anew from April to June 2023 on.")
    assert sentence(charted(phases={18: 2, 19: 2}, bare=(18, 19), verdict=Verdict.NO_CLEAR_CHANGE)) == (
        "Quarter by quarter, all 18 figures lie inside the limits, without a shift or a trend: no sign of anything but "
        "chance. 2 figures have no limits: too few between two breaks.")
    assert "One figure has no limits" in sentence(charted(phases={19: 2}, bare=(19,)))


def test_the_chart_in_words_has_its_ends_its_lines_and_what_it_says():
    made = charted(phases={19: 2}, bare=(19,))
    assert alt_text(made) == (
        "Control chart (p′) of Audits, Hertfordshire, 20 figures from 60.1% (April to June 2021) to 62.0% (January to "
        "March 2026). Centre line at 62.0%, limits at 50.0% and 74.0% (October to December 2025). " + sentence(made))


def test_a_figure_published_whole_is_told_whole():
    whole = tuple(point(f"31 March {year}", f"{year}-03-31", 0.6, places=0) for year in range(2020, 2026))
    lines = tuple(ControlPoint(each.end, 0.6, 0.604, 0.5, 0.7) for each in whole)
    assert "6 figures from 60% (31 March 2020) to 60% (31 March 2025). Centre line at 60.4%" in alt_text(
        finding(points=whole, calendar="31 March", control=ControlChart("XmR", lines)))


@pytest.mark.parametrize("rule", [OUTSIDE, SHIFT, RISING, TWO_OF_THREE])
@pytest.mark.parametrize("better", ["higher", "lower", "parity", "none"])
def test_what_is_said_does_not_depend_on_which_way_is_better(rule, better):
    signals = dict.fromkeys(range(7), (rule,))
    assert alt_text(charted(signals=signals, better=better)) == alt_text(charted(signals=signals))


def test_periods_are_looked_up_by_their_day():
    assert charted().control.points[8].end == date(2023, 6, 30)
