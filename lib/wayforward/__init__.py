"""Outcomes analysis for children's services: is each promise of the plan being kept, and how sure are we?

In a notebook: `import wayforward as wf`, then `wf.open_report(...)` for an ambition, `wf.open_panel(...)` for all, or
`wf.history(...)` for what every run of the project found.
"""

from typing import TYPE_CHECKING as _CHECKING

if _CHECKING:       # for what completes names without running them
    from wayforward.report.compare_pages import compare
    from wayforward.report.explore import explore
    from wayforward.report.pages import open_report
    from wayforward.report.panel import open_panel
    from wayforward.runner.history import history

_PUBLIC = {"compare": "wayforward.report.compare_pages", "explore": "wayforward.report.explore",
           "history": "wayforward.runner.history", "open_panel": "wayforward.report.panel",
           "open_report": "wayforward.report.pages"}

__all__ = ["compare", "explore", "history", "open_panel", "open_report"]


def __getattr__(name: str):
    """The public names, imported when first used, so that the command line answers at once."""
    from importlib import import_module

    from wayforward.timing import spending

    if name not in _PUBLIC:
        raise AttributeError(f"wayforward has {', '.join(_PUBLIC)}; not {name!r}")
    with spending("imports"):
        return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return __all__
