"""A finding as a story: whole stories of findings made by hand, and what is said when."""

from dataclasses import replace
from datetime import date

import pytest

from wayforward.finding import Benchmark, Choice, Finding, Group, Point, Scatter
from wayforward.judge import DecidedBy, Evidence, TargetStatus, Verdict
from wayforward.narrate import how_sure, sections, with_care
from wayforward.narrate.alt_text import alt_text
from wayforward.narrate.beside_others import beside_others, ranked
from wayforward.narrate.story import story
from wayforward.narrate.where_it_stands import began, promised, stands
from wayforward.statistics.compare import Standing
from wayforward.statistics.results import Result, Trend, no_result
from wayforward.statistics.uneven import Uneven
from wayforward.statistics.visible import Visible


def in_one(finding: Finding) -> str:
    """The story with its two paragraphs run together."""
    return str(story(finding)).replace("\n\n", " ")


def point(period: str, end: str, value: float | None = None, limits: tuple = (None, None), counts: tuple = (None, None),
          unknown: float | None = None, known_value: float | None = None, places: int | None = None,
          status: str = "final", note: str | None = None) -> Point:
    """A point whose start nobody tells."""
    day, (low, high), (numerator, denominator) = date.fromisoformat(end), limits, counts
    return Point(period=period, start=day, end=day, value=value, low=low, high=high, numerator=numerator,
                 denominator=denominator, unknown=unknown, known_value=known_value, places=places, status=status,
                 note=note, reason=None)


def benchmark(area: str, level: str, value: float, baseline: float | None, areas: int = 1) -> Benchmark:
    return Benchmark(area=area, level=level, areas=areas, value=value, baseline=baseline, points=(),
                     change=None if baseline is None else value - baseline)


def place(rank: int, of: int, p: float, low: float = -0.026, high: float = 0.047, extreme: bool = False) -> Standing:
    """A place among neighbours; their median is told from elsewhere."""
    return Standing(rank=rank, of=of, median=0.0, p=p, low=low, high=high, extreme=extreme)


BEFORE = point("year to 31 March 2021", "2021-03-31", 453 / 484, (0.910, 0.955), (453, 484), 14, 453 / 470)
NOW = point("year to 31 March 2025", "2025-03-31", 522 / 589, (0.858, 0.909), (522, 589), 6, 522 / 583)
HOMES = Finding(
    measure="care_leavers_accommodation", number=7, series="care_leavers_suitable_19_21", headline=True, ambition=3,
    measure_title="Care leavers in suitable accommodation", title="Care leavers in suitable accommodation", part="",
    promise="An increase in the percentage of Care Leavers in suitable accommodation", kind="proportion", unit="%",
    decimals=1, better="higher", calendar="year to 31 March", of="care leavers", counted="had suitable accommodation",
    unknown="about whom there is no information", origin="published", area="Hertfordshire",
    supplied_by="the return of children looked after", points=(BEFORE, NOW), latest=NOW, baseline=BEFORE,
    baseline_was=None,
    change=Result(522 / 589 - 453 / 484, -0.083, -0.015, 0.005), relative=Result(-0.057, -0.091, -0.022, 0.001),
    trend=Trend(-0.01336, -0.0265, -0.0002, 0.0471, points_used=5), standing=None, robustness=(),
    benchmarks=(benchmark("England", "country", 0.885, 0.878), benchmark("East of England", "region", 0.87, 0.86),
                benchmark("the neighbours' median", "median", 0.923, 0.881, 10)),
    target=TargetStatus.NONE_SET, verdict=Verdict.WORSENING, evidence=Evidence.SOME, decided_by=DecidedBy.TREND)


def finding(**changes) -> Finding:
    """Suitable accommodation, worsening by its trend, with the changes."""
    return replace(HOMES, **changes)


def bare(**changes) -> Finding:
    """The same without anything to compare it with."""
    return finding(**{"benchmarks": (), "relative": no_result("")} | changes)


def unclear(**changes) -> Finding:
    """The same without a comparison and without a clear change."""
    return bare(**dict(verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE) | changes)


