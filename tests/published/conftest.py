"""The published figures of all areas, read once."""

from datetime import date
from pathlib import Path

import pytest

from wayforward.published.figures import read_published

FOLDER = Path(__file__).parents[2] / "data" / "published"


@pytest.fixture(scope="session")
def published():
    """Everything that is known."""
    return read_published(FOLDER, date(2030, 1, 1))


@pytest.fixture(scope="session")
def wide(published):
    """One row an area and period, one column a series."""
    return published.figures.pivot(index=["area", "period"], columns="series", values="value")


@pytest.fixture(scope="session")
def councils(published):
    """The areas that make returns: authorities, those that ended too, and two that two make together."""
    areas = published.areas
    return set(areas.loc[areas["level"].isin(["local authority", "joint return"]), "area"])
