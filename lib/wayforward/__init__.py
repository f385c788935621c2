"""Outcomes analysis for children's services: is each promise of the plan being kept, and how sure are we?

In a notebook: `import wayforward as wf`, then `wf.open_report(...)` for an ambition or `wf.open_panel(...)` for all.
"""

from wayforward.report.pages import open_report
from wayforward.report.panel import open_panel

__all__ = ["open_panel", "open_report"]
