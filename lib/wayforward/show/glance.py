"""The promises at a glance: a tile a promise, or a row a promise; the words alone where HTML is not shown."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from wayforward.finding import Finding
from wayforward.judge import Verdict
from wayforward.markup import Markup, in_html
from wayforward.narrate.glance import glance, lacking
from wayforward.narrate.words import verdict_of
from wayforward.show.sparkline import sparkline
from wayforward.show.tables import ends

# A sign beside each verdict's word: neither colour nor sign stands alone
SIGNS = {Verdict.IMPROVING: "✓", Verdict.WORSENING: "!", Verdict.CHANGED: "↔", Verdict.NO_CLEAR_CHANGE: "≈",
         Verdict.MOVED_UNEVENLY: "⇅",
         Verdict.NO_DATA: "–", Verdict.REFUSED: "✕"}
UNKNOWN_SIGN = "?"
COLUMNS = ("Promise", "Verdict and evidence", "Course", "Latest", "Change since before the plan")
PAGE = "{}.ipynb"       # a notebook beside this one; its page, where this is one


class Chapter(NamedTuple):
    """An ambition: its number and title, and the notebook that tells of it."""

    number: int
    title: str
    notebook: str


class Glance:
    """HTML of our own, with the same in plain words."""

    def __init__(self, html: Markup, words: str):
        self.html, self._words = html, words

    def words(self) -> str:
        """As plain text."""
        return self._words

    def _repr_html_(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        return self._words


def verdict(finding: Finding) -> Markup:
    """The verdict's sign, which is not read aloud, and its words."""
    return Markup('<span class="verdict {}"><span class="sign" aria-hidden="true">{}</span> {}</span>').format(
        Markup(finding.verdict.name.lower().replace("_", "-")), SIGNS.get(finding.verdict, UNKNOWN_SIGN),
        in_html(verdict_of(finding)))


def tiles(headlines: list[Finding]) -> Glance:
    """A tile a promise, each with a link to where the page tells of it (an anchor by its measure's id)."""
    made = [Markup('<li><a href="#{}">{}. {}</a>\n{}\n<p>{}</p></li>').format(
        Markup(one.measure), one.number, in_html(one.measure_title), verdict(one), in_html(" ".join(glance(one))))
        for one in headlines]
    lines = [f"{one.number}. {one.measure_title}: {verdict_of(one)}. {' '.join(glance(one))}" for one in headlines]
    return Glance(Markup('<ul class="tiles">\n{}\n</ul>').format(Markup("\n").join(made)), "\n".join(lines))


def rows(headlines: list[Finding], warnings: dict[str, str], ambitions: Sequence[Chapter], begins: date) -> Glance:
    """A row a promise, ambition by ambition, with a link to where the ambition's page tells of it.

    warnings: what stands beside a verdict, by measure; begins: the plan's first day
    """
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in COLUMNS)
    bodies = [_ambition(each, [one for one in headlines if one.ambition == each.number], warnings, begins)
              for each in ambitions]
    html = Markup('<div class="scroll" tabindex="0" role="region" aria-labelledby="glance-title">'
                  '<table class="glance"><caption id="glance-title">The promises at a glance</caption>'
                  "<thead><tr>{}</tr></thead>\n{}\n</table></div>").format(heads, Markup("\n").join(bodies))
    lines = [" ".join(filter(None, (f"{one.number}. {one.measure_title}: {verdict_of(one)}.", *glance(one),
                                    warnings.get(one.measure)))) for one in headlines]
    return Glance(html, "\n".join(lines))


def _ambition(ambition: Chapter, own: list[Finding], warnings: dict[str, str], begins: date) -> Markup:
    page = PAGE.format(ambition.notebook)
    head = Markup('<tr class="ambition"><th scope="rowgroup" colspan="{}"><a href="{}">Ambition {}: {}</a></th></tr>'
                  ).format(len(COLUMNS), in_html(page), ambition.number, in_html(ambition.title))
    told = [_row(one, warnings.get(one.measure, ""), page, begins) for one in own]
    return Markup("<tbody>{}\n{}</tbody>").format(head, Markup("\n").join(told))


def _row(finding: Finding, warning: str, page: str, begins: date) -> Markup:
    name = Markup('<th scope="row"><a href="{}#{}">{}. {}</a></th>').format(
        in_html(page), Markup(finding.measure), finding.number, in_html(finding.measure_title))
    if finding.latest is None:
        return Markup('<tr>{}<td>{}</td><td colspan="3">{}</td></tr>').format(
            name, verdict(finding), in_html(lacking(finding)))
    told = ends(finding)
    cells = [verdict(finding) + (Markup("<br>{}").format(in_html(warning)) if warning else ""),
             sparkline(finding, begins), in_html(told["Latest"]), in_html(told["Change"])]
    return Markup("<tr>{}{}</tr>").format(name, Markup("").join(Markup("<td>{}</td>").format(each) for each in cells))


def links(ambitions: Sequence[Chapter], here: int | None, panel: str) -> Markup:
    """From a page to the others: from the panel (no `here`) to each ambition; from an ambition back to the panel, to
    the one before and the next."""
    chosen = [each for each in ambitions if here is None or abs(each.number - here) == 1]
    named = [(each.notebook, f"Ambition {each.number}" if here is None else f"← Ambition {each.number}"
              if each.number < here else f"Ambition {each.number} →") for each in chosen]
    pages = ([(panel, "All promises")] if here else []) + named
    return Markup('<nav aria-label="Other pages">{}</nav>').format(Markup(" · ").join(
        Markup('<a href="{}">{}</a>').format(in_html(PAGE.format(stem)), words) for stem, words in pages))
