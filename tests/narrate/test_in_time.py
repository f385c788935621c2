"""What is said of figures still to come and of what is new."""

from dataclasses import replace
from datetime import date

from test_narrate import HOMES

from wayforward.finding import Awaited, Since
from wayforward.judge import Evidence, Verdict
from wayforward.narrate.since import what_is_new
from wayforward.narrate.still_to_come import lines

MARCH = Awaited("year to 31 March 2026", date(2026, 3, 31), date(2026, 11, 15), False)
LATER = Awaited("year to 31 March 2027", date(2027, 3, 31), date(2027, 11, 15), False, decides=False)
DUE = Awaited("year to 31 March 2025", date(2025, 3, 31), date(2025, 7, 31), True)
DAY = date(2026, 6, 30)
WORSE = Since(DAY, (), (), HOMES.verdict, HOMES.evidence)


def waiting(*coming: Awaited, **changes):
    return replace(HOMES, still_to_come=coming, **changes)


def told(*findings) -> list[str]:
    """The lines without the promise's name."""
    return [line.partition(".** ")[2] for line in lines(findings).splitlines()]


def test_a_figure_to_come_is_told_with_its_usual_part_of_a_month():
    assert lines([waiting(MARCH)]) == (f"- **{HOMES.number}. {HOMES.measure_title}.** The figure for the year to 31 "
                                       "March 2026 is usually released in mid-November 2026.")


def test_one_that_is_due_and_not_there_is_told_so():
    assert told(waiting(replace(MARCH, due=True))) == [
        "The figure for the year to 31 March 2026 was due in mid-November 2026 and has not been added yet."]


def test_one_of_after_the_plan_will_decide_nothing():
    assert told(waiting(LATER)) == [
        "The figure for the year to 31 March 2027 is usually released in mid-November 2027; what ends after the plan "
        "will decide nothing."]


def test_the_same_is_said_once_for_several_figures_of_a_promise():
    others = waiting(MARCH, replace(MARCH, period="year to 28 February 2026", end=date(2026, 2, 28)), headline=False)
    assert told(waiting(MARCH), others) == [
        "The figures for the year to 28 February 2026 and the year to 31 March 2026 are usually released in "
        "mid-November 2026."]
    december = waiting(replace(MARCH, usual=date(2026, 12, 31)))
    assert told(waiting(MARCH), december) == [
        "The figures for the year to 31 March 2026 are usually released in mid-November 2026 and at the end of "
        "December 2026."]


def test_a_return_has_not_been_delivered():
    own = Awaited("April to June 2026 (quarter 1 of 2026-27)", date(2026, 6, 30), None, True)
    after = replace(own, period="July to September 2026 (quarter 2 of 2026-27)", end=date(2026, 9, 30))
    returned = {"origin": "extract", "calendar": "financial quarter"}
    assert told(waiting(own, **returned)) == ["The council’s own return for April to June 2026 has not been delivered."]
    assert told(waiting(own, after, **returned)) == [
        "The council’s own returns for April to June 2026 and July to September 2026 have not been delivered."]


def test_promises_that_wait_for_nothing_are_not_listed():
    assert lines([HOMES]) == ""
    assert told(HOMES, waiting(DUE, number=9)) == [
        "The figure for the year to 31 March 2025 was due at the end of July 2025 and has not been added yet."]


def new(*findings, received: date | None = None) -> str:
    return str(what_is_new(findings, "January to March 2026 (quarter 4 of 2025-26)", DAY, received))


def test_a_new_figure_is_told_with_the_verdict_then_and_now():
    since = replace(WORSE, new=("year to 31 March 2026",))
    lead = ("**New** since the report for January to March 2026, as known on 30 June 2026:\n\n"
            f"- **{HOMES.number}. {HOMES.measure_title}.** New: the figure for the year to 31 March 2026. ")
    assert new(replace(HOMES, since=since)) == f"{lead}The verdict is as it was: getting worse, on some evidence."
    before = replace(since, verdict=Verdict.TOO_LITTLE, evidence=Evidence.NONE)
    assert new(replace(HOMES, since=before)) == (
        f"{lead}The verdict was: too little data. It is now: getting worse, on some evidence.")


def test_a_revised_figure_is_told_as_that():
    since = replace(WORSE, revised=("year to 31 March 2024", "year to 31 March 2025"))
    assert "Revised: the figures for the year to 31 March 2024 and the year to 31 March 2025. " in new(
        replace(HOMES, since=since))


def test_of_another_series_the_verdict_is_told_where_it_is_another():
    same = replace(HOMES, headline=False, since=replace(WORSE, new=("year to 31 March 2026",)))
    assert "The verdict" not in new(same)
    other = replace(same, since=replace(same.since, verdict=Verdict.NO_CLEAR_CHANGE, evidence=Evidence.NONE))
    assert (f"The verdict on “{HOMES.title}” was: no clear change. It is now: getting worse, on some evidence."
            ) in new(other)


def test_where_nothing_is_new_that_is_said():
    nothing = "**Nothing is new** since the report for January to March 2026, as known on 30 June 2026."
    assert new(HOMES) == new(replace(HOMES, since=WORSE)) == new(HOMES, received=DAY) == nothing


def test_returns_received_since_are_new():
    assert new(HOMES, received=date(2026, 7, 1)).splitlines()[-1] == (
        "- The newest of the council’s own returns was received on 1 July 2026: what changed with "
        "it is not told here.")