# --- whole stories ---------------------------------------------------------------------------------------------------

def test_a_proportion_that_worsens_by_its_trend():
    assert story(HOMES) == (
        "**Getting worse, on some evidence.** In the year to 31 March 2025, 522 of 589 care leavers had suitable "
        "accommodation: 88.6%. That is about 9 in 10. The plan promised an increase. Before the plan it was 93.6% "
        "(year to 31 March 2021); it is down 5.0 points. Chance alone would bring such a course less than once in "
        "20 times.\n\n"
        "England went from 87.8% to 88.5%; the 10 most similar councils typically stand at 92.3%. This counts 6 about "
        "whom there is no information. Without them it would be 89.5%.")


def test_a_proportion_that_improves_strongly():
    rising = bare(baseline=replace(NOW, period="year to 31 March 2020"), latest=replace(BEFORE, known_value=None),
                  verdict=Verdict.IMPROVING, evidence=Evidence.STRONG, change=Result(0.0497, 0.015, 0.083, 0.005),
                  trend=Trend(0.0134, 0.01, 0.02, 0.0004, points_used=6))
    assert story(rising) == (
        "**Getting better, on strong evidence.** In the year to 31 March 2021, 453 of 484 care leavers had suitable "
        "accommodation: 93.6%. The plan promised an increase. Before the plan it was 88.6% (year to 31 March 2020); it "
        "is up 5.0 points. Chance alone would bring such a course less than once in 500 times.")


def test_no_clear_change_with_what_could_not_have_been_seen():
    calm = unclear(trend=Trend(-0.01, -0.03, 0.01, 0.71, points_used=5), change=Result(-0.0497, -0.11, 0.01, 0.083),
                   latest=SOON, visible=(Visible(SOON.end, 5, 0.021),))
    assert story(calm) == (
        "**No clear change.** In the year to 31 March 2025, 522 of 589 care leavers had suitable accommodation: 88.6%. "
        "That is about 9 in 10. The plan promised an increase. Before the plan it was 93.6% (year to 31 March 2021); "
        "it is now 5.0 points lower. Chance alone can explain such a course.\n\n"
        "A rise of less than 2.1 points a year would not have shown yet.")


def test_a_gap_against_the_other_councils():
    assert in_one(unclear(**GAP)) == (
        "**No clear change.** In the academic year 2024/25, disadvantaged pupils were behind all pupils by 16.4 "
        "points. The plan promised a reduction. Before the plan it was 14.2 points (academic year 2018/19); it is now "
        "2.2 points higher. Measured against the course of 147 other councils, chance can explain this. "
        "England went from 10.0 to 11.1 points; the 10 most similar councils typically stand at 15.5 "
        "points. The plan’s wording: all pupils.")


def test_a_make_up_in_people_who_would_have_to_be_in_another_group():
    likeness = bare(
        kind="shares", calendar="30 September", better="parity", verdict=Verdict.IMPROVING, of="social workers",
        promise="The make-up of the workforce reflects the diversity of communities", counted="the county’s residents",
        groups=(Group("White", 0.691, 0.80), Group("Asian", 0.20, 0.12), Group("Black", 0.109, 0.08)),
        latest=point("30 September 2025", "2025-09-30", 0.109, (0.08, 0.14)),
        baseline=point("30 September 2020", "2020-09-30", 0.144, (0.11, 0.18)),
        change=Result(-0.035, -0.083, 0.013, 0.15), trend=Trend(-0.007, -0.012, -0.002, 0.018, points_used=6))
    assert in_one(likeness) == (
        "**Getting better, on some evidence.** On 30 September 2025, 10.9% of social workers would have to be in "
        "another group to match the county’s residents. The plan promised a make-up that reflects the communities. "
        "Before the plan it was 14.4% (30 September 2020); it is down 3.5 points. The years between decide: chance "
        "would bring such a course less than once in 20 times.")


