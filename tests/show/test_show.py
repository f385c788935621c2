"""What a chart draws and a table tells is the finding's own: looked up in the drawn lines and the written cells."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.lib.pretty import pretty
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color
from matplotlib.dates import num2date
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from narrate.test_narrate import benchmark, choices, finding, point
from wayforward import show
from wayforward.finding import Benchmark, Finding, Point
from wayforward.formats import half_up, quantity
from wayforward.judge import DecidedBy, Evidence, Verdict
from wayforward.narrate.alt_text import alt_text
from wayforward.plan import load_plan
from wayforward.plans import DEFAULT
from wayforward.show.session import SESSION
from wayforward.statistics.results import Result, no_result

PLAN_START = date(2021, 4, 1)
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def year(number: int, value: float | None, low: float | None = None, high: float | None = None, **more) -> Point:
    """The figure of 31 March of a year."""
    return point(f"31 March {number}", f"{number}-03-31", value, (low, high), **more)


def line_of(area: str, level: str, **values: float) -> Benchmark:
    """Another area's figures, y2021=0.88 and so on."""
    points = tuple((date(int(name[1:]), 3, 31), value) for name, value in values.items())
    return Benchmark(area=area, level=level, areas=1, value=points[-1][1], change=None, baseline=points[0][1],
                     points=points)


# 2019 and 2020 are joined, 2021 is suppressed, 2022 not comparable, 2023 to 2025 are joined; 2018 has no interval
POINTS = (year(2018, 0.90), year(2019, 0.92, 0.89, 0.94), year(2020, 0.925, 0.90, 0.95),
          year(2021, None, status="suppressed", note="small numbers"), year(2022, 0.80, status="not comparable"),
          year(2023, 0.91, 0.88, 0.93), year(2024, 0.885, 0.86, 0.91), year(2025, 0.886, 0.858, 0.909))
ENGLAND = line_of("England", "country", y2019=0.85, y2020=0.86, y2023=0.87, y2024=0.882, y2025=0.885)
EAST = line_of("East of England", "region", y2019=0.84, y2020=0.85, y2023=0.86, y2024=0.875, y2025=0.88)
NEIGHBOURS = tuple(line_of(f"Neighbour {one}", "neighbour", y2024=one / 10, y2025=one / 10) for one in (6, 7, 8, 9, 10))
MEDIAN = line_of("the neighbours' median", "median", y2024=0.8, y2025=0.8)
FULL = finding(points=POINTS, latest=POINTS[-1], baseline=POINTS[2], calendar="31 March",
               benchmarks=(ENGLAND, EAST, *NEIGHBOURS, MEDIAN))


def axes_of(made: Finding):
    """The axes of its chart, laid out, so that everything stands where it is seen."""
    figure = show.chart(made, PLAN_START).figure
    figure.draw_without_rendering()
    return figure.axes[0]


@pytest.fixture(scope="module")
def axes():
    return axes_of(FULL)


def vertices(line) -> list[tuple[date, float]]:
    """Day and height of each vertex of a line."""
    return [(num2date(when).date(), round(float(height), 9)) for when, height in line.get_xydata()]


def solid(axes, colour: str) -> list[list[tuple[date, float]]]:
    """The stretches of line drawn in a colour, the upright one that marks the plan's beginning left out."""
    return [vertices(line) for line in axes.lines
            if same_color(line.get_color(), colour) and line.get_linestyle() != "None" and len(line.get_xdata())
            and vertices(line)[0][0] != vertices(line)[-1][0]]


def hollow(axes) -> list[tuple[date, float]]:
    return [vertex for line in axes.lines if line.get_markerfacecolor() == "white" for vertex in vertices(line)]


def names(axes) -> dict[str, float]:
    """The names at the ends of the lines, with their heights."""
    return {text.get_text().strip(): text.xy[1] for text in axes.texts if hasattr(text, "xy") and text.xy[1]}


def below(axes) -> str:
    """How the chart is to be read, the last of the words around it, as one line."""
    return axes.figure.texts[2].get_text().replace("\n", " ")


