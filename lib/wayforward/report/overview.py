"""What a report or a page shows of itself, in JupyterLab and as plain text: what there is of it, and how to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wayforward import show
from wayforward.markup import Markup
from wayforward.narrate import sections
from wayforward.narrate.glance import glance
from wayforward.narrate.words import verdict_of

if TYPE_CHECKING:
    from wayforward.report.pages import Page, Report


def of_report(report: Report) -> show.Prose:
    """The ambition, whose and when, and a line a measure: the key that opens its page, and its headline in short."""
    evidence, ambition = report.evidence, report.ambition
    title = f"Ambition {ambition.number}: {ambition.title.removesuffix('.')}. " \
            f"{evidence.setting.names[evidence.setting.area]}, {evidence.period.label}"
    lines = [Markup("- `{}` {}").format(Markup(f'["{name}"]'), sections.short_section(page.finding()))
             for name, page in report.examined().pages.items()]
    return show.markdown(Markup("**{}.**\n\n{}").format(title, Markup("\n").join(lines)))


def of_page(page: Page) -> show.Section:
    """The promise in short, its chart, and the series there are, each with the name that asks for it."""
    headline = page.finding()
    short = Markup("**{}. {}.** **{}.** {}").format(headline.number, headline.measure_title, verdict_of(headline),
                                                    " ".join(glance(headline)))
    return show.Section(show.markdown(short), page.chart(), show.markdown(_series(page)))


def _series(page: Page) -> Markup:
    """A line a series with a figure, the headline's first."""
    there = [one for one in page.findings if one.points]
    lines = [Markup("- `{}` {}").format(Markup(f'"{one.series}"'), sections.short_section(one)) for one in there]
    return Markup("\n").join([Markup("Series:" if there else "No series has a figure."), Markup(""), *lines])