SOON = replace(NOW, known_value=None)
THREE = Trend(None, reason="3 comparable points; a trend needs 5", points_used=3)
GAP = dict(
    kind="gap", unit="points", better="lower", calendar="academic year", of="disadvantaged pupils",
    counted="were behind all pupils by", promise="A reduction in the achievement gap",
    latest=point("academic year 2024/25", "2025-08-31", 16.4),
    baseline=point("academic year 2018/19", "2019-08-31", 14.2),
    change=Result(16.4 - 14.2, reason="published as an average without its spread"),
    trend=Trend(0.3, p=0.2, points_used=5), decided_by=DecidedBy.OTHERS,
    against_others=Trend(0.12, -0.05, 0.3, 0.12, points_used=5),
    scatter=Scatter(date(2026, 2, 28), 147, 6, 0.283, 12.0, 0.0, 0.15),        # √2 · 0.283 = 0.4
    benchmarks=(benchmark("England", "country", 11.1, 10.0),
                benchmark("the neighbours' median", "median", 15.5, 15.5, 10)),
    caveat="The plan’s wording: all pupils.")
EMPTY = dict(latest=None, baseline=None, evidence=Evidence.NONE, decided_by=DecidedBy.NOTHING, trend=Trend(None),
             benchmarks=(), relative=no_result(""))


# --- where it stands, what was promised, where it began --------------------------------------------------------------

@pytest.mark.parametrize(("changes", "told"), [
    (dict(kind="count", unit="step-ups", decimals=0, counted="were made", calendar="financial quarter",
          latest=point("January to March 2026 (quarter 4 of 2025-26)", "2026-03-31", 145.0)),
     "From January to March 2026, 145 step-ups were made."),
    (dict(kind="rate", latest=point("year to 31 March 2025", "2025-03-31", 0.114), of="social workers",
          counted="left their post"), "In the year to 31 March 2025, 11.4% of social workers left their post."),
    (dict(kind="mean", unit="score", of="pupils who answered", counted="scored on average",
          latest=point("year to 31 March 2025", "2025-03-31", 21.4)),
     "In the year to 31 March 2025, pupils who answered scored on average 21.4."),
    (dict(latest=point("31 March 2020", "2020-03-31", 0.22, places=0), calendar="31 March"),
     "On 31 March 2020, 22% of care leavers had suitable accommodation."),
    (dict(latest=point("year to 31 March 2025", "2025-03-31", 0.039, counts=(1068.5, 27_400.2))),
     "In the year to 31 March 2025, 3.9% of care leavers had suitable accommodation. That is on average 1,069 of "
     "27,400, about 1 in 26."),
    (dict(of=" ".join(["young"] * 15), latest=point("year to 31 March 2025", "2025-03-31", 0.46, counts=(46, 100))),
     f"In the year to 31 March 2025, 46.0% of {' '.join(['young'] * 15)} had suitable accommodation. That is 46 of "
     "100.")])
def test_the_latest_figure_in_people_where_it_is_of_people(changes, told):
    assert stands(bare(**{"baseline": None, "change": no_result("none before")} | changes)) == told


@pytest.mark.parametrize(("changes", "told"), [
    (dict(), "The plan promised an increase."),
    (dict(better="lower"), "Lower is better."),                 # the promise's words are of an increase
    (dict(headline=False), "Higher is better."),                # beside the promise
    (dict(headline=False, part="an increase in retention"), "The plan promised an increase."),
    (dict(headline=False, part="an increase in retention", better="lower"), "Lower is better."),
    (dict(promised_by="Hertfordshire"), "Higher is better."),   # another council promised nothing
    (dict(better="none"), "Neither way is better."),
    (dict(better="parity"), "The plan promised a make-up that reflects the communities.")])
def test_what_the_plan_promised_where_its_words_are_of_this_figure(changes, told):
    assert promised(finding(**changes)) == told


def test_a_fall_is_told_as_one_only_where_the_verdict_says_so():
    assert began(HOMES).endswith("it is down 5.0 points.")
    assert began(unclear()).endswith("it is now 5.0 points lower.")
    assert began(unclear(latest=replace(BEFORE, value=0.9362), change=Result(0.0002, -0.03, 0.03, 0.9))) == (
        "Before the plan it was 93.6% (year to 31 March 2021), which is about the same.")
    assert began(finding(baseline=None)) == ""