def words_of(figure) -> list[tuple[str, Bbox]]:
    """Every word that is seen, with its box in the picture; a figure drawn already."""
    axes = figure.axes[0]
    seen = [*figure.texts, *axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels(),
            *(text for legend in figure.legends for text in legend.get_texts())]
    return [(text.get_text(), text.get_window_extent()) for text in seen if text.get_text()]


def cells(table) -> list[list[str]]:
    """The rows of a table as readers see them, its headings first."""
    page = BeautifulSoup(table.as_raw_html(), "html.parser")
    heads = [head.get_text() for head in page.find_all("th", class_="gt_col_heading")]
    return [heads, *([cell.get_text(" ") for cell in row.find_all(["th", "td"])] for row in page.tbody.find_all("tr"))]


# --- charts ----------------------------------------------------------------------------------------------------------

def test_the_line_has_the_findings_figures_and_breaks_where_a_period_is_missing_or_unlike(axes):
    assert solid(axes, show.BLUE) == [
        [(date(2018, 3, 31), 90.0), (date(2019, 3, 31), 92.0), (date(2020, 3, 31), 92.5)],
        [(date(2023, 3, 31), 91.0), (date(2024, 3, 31), 88.5), (date(2025, 3, 31), 88.6)]]


def test_a_year_that_nobody_published_breaks_the_line():
    gappy = axes_of(finding(benchmarks=(), points=(year(2019, 0.9), year(2020, 0.91), year(2022, 0.92),
                                                   year(2023, 0.93))))
    assert [len(stretch) for stretch in solid(gappy, show.BLUE)] == [2, 2]


def test_a_point_that_is_not_comparable_is_hollow_and_off_the_line(axes):
    assert hollow(axes) == [(date(2022, 3, 31), 80.0)]
    assert all(vertex not in stretch for vertex in hollow(axes) for stretch in solid(axes, show.BLUE))


def quarter(first: date, last: date, value: float | None, status: str = "final") -> Point:
    return replace(point(f"{first:%B} to {last:%B %Y}", last.isoformat(), value, status=status), start=first)


def test_what_is_not_yet_whole_is_hatched_and_named_once_and_off_the_line(axes):
    """Two quarters that follow each other are one stretch, from the first day of the one to the last of the other."""
    ends = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31)]
    starts = [date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)]
    given = tuple(quarter(*days, value, status) for days, value, status in zip(
        zip(starts, ends, strict=True), (0.5, 0.6, 0.7, None, None), ("final",) * 3 + ("not yet whole",) * 2,
        strict=True))
    drawn = axes_of(finding(points=given, calendar="financial quarter", benchmarks=()))
    hatched = [patch for patch in drawn.patches if patch.get_hatch()]
    assert [(num2date(patch.get_x()).date(), num2date(patch.get_x() + patch.get_width()).date())
            for patch in hatched] == [(date(2025, 10, 1), date(2026, 3, 31))]
    assert [text.get_text() for text in drawn.texts].count("not yet whole") == 1
    assert [len(stretch) for stretch in solid(drawn, show.BLUE)] == [3]
    assert "Hatched: not yet whole." in below(drawn)
    assert not any(patch.get_hatch() for patch in axes.patches)


def test_a_chart_of_nothing_but_what_is_not_yet_whole_can_be_drawn():
    begun = quarter(date(2025, 4, 1), date(2026, 3, 31), None, "not yet whole")
    drawn = axes_of(finding(points=(begun,), latest=None, baseline=None, calendar="financial year", benchmarks=()))
    assert [text.get_text() for text in drawn.texts] == ["not yet whole", "plan begins"]
    assert "not yet whole" in show.table(finding(points=(begun,))).words()


def test_the_bars_are_the_intervals(axes):
    bars = [(num2date(low[0]).date().year, round(float(low[1]), 9), round(float(high[1]), 9))
            for collection in axes.collections if isinstance(collection, LineCollection)
            for low, high in collection.get_segments()]
    assert bars == [(2019, 89.0, 94.0), (2020, 90.0, 95.0), (2023, 88.0, 93.0), (2024, 86.0, 91.0), (2025, 85.8, 90.9)]


