"""Properties are tried on the same examples everywhere, and never against the clock; and today is the same day."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from small_data import write_small_data
from wayforward.report.kept_inputs import forget
from wayforward.today import SET_BY

os.environ[SET_BY] = "2026-11-30"

settings.register_profile("same everywhere", deadline=None, derandomize=True)
settings.load_profile("same everywhere")


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Path:
    """A small data folder of real figures, not to be written in."""
    made = tmp_path_factory.mktemp("small") / "data"
    write_small_data(made)
    return made


@pytest.fixture(autouse=True)
def nothing_kept_of_what_is_patched(request):
    """What is read while a test patches the library, or was read before, is given to no other test."""
    patched = "monkeypatch" in request.fixturenames
    if patched:
        forget()
    yield
    if patched:
        forget()