@pytest.mark.parametrize(("first", "last", "counts", "told"), [
    (0.669, 0.742, True, "66.9% (year to 31 March 2021); it is now 7.3 points higher."),        # 7 as 74 − 67
    (0.6667, 0.7617, True, "66.7% (year to 31 March 2021); it is now 9.5 points higher."),      # 10, and 76 − 67 is 9
    (0.6667, 0.7424, True, "66.7% (year to 31 March 2021); it is now about 7.5 points higher."),    # 7.57, 74.2 − 66.7
    (0.6667, 0.7424, False, "67% (year to 31 March 2021); it is now 8 points higher before rounding.")])
def test_a_reader_who_subtracts_finds_the_change_that_is_told(first, last, counts, told):
    """Of counts with a few people more decimals are told only where the table tells both numbers."""
    own = (46, 69) if counts else (None, None)
    before, now = (replace(each, value=value, numerator=own[0], denominator=own[1], known_value=None)
                   for each, value in ((BEFORE, first), (NOW, last)))
    made = unclear(baseline=before, latest=now, change=Result(last - first), decimals=0, origin="extract")
    assert began(made).endswith(told if first != 0.669 else "67% (year to 31 March 2021); it is now 7 points higher.")


# --- how sure ---------------------------------------------------------------------------------------------------------

FAR_OFF = Scatter(date(2025, 11, 15), 149, 10, 0.02, 8.4, 0.5, 0.16)        # √(2 · 0.02² · (1 − 0.5)) = 0.02
LEAPT = Uneven(30.0, 0.0001, BEFORE.end, NOW.end, -0.369)


@pytest.mark.parametrize(("changes", "told"), [
    (dict(), "Chance alone would bring such a course less than once in 20 times."),
    (dict(evidence=Evidence.STRONG), "Chance alone would bring such a course less than once in 500 times."),
    (dict(scatter=FAR_OFF), "In 149 other councils such a figure moves about 2.0 points a year by itself; chance would "
                            "bring this less than once in 20 times."),
    (dict(change=Result(-0.05, -0.11, 0.01, 0.08)),
     "The years between decide: chance would bring such a course less than once in 20 times."),
    (dict(decided_by=DecidedBy.CHANGE, trend=THREE),
     "So far there are 3 figures; chance alone would bring such a change less than once in 20 times."),
    (dict(decided_by=DecidedBy.STANDING, standing=None), "None of the 10 most similar councils fell so much."),
    (dict(decided_by=DecidedBy.OTHERS, scatter=FAR_OFF),
     "Measured against the course of 149 other councils, chance would bring this less than once in 20 times.")])
def test_how_sure_a_decided_verdict_is(changes, told):
    among = place(11, 11, 0.01, extreme=True)
    assert how_sure.sure(finding(**changes | dict(standing=among))) == told