def test_england_and_the_region_are_drawn_as_published_in_other_dashes(axes):
    expected = [[(date(2019, 3, 31), 85.0), (date(2020, 3, 31), 86.0)],
                [(date(2023, 3, 31), 87.0), (date(2024, 3, 31), 88.2), (date(2025, 3, 31), 88.5)]]
    assert solid(axes, show.GREY)[:2] == expected
    assert solid(axes, show.GREY)[2][-1] == (date(2020, 3, 31), 85.0)
    dashes = {line._dash_pattern[1] and tuple(line._dash_pattern[1]) for line in axes.lines
              if same_color(line.get_color(), show.GREY)}
    assert len(dashes) == 2


def test_the_shade_is_the_middle_half_of_the_neighbours(axes):
    """Of 60, 70, 80, 90 and 100 % a quarter lies under 70 and a quarter over 90."""
    shades = [collection for collection in axes.collections if not isinstance(collection, LineCollection)]
    heights = {round(float(height), 9) for shade in shades for _, height in shade.get_paths()[0].vertices}
    assert heights == {70.0, 90.0}


def test_the_years_are_written_below(axes):
    assert [label.get_text() for label in axes.get_xticklabels()] == [str(number) for number in range(2018, 2026)]


def test_a_tick_is_the_year_of_its_period():
    for calendar, ticks in (("31 March", ["2024", "2025"]), ("financial quarter", ["Q4 2023-24", "Q4 2024-25"])):
        drawn = axes_of(finding(benchmarks=(), calendar=calendar, points=tuple(
            point(f"31 March {year}", f"{year}-03-31", 0.9) for year in (2024, 2025))))
        assert [text.get_text() for text in drawn.get_xticklabels()] == ticks


@pytest.mark.parametrize(("unit", "values"), [
    ("%", (0.172, 0.183)),         # ticks at 17.5: never written 18
    ("%", (0.00, 1.00)),
    ("%", (0.0201, 0.0213)),
    ("score", (0.71, 0.89)),
    ("points", (14.2, 16.4)),
    ("children", (980.0, 1310.0)),
])
def test_a_tick_is_written_exactly(unit, values):
    drawn = axes_of(finding(unit=unit, points=(year(2024, values[0]), year(2025, values[1])), benchmarks=()))
    labels = [label.get_text() for label in drawn.get_yticklabels()]
    told = [Decimal(label.removesuffix("%").replace(",", "").replace("−", "-")) for label in labels]
    assert told == [Decimal(repr(round(float(tick), 6))) for tick in drawn.get_yticks()]
    assert len(set(labels)) == len(labels) >= 3
    assert all(label.endswith("%") for label in labels) == (unit == "%")


def test_every_line_has_its_name_at_its_end(axes):
    assert set(names(axes)) == {"Hertfordshire", "England", "East of England", "neighbours"}


@pytest.mark.parametrize("heights", [(0.886, 0.885, 0.88), (0.9, 0.9, 0.9), (0.6, 0.61, 0.99), (0.5, 0.95, 0.96)])
def test_names_do_not_overlap(heights):
    ours, england, east = heights
    crowded = axes_of(finding(points=(year(2024, 0.5), year(2025, ours)), benchmarks=(
        line_of("England", "country", y2024=0.5, y2025=england), line_of("East of England", "region", y2024=0.5,
                                                                         y2025=east))))
    low, high = crowded.get_ylim()
    placed = sorted(names(crowded).values())
    assert len(placed) == 3
    assert min(above - below for below, above in pairwise(placed)) >= 0.08 * (high - low)


def test_names_stand_in_the_order_of_the_lines(axes):
    placed = names(axes)
    assert sorted(placed, key=placed.get) == ["neighbours", "East of England", "England", "Hertfordshire"]


