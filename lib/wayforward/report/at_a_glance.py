"""What a page answers first: its promises' verdicts, and the way to the other pages."""

from __future__ import annotations

from wayforward import show
from wayforward.finding import Finding
from wayforward.narrate.multiple_testing import warning
from wayforward.plan import Plan
from wayforward.statistics.multiple_testing import MultipleTesting

PANEL = "0-panel-report"


def of_ambition(headlines: list[Finding], number: int, plan: Plan) -> show.Glance:
    """The links to the other pages, and a tile a promise."""
    shown = show.tiles(headlines)
    return show.Glance(show.links(chapters(plan), number, PANEL) + shown.html, shown.words())


def of_panel(headlines: list[Finding], plan: Plan, tested: MultipleTesting) -> show.Glance:
    """The links to the ambitions' pages, and a row a promise; beside a verdict that so many tests could have given by
    chance stands that it is no proof."""
    shown = show.rows(headlines, {one.measure: warning(one, tested) for one in headlines}, chapters(plan), plan.start)
    return show.Glance(show.links(chapters(plan), None, PANEL) + shown.html, shown.words())


def chapters(plan: Plan) -> list[show.Chapter]:
    """The plan's ambitions with their notebooks."""
    return [show.Chapter(each.number, each.title, each.notebook) for each in plan.ambitions]
