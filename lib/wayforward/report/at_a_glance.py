"""What a page answers first: its promises' verdicts, and the way to the other pages."""

from wayforward.finding import Finding
from wayforward.narrate.multiple_testing import warning
from wayforward.plan import Plan
from wayforward.show import Chapter, Glance, links, rows, tiles
from wayforward.statistics.multiple_testing import MultipleTesting

PANEL = "0-panel-report"


def of_ambition(headlines: list[Finding], number: int, plan: Plan) -> Glance:
    """The links to the other pages, and a tile a promise."""
    shown = tiles(headlines)
    return Glance(links(chapters(plan), number, PANEL) + shown.html, shown.words())


def of_panel(headlines: list[Finding], plan: Plan, tested: MultipleTesting) -> Glance:
    """The links to the ambitions' pages, and a row a promise; beside a verdict that so many tests could have given by
    chance stands that it is no proof."""
    shown = rows(headlines, {one.measure: warning(one, tested) for one in headlines}, chapters(plan), plan.start)
    return Glance(links(chapters(plan), None, PANEL) + shown.html, shown.words())


def chapters(plan: Plan) -> list[Chapter]:
    """The plan's ambitions with their notebooks."""
    return [Chapter(each.number, each.title, each.notebook) for each in plan.ambitions]
