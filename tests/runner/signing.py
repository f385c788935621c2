"""A run signed by three people, for tests of what comes after."""

from datetime import date
from pathlib import Path

from wayforward.runner.sign_off import SignOff, sign

PEOPLE = {"analyst": "Ann Ames", "assurer": "Bo Burns", "approver": "Cy Cole"}
DAY = date(2026, 7, 1)


def signed(run: Path) -> Path:
    """The run, with every role's signature."""
    for role in PEOPLE:
        sign_as(run, role)
    return run


def sign_as(run: Path, role: str) -> SignOff:
    """How the sign-off of a run stands when somebody has signed in a role."""
    return sign(run, role, PEOPLE[role], "read page by page", DAY)