@pytest.mark.parametrize(("changes", "told"), [
    (dict(change=Result(-0.05, -0.11, 0.01, 0.08)), "Chance alone can explain such a course."),
    (dict(change=Result(-0.05, -0.11, 0.01, 0.08), scatter=FAR_OFF),
     "In 149 other councils such a figure moves about 2.0 points a year by itself; chance can explain this."),
    (dict(change=Result(-0.07, -0.15, 0.01, 0.08), scatter=FAR_OFF),          # beyond 3 · 0.02
     "It swings so much from figure to figure that no steady course can be told."),
    (dict(), "The ends differ by more than chance usually brings, but the way between is too uneven to call."),
    (dict(decided_by=DecidedBy.CHANGE, trend=THREE),
     "So far there are 3 figures, and chance alone can explain such a change."),
    (dict(decided_by=DecidedBy.APART), "The trend and the change since the plan began point opposite ways."),
    (dict(decided_by=DecidedBy.OTHERS, scatter=FAR_OFF, against_others=Trend(0.01, p=0.01)),
     "It parted from 149 other councils, but only because they moved."),
    (dict(decided_by=DecidedBy.STANDING, standing=place(3, 11, 0.3)),
     "Among 11 councils this change is the 3rd highest. That is not unusual."),
    (dict(decided_by=DecidedBy.STANDING, standing=place(11, 11, 0.3)),
     "Among 11 councils this change is the lowest. That is not unusual."),
    (dict(decided_by=DecidedBy.STANDING, standing=place(1, 11, 0.01, extreme=True)),
     "It stands apart from the 10 most similar councils, but only because they moved."),
    (dict(verdict=Verdict.NOT_TESTABLE, decided_by=DecidedBy.OTHERS),
     "It moves so much by itself that even a fall to nothing would not show yet."),
    (dict(verdict=Verdict.TOO_LITTLE), "Too few similar councils have such a figure to measure this one by."),
    (dict(verdict=Verdict.TOO_LITTLE, change=no_result("there is no comparable figure from before the plan began")),
     "That is too little to say how it moves. There is no comparable figure from before the plan began."),
    (dict(verdict=Verdict.TOO_LITTLE, change=Result(None)),
     "One comparable figure is too little to say how it moves."),
    (dict(verdict=Verdict.MOVED_UNEVENLY, uneven=LEAPT),
     "Between the year to 31 March 2021 and the year to 31 March 2025 it fell by 36.9 points, far more than chance "
     "brings. If the way of counting changed, that must be declared; if not, the leap needs a reason.")])
def test_why_an_open_verdict_is_open(changes, told):
    assert how_sure.sure(unclear(**changes)) == told


def choices(*verdicts: tuple[Verdict, float | None]) -> tuple[Choice, ...]:
    return tuple(Choice(f"choice {'abcde'[at]}", verdict, p) for at, (verdict, p) in enumerate(verdicts))


WORSE, SAME = Choice("another", Verdict.WORSENING, 0.01), Choice("a like one", Verdict.NO_CLEAR_CHANGE, 0.3)
BETTER = Choice("a third", Verdict.IMPROVING, 0.02)


@pytest.mark.parametrize(("tried", "told"), [
    ((), ""), ((SAME,), "The other test we tried agrees."), ((SAME, SAME), "Both other tests we tried agree."),
    ((SAME,) * 7, "All 7 other tests we tried agree."),
    ((WORSE,), "The other test we tried does not agree: it calls it getting worse."),
    ((SAME, SAME, WORSE), "We tried 3 other tests: 2 agree, 1 calls it getting worse."),
    ((SAME, WORSE, WORSE), "We tried 3 other tests: 1 agrees, 2 call it getting worse."),
    ((WORSE, WORSE, BETTER), "We tried 3 other tests: 2 call it getting worse and 1 calls it getting better.")])
def test_what_the_other_tests_say(tried, told):
    assert how_sure.tried(unclear(robustness=tried)) == told


@pytest.mark.parametrize(("tried", "beside"), [
    ((SAME, SAME, WORSE), False), ((SAME, WORSE), True), ((WORSE, WORSE, SAME), True), ((WORSE,) * 2, True)])
def test_where_half_of_the_other_tests_differ_that_stands_beside_the_verdict(tried, beside):
    told = in_one(unclear(robustness=tried))
    assert told.startswith(f"**No clear change.** {how_sure.tried(unclear(robustness=tried))} In the year") is beside
    assert told.count(how_sure.tried(unclear(robustness=tried))) == 1


