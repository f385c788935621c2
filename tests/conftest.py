"""Properties are tried on the same examples everywhere, and never against the clock."""

from hypothesis import settings

settings.register_profile("same everywhere", deadline=None, derandomize=True)
settings.load_profile("same everywhere")
