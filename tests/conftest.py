"""Properties are tried on the same examples everywhere, and never against the clock; and today is the same day."""

import os

from hypothesis import settings

from wayforward.today import SET_BY

os.environ[SET_BY] = "2026-11-30"

settings.register_profile("same everywhere", deadline=None, derandomize=True)
settings.load_profile("same everywhere")