LONGEST = max((series.title for measure in load_plan(DEFAULT).measures for series in measure.series), key=len)


QUARTERS = [point(f"January to March {year} (quarter 4 of {year - 1}-{year % 100})", f"{year}-03-31", value)
            for year, value in ((2023, 0.9), (2024, 0.92), (2025, 0.91))]


@pytest.mark.parametrize("made", [
    FULL,
    finding(title=LONGEST, area="Bournemouth, Christchurch and Poole", points=POINTS, benchmarks=FULL.benchmarks),
    finding(title=f"{LONGEST}, {LONGEST}", points=POINTS, benchmarks=()),
    finding(unit="children", points=(year(2024, 1_234_567.0), year(2025, 1_434_567.0)), benchmarks=()),
    finding(unit="points", points=(year(2019, -1234.5), year(2020, 12.0)), benchmarks=()),
    finding(calendar="financial quarter", points=QUARTERS, benchmarks=()),
    finding(points=(year(2022, None, status="suppressed"), year(2023, None, status="suppressed")), benchmarks=()),
], ids=["full", "long names", "title of many lines", "long figures", "before the plan", "quarters", "nothing drawn"])
def test_no_word_is_cut_off_or_stands_on_another(made):
    figure = show.chart(made, PLAN_START).figure
    figure.canvas.draw()
    words = words_of(figure)
    assert made.title in [" ".join(text.split()) for text, _ in words]
    assert [text for text, box in words if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.x1
            or box.y1 > figure.bbox.y1] == []
    assert [(one, other) for (one, box), (other, next_box) in combinations(words, 2) if box.overlaps(next_box)] == []


def test_the_picture_is_wide_wherever_the_names_are_short():
    """A long name at the right takes room from the picture, a short one leaves it."""
    long, short = (axes_of(finding(area=area, points=POINTS, benchmarks=())).get_position().width
                   for area in ("Bournemouth, Christchurch and Poole", "Bury"))
    assert long < 0.65 and short > 0.85


def test_where_nothing_is_drawn_no_figures_stand_at_the_side():
    drawn = axes_of(finding(points=(year(2022, None, status="suppressed"),), benchmarks=()))
    assert [label.get_text() for label in drawn.get_yticklabels()] == []
    assert [label.get_text() for label in drawn.get_xticklabels()] == ["2022"]


@pytest.mark.parametrize(("changes", "subtitle"), [
    ({}, "Per cent, at 31 March; higher is better"),
    ({"better": "lower", "unit": "points", "calendar": "academic year"}, "Points, academic year; lower is better"),
    ({"better": "parity", "calendar": "30 September"}, "Per cent, at 30 September; nearer to 0 is better"),
    ({"better": "none", "unit": "percentage points"}, "Percentage points, at 31 March; neither direction is better"),
    ({"better": "lower", "unit": "tonnes CO2e", "calendar": "financial year"},
     "Tonnes CO2e, financial year; lower is better"),
])
def test_the_subtitle_says_the_unit_and_which_way_is_better(changes, subtitle):
    drawn = axes_of(finding(**{"points": (year(2025, 0.9),), "benchmarks": (), "calendar": "31 March"} | changes))
    assert drawn.figure.texts[1].get_text() == f"Hertfordshire. {subtitle}"


def test_what_is_drawn_is_explained_and_nothing_else(axes):
    assert below(axes) == ("Bars: 95% intervals.  Shaded: the middle half of the statistical neighbours.  "
                           "The axis does not start at 0.  Hollow: not comparable.")
    assert below(axes_of(finding(points=(year(2024, 0.0), year(2025, 0.9)), benchmarks=()))) == ""


def test_a_dollar_in_a_picture_is_a_dollar():
    """A pair of them would be set as mathematics, and what is none would end the drawing."""
    drawn = show.chart(finding(area="Here $\\nothing$", title="Costs $x$"), PLAN_START)
    assert drawn.png()
    assert not any(text.get_parse_math() for text in drawn.figure.findobj(Text))