@pytest.mark.parametrize(("changes", "told"), [
    (dict(visible=(Visible(NOW.end, 5, 0.009),)), "A rise of less than 0.9 points a year would not have shown yet."),
    (dict(visible=(Visible(NOW.end, 5, 0.009),), better="lower"),
     "A fall of less than 0.9 points a year would not have shown yet."),
    (dict(visible=(Visible(NOW.end, 5, 0.009),), better="none"),
     "A change of less than 0.9 points a year would not have shown yet."),
    (dict(visible=(Visible(NOW.end, 5, 0.009, 0.004, 0.2),), better="lower"),       # a fall by 0.4 at most is possible
     "Even a steady fall to the best figure there can be would hardly have shown yet."),
    (dict(visible=(Visible(NOW.end, 5, 0.00001),)), ""), (dict(), ""),
    (dict(visible=(Visible(date(2028, 3, 31), 8, 0.009),)), ""),                     # only with figures to come
    (dict(visible=(Visible(NOW.end, 5, 0.009),), verdict=Verdict.WORSENING), ""),
    (dict(visible=(Visible(NOW.end, 5, 0.009),), decided_by=DecidedBy.STANDING), "")])
def test_what_could_not_have_been_seen(changes, told):
    assert how_sure.not_seen(unclear(**changes)) == told


# --- beside others ----------------------------------------------------------------------------------------------------

ENGLAND, MIDDLE = HOMES.benchmarks[0], HOMES.benchmarks[2]


@pytest.mark.parametrize(("marks", "told"), [
    ((ENGLAND, MIDDLE), "England went from 87.8% to 88.5%; the 10 most similar councils typically stand at 92.3%."),
    ((ENGLAND,), "England went from 87.8% to 88.5%."),
    ((replace(ENGLAND, baseline=0.885),), "England stayed at 88.5%."),
    ((replace(ENGLAND, baseline=None), MIDDLE),
     "England stands at 88.5%; the 10 most similar councils typically at 92.3%."),
    ((MIDDLE,), "The 10 most similar councils typically stand at 92.3%."), ((), "")])
def test_england_and_the_most_similar_councils_in_one_sentence(marks, told):
    assert beside_others(finding(benchmarks=marks)) == told


@pytest.mark.parametrize(("place", "told"), [
    (None, ""), (place(9, 11, 0.3), "This change ranks 9th of 11; how sure that is cannot be told."),
    (replace(place(9, 11, 0.3), rank_low=4, rank_high=10),
     "This change ranks 9th of 11; with chance it could be anywhere from 4th to 10th."),
    (replace(place(1, 11, 0.3), rank_low=1, rank_high=1),
     "This change ranks 1st of 11, and chance leaves no other place open.")])
def test_the_place_among_the_neighbours(place, told):
    assert ranked(finding(standing=place)) == told


# --- what to be careful of --------------------------------------------------------------------------------------------

FRESH = replace(NOW, known_value=None, status="provisional")
NOTED = replace(NOW, known_value=None, note="grading midway")


@pytest.mark.parametrize(("changes", "told"), [
    (dict(stand_in="it is answered by carers"), "It stands in for the promise: it is answered by carers."),
    (dict(latest=replace(NOW, unknown=60, known_value=522 / 529), baseline_was="highest"),      # 10 % are unknown
     "This counts 60 about whom there is no information. Without them it would be 98.7%."),
    (dict(baseline_was="highest"), "That starting figure was the highest of the 2 we have."),   # 6 of 589 are few
    (dict(latest=FRESH, points=(BEFORE, FRESH)), "The figure for the year to 31 March 2025 may still be revised."),
    (dict(latest=NOTED, points=(BEFORE, NOTED)), "Read the year to 31 March 2025 with care: grading midway."),
    (dict(latest=SOON, caveat="Few children answer."), "Few children answer."),
    (dict(), "This counts 6 about whom there is no information. Without them it would be 89.5%."),
    (dict(latest=replace(SOON, unknown=None), origin="extract"),
     "The total may include some about whom there is no information; how many is not told, to protect the few.")])
def test_the_one_thing_that_matters_most(changes, told):
    assert with_care.foremost(finding(**changes)) == told


def left_out(status: str, note: str | None, *years: int) -> list[str]:
    """What is told of years that are not used."""
    gone = tuple(point(f"31 March {year}", f"{year}-03-31", status=status, note=note) for year in years)
    return list(with_care.unused(finding(points=(BEFORE, *gone, NOW), calendar="31 March")))


