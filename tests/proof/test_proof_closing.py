"""The proof of what is said once a plan has ended: true sentences prove, and a slip in one is caught."""

import pytest
from small_finding import PLAIN

from wayforward.proof import wrong_of_figure

LAST = {"period": "year to 31 March 2026", "end": "2026-03-31", "usual": "2026-11-15", "due": True, "decides": True}
BEYOND = LAST | {"period": "year to 31 March 2027", "end": "2027-03-31", "decides": False}
WAITING = PLAIN | {"still_to_come": [LAST, BEYOND]}
FINAL = PLAIN | {"still_to_come": [BEYOND]}
WAITS = "Not final: the figure for the year to 31 March 2026 was due in mid-November 2026 and has not been added."
SETTLED = "Final: every figure of the plan’s years that was to come is in."


def proves(finding: dict, said: str) -> bool:
    return wrong_of_figure(finding, "close", said) == []


@pytest.mark.parametrize(("finding", "said"), [
    (WAITING, WAITS), (FINAL, SETTLED),
    (WAITING, "So far: getting worse, on some evidence."), (FINAL, "The verdict: getting worse, on some evidence."),
    (FINAL, "The last figure within the plan is 80.0% (year to 31 March 2025)."),
    (FINAL, "Before the plan it was 90.0% (year to 31 March 2021); it is down 10.0 points."),
    (WAITING, "Its last figure comes about 8 months after the period: too late for the plan’s last day.")])
def test_what_is_true_proves(finding, said):
    assert proves(finding, said)


@pytest.mark.parametrize(("finding", "said"), [
    (WAITING, SETTLED), (FINAL, WAITS),                                         # final, and not
    (WAITING, WAITS.replace("2026 was", "2027 was")), (WAITING, WAITS.replace("November", "October")),
    (WAITING, "The verdict: getting worse, on some evidence."),
    (FINAL, "The verdict: getting better, on some evidence."),
    (FINAL, "The last figure within the plan is 80.1% (year to 31 March 2025)."),
    (FINAL, "The last figure within the plan is 80.0% (year to 31 March 2024)."),
    (FINAL, "Before the plan it was 90.0% (year to 31 March 2021); it is up 10.0 points."),
    (WAITING, "Its last figure comes about 9 months after the period: too late for the plan’s last day."),
    (FINAL, "No verdict: nothing of the plan’s years was counted."),
    (FINAL, "There is no comparable figure from before the plan."),
    (FINAL, "Find a figure of the promise itself: this one only points to it."),
    (FINAL | {"latest": PLAIN["baseline"]}, "The last figure within the plan is 90.0% (year to 31 March 2021)."),
    (FINAL, "The plan was a success.")])
def test_what_is_not_is_caught(finding, said):
    assert not proves(finding, said)