def test_a_target_is_a_line_at_its_height_with_its_words():
    figure = show.chart(FULL, PLAN_START, (0.95, date(2026, 3, 31))).figure
    figure.draw_without_rendering()
    axes = figure.axes[0]
    level = [line for line in axes.lines if list(line.get_xdata()) == [0, 1]]
    assert [set(line.get_ydata()) for line in level] == [{95.0}]
    assert axes.get_ylim()[0] < 95 < axes.get_ylim()[1]
    assert "target 95.0% by 31 March 2026" in [text.get_text() for text in axes.texts]
    assert not [text for text in axes_of(FULL).texts if "target" in text.get_text()]


def test_a_chart_carries_its_words_wherever_it_is_shown():
    chart = show.chart(FULL, PLAN_START)
    data, about = chart._repr_mimebundle_()
    assert data["text/plain"] == about["image/svg+xml"]["alt"] == alt_text(FULL)
    assert data["image/svg+xml"] == chart.svg()
    assert "text/html" not in data


def test_in_jupyterlab_a_chart_is_html_since_a_picture_has_no_words_there(monkeypatch):
    monkeypatch.setenv(SESSION, "play/3-back-on-track.ipynb")
    chart = show.chart(FULL, PLAN_START)
    data, _ = chart._repr_mimebundle_()
    assert data["text/html"] == data["image/svg+xml"] == chart.svg()


def test_the_same_finding_is_the_same_picture():
    once, again, other = (show.chart(made, PLAN_START).png()
                          for made in (FULL, FULL, finding(points=POINTS[:-1], benchmarks=())))
    assert once == again != other


def test_drawing_leaves_the_readers_own_settings_alone():
    before = dict(mpl.rcParams)
    axes_of(FULL)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("points", [
    (year(2025, 0.886, 0.858, 0.909),),
    (year(2022, 0.2, status="not comparable"), year(2023, 0.22, status="not comparable")),
    (year(2022, None, status="suppressed"), year(2023, None, status="not available")),
    (year(2024, 0.0, 0.0, 0.0), year(2025, 0.0, 0.0, 0.0)),
], ids=["one point", "none comparable", "none published", "all nought"])
@pytest.mark.parametrize("marks", [(), (ENGLAND, EAST, *NEIGHBOURS)], ids=["alone", "compared"])
def test_any_series_can_be_drawn(points, marks):
    drawn = axes_of(finding(points=points, benchmarks=marks))
    assert sum(map(len, solid(drawn, show.BLUE))) == sum(each.usable for each in points) * (len(points) > 1)
    assert len(hollow(drawn)) == sum(not each.usable and each.value is not None for each in points)


# --- tables ----------------------------------------------------------------------------------------------------------

def test_the_points_of_a_finding_as_a_table():
    counted = finding(
        points=(year(2021, 453 / 484, 0.910, 0.955, counts=(453, 484), unknown=14),
                year(2022, None, status="suppressed", note="small numbers"),
                year(2025, 522 / 589, 0.858, 0.909, counts=(522, 589), unknown=6)),
        benchmarks=(line_of("England", "country", y2021=0.878, y2025=0.885), MEDIAN))
    assert cells(show.table(counted)) == [
        ["Period", "Figure", "95% interval", "Count", "Out of", "Not known", "England", "Neighbours' median", "Remark"],
        ["31 March 2021", "93.6%", "91.0% to 95.5%", "453", "484", "14", "87.8%", "–", ""],
        ["31 March 2022", "–", "–", "–", "–", "–", "–", "–", "suppressed; small numbers"],
        ["31 March 2025", "88.6%", "85.8% to 90.9%", "522", "589", "6", "88.5%", "80.0%", ""]]


def test_columns_without_anything_in_them_are_left_out():
    assert cells(show.table(finding(points=(year(2024, 0.9), year(2025, 0.91)), benchmarks=()))) == [
        ["Period", "Figure"], ["31 March 2024", "90.0%"], ["31 March 2025", "91.0%"]]