@pytest.mark.parametrize(("status", "note", "years", "told"), [
    ("not comparable", "new rules", (2022, 2023), ["31 March 2022 and 31 March 2023 cannot be compared: new rules."]),
    ("suppressed", "small numbers", (2022,), ["The figure for 31 March 2022 is hidden, to protect the few."]),
    ("not yet whole", "“Routes” lacks March", (2022,), ["31 March 2022 is not yet whole: “Routes” lacks March."]),
    ("not available", None, (2022,), ["There is no figure for 31 March 2022: not available."]),
    ("suppressed", "small numbers", (2022, 2023, 2024), ["3 of the figures are hidden, to protect the few."]),
    ("not comparable", "new rules", (2019,), [])])                                  # before the baseline
def test_figures_that_are_not_used(status, note, years, told):
    assert left_out(status, note, *years) == told


def test_what_must_be_known_of_the_figures_that_are_used():
    points = (point("31 March 2019", "2019-03-31", 0.9, note="before the baseline"),
              point("31 March 2021", "2021-03-31", 0.9, note="as known in 2025", status="revised"),
              point("31 March 2023", "2023-03-31", 0.9, status="not comparable", note="not used"),
              point("31 March 2024", "2024-03-31", 0.9, note="provisional count"))
    noted = finding(points=points, baseline=points[1], latest=points[-1], calendar="31 March")
    assert list(with_care.remarks(noted)) == [
        "The figure for 31 March 2021 was revised later; the one shown is as known in 2025.",
        "Read 31 March 2024 with care: provisional count."]


# --- without a figure, and the end of a story -------------------------------------------------------------------------

def test_without_a_figure_the_story_says_what_would_supply_it():
    assert story(NO_DATA) == ("**No data.** No published figure covers this promise. It could be counted from the "
                              "return of children looked after.")


def test_figures_of_no_use_are_told_with_the_reason():
    years = tuple(point(f"year to 31 March {year}", f"{year}-03-31", 0.9, status="not comparable",
                        note="the group changed") for year in (2022, 2023, 2025))
    unlike = finding(**EMPTY, points=years, verdict=Verdict.NOT_COMPARABLE, change=no_result("none"))
    assert story(unlike) == "**Not comparable.** 3 of the figures cannot be compared: the group changed."
    begun = point("year to 31 March 2026", "2026-03-31", status="not yet whole", note="it came on 1 May 2025")
    nothing_yet = finding(**EMPTY, points=(begun,), verdict=Verdict.NO_DATA, change=no_result("no figure"))
    assert story(nothing_yet) == "**No data.** The year to 31 March 2026 is not yet whole: it came on 1 May 2025."


@pytest.mark.parametrize("status", [TargetStatus.MET, TargetStatus.OFF_COURSE])
def test_a_target_is_told(status):
    assert f"The council’s own target: {status}." in in_one(finding(target=status))
    assert "target" not in in_one(HOMES)


def test_figures_of_after_the_plan_are_told_as_deciding_nothing():
    after = point("year to 31 March 2027", "2027-03-31", 0.9)
    told = in_one(finding(points=(BEFORE, NOW, after), plan_ended=date(2026, 3, 31)))
    assert "After the plan’s end: 90.0% (the year to 31 March 2027); that decides nothing." in told


def test_a_story_that_grows_too_long_leaves_out_what_is_said_last():
    """Of 120 words some are taken; a remark for which there is no room is left out, and so is what has no room after
    it."""
    seen = unclear(latest=SOON, benchmarks=HOMES.benchmarks, change=Result(-0.0497, -0.11, 0.01, 0.083),
                   visible=(Visible(SOON.end, 5, 0.021),))
    last = "A rise of less than 2.1 points a year would not have shown yet."
    room = 120 - len(in_one(replace(seen, visible=())).split())
    too_long, fits, fits_alone = (" ".join(["word"] * count) for count in (room + 1, room - 14, room - 13))
    assert len(last.split()) == 14
    assert in_one(replace(seen, caveat=too_long)).endswith(f"at 92.3%. {last}")
    assert in_one(replace(seen, caveat=fits)).endswith(f"word {last}")
    assert in_one(replace(seen, caveat=fits_alone)).endswith("word word")