def test_a_unit_in_words_is_in_the_title_and_not_in_every_cell():
    gap = show.table(finding(title="The gap", unit="points", points=(year(2025, 16.4),), benchmarks=()))
    assert cells(gap) == [["Period", "Figure"], ["31 March 2025", "16.4"]]
    assert "The gap (points)" in gap.as_raw_html()


def test_every_figure_of_a_table_is_the_point_as_formatted_and_none_is_a_raw_fraction():
    rows = cells(show.table(FULL))[1:]
    assert [row[1] for row in rows] == [quantity(each.value, "%", 1) for each in POINTS]
    assert [row[2] for row in rows] == ["–" if each.low is None else
                                        f"{half_up(each.low * 100, 1)}% to {half_up(each.high * 100, 1)}%"
                                        for each in POINTS]
    assert not re.search(r"\b0\.\d{2}", " ".join(cell for row in rows for cell in row))


def test_a_figure_published_whole_is_shown_whole_beside_the_others():
    mixed = finding(points=(year(2020, 0.92, places=0), year(2025, 0.886, places=1)), benchmarks=())
    assert [row[1] for row in cells(show.table(mixed))] == ["Figure", "92%", "88.6%"]


def test_fractions_of_posts_are_counted_with_a_decimal_and_groups_of_a_make_up_not_at_all():
    posts = (year(2025, 0.114, counts=(41.5, 364.0)),)
    assert cells(show.table(finding(kind="rate", points=posts, benchmarks=()))) == [
        ["Period", "Figure", "Count", "Out of"], ["31 March 2025", "11.4%", "41.5", "364.0"]]
    assert cells(show.table(finding(kind="shares", points=posts, benchmarks=()))) == [
        ["Period", "Figure"], ["31 March 2025", "11.4%"]]


def test_why_a_point_has_no_interval_is_said_where_others_have_one():
    bare = replace(year(2020, 0.92), reason="published as a rounded percentage")
    assert cells(show.table(finding(points=(bare, year(2025, 0.886, 0.858, 0.909)), benchmarks=())))[1:] == [
        ["31 March 2020", "92.0%", "–", "published as a rounded percentage"],
        ["31 March 2025", "88.6%", "85.8% to 90.9%", ""]]
    alone = finding(points=(bare,), benchmarks=())
    assert cells(show.table(alone)) == [["Period", "Figure"], ["31 March 2020", "92.0%"]]


NO_DATA = finding(number=8, series="feel_included", title="Feel included", promise="An increase in those included",
                  points=(), latest=None, baseline=None, change=no_result("no published figure"), benchmarks=(),
                  verdict=Verdict.NO_DATA, evidence=Evidence.NONE, decided_by=DecidedBy.NOTHING)
ROW = ["92.5% (31 March 2020)", "88.6% (31 March 2025)", "−5.0 percentage points (−8.3 to −1.5)",
       "Getting worse, on some evidence"]
NONE = ["–", "–", "–", "No data"]


def test_several_findings_in_a_row_each():
    heads = ["Before the plan", "Latest", "Change", "Verdict"]
    assert cells(show.series_table([FULL, NO_DATA], "some", "Some")) == [
        ["Figure", *heads], ["Care leavers in suitable accommodation", *ROW], ["Feel included", *NONE]]


def test_a_promise_is_told_once_with_its_parts_under_it():
    part = finding(headline=False, part="a part", title="A part", better="none", points=POINTS, baseline=POINTS[2],
                   latest=POINTS[-1])
    assert cells(show.panel_table([FULL, part, NO_DATA])) == [
        ["No.", "Promise", "Figure", "Before the plan", "Latest", "Change", "Verdict"],
        ["7", FULL.promise, "Care leavers in suitable accommodation (higher is better)", *ROW],
        ["", "", "A part (neither direction is better)", *ROW],
        ["8", "An increase in those included", "Feel included (higher is better)", *NONE]]