# --- lists and pages of stories --------------------------------------------------------------------------------------

NO_DATA = finding(**EMPTY, points=(), verdict=Verdict.NO_DATA, number=8,
                  change=no_result("no published figure covers this promise"),
                  title="Feel included", measure_title="Feeling included in decisions",
                  promise="An increase in those who feel included")


def test_a_line_of_a_list():
    assert sections.short_section(HOMES) == (
        "Care leavers in suitable accommodation: 88.6% (year to 31 March 2025), getting worse, on some evidence")
    assert sections.short_section(NO_DATA) == "Feel included: no data"


def test_summary_is_one_line_a_promise_with_its_parts():
    part = finding(headline=False, part="a part", title="Another part", verdict=Verdict.NO_CLEAR_CHANGE,
                   evidence=Evidence.NONE)
    context = finding(headline=False, title="Only read beside it")
    assert sections.summary([HOMES, part, context, NO_DATA]) == (
        "- **7.** Care leavers in suitable accommodation: 88.6% (year to 31 March 2025), getting worse, on some "
        "evidence; Another part: 88.6% (year to 31 March 2025), no clear change\n"
        "- **8.** Feel included: no data")


def test_in_short_counts_the_promises_of_each_verdict():
    families = replace(NO_DATA, number=14, measure_title="Families First Assessments")
    assert sections.in_short([HOMES, NO_DATA, families]) == (
        "- **Getting worse**: 1 of 3: Care leavers in suitable accommodation (7)\n"
        "- **No data**: 2 of 3: Feeling included in decisions (8) and Families First Assessments (14)")


def test_a_chapter_has_the_promises_in_the_plans_words():
    """A figure that is neither a promise's nor at hand is left out; one alone needs no name of its own."""
    first, second, none = (replace(each, story=f"Story {at}.") for at, each in enumerate(
        (HOMES, finding(headline=False, title="Another figure", note="A note."), NO_DATA), start=1))
    assert sections.chapter("Ambition 3", [first, second, none, replace(none, headline=False)]) == (
        "## Ambition 3\n\n"
        "### 7. An increase in the percentage of Care Leavers in suitable accommodation\n\n"
        "**Care leavers in suitable accommodation.** Story 1.\n\n"
        "**Another figure.** Story 2.\n\nNote on Another figure: A note.\n\n"
        "### 8. An increase in those who feel included\n\nStory 3.\n")
    assert sections.chapter("Ambition 3", [NO_DATA], level=3).startswith("### Ambition 3\n\n#### 8. An increase")


@pytest.mark.parametrize(("made", "words"), [
    (HOMES, "Line chart of Care leavers in suitable accommodation, Hertfordshire: 2 figures, from 93.6% (year to 31 "
            "March 2021) to 88.6% (year to 31 March 2025). England: from 87.8% to 88.5%. Middle of 10 similar "
            "councils: 92.3%. Verdict: getting worse, on some evidence."),
    (bare(points=(NOW,), verdict=Verdict.TOO_LITTLE, evidence=Evidence.NONE),
     "Chart of Care leavers in suitable accommodation, Hertfordshire: one figure, 88.6% (year to 31 March 2025). "
     "Verdict: too little data."),
    (NO_DATA, "Feel included: no figure to draw."),
])
def test_a_chart_in_words_has_england_and_the_neighbours_at_both_ends(made, words):
    ends = {"country": ((BEFORE.end, 0.878), (NOW.end, 0.885)), "median": ((NOW.end, 0.923),)}
    marks = tuple(replace(mark, points=ends.get(mark.level, ())) for mark in made.benchmarks)
    assert alt_text(replace(made, benchmarks=marks)) == words


def test_a_period_that_is_not_yet_whole_is_told_as_hatched():
    begun = point("year to 31 March 2026", "2026-03-31", status="not yet whole", note="it came on 1 May 2025")
    assert "Hatched, as not yet whole: year to 31 March 2026. Verdict:" in alt_text(bare(points=(BEFORE, NOW, begun)))