@pytest.mark.parametrize(("unit", "decimals", "change", "told"), [
    ("%", 1, 0.0016, "+0.2 percentage points"),
    ("percentage points", 0, -0.01, "−1 percentage point"),
    ("percentage points", 0, 0.004, "0 percentage points"),
    ("points", 1, 1.0, "+1.0 points"),
    ("score", 1, 1.3, "+1.3"),
])
def test_a_change_without_an_interval_stands_alone(unit, decimals, change, told):
    plain = finding(points=POINTS, change=Result(change), unit=unit, decimals=decimals)
    assert cells(show.series_table([plain], "some", "Some"))[1][3] == told


def test_the_other_choices_as_a_table():
    first, *others = choices((Verdict.WORSENING, 0.0004), (Verdict.NO_CLEAR_CHANGE, 0.0833),
                             (Verdict.TOO_LITTLE, None))
    tried = finding(robustness=(first, replace(others[0], smallest_p=1 / 60), others[1]))
    assert cells(show.robustness_table(tried)) == [
        ["Choice", "p", "Verdict", "Beside ours"],
        ["choice a", "p < 0.001", "worsening", "agrees"],
        ["choice b", "p = 0.083 (least possible p = 0.017)", "no clear change", "differs"],
        ["choice c", "no p", "too little data", "differs"]]


def test_the_areas_the_highest_figure_first_and_ours_in_bold():
    compared = finding(latest=year(2025, 0.886), change=Result(-0.05), benchmarks=(
        replace(benchmark("England", "country", 0.885, 0.878), relative=Result(-0.057, -0.096, -0.019)),
        benchmark("Trafford", "neighbour", 0.95, None),
        replace(benchmark("the neighbours' median", "median", 0.923, 0.881), relative=Result(-0.092))))
    made = show.benchmark_table(compared)
    assert cells(made) == [
        ["Area", "Which", "Figure", "Change", "Ours less theirs"],
        ["Trafford", "neighbour", "95.0%", "–", "–"],
        ["Neighbours' median", "median", "92.3%", "+4.2", "−9.2"],
        ["Hertfordshire", "this report", "88.6%", "−5.0", "–"],
        ["England", "country", "88.5%", "+0.7", "−5.7 (−9.6 to −1.9)"]]
    bold = BeautifulSoup(made.as_raw_html(), "html.parser").tbody.find_all(style=re.compile("bold"))
    assert [cell.get_text() for cell in bold] == ["Hertfordshire", "this report", "88.6%", "−5.0", "–"]


def test_a_table_stands_in_plain_words_where_html_is_not_shown():
    """Its library's own form would publish addresses of the machine, other ones at each run."""
    told = show.table(finding(title="The gap", unit="points", points=(year(2025, 16.4),), benchmarks=()))
    lines = pretty(told).splitlines()
    assert [line.split() for line in lines] == [
        ["The", "gap", "(points)"], ["Period", "Figure"], ["31", "March", "2025", "16.4"]]


def test_lists_in_a_cell_are_lines():
    made = show.words_table(pd.DataFrame({"Bee": ["BE SAFE"], "Promises": [("1 one", "2 two")]}), "bees", "The bees")
    assert cells(made) == [["Bee", "Promises"], ["BE SAFE", "1 one 2 two"]]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_row_of_a_notebooks_tables_has_a_heading_of_its_own_and_no_id_is_used_twice(notebook):
    pages = [BeautifulSoup(output["data"]["text/html"], "html.parser")
             for cell in nbformat.read(notebook, 4).cells for output in cell.get("outputs", [])
             if "text/html" in output.get("data", {})]
    assert pages
    ids = Counter(tag["id"] for page in pages for tag in page.find_all(id=True))
    assert [name for name, times in ids.items() if times > 1] == []
    for page in (page for page in pages if page.find(class_="gt_table")):
        heads = page.find_all("th", scope="col")
        for row in page.tbody.find_all("tr"):
            assert len(row.find_all(["th", "td"])) == len(heads)
            assert len(row.find_all("th", scope="row")) == 1 and row.th.get_text(strip=True)
            assert not row.find_all(headers=True)       # it would hide the row's heading
